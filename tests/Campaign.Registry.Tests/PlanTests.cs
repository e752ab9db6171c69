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
        // The certificate, and the free period: each by the person, and none by the programme alone.
        plan.ShouldContain("Index Cond: (person_id = n.person_id)");
        plan.ShouldContain("Index Cond: ((person_id = n.person_id) AND (programme_id = c.programme_id))");
        plan.ShouldNotContain("Index Cond: (programme_id");
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

    /// <summary>The plan that serves every set of parameters, which is what a statement that stays prepared comes to.</summary>
    private async Task<string> PlanOfAsync(string sql, string types, string values)
    {
        await using var connection = await fixture.Database.ConnectAsync();
        await using var prepare = new NpgsqlCommand($"set plan_cache_mode = force_generic_plan; prepare asked({types}) as {sql}", connection);
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
