using System.Diagnostics;
using System.Globalization;
using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;

namespace Campaign.Bench;

/// <summary>PostgreSQL's own load client, with the same statements in the same round trips on the same server: what the registry can come near to.</summary>
internal sealed class PgBench
{
    private readonly string program;
    private readonly string socket;
    private readonly List<string> settings = [];
    private int run = 1;

    public PgBench(string socket, string campaignId)
    {
        this.socket = socket;
        program = Path.Combine(PostgresBinaries.Find(null), "pgbench");
        if (!File.Exists(program))
        {
            throw new StartupException($"There is no {program}; on Debian or Ubuntu it comes with: apt-get install postgresql");
        }

        settings.Add($"campaign={campaignId}");
    }

    /// <summary>Records so many citizens per client, for checks to find.</summary>
    public async Task RecordAsync(int clients, int each, CancellationToken cancel)
    {
        var (known, _) = await RunAsync("record", clients, ["-t", $"{each}"], cancel);
        settings.AddRange([$"known_run={known}", $"known_clients={clients}", $"known_count={each}"]);
    }

    /// <summary>Runs for a second without measuring, and then for so many seconds with.</summary>
    public async Task MeasureAsync(string script, int clients, int seconds, Sample sample, CancellationToken cancel)
    {
        var logs = Directory.CreateTempSubdirectory("campaign-pgbench-").FullName;
        try
        {
            await RunAsync(script, clients, ["-T", $"{seconds + 1}", "--log", $"--log-prefix={logs}/log"], cancel);
            // client, transaction, microseconds, script, seconds and microseconds of its end
            var done = Directory.GetFiles(logs).SelectMany(File.ReadLines).Select(l => l.Split(' '))
                .Select(f => (Milliseconds: long.Parse(f[2]) / 1_000.0, End: long.Parse(f[4]) + (long.Parse(f[5]) / 1e6)))
                .ToList();
            var end = done.Max(d => d.End);
            sample.Add([.. done.Where(d => d.End > end - seconds).Select(d => d.Milliseconds)], seconds, 0);
        }
        finally
        {
            Directory.Delete(logs, recursive: true);
        }
    }

    private async Task<(int Run, string Output)> RunAsync(string script, int clients, string[] how, CancellationToken cancel)
    {
        // Two for each run: an issuance's ids are the next one's to the persons'.
        run += 2;
        string[] arguments =
        [
            "-n", "-M", "prepared", "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}",
            "-f", Path.Combine(AppContext.BaseDirectory, "pgbench", script + ".sql"), "-h", socket, "-U", Migrations.RuntimeRole,
            "-D", "i=0", "-D", string.Create(CultureInfo.InvariantCulture, $"run={run}"), .. settings.SelectMany(s => new[] { "-D", s }), .. how, "campaign",
        ];
        using var pgbench = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new StartupException("pgbench could not be started.");
        try
        {
            var output = pgbench.StandardOutput.ReadToEndAsync(cancel);
            var error = await pgbench.StandardError.ReadToEndAsync(cancel);
            await pgbench.WaitForExitAsync(cancel);
            return pgbench.ExitCode == 0 && !error.Contains("aborted", StringComparison.Ordinal)
                ? (run, await output)
                : throw new StartupException($"pgbench failed: {error.Trim()}");
        }
        finally
        {
            if (!pgbench.HasExited)
            {
                pgbench.Kill(entireProcessTree: true);
            }
        }
    }
}
