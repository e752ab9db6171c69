using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>
/// A new registry has no statistics, and gets its first ones a minute after it has filled up. What check and record ask must be found by index all the same, or
/// the first morning grows slower with every citizen.
/// </summary>
public sealed class PlanTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task A_citizens_place_is_found_by_index_in_a_new_database()
    {
        // Inside its function, with the function's parameters.
        var body = await fixture.Database.ScalarAsync<string>("select substring(prosrc from 'return query(.*);\\s*end') from pg_proc where proname = 'place_of'");
        var plan = await PlanOfAsync(
            body.Replace("key_hashes", "$1", StringComparison.Ordinal).Replace("campaign_code", "$2", StringComparison.Ordinal), "bytea[], text", "'{}', 'hue'");

        plan.ShouldContain("Index Scan using one_person_per_number");
        plan.ShouldContain("Index Cond: (person_id = n.person_id)");
        plan.ShouldNotContain("Seq Scan");
    }

    [Fact]
    public async Task A_citizen_is_locked_by_index_in_a_new_database()
    {
        // Inside its function: the way from the number to the person, and the lock.
        var body = await fixture.Database.ScalarAsync<string>("select prosrc from pg_proc where proname = 'lock_person_of'");
        var way = Statement(body, "select k.person_id").Replace(" into known", "", StringComparison.Ordinal).Replace("key_hashes", "$1", StringComparison.Ordinal);
        var lockIt = Statement(body, "select p.id").Replace(" into locked", "", StringComparison.Ordinal).Replace("= known", "= $1", StringComparison.Ordinal);

        var plan = await PlanOfAsync(way, "bytea[]", "'{}'");
        plan.ShouldContain("Index Scan using one_person_per_number");
        plan.ShouldNotContain("Seq Scan");
        (await PlanOfAsync(lockIt, "uuid", "'00000000-0000-0000-0000-000000000000'")).ShouldContain("Index Scan using persons_pkey");

        static string Statement(string body, string beginning) => body[body.IndexOf(beginning, StringComparison.Ordinal)..].Split(';')[0];
    }

    /// <summary>Row-level security keeps what might leak away from indexes: what the hot operations and the lists ask under it is found by index all the same.</summary>
    [Theory]
    [InlineData("select id, active_from, active_to from registry.staff where provider_id = $1::smallint and reference = $2::text", "smallint, text", "1, 'x'", "staff_reference")]
    [InlineData("select subject_id from registry.request_claims where owner = $1 and operation = 'x' and request_id = $2", "text, text", "'a', 'b'", "one_act_per_request_id")]
    [InlineData("select issuance_id from registry.serial_claims where provider_id = $1 and serial_number = $2", "smallint, text", "1, 'A'", "one_record_per_serial_number")]
    [InlineData("select confirmed_at from registry.revocation_tasks where provider_id = $1 and serial_number = $2", "smallint, text", "1, 'A'", "revocation_tasks_by_serial")]
    [InlineData("select * from registry.import_claims where campaign_id = $1 and claimed_at > $2 and claimed_at <= $2", "int, timestamptz", "1, '2026-01-01'", "import_claims_by_time")]
    [InlineData("select count(*) from registry.citizen_asks where provider_id = $1 and campaign_id = $2 and asked_at > $3", "smallint, int, timestamptz", "1, 1, '2026-01-01'", "citizen_asks_by_provider")]
    [InlineData("select * from registry.issuances where id = $1", "uuid", "'00000000-0000-0000-0000-000000000000'", "issuances_by_id")]
    [InlineData(
        "select * from registry.issuances where campaign_id = $1 and provider_id = $2 and (recorded_at, id) < ($3, '00000000-0000-0000-0000-000000000000'::uuid) order by recorded_at desc, id desc limit 21",
        "int, smallint, timestamptz", "1, 1, '2026-01-01'", "issuances_by_")]
    [InlineData("select * from registry.needs where id = $1", "uuid", "'00000000-0000-0000-0000-000000000000'", "needs_by_id")]
    [InlineData("select * from registry.needs where ended_at is null and due_at <= $1 order by due_at limit 10", "timestamptz", "'2026-01-01'", "needs_that_are_due")]
    [InlineData(
        "select count(*) from registry.issuances where campaign_id = $1 and provider_id = $2 and status = 'PENDING_ACTIVATION'", "int, smallint", "1, 1", "issuances_pending_by_provider")]
    [InlineData("select * from registry.dossiers where contract_key = $1", "text", "'A'", "dossiers_by_contract")]
    [InlineData("select * from registry.dossiers where recipient_key = $1 and received_by_citizen is distinct from true", "text", "'a'", "dossiers_by_recipient")]
    [InlineData(
        "select sequence from registry.journal where sequence > $1 and (kind like 'NEED\\_%' or kind = 'VIOLATION_FLAGGED') order by sequence", "bigint", "1",
        "journal_of_followed_changes")]
    public async Task Row_level_security_costs_no_index(string sql, string types, string values, string index)
    {
        var plan = await PlanOfAsync(sql, types, values, "set enable_seqscan = off; set role campaign_runtime; set registry.viewer = 'provider:1';");

        // Its own columns are looked for in the index, and no others are read first.
        plan.Split('\n').SkipWhile(line => !line.Contains(index, StringComparison.Ordinal)).Take(2).ShouldContain(
            line => line.Contains("Index Cond", StringComparison.Ordinal) || line.Contains("Recheck Cond", StringComparison.Ordinal), plan);
    }

    /// <summary>The plan that serves every set of parameters, which is what a statement that stays prepared comes to.</summary>
    private async Task<string> PlanOfAsync(string sql, string types, string values, string settings = "")
    {
        await using var connection = await fixture.Database.ConnectAsync();
        await using var prepare = new NpgsqlCommand($"{settings} set plan_cache_mode = force_generic_plan; prepare asked({types}) as {sql}", connection);
        await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"explain execute asked({values})", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
