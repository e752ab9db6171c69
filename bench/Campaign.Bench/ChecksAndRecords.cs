using Campaign.Host;
using Campaign.Registry;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// How many checks and records a second one host answers through GraphQL, beside how many of the very same statements PostgreSQL can take from pgbench. In one
/// run and in turn, in two rounds, the second in the opposite order, so that neither side has the emptier tables or the quieter machine.
/// </summary>
internal static class ChecksAndRecords
{
    private const int WarmUpSeconds = 4;
    private const int KnownClients = 16;
    private const int KnownEach = 200;
    private const int Rounds = 2;

    private const string WithHolder = "record with holder";

    private static readonly string[] Operations = ["check", "record", WithHolder];
    private static readonly int[] Connections = [16, 64];

    private static readonly string[] Titles =
    [
        "connections", "registry /s", "pgbench /s", "ratio", "registry median ms", "p99 ms", "pgbench median ms", "p99 ms", "cores: client", "host",
    ];

    public static async Task<int> RunAsync(int seconds, TimeProvider time, CancellationToken cancel)
    {
        var each = Math.Max(1, seconds / Rounds);
        await Console.Error.WriteLineAsync("Starting a PostgreSQL that waits for its disk, and a host ...");
        await using var registry = await BenchRegistry.StartAsync(time, cancel);
        await using var detectors = await registry.HoldJobAsync("detect-violations", cancel);
        var bodies = new Bodies(time.GetUtcNow());
        var client = new LoadClient(registry.Address, await registry.SignInAsync(cancel), registry.Host);
        var pgbench = new PgBench(registry.Socket, await CampaignIdAsync(registry, cancel));
        await WarmUpAsync(registry, client, bodies, pgbench, cancel);

        var cells = (from operation in Operations from connections in Connections select new Cell(operation, connections)).ToArray();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var cell in round % 2 == 1 ? cells : [.. cells.Reverse()])
            {
                await Console.Error.WriteLineAsync($"round {round} of {Rounds}: {cell.Operation}, {cell.Connections} connections");
                var check = cell.Operation == "check";
                Task RegistryAsync() => check
                    ? client.MeasureAsync(bodies.NextCheck, () => Bodies.CheckSucceeded, cell.Connections, each, cell.Registry, cancel)
                    : client.MeasureAsync(
                        cell.Operation == WithHolder ? bodies.NextRecordWithHolder : bodies.NextRecord, () => Bodies.RecordSucceeded, cell.Connections, each, cell.Registry, cancel);
                // Beside a record that says nothing of the holder: what that costs shows in the ratio.
                Task PgBenchAsync() => pgbench.MeasureAsync(check ? "check" : "record", cell.Connections, each, cell.PgBench, cancel);
                await (round % 2 == 1 ? RegistryAsync() : PgBenchAsync());
                await (round % 2 == 1 ? PgBenchAsync() : RegistryAsync());
            }
        }

        Print(cells, await registry.AskAsync("select current_setting('server_version')", cancel));
        return cells.Any(c => c.Registry.Failures > 0) ? 1 : 0;
    }

    private static async Task WarmUpAsync(BenchRegistry registry, LoadClient client, Bodies bodies, PgBench pgbench, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Warming up ...");
        var discarded = new Sample();
        await client.MeasureAsync(bodies.NextRecord, () => Bodies.RecordSucceeded, Connections[0], WarmUpSeconds, discarded, cancel);
        await client.MeasureAsync(bodies.NextCheck, () => Bodies.CheckSucceeded, Connections[0], WarmUpSeconds, discarded, cancel);
        if (discarded.Failures > 0)
        {
            throw new StartupException("Requests of the warm-up were refused; there is nothing to measure.");
        }

        await pgbench.RecordAsync(KnownClients, KnownEach, cancel);
        await registry.AskAsync("vacuum (analyze)", cancel);
        await registry.AskAsync("checkpoint", cancel);
    }

    /// <summary>The scripts count on providers 1 to 6.</summary>
    private static async Task<string> CampaignIdAsync(BenchRegistry registry, CancellationToken cancel) =>
        await registry.AskAsync("select min(id) || '-' || max(id) from registry.providers", cancel) == "1-6"
            ? await registry.AskAsync("select id from registry.campaigns where code = 'hue'", cancel)
            : throw new StartupException("The demo's providers do not bear the ids 1 to 6, on which the scripts for pgbench count.");

    private static void Print(Cell[] cells, string postgresVersion)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Markdown).AddColumn("operation");
        foreach (var title in Titles)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var c in cells)
        {
            table.AddRow(
                c.Operation, $"{c.Connections}", $"{c.Registry.PerSecond:N0}", $"{c.PgBench.PerSecond:N0}", $"{c.Registry.PerSecond / c.PgBench.PerSecond:P0}",
                $"{c.Registry.Median:N1}", $"{c.Registry.P99:N1}", $"{c.PgBench.Median:N1}", $"{c.PgBench.P99:N1}",
                $"{c.Registry.Processor.Client / c.Registry.Seconds:N2}", $"{c.Registry.Processor.Host / c.Registry.Seconds:N2}");
        }

        console.WriteLine();
        console.Write(table);
        console.WriteLine();
        console.WriteLine(
            $"{Environment.ProcessorCount} cores for load client, host and PostgreSQL together; PostgreSQL {postgresVersion} with fsync, "
            + $".NET {Environment.Version}, {cells[0].Registry.Seconds:N0} s a cell.");
        console.WriteLine("pgbench sends the same statements in the same round trips over as many connections to PostgreSQL,");
        console.WriteLine("without HTTP, GraphQL, sign-in, keys or signatures. The detectors were kept from running: no record here had been checked, and each would be flagged.");
        var failures = cells.Sum(c => c.Registry.Failures);
        if (failures > 0)
        {
            console.WriteLine($"{failures:N0} requests did not succeed; the figures do not count.");
        }
    }

    private sealed record Cell(string Operation, int Connections)
    {
        public Sample Registry { get; } = new();

        public Sample PgBench { get; } = new();
    }
}
