using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Registry.Tests;

/// <summary>Four eyes on the registry's own keys: a step of `campaign keys` needs two administrators' agreement, once there are two.</summary>
public sealed class KeyApprovalTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("campaign-keys-").FullName;
    private TestDatabase database = null!;
    private JobDatabase rekeying = null!;
    private FileKeySource file = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync(demo: false);
        rekeying = JobDatabase.Open(database.ConnectionString, Migrations.RekeyRole);
        file = new(Path.Combine(folder, "keys.json"));
        FileKeySource.Write(file.Path, Keyring.DemoFile().ToJson(), overwrite: false);
    }

    public async ValueTask DisposeAsync()
    {
        await rekeying.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Before_there_are_two_administrators_a_key_is_changed_alone_and_the_journal_says_so()
    {
        await AdministratorAsync("first");
        var rotation = Rotation();

        (await PromoteAsync(rotation)).ShouldBeNull();

        rotation.TookAlone.ShouldBeTrue();
        (await database.ScalarAsync<string>("select payload from registry.journal where kind = 'KEY_PROMOTED'")).ShouldContain("\"alone\":true");
    }

    [Fact]
    public async Task With_two_administrators_it_takes_their_agreement_on_that_step_purpose_and_key()
    {
        await AdministratorAsync("first");
        await AdministratorAsync("second");
        var rotation = Rotation();

        (await PromoteAsync(rotation)).ShouldNotBeNull().ShouldContain("PROMOTE TICKET:1");
        await AgreedAsync("RETIRE TICKET:1", TimeSpan.Zero);
        await AgreedAsync("PROMOTE TICKET:2", TimeSpan.Zero);
        await AgreedAsync("PROMOTE NUMBER:1", TimeSpan.Zero);
        (await PromoteAsync(rotation)).ShouldNotBeNull();
        await AgreedAsync("PROMOTE TICKET:1", TimeSpan.Zero);
        (await PromoteAsync(rotation)).ShouldBeNull();

        rotation.TookAlone.ShouldBeFalse();
        (await database.ScalarAsync<string>("select payload from registry.journal where kind = 'KEY_PROMOTED'")).ShouldNotContain("alone");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task An_agreement_is_good_until_just_before_7_days_have_passed(int microseconds, bool good)
    {
        await AdministratorAsync("first");
        await AdministratorAsync("second");
        var now = await database.NowAsync();
        await database.FreezeAsync(now);
        await AgreedAsync("PROMOTE TICKET:1", TimeSpan.FromDays(7) + TimeSpan.FromMicroseconds(microseconds));

        (await PromoteAsync(Rotation()) is null).ShouldBe(good);
    }

    [Fact]
    public async Task Who_has_left_does_not_count_and_where_officers_come_from_elsewhere_two_are_taken_to_be_there()
    {
        await AdministratorAsync("first");
        await AdministratorAsync("second");
        await database.ExecuteAsync("update signin.accounts set active_to = active_from where user_name = 'second'");

        (await PromoteAsync(Rotation(officersElsewhere: true))).ShouldNotBeNull();
        (await PromoteAsync(Rotation())).ShouldBeNull();
    }

    [Fact]
    public async Task Two_administrators_agree_through_the_registry()
    {
        await using var registry = await TestRegistry.StartAsync(
            database, keys: new KeysInUse(Keyring.Of(await file.ReadAsync(Cancel)), file, TimeProvider.System));
        var first = Callers.Officer("first", Callers.Administering);
        var second = Callers.Officer("second", Callers.Administering);
        var input = new { step = "PROMOTE", purpose = "TICKET", keyId = "1" };

        (await registry.AskAsync(first, "proposeRegistryKeyChange", Operations.ProposeRegistryKeyChange, new { input = new { input.step, input.purpose, keyId = "99" } }))
            .TypeName().ShouldBe("RegistryKeyUnknown");
        var proposed = await registry.AskAsync(first, "proposeRegistryKeyChange", Operations.ProposeRegistryKeyChange, new { input });
        (await registry.AskAsync(second, "proposeRegistryKeyChange", Operations.ProposeRegistryKeyChange, new { input })).Text("proposalId").ShouldBe(proposed.Text("proposalId"));
        (await registry.AskAsync(first, "approveProposal", Operations.ApproveProposal, new { id = proposed.Text("proposalId") })).TypeName().ShouldBe("SecondOfficerNeeded");
        (await registry.AskAsync(second, "approveProposal", Operations.ApproveProposal, new { id = proposed.Text("proposalId") })).TypeName().ShouldBe("ProposalApproved");

        await AdministratorAsync("first");
        await AdministratorAsync("second");
        (await PromoteAsync(Rotation())).ShouldBeNull();
    }

    private KeyRotation Rotation(bool officersElsewhere = false) => new(new(rekeying, NullLogger<JobWork>.Instance), officersElsewhere);

    private Task<string?> PromoteAsync(KeyRotation rotation) => rotation.PromoteAsync(
        KeyPurpose.Ticket, "1", file.ReadAsync, (_, _) => Task.CompletedTask, Cancel);

    private Task AdministratorAsync(string name) => database.ExecuteAsync(
        "insert into signin.accounts (id, user_name, kind, role, active_from) values (gen_random_uuid(), $1, 'OFFICER', 'ADMINISTRATOR', registry.registry_now() - interval '1 hour')", name);

    private Task AgreedAsync(string subject, TimeSpan ago) => database.ExecuteAsync(
        """
        insert into registry.proposals (id, act, subject, input, proposed_by, proposed_at, expires_at, state, decided_by, decided_at)
        select gen_random_uuid(), 'CHANGE_REGISTRY_KEY', $1, '{}', 'officer:first', at, at + interval '7 days', 'CARRIED_OUT', 'officer:second', at
        from (select registry.registry_now() - $2 as at) s
        """, subject, ago);
}
