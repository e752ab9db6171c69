using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Registry.Tests;

/// <summary>HUE-1.3: up to where the search for the same person has looked is the search's own, beside the detectors' progress.</summary>
public sealed class SamePersonProgressTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_search_goes_on_where_it_stood_before_it_had_a_table_of_its_own()
    {
        var stood = new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero);
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync("drop table registry.same_person_progress; delete from registry.schema_versions where scriptname like '%M001\\_\\_same\\_person\\_progress%'");
        await database.ExecuteAsync("insert into registry.detector_progress (detector, scanned_to) values ('SAME_PERSON_SEARCH', $1), ('LATE_RECORD', $2)", stood, stood.AddDays(1));

        await Migrations.ApplyAsync(database.ConnectionString, simulation: true, NullLogger.Instance, TestContext.Current.CancellationToken);

        (await database.ScalarAsync<DateTimeOffset>("select scanned_to from registry.same_person_progress")).ShouldBe(stood);
    }

    [Fact]
    public async Task A_run_notes_how_far_it_has_looked_in_one_row_and_none_of_the_detectors()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        (await registry.RecordAsync("vnpt-ca", Make.Record())).TypeName().ShouldBe("IssuanceRecorded");

        await registry.RunJobAsync("find-same-persons", TestContext.Current.CancellationToken);
        await registry.RunJobAsync("find-same-persons", TestContext.Current.CancellationToken);

        (await database.CountAsync("registry.same_person_progress")).ShouldBe(1);
        (await database.CountAsync("registry.detector_progress where detector = 'SAME_PERSON_SEARCH'")).ShouldBe(0);
    }
}
