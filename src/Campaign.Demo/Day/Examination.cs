using System.Collections.Concurrent;
using System.Text.Json;

namespace Campaign.Demo.Day;

/// <param name="Statement">What must hold.</param>
/// <param name="Examined">Of how many this was looked at.</param>
/// <param name="Broken">For how many it does not hold.</param>
internal sealed record Invariant(string Statement, int Examined, int Broken)
{
    public bool Holds => Broken == 0;

    public static Invariant Of<T>(string statement, IReadOnlyCollection<T> examined, Func<T, bool> holds) =>
        new(statement, examined.Count, examined.Count(e => !holds(e)));
}

/// <summary>An issuance as a list of the registry shows it.</summary>
internal sealed record ListedIssuance(string Id, string Provider, string Status, string SerialNumber, DateTimeOffset RecordedAt);

/// <summary>
/// Holds what the registry has acknowledged against what it shows afterwards: to each provider, to the department, to everyone. Nothing is looked up behind its
/// back.
/// </summary>
internal sealed class Examination(
    HttpClient http, IReadOnlyList<RegistryClient> providers, RegistryClient department, IReadOnlyList<Scene> scenes, SerialNumbers serials, DayClock clock,
    Tally tally)
{
    /// <summary>Of so many citizens a provider that is not the holder asks.</summary>
    private const int MaxAskedAbout = 500;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<Invariant>> RunAsync(CancellationToken cancel)
    {
        var until = clock.Now + ClockTolerance;
        var own = await Task.WhenAll(scenes.SelectMany(s => providers.Select(p => ListAsync(p, s, until, cancel))));
        var all = await Task.WhenAll(scenes.Select(s => ListAsync(department, s, until, cancel)));
        var signatures = await ReceiptSignatures.ReadKeysAsync(http, cancel);
        var asked = await AskOthersAsync(cancel);
        var needs = await AskNeedsAsync(cancel);
        var listed = own.SelectMany(o => o.Rows).ToDictionary(r => r.Id);
        var seen = all.SelectMany(o => o.Rows).ToDictionary(r => r.Id);
        var acknowledged = Books(l => l.Issuances.Values);
        var citizens = Books(l => l.Citizens);
        var liveNow = seen.Values.Where(r => Acknowledged.HoldsAPlace(r.Status)).Select(r => r.Id).ToHashSet();
        return
        [
            new("every request was answered in the contract's terms", (int)tally.Answers, (int)tally.Faults.Sum(f => f.Times)),
            Invariant.Of("a citizen has one live issuance, no more, no fewer", citizens, c => c.Issuances.Count(i => liveNow.Contains(i.Id)) == 1),
            Invariant.Of("in a race exactly one provider won", Books(l => l.Races), r => r.Winners == 1),
            Invariant.Of("who lost was told who had won, since when, and by when to revoke", Books(l => l.Losses), ToldTheTruth),
            Invariant.Of("a request sent again after a cut connection gave its one issuance, with the first receipt", Books(l => l.CutOffs), ActedOnce),
            Invariant.Of("what was acknowledged is in its provider's list, as acknowledged", acknowledged, a => IsAs(a, listed.GetValueOrDefault(a.Id))),
            Invariant.Of("the department's list shows the same", acknowledged, a => IsAs(a, seen.GetValueOrDefault(a.Id))),
            Invariant.Of("nothing is listed that was not acknowledged", [.. seen.Values], r => scenes.Any(s => s.Ledger.Issuances.ContainsKey(r.Id))),
            Invariant.Of("a provider's list shows its own issuances alone", own, o => o.Rows.All(r => r.Provider == o.Client)),
            Invariant.Of("each list's total is the number of its rows", [.. own, .. all], l => l.Total == l.Listed),
            Invariant.Of("the free year never grew by a replacement or a new provider", citizens, HasOneFreePeriod),
            Invariant.Of("a switch carried the free period over, as the citizen had been told", Books(l => l.Switches), CarriedOver),
            Invariant.Of("what must be refused was refused, and by the rule's own name", Books(l => l.Forbidden), f => f.Was == f.MustBe),
            Invariant.Of("a need is in the state that its story led to", needs, n => n.State == n.Expected),
            Invariant.Of("another provider's check names the holder", asked, a => a.Standing == "HOLDS_CERTIFICATE" && a.Holder == a.Expected),
            Invariant.Of("a receipt's signature is the journal key's", acknowledged, signatures.Verify),
        ];
    }

    private static bool ToldTheTruth(LostRecord lost) =>
        lost.HasDeadline && lost.Yours == (lost.Winner == lost.Provider)
        && lost.Citizen.Issuances.Any(i => i.Provider == lost.Winner && i.RecordedAt == lost.WonAt);

    private static bool ActedOnce(CutOff cut) =>
        cut is { Again: { } again, OnceMore: { } onceMore, OnceMoreReplayed: true }
        && again.Id == onceMore.Id && again.Receipt == onceMore.Receipt && cut.Citizen.Issuances.Count == 1;

    private static bool IsAs(Acknowledged acknowledged, ListedIssuance? row) =>
        row is not null && row.Provider == acknowledged.Provider && row.SerialNumber == acknowledged.SerialNumber && row.RecordedAt == acknowledged.RecordedAt
        && row.Status == acknowledged.Status;

    private static bool CarriedOver(Switched change) => change.After is not null && change.After == change.Before && change.After == change.AsConsented;

    /// <summary>One period for all that was ever active; what waits for its activation, or was withdrawn before it, has none.</summary>
    private static bool HasOneFreePeriod(MadeUpCitizen citizen) =>
        citizen.Issuances.Select(i => i.FreePeriod).OfType<string>().Distinct().Count() <= 1
        && citizen.Issuances.All(i => i.FreePeriod is not null || i.Status is "PENDING_ACTIVATION" or "WITHDRAWN");

    private List<T> Books<T>(Func<Ledger, IEnumerable<T>> of) => [.. scenes.SelectMany(s => of(s.Ledger))];

    /// <summary>Pages through a client's list from the day's first instant on. Rows of other runs, and of anybody else, are left aside.</summary>
    private async Task<ClientList> ListAsync(RegistryClient client, Scene scene, DateTimeOffset until, CancellationToken cancel)
    {
        var filter = new { recordedFrom = clock.StartedAt, recordedTo = until };
        var rows = new List<ListedIssuance>();
        var page = await client.AskAsync(RegistryOperation.FirstPage, new { campaign = scene.Ledger.Campaign, filter }, cancel);
        var total = page.GetProperty("totalCount").GetInt32();
        var listed = 0;
        while (true)
        {
            foreach (var edge in page.GetProperty("edges").EnumerateArray())
            {
                listed++;
                var row = Read(edge.GetProperty("node"));
                if (serials.IsOfThisRun(row.SerialNumber))
                {
                    rows.Add(row);
                }
            }

            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                return new(client.ClientId, rows, listed, total);
            }

            var after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            page = await client.AskAsync(RegistryOperation.NextPage, new { campaign = scene.Ledger.Campaign, filter, after }, cancel);
        }
    }

    private static ListedIssuance Read(JsonElement node) => new(
        node.GetProperty("id").GetString()!, node.GetProperty("provider").GetProperty("code").GetString()!, node.GetProperty("status").GetString()!,
        node.GetProperty("serialNumber").GetString()!, node.GetProperty("recordedAt").GetDateTimeOffset());

    /// <summary>A provider that does not hold the citizen asks about him or her.</summary>
    private async Task<IReadOnlyCollection<OthersCheck>> AskOthersAsync(CancellationToken cancel)
    {
        // In the first campaign, where everybody still takes part.
        var held = scenes[0].Ledger.Citizens
            .Select(c => (Citizen: c, Holder: c.Issuances.FirstOrDefault(i => i.IsLive)?.Provider))
            .Where(c => c.Holder is not null)
            .Take(MaxAskedAbout)
            .ToList();
        var answers = new ConcurrentQueue<OthersCheck>();
        await Parallel.ForEachAsync(held, new ParallelOptions { MaxDegreeOfParallelism = providers.Count, CancellationToken = cancel }, async (one, stop) =>
        {
            var others = scenes[0].Desks.Where(d => d.Provider != one.Holder).ToList();
            var answer = await others[Random.Shared.Next(others.Count)].CheckAsync(one.Citizen, ProviderDesk.App, null, stop);
            answers.Enqueue(new(one.Holder!, answer.Standing, answer.Holder));
        });
        return answers;
    }

    /// <summary>The department asks what has become of each need.</summary>
    private async Task<IReadOnlyCollection<NeedNow>> AskNeedsAsync(CancellationToken cancel)
    {
        var answers = new ConcurrentQueue<NeedNow>();
        foreach (var scene in scenes)
        {
            await Parallel.ForEachAsync(
                scene.Ledger.Needs.Values, new ParallelOptions { MaxDegreeOfParallelism = providers.Count, CancellationToken = cancel },
                async (need, stop) => answers.Enqueue(new(need.EndsAs, await scene.Department.StateOfAsync(need, stop))));
        }

        return answers;
    }

    private sealed record NeedNow(string Expected, string State);

    private sealed record ClientList(string Client, IReadOnlyList<ListedIssuance> Rows, int Listed, int Total);

    private sealed record OthersCheck(string Expected, string Standing, string? Holder);
}
