using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Campaign.Registry.Platform.Keys;
using Spectre.Console;

namespace Campaign.Bench.Hostile;

/// <summary>
/// <c>bench hostile</c>: so many hostile requests against a host of its own, by turns of every kind, and what became of them. Exit code 1 when one of them got in, when
/// what stands in the registry changed by them, or when who asked one citizen after the other was not flagged.
/// </summary>
internal static class HostileRun
{
    private const int AtOnce = 32;

    private static readonly TimeSpan FlagPatience = TimeSpan.FromSeconds(30);

    /// <summary>Everything that says who has what. Traces, evidence of refused records and tries of a code are what attacks are meant to leave.</summary>
    private const string StateSql = """
        select concat_ws(',',
          'issuances ' || (select md5(string_agg(i::text, ',' order by i.id)) from registry.issuances i),
          'needs ' || (select md5(string_agg(n::text, ',' order by n.id)) from registry.needs n),
          'free periods ' || (select md5(string_agg(f::text, ',' order by f.person_id)) from registry.free_periods f),
          'participations ' || (select md5(string_agg(p::text, ',' order by p::text)) from registry.participations p),
          'request ids ' || (select md5(string_agg(r::text, ',' order by r.owner, r.operation, r.request_id)) from registry.request_claims r),
          'persons ' || (select count(*) from registry.persons),
          'staff ' || (select md5(string_agg(s::text, ',' order by s.id)) from registry.staff s),
          'supports ' || (select count(*) from registry.need_supports),
          'journal ' || (select count(*) || ' ' || string_agg(distinct kind, '/') from registry.journal where kind not like 'VIOLATION%' and kind not in ('RECORD_REFUSED', 'RETENTION_DONE')))
        """;

    private const string FlaggedSql = """
        select count(*) from registry.violations v join registry.providers p on p.id = v.provider_id join registry.campaigns c on c.id = v.campaign_id
        where v.kind = 'CHECKS_WITHOUT_ISSUANCE' and p.code = 'bkav-ca' and c.code = 'enumerated'
        """;

    public static async Task<int> RunAsync(int requests, TimeProvider time, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Starting a registry to attack ...");
        await using var registry = await BenchRegistry.StartAsync(time, cancel, simulation: true);
        var target = await Target.MakeAsync(registry, time.GetUtcNow(), cancel);
        using var signingKey = ECDsa.Create();
        signingKey.ImportFromPem(Keyring.Demo().TokenSigningKeys[^1].Pem);
        var attacks = new Attacks(registry.Address, target, signingKey).All().ToArray();
        var before = await registry.AskAsync(StateSql, cancel);

        var watch = Stopwatch.StartNew();
        var outcomes = await AttackAsync(attacks, requests, cancel);
        watch.Stop();

        var after = await registry.AskAsync(StateSql, cancel);
        var changed = after.Split(',').Except(before.Split(',')).ToList();
        // Half an hour later a check can no longer lead to a record, and can be judged.
        await registry.RunAsync(["update registry.clock set shift = shift + interval '1 hour'", "insert into registry.clock (shift) values (interval '1 hour') on conflict do nothing"], cancel);
        var flagged = await IsFlaggedAsync(registry, cancel);
        var letIn = Print(attacks, outcomes, watch.Elapsed);
        Console.WriteLine();
        Console.WriteLine($"Let in: {letIn}. What stands in the registry: {(changed is [] ? "as before" : $"CHANGED: {string.Join(", ", changed)}")}. The enumeration: {(flagged ? "flagged (CHECKS_WITHOUT_ISSUANCE)" : "NOT FLAGGED")}.");
        return letIn == 0 && changed is [] && flagged ? 0 : 1;
    }

    private static async Task<ConcurrentDictionary<(int Attack, string Outcome), int>> AttackAsync(Attack[] attacks, int requests, CancellationToken cancel)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None });
        var outcomes = new ConcurrentDictionary<(int, string), int>();
        var sent = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (n, token) =>
        {
            var kind = n % attacks.Length;
            using var request = attacks[kind].Make(n / attacks.Length);
            string outcome;
            try
            {
                using var response = await http.SendAsync(request, token);
                outcome = Outcome.Of((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(token));
            }
            catch (HttpRequestException)
            {
                outcome = "cut off";
            }

            outcomes.AddOrUpdate((kind, outcome), 1, (_, count) => count + 1);
            if (Interlocked.Increment(ref sent) is var done && done % 10_000 == 0)
            {
                await Console.Error.WriteLineAsync($"{done:N0} of {requests:N0} sent");
            }
        });
        return outcomes;
    }

    private static async Task<bool> IsFlaggedAsync(BenchRegistry registry, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (await registry.AskAsync(FlaggedSql, cancel) == "0")
        {
            if (waited.Elapsed > FlagPatience)
            {
                return false;
            }

            await Task.Delay(200, cancel);
        }

        return true;
    }

    private static int Print(Attack[] attacks, ConcurrentDictionary<(int Attack, string Outcome), int> outcomes, TimeSpan lasted)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 160;
        var table = new Table().Border(TableBorder.Markdown).AddColumn("attack").AddColumn(new TableColumn("sent").RightAligned()).AddColumn("answered")
            .AddColumn(new TableColumn("let in").RightAligned());
        var total = 0;
        var letIn = 0;
        for (var kind = 0; kind < attacks.Length; kind++)
        {
            var attack = attacks[kind];
            var found = outcomes.Where(o => o.Key.Attack == kind).Select(o => (o.Key.Outcome, Count: o.Value)).OrderByDescending(o => o.Count).ToList();
            var passed = found.Where(o => o.Outcome == attack.In).Sum(o => o.Count);
            var holes = found.Where(o => o.Outcome != attack.In && o.Outcome != "cut off" && !attack.Expected.Contains(o.Outcome)).Sum(o => o.Count) + Math.Max(0, passed - attack.MayPass);
            total += found.Sum(o => o.Count);
            letIn += holes;
            table.AddRow(
                Markup.Escape(attack.Name), $"{found.Sum(o => o.Count):N0}", Markup.Escape(string.Join(", ", found.Select(o => found.Count == 1 ? o.Outcome : $"{o.Outcome} ×{o.Count:N0}"))), $"{holes}");
        }

        console.WriteLine();
        console.Write(table);
        console.WriteLine();
        console.WriteLine($"{total:N0} hostile requests of {attacks.Length} kinds in {lasted.TotalSeconds:N0} s, {AtOnce} at once.");
        return letIn;
    }
}
