using System.Net;
using System.Text.Json;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>A file of earlier certificates is a claim (HUE-2.3): no row of it is recorded before an officer has approved it, and that is the instant at which it was told (HUE-1.4).</summary>
public sealed class ImportApprovalTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Warning = "EARLIER_CERTIFICATE_CLAIMED";

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task A_file_waits_for_an_officer_whose_account_the_department_sees_and_no_provider()
    {
        var (token, id, citizens) = await AwaitingAsync("vnpt-ca", 2);
        await Registry.RunJobAsync("run-imports");
        (await Registry.ImportAsync(id)).Text("state").ShouldBe("AWAITING_APPROVAL", "nothing runs by itself");
        (await Registry.CheckAsync("ca2", citizens[0])).Text("standing").ShouldBe("FREE");

        foreach (var (caller, status) in new[] { (token, HttpStatusCode.Forbidden), (await Registry.TokenAsync("vnpt-ca"), HttpStatusCode.Forbidden), (await Registry.TokenAsOfficerAsync("VIEWER"), HttpStatusCode.Forbidden) })
        {
            (await Registry.SendWithTokenAsync(caller, ImportOperations.Approve, new { id })).Status.ShouldBe(status, "a provider does not approve its own file, nor does who only sees");
        }

        var approved = await Registry.ApproveImportAsync(id, "lan");
        (approved.Text("import", "state"), approved.Text("import", "approvedBy")).ShouldBe(("WAITING", "officer:lan"));
        (await Registry.ApproveImportAsync(id, "minh")).Text("import", "approvedBy").ShouldBe("officer:lan", "asked again, it is as it stands");
        await Registry.RunJobAsync("run-imports");

        var seen = await Registry.ImportAsync(id);
        (seen.Text("state"), seen.At("recorded").GetInt32(), seen.Text("approvedBy")).ShouldBe(("DONE", 2, "officer:lan"));
        var own = (await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body.At("data", "import");
        own.At("approvedBy").ValueKind.ShouldBe(JsonValueKind.Null);
        own.At("claims").ValueKind.ShouldBe(JsonValueKind.Null);
        (await fixture.Database.CountAsync("registry.issuances i join registry.imports m on m.id = $1 and i.provider_id = m.provider_id and i.recorded_at >= m.approved_at where i.origin = 'IMPORT'", Guid.Parse(id)))
            .ShouldBe(2, "a row is told at the approval or later");
        (await fixture.Database.CountAsync("registry.journal where kind in ('IMPORT_ORDERED', 'IMPORT_LOOKED_AT', 'IMPORT_APPROVED', 'IMPORT_ENDED') and subject_id = $1", Guid.Parse(id))).ShouldBe(4);
        (await Registry.RejectImportAsync(id)).Text("state").ShouldBe("DONE");
        (await Registry.WithdrawImportAsync(token, id)).Text("state").ShouldBe("DONE");
    }

    [Fact]
    public async Task An_officer_says_no_with_a_reason_that_the_provider_reads_and_the_same_file_stays_rejected()
    {
        var (token, id, citizens) = await AwaitingAsync("viettel-ca", 1);

        (await Registry.RejectImportAsync(id, "Sai ngày cấp")).Text("import", "state").ShouldBe("REJECTED");

        (await Registry.RejectImportAsync(id, "Lý do khác")).Text("import", "reason").ShouldBe("Sai ngày cấp", "the first rejection");
        (await Registry.ApproveImportAsync(id)).Text("state").ShouldBe("REJECTED");
        var own = (await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body.At("data", "import");
        (own.Text("reason"), own.At("rejectedBy").ValueKind).ShouldBe(("Sai ngày cấp", JsonValueKind.Null));
        (await Registry.WithdrawImportAsync(token, id)).Text("state").ShouldBe("REJECTED");
        await Registry.RunJobAsync("run-imports");
        (await Registry.CheckAsync("ca2", citizens[0])).Text("standing").ShouldBe("FREE");
        (await Registry.SendWithTokenAsync(token, ImportOperations.Start, new { id })).Body.Text("data", "startImport", "__typename").ShouldBe("ImportNotOpen");
    }

    [Fact]
    public async Task A_provider_takes_a_file_back_before_it_is_approved_and_may_hand_it_in_again()
    {
        var token = await Registry.TokenAsAdministratorAsync("misa-ca");
        var file = ImportOperations.FileOf(Make.Citizen());
        var id = (await Registry.UploadedAsync(token, file)).Text("import", "id");
        (await Registry.WithdrawImportAsync(await Registry.TokenAsAdministratorAsync("ca2"), id)).TypeName().ShouldBe("ImportNotFound");

        (await Registry.WithdrawImportAsync(token, id)).Text("import", "state").ShouldBe("WITHDRAWN", "one that was never started");
        (await Registry.WithdrawImportAsync(token, id)).Text("import", "state").ShouldBe("WITHDRAWN", "asked again");
        (await Registry.ApproveImportAsync(id)).Text("state").ShouldBe("WITHDRAWN");

        (await Registry.UploadedAsync(token, file)).Text("import", "state").ShouldBe("UPLOADED");
        await Registry.LookAsync(token, id);
        (await Registry.WithdrawImportAsync(token, id)).Text("import", "state").ShouldBe("WITHDRAWN");
        (await Registry.UploadedAsync(token, file)).Text("import", "id").ShouldBe(id);
        await Registry.LookAsync(token, id);
        await Registry.ApproveImportAsync(id);
        (await Registry.WithdrawImportAsync(token, id)).Text("state").ShouldBe("WAITING", "approved is approved");
        await Registry.RunJobAsync("run-imports");
        (await Registry.ImportAsync(id)).Text("state").ShouldBe("DONE");
    }

    [Fact]
    public async Task While_a_file_waits_a_check_of_its_numbers_says_so_to_everybody_and_names_nobody()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var (citizen, another, stranger) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(citizen, another))).Text("import", "id");
        (await WarningsAsync("ca2", citizen)).ShouldBeEmpty("before the look");
        await Registry.LookAsync(token, id);

        (await WarningsAsync("ca2", citizen)).ShouldBe([Warning]);
        (await WarningsAsync("vnpt-ca", citizen)).ShouldBe([Warning]);
        (await WarningsAsync("ca2", stranger)).ShouldBeEmpty();
        var check = await Registry.CheckAsync("ca2", citizen);
        (check.Text("standing"), check.At("holder").ValueKind).ShouldBe(("FREE", JsonValueKind.Null));
        check.ToString().ShouldNotContain("vnpt", Case.Insensitive);
        var record = await Registry.RecordAsync("ca2", Make.Record(citizen));
        record.TypeName().ShouldBe("IssuanceRecorded", "it refuses nothing");

        await Registry.ApproveImportAsync(id);
        (await WarningsAsync("bkav-ca", another)).ShouldBe([Warning], "until it has run");
        await Registry.RunJobAsync("run-imports");

        (await Registry.CheckAsync("bkav-ca", citizen)).Text("holder", "provider", "code").ShouldBe("ca2", "told first, before the approval");
        (await Registry.CheckAsync("bkav-ca", another)).Text("holder", "provider", "code").ShouldBe("vnpt-ca");
        (await WarningsAsync("bkav-ca", another)).ShouldBeEmpty("it has run");
        (await Registry.ImportAsync(id)).At("claims").GetInt32().ShouldBe(1, "the row has become a claim");
        await Registry.RunJobAsync("look-at-imports");
        (await fixture.Database.CountAsync("registry.place_claim_numbers where claim_id = $1", Guid.Parse(id))).ShouldBe(0, "its numbers are forgotten");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_claimed_any_longer_by_a_file_that_was_rejected_or_withdrawn(bool rejected)
    {
        var (token, id, citizens) = await AwaitingAsync("fpt-ca", 1);
        (await WarningsAsync("ca2", citizens[0])).ShouldBe([Warning]);

        _ = rejected ? await Registry.RejectImportAsync(id) : await Registry.WithdrawImportAsync(token, id);

        (await WarningsAsync("ca2", citizens[0])).ShouldBeEmpty();
        await Registry.RunJobAsync("look-at-imports");
        (await fixture.Database.CountAsync("registry.place_claim_numbers where claim_id = $1", Guid.Parse(id))).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_files_the_one_that_runs_first_after_its_approval_holds_whichever_was_handed_in_first()
    {
        var citizen = Make.Citizen();
        var (first, second) = (await Registry.TokenAsAdministratorAsync("vnpt-ca"), await Registry.TokenAsAdministratorAsync("misa-ca"));
        var early = (await Registry.UploadedAsync(first, ImportOperations.FileOf(citizen))).Text("import", "id");
        var late = (await Registry.UploadedAsync(second, ImportOperations.FileOf(citizen))).Text("import", "id");
        await Registry.LookAsync(first, early);
        await Registry.LookAsync(second, late);

        await Registry.ApproveImportAsync(late);
        await Registry.ApproveImportAsync(early);
        await Registry.RunJobAsync("run-imports");

        (await Registry.CheckAsync("ca2", citizen)).Text("holder", "provider", "code").ShouldBe("misa-ca", "told first is approved first");
    }

    [Fact]
    public async Task Many_claims_hold_a_file_until_an_officer_looks_again_and_it_goes_on_where_it_stood()
    {
        var held = Enumerable.Range(0, 21).Select(_ => Make.Citizen()).ToList();
        foreach (var citizen in held)
        {
            (await Registry.RecordAsync("ca2", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
        }

        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var few = (await Registry.UploadedAsync(token, ImportOperations.FileOf(held.Take(20)))).Text("import", "id");
        await Registry.RunImportAsync(token, few);
        (await Registry.ImportAsync(few)).ShouldSatisfyAllConditions(i => i.Text("state").ShouldBe("DONE"), i => i.At("claims").GetInt32().ShouldBe(20));

        var many = (await Registry.UploadedAsync(token, ImportOperations.FileOf(held))).Text("import", "id");
        await Registry.RunImportAsync(token, many);
        await Registry.RunJobAsync("run-imports");
        var waits = await Registry.ImportAsync(many);
        (waits.Text("state"), waits.At("claims").GetInt32(), waits.At("rowsDone").GetInt32()).ShouldBe(("HELD", 21, 22));
        (await WarningsAsync("bkav-ca", held[0])).ShouldBe([Warning], "it has not come to its end");
        (await Registry.WithdrawImportAsync(token, many)).Text("state").ShouldBe("HELD");

        (await Registry.ApproveImportAsync(many, "minh")).Text("import", "state").ShouldBe("WAITING");
        await Registry.RunJobAsync("run-imports");
        (await Registry.ImportAsync(many)).ShouldSatisfyAllConditions(
            i => i.Text("state").ShouldBe("DONE"), i => i.At("heldByAnother").GetInt32().ShouldBe(21), i => i.Text("approvedBy").ShouldBe("officer:minh"));
    }

    [Fact]
    public async Task The_database_alone_lets_no_file_run_that_nobody_approved_and_no_provider_approve()
    {
        var (_, id, _) = await AwaitingAsync("vnpt-ca", 1);
        foreach (var (set, constraint) in new[]
        {
            ("state = 'WAITING', awaiting_since = null", "file_runs_by_an_approval"),
            ("state = 'RUNNING', awaiting_since = null, approved_by = 'x', approved_at = now()", "import_goes_its_way"),
            ("state = 'REJECTED', awaiting_since = null, finished_at = now()", "rejection_says_why"),
            ("state = 'UPLOADED', awaiting_since = null, ordered_at = null, ordered_by = null", "import_goes_its_way"),
        })
        {
            (await Should.ThrowAsync<PostgresException>(() => fixture.Database.ExecuteAsync($"update registry.imports set {set} where id = $1", Guid.Parse(id)))).ConstraintName.ShouldBe(constraint);
        }

        await using var connection = await fixture.Database.ConnectAsync();
        var provider = await fixture.Database.ScalarAsync<short>("select id from registry.providers where code = 'vnpt-ca'");
        await using var own = new NpgsqlCommand(
            $"set role campaign_runtime; select set_config('registry.viewer', 'provider:{provider}', false); update registry.imports set state = 'WAITING', awaiting_since = null, approved_by = 'officer:x', approved_at = now() where id = '{id}'",
            connection);
        (await Should.ThrowAsync<PostgresException>(() => own.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private async Task<(string Token, string Id, List<string> Citizens)> AwaitingAsync(string provider, int rows)
    {
        var citizens = Enumerable.Range(0, rows).Select(_ => Make.Citizen()).ToList();
        var token = await Registry.TokenAsAdministratorAsync(provider);
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(citizens))).Text("import", "id");
        await Registry.LookAsync(token, id);
        return (token, id, citizens);
    }

    private async Task<List<string>> WarningsAsync(string provider, string citizen) =>
        [.. (await Registry.CheckAsync(provider, citizen)).At("warnings").EnumerateArray().Select(w => w.Text("code"))];
}
