using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Who looked a citizen up (HUE-1.7): each look leaves a trace in its own transaction, which the citizen and the department see and nobody else.</summary>
public sealed class TraceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Own = "query($first: Int, $after: String) { lookups(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { act by who provider { code } staff account reason at } } } }";
    private const string OfCitizen = """
        query($citizenId: String!, $reason: String!) { citizenLookups(citizenId: $citizenId, reason: $reason) { totalCount edges { node { act by account reason staff } } } }
        """;

    private const string By = """
        query($from: DateTime!, $to: DateTime!, $staff: String) { lookupsBy(providerCode: "bkav-ca", staff: $staff, from: $from, to: $to, reason: "monthly review") { totalCount edges { node { act staff } } } }
        """;

    private static readonly Caller Reviewer = Callers.Officer("officer-1", Callers.Reviewing);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Each_look_leaves_one_row_per_person_and_the_citizen_sees_who_it_was()
    {
        var citizen = Make.Citizen();
        var me = registry.Citizen(citizen);
        await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-2");
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");
        await registry.AskAsync("vnpt-ca", "issuances", "{ issuances(campaign: \"hue\") { edges { node { id } } } }");
        await registry.AskAsync("department", "issuance", "query($id: ID!) { issuance(id: $id) { id } }", new { id = issuance });
        await registry.AskAsync(me, "issuances", "{ issuances(campaign: \"hue\") { edges { node { id } } } }");
        await registry.AskAsync(Reviewer, "citizenLookups", OfCitizen, new { citizenId = citizen, reason = "asked by " + citizen });

        var lookups = (await registry.AskAsync(me, "lookups", Own)).At("edges").EnumerateArray().Select(e => e.At("node")).ToList();

        lookups.Select(l => (l.Text("act"), l.Text("by"))).ShouldBe(
        [
            ("CITIZEN_LOOKUPS", "DEPARTMENT"), ("ISSUANCES", "CITIZEN"), ("ISSUANCE", "DEPARTMENT"), ("ISSUANCES", "PROVIDER"), ("RECORD", "PROVIDER"),
            ("CHECK", "PROVIDER"),
        ]);
        (lookups[^1].Text("who"), lookups[^1].Text("staff")).ShouldBe(("VNPT-CA, staff member vnpt-ca-staff-2", "vnpt-ca-staff-2"));
        lookups.ShouldAllBe(l => l.At("account").ValueKind == JsonValueKind.Null && l.At("reason").ValueKind == JsonValueKind.Null);
        (await registry.AskAsync(registry.Citizen(Make.Citizen()), "lookups", Own)).At("totalCount").GetInt32().ShouldBe(0);
        var seen = (await registry.AskAsync(Reviewer, "citizenLookups", OfCitizen, new { citizenId = citizen, reason = "again" })).At("edges")[1].At("node");
        (seen.Text("account"), seen.Text("reason")).ShouldBe(("officer-1", "asked by •••"));
    }

    [Fact]
    public async Task Needs_with_their_contacts_and_flags_with_their_evidence_leave_a_trace()
    {
        var citizen = Make.Citizen();
        var me = registry.Citizen(citizen);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" })).Text("need", "id");
        await registry.NeedAsync("ca2", need);
        await registry.StartNeedSupportAsync("ca2", need, DateTimeOffset.UtcNow);
        await registry.StartNeedSupportAsync("ca2", need, DateTimeOffset.UtcNow); // changes nothing, and shows the contact again
        await registry.NeedsAsync("ca2");
        await registry.NeedAsync("vnpt-ca", need); // reported as absent
        await registry.RunJobAsync("detect-violations");
        await fixture.Database.ExecuteAsync("""
            with v as (insert into registry.violations (id, kind, clause, campaign_id, fingerprint, flagged_at, thresholds)
              select gen_random_uuid(), 'NEED_LAPSED', 'HUE-4.4', id, 'trace-test', registry.registry_now(), '{}' from registry.campaigns where code = 'hue' returning id)
            insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, need_id) select id, 'k', registry.registry_now(), 'a', 'a', $1 from v
            """, Guid.Parse(need));
        await registry.AskAsync("department", "violations", "{ violations(campaign: \"hue\", filter: { kind: [NEED_LAPSED] }) { edges { node { id } } } }");

        var acts = (await registry.AskAsync(me, "lookups", Own)).At("edges").EnumerateArray().Select(e => e.Text("node", "act"));

        acts.ShouldBe(["VIOLATIONS", "NEEDS", "NEED", "NEED"]);
    }

    [Fact]
    public async Task A_number_of_which_the_registry_knows_nothing_leaves_its_trace_too()
    {
        var citizen = Make.Citizen();
        await registry.AskAsync(Reviewer, "citizenLookups", OfCitizen, new { citizenId = citizen, reason = "a complaint" });
        await registry.CheckAsync("ca2", citizen);

        (await registry.AskAsync(registry.Citizen(citizen), "lookups", Own)).At("edges").EnumerateArray().Select(e => e.Text("node", "act"))
            .ShouldBe(["CHECK", "CITIZEN_LOOKUPS"]);
    }

    [Fact]
    public async Task Pages_of_lookups_hold_together()
    {
        var citizen = Make.Citizen();
        foreach (var provider in new[] { "vnpt-ca", "ca2", "misa-ca", "fpt-ca", "bkav-ca" })
        {
            await registry.CheckAsync(provider, citizen);
        }

        var me = registry.Citizen(citizen);
        var first = await registry.AskAsync(me, "lookups", Own, new { first = 3 });
        var second = await registry.AskAsync(me, "lookups", Own, new { first = 3, after = first.Text("pageInfo", "endCursor") });

        (first.At("totalCount").GetInt32(), first.At("pageInfo", "hasNextPage").GetBoolean(), second.At("pageInfo", "hasNextPage").GetBoolean()).ShouldBe((5, true, false));
        first.At("edges").EnumerateArray().Concat(second.At("edges").EnumerateArray()).Select(e => e.Text("node", "provider", "code"))
            .ShouldBe(["bkav-ca", "fpt-ca", "misa-ca", "ca2", "vnpt-ca"]);
    }

    [Fact]
    public async Task The_department_reviews_a_provider_or_one_of_its_staff_and_says_why()
    {
        await registry.CheckAsync("bkav-ca", Make.Citizen(), "DOOR_TO_DOOR", "bkav-ca-staff-3");
        await registry.CheckAsync("bkav-ca", Make.Citizen());
        var to = DateTimeOffset.UtcNow.AddMinutes(5);
        object Asked(string? staff, int days) => new { from = to.AddDays(-days), to, staff };

        (await registry.AskAsync(Reviewer, "lookupsBy", By, Asked("bkav-ca-staff-3", 1))).At("totalCount").GetInt32().ShouldBe(1);
        (await registry.AskAsync(Reviewer, "lookupsBy", By, Asked(null, 31))).At("totalCount").GetInt32().ShouldBeGreaterThanOrEqualTo(2);
        (await fixture.Database.CountAsync("registry.reads where act = 'LOOKUPS_BY' and reader = 'officer-1' and reason = 'monthly review'")).ShouldBe(2);
        await Should.ThrowAsync<InvalidOperationException>(() => registry.AskAsync(Reviewer, "lookupsBy", By, Asked(null, 32)));
        await Should.ThrowAsync<InvalidInputException>(
            () => registry.AskAsync(Reviewer, "citizenLookups", OfCitizen, new { citizenId = Make.Citizen(), reason = " x " }));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(Callers.Officer("viewer", Scopes.DepartmentRead), "citizenLookups", OfCitizen));
    }

    [Fact]
    public async Task A_read_whose_trace_cannot_be_written_is_not_answered()
    {
        var (need, issuance) = ((await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id"), (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id"));
        await fixture.Database.ExecuteAsync("revoke insert on registry.reads from campaign_runtime");
        try
        {
            foreach (var query in new[] { "{ issuances(campaign: \"hue\") { edges { node { id } } } }", "{ needs(campaign: \"hue\") { edges { node { id } } } }", $"{{ need(id: \"{need}\") {{ id }} }}", $"{{ issuance(id: \"{issuance}\") {{ id }} }}" })
            {
                var (_, body) = await registry.SendAsync("vnpt-ca", query);
                body.ToString().ShouldContain("INTERNAL");
                body.ToString().ShouldNotContain(issuance);
            }
        }
        finally
        {
            await fixture.Database.ExecuteAsync("grant insert on registry.reads to campaign_runtime");
        }
    }

    [Theory]
    [InlineData("delete from registry.reads")]
    [InlineData("update registry.reads set reader = 'nobody'")]
    [InlineData("truncate registry.reads")]
    public async Task Traces_only_grow(string sql)
    {
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var command = new NpgsqlCommand(sql, connection);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    /// <summary>What the database alone holds: no provider reads traces, nor writes another's; nobody but the department sees proposals.</summary>
    [Theory]
    [InlineData("provider:1", "select count(*) from registry.reads", 0)]
    [InlineData("", "select count(*) from registry.reads", 0)]
    [InlineData("department", "select count(*) from registry.reads where act = 'LOOKUPS_BY' and reader = 'seeded'", 1)]
    [InlineData("provider:1", "select count(*) from registry.proposals", 0)]
    public async Task The_database_shows_traces_to_none_but_the_citizen_and_the_department(string viewer, string sql, long expected)
    {
        await fixture.Database.ExecuteAsync("""
            insert into registry.reads (id, read_at, act, reader, reader_kind, reason)
            select gen_random_uuid(), registry.registry_now(), 'LOOKUPS_BY', 'seeded', 'DEPARTMENT', 'why' where not exists (select from registry.reads where reader = 'seeded')
            """);
        await fixture.Database.ExecuteAsync("""
            insert into registry.proposals (id, act, subject, input, proposed_by, proposed_at, expires_at, state)
            values (gen_random_uuid(), 'EXCLUDE_PROVIDER', 'hue/x', '{}', 'o', '2026-01-01', '2026-01-08', 'PROPOSED') on conflict do nothing
            """);
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var set = new NpgsqlCommand($"set registry.viewer = '{viewer}'", connection);
        await set.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);

        ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!).ShouldBe(expected);
        if (viewer.StartsWith("provider", StringComparison.Ordinal))
        {
            await using var forged = new NpgsqlCommand("""
                insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id) values (gen_random_uuid(), '2026-01-01', 'NEED', 'x', 'PROVIDER', 2)
                """, connection);
            (await Should.ThrowAsync<PostgresException>(() => forged.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }
}
