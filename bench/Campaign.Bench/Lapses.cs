using System.Diagnostics;
using Campaign.Host;
using Campaign.Host.Jobs;
using Campaign.Registry;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// How long the job takes to write down 200,000 lapses among 2 million open needs in one run, with a journal leaf and two messages each, beside one UPDATE of as
/// many that writes neither; and how long checks wait meanwhile. The clock of a simulation makes all of them due at once.
/// </summary>
internal static class Lapses
{
    private const int Needs = 2_000_000;
    private const int Due = 200_000;
    private const int Connections = 4;
    private const int BaselineSeconds = 8;
    private const string Job = "lapse-needs";

    /// <summary>Kept from running meanwhile: what they do is not what is measured.</summary>
    private static readonly string[] OtherJobs = ["deliver-messages", "detect-violations", "warn-of-due-needs"];

    private static readonly TimeSpan JobPatience = TimeSpan.FromMinutes(10);

    // One group is due after 48 hours, one after 96, all others later. The triggers that look at each row are left out: these rows are right.
    private static readonly string[] PopulateSql =
    [
        "set session_replication_role = replica",
        $"""
        insert into registry.persons (id, recorded_at)
        select lpad(to_hex(n), 32, '0')::uuid, registry.registry_now() from generate_series(1, {Needs}) n
        """,
        $"""
        insert into registry.needs (id, person_id, campaign_id, programme_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at,
          warn_at, contact_key_id, contact, phone_key_id, phone_hash)
        select gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, p.campaign_id, registry.own_programme(), p.provider_id, p.joined_at, 'BY_PHONE', false, 'WAITING', t.at - interval '1 hour', d.at, d.at,
          d.at, 1, decode(repeat('ab', 150), 'hex'), 1, sha256(n::text::bytea)
        from generate_series(1, {Needs}) n, (select registry.registry_now() as at) t,
          lateral (select t.at + case when n % {Needs / Due} = 0 then interval '48 hours' when n % {Needs / Due} = 1 then interval '96 hours'
            else interval '200 hours' end + n * interval '1 microsecond' as at) d,
          lateral (select p.campaign_id, p.provider_id, p.joined_at from registry.participations p join registry.campaigns c on c.id = p.campaign_id and c.code = 'hue'
            order by p.provider_id offset n % 6 limit 1) p
        """,
        "set session_replication_role = default",
        "vacuum (analyze) registry.needs",
        "vacuum (analyze) registry.persons",
        "checkpoint",
    ];

    private const string SingleUpdateSql = """
        update registry.needs set state = 'LAPSED', lapsed_from = state, ended_at = due_at, closed_at = registry.registry_now()
        where ended_at is null and due_at <= (select registry.registry_now())
        """;

    public static async Task<int> RunAsync(TimeProvider time, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Starting a simulation with a PostgreSQL that waits for its disk, and a host ...");
        await using var registry = await BenchRegistry.StartAsync(time, cancel, simulation: true);
        var held = new List<JobLock>();
        try
        {
            foreach (var job in OtherJobs.Prepend(Job))
            {
                held.Add(await registry.HoldJobAsync(job, cancel));
            }

            await Console.Error.WriteLineAsync($"Writing {Needs:N0} open needs (a minute or two) ...");
            await registry.RunAsync(PopulateSql, cancel);
            var bodies = new Bodies(time.GetUtcNow());

            await MoveClockAsync(registry, hours: 48, cancel);
            var client = new LoadClient(registry.Address, await SignInAsync(registry, cancel), registry.Host);
            var (quiet, busy) = (new Sample(), new Sample());
            await client.MeasureAsync(bodies.NextCheck, () => Bodies.CheckSucceeded, Connections, BaselineSeconds, quiet, cancel);

            await Console.Error.WriteLineAsync($"{Due:N0} needs are due; the job runs, and checks go on ...");
            var clock = Stopwatch.StartNew();
            await held[0].DisposeAsync();
            held.RemoveAt(0);
            await UntilAsync(registry, "select count(*) from registry.needs where state = 'LAPSED'", n => n > 0, cancel);
            var begun = clock.Elapsed;
            var load = LoadUntilAsync(client, bodies, busy, registry, cancel);
            await UntilAsync(registry, OpenAndDueSql, n => n == 0, cancel);
            var jobTook = clock.Elapsed - begun;
            await load;
            var written = await registry.AskAsync(
                "select count(*) || ' lapses, ' || (select count(*) from registry.journal where kind = 'NEED_LAPSED') || ' leaves, ' "
                + "|| (select count(*) from registry.messages where kind = 'NEED_LAPSED') || ' messages' from registry.needs where state = 'LAPSED'", cancel);

            held.Add(await registry.HoldJobAsync(Job, cancel));
            await registry.RunAsync(["vacuum (analyze) registry.needs", "checkpoint"], cancel);
            await MoveClockAsync(registry, hours: 96, cancel);
            clock.Restart();
            await registry.RunAsync([SingleUpdateSql], cancel);
            Print(jobTook, clock.Elapsed, written, quiet, busy);
            return quiet.Failures + busy.Failures > 0 ? 1 : 0;
        }
        finally
        {
            foreach (var job in held)
            {
                await job.DisposeAsync();
            }
        }
    }

    private const string OpenAndDueSql =
        "select count(*) from registry.needs where ended_at is null and due_at <= (select registry.registry_now())";

    private static Task MoveClockAsync(BenchRegistry registry, int hours, CancellationToken cancel) => registry.RunAsync(
        [$"insert into registry.clock (shift) values (interval '{hours + 1} hours') on conflict (singleton) do update set shift = excluded.shift"], cancel);

    /// <summary>Tokens are for the moved clock, which the host follows within a moment.</summary>
    private static async Task<string[]> SignInAsync(BenchRegistry registry, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(2), cancel);
        return await registry.SignInAsync(cancel);
    }

    private static async Task LoadUntilAsync(LoadClient client, Bodies bodies, Sample sample, BenchRegistry registry, CancellationToken cancel)
    {
        do
        {
            await client.MeasureAsync(bodies.NextCheck, () => Bodies.CheckSucceeded, Connections, 2, sample, cancel);
        }
        while (await registry.AskAsync(OpenAndDueSql, cancel) != "0");
    }

    private static async Task UntilAsync(BenchRegistry registry, string countSql, Func<long, bool> holds, CancellationToken cancel)
    {
        var patience = Stopwatch.StartNew();
        while (!holds(long.Parse(await registry.AskAsync(countSql, cancel))))
        {
            if (patience.Elapsed > JobPatience)
            {
                throw new StartupException("The job did not come to its end.");
            }

            await Task.Delay(50, cancel);
        }
    }

    private static void Print(TimeSpan job, TimeSpan update, string written, Sample quiet, Sample busy)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 160;
        var times = new Table().Border(TableBorder.Markdown).AddColumn($"{Due:N0} lapses among {Needs:N0} open needs")
            .AddColumn(new TableColumn("seconds").RightAligned()).AddColumn(new TableColumn("per second").RightAligned());
        times.AddRow("the job, in one run, with checks going on", $"{job.TotalSeconds:N1}", $"{Due / job.TotalSeconds:N0}");
        times.AddRow("one UPDATE, alone; no leaves, no messages", $"{update.TotalSeconds:N1}", $"{Due / update.TotalSeconds:N0}");
        var checks = new Table().Border(TableBorder.Markdown).AddColumn($"checks on {Connections} connections");
        foreach (var title in new[] { "per second", "median ms", "p99 ms", "longest ms" })
        {
            checks.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (name, sample) in new[] { ("before", quiet), ("while the job runs", busy) })
        {
            checks.AddRow(name, $"{sample.PerSecond:N0}", $"{sample.Median:N1}", $"{sample.P99:N1}", $"{sample.Longest:N1}");
        }

        console.WriteLine();
        console.Write(times);
        console.WriteLine();
        console.Write(checks);
        console.WriteLine();
        console.WriteLine($"Written by the job: {written}. Other jobs were kept from running meanwhile.");
        console.WriteLine($"{Environment.ProcessorCount} cores for load client, host and PostgreSQL together, PostgreSQL with fsync.");
    }
}
