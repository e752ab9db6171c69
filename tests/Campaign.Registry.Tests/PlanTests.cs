using Campaign.Registry.Citizens;
using Campaign.Registry.Places;
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
        var plan = await PlanOfAsync(Place.Read([], "hue"), "bytea[], text", "'{}', 'hue'");

        plan.ShouldContain("Index Scan using one_person_per_number");
        plan.ShouldContain("Index Cond: (person_id = number_keys.person_id)");
        plan.ShouldNotContain("Seq Scan");
    }

    [Fact]
    public async Task A_citizen_is_locked_by_index_in_a_new_database()
    {
        var plan = await PlanOfAsync(PersonLock.TakeByNumber([]), "bytea[]", "'{}'");

        plan.ShouldContain("Index Scan using one_person_per_number");
        plan.ShouldNotContain("Seq Scan");
    }

    /// <summary>The plan that serves every set of parameters, which is what a statement that stays prepared comes to.</summary>
    private async Task<string> PlanOfAsync(NpgsqlBatchCommand statement, string types, string values)
    {
        await using var connection = await fixture.Database.ConnectAsync();
        await using var prepare = new NpgsqlCommand($"set plan_cache_mode = force_generic_plan; prepare asked({types}) as {statement.CommandText}", connection);
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
