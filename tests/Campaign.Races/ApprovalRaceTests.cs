using Campaign.Testing;

namespace Campaign.Races;

/// <summary>HUE-1.3, HUE-2.3: a file is approved and run while its citizens are checked, and recorded by others. Each check finds the claim or the certificate; each place has one holder.</summary>
public sealed class ApprovalRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Rounds = Thorough.Or(30, 6);
    private const int Citizens = 40;
    private const int Checkers = 6;

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_check_beside_an_approval_finds_the_claim_or_the_certificate_and_never_neither()
    {
        var token = await registry.TokenAsAdministratorAsync("vnpt-ca");
        var (claimed, held) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var citizens = Enumerable.Range(0, Citizens).Select(_ => Make.Citizen()).ToList();
            var id = (await registry.UploadedAsync(token, ImportOperations.FileOf(citizens))).Text("import", "id");
            await registry.LookAsync(token, id);

            using var over = new CancellationTokenSource();
            var checks = Enumerable.Range(0, Checkers).Select(n => Task.Run(async () =>
            {
                for (var i = n; !over.IsCancellationRequested; i++)
                {
                    var check = await registry.CheckAsync("ca2", citizens[i % Citizens]);
                    var warned = check.At("warnings").EnumerateArray().Any(w => w.Text("code") == "EARLIER_CERTIFICATE_CLAIMED");
                    (warned || check.Text("standing") == "HOLDS_CERTIFICATE").ShouldBeTrue(check.ToString());
                    Interlocked.Increment(ref warned ? ref claimed : ref held);
                }
            })).ToList();
            (await registry.ApproveImportAsync(id)).TypeName().ShouldBe("ImportApproved");
            await registry.RunJobAsync("run-imports");
            await Task.Delay(50);
            await over.CancelAsync();
            await Task.WhenAll(checks);
            (await registry.ImportAsync(id)).Text("state").ShouldBe("DONE");
        }

        claimed.ShouldBeGreaterThan(0);
        held.ShouldBeGreaterThan(0, "both were met, so it was a race");
    }

    /// <summary>The look for a claim is made to last until the file has come to its end: whoever holds is asked after it, or the check would find neither.</summary>
    [Fact]
    public async Task Who_holds_is_asked_after_whether_a_file_claims()
    {
        const string Function = "registry.earlier_certificate_is_claimed";
        var citizen = Make.Citizen();
        var token = await registry.TokenAsAdministratorAsync("fpt-ca");
        var id = (await registry.UploadedAsync(token, ImportOperations.FileOf(citizen))).Text("import", "id");
        await registry.LookAsync(token, id);
        (await registry.ApproveImportAsync(id)).TypeName().ShouldBe("ImportApproved");
        await fixture.Database.ExecuteAsync($"""
            alter function {Function}(bytea[], text) rename to claimed_at_once;
            create function {Function}(key_hashes bytea[], campaign_code text) returns boolean language plpgsql security definer set search_path = ''
            as $$ begin perform pg_sleep(1.5); return registry.claimed_at_once(key_hashes, campaign_code); end $$;
            grant execute on function {Function}(bytea[], text) to campaign_runtime
            """);
        try
        {
            var check = registry.CheckAsync("ca2", citizen);
            await Task.Delay(200);
            await registry.RunJobAsync("run-imports");

            var answer = await check;
            (answer.Text("standing") == "HOLDS_CERTIFICATE" || answer.At("warnings").GetArrayLength() > 0).ShouldBeTrue(answer.ToString());
        }
        finally
        {
            await fixture.Database.ExecuteAsync($"drop function {Function}(bytea[], text); alter function registry.claimed_at_once(bytea[], text) rename to earlier_certificate_is_claimed");
        }
    }

    [Fact]
    public async Task Of_an_officer_who_approves_one_who_rejects_and_a_provider_that_withdraws_one_is_first()
    {
        var token = await registry.TokenAsAdministratorAsync("misa-ca");
        for (var round = 0; round < Rounds * 2; round++)
        {
            var id = (await registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id");
            await registry.LookAsync(token, id);

            var answers = await Task.WhenAll(registry.ApproveImportAsync(id, "lan"), registry.RejectImportAsync(id), registry.WithdrawImportAsync(token, id), registry.ApproveImportAsync(id, "minh"));

            var done = answers.Select(a => a.TypeName()).Where(t => t != "ImportNotOpen").Distinct().ToList();
            done.Count.ShouldBe(1, string.Join(", ", answers));
            (await registry.ImportAsync(id)).Text("state").ShouldBe(done[0] switch { "ImportApproved" => "WAITING", "ImportRejected" => "REJECTED", _ => "WITHDRAWN" });
            (await fixture.Database.CountAsync("registry.journal where kind in ('IMPORT_APPROVED', 'IMPORT_REJECTED', 'IMPORT_WITHDRAWN') and subject_id = $1", Guid.Parse(id))).ShouldBe(1);
        }

        await registry.RunJobAsync("run-imports");
    }
}
