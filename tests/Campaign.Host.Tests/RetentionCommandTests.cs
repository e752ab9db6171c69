using Campaign.Host.Commands;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary><c>retention</c> from the command line: a dry run counts alone, a true one deletes what was counted.</summary>
public sealed class RetentionCommandTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_dry_run_deletes_and_writes_nothing_and_a_true_one_what_it_had_counted()
    {
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync("""
            insert into registry.reads (id, read_at, act, reader, reader_kind)
            select gen_random_uuid(), registry.registry_now() - n * interval '2 years', 'NEEDS', 'made up', 'DEPARTMENT' from generate_series(1, 4) n
            """);
        var settings = TestRegistry.Settings with { Database = database.ConnectionString };

        var dry = await RunAsync(settings, dryRun: true);
        var (left, runs) = (await database.CountAsync("registry.reads"), await database.CountAsync("registry.retention_runs"));
        var done = await RunAsync(settings, dryRun: false);

        (left, runs).ShouldBe((4, 0));
        dry.ShouldContain("--dry-run");
        foreach (var said in new[] { dry, done })
        {
            said.Split('\n').Single(l => l.StartsWith("READS ", StringComparison.Ordinal)).ShouldContain(" 2 row(s) older than ");
        }

        (await database.CountAsync("registry.reads")).ShouldBe(2);
        (await database.CountAsync("registry.retention_runs where finished_at is not null")).ShouldBe(1);
    }

    private static async Task<string> RunAsync(HostSettings settings, bool dryRun)
    {
        await using var output = new StringWriter();
        (await RetentionCommand.RunAsync(settings, dryRun, output, TestContext.Current.CancellationToken)).ShouldBe(0);
        return output.ToString();
    }
}
