using System.Collections.Concurrent;
using System.Text.Json;

namespace Campaign.Host.Demo.Day;

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
    HttpClient http, IReadOnlyList<RegistryClient> providers, RegistryClient department, SerialNumbers serials, DayClock clock, Ledger ledger, Tally tally)
{
    /// <summary>Of so many citizens a provider that is not the holder asks.</summary>
    private const int MaxAskedAbout = 500;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<Invariant>> RunAsync(CancellationToken cancel)
    {
        var until = clock.Now + ClockTolerance;
        var own = await Task.WhenAll(providers.Select(p => ListAsync(p, until, cancel)));
        var all = await ListAsync(department, until, cancel);
        var signatures = await ReceiptSignatures.ReadKeysAsync(http, cancel);
        var asked = await AskOthersAsync(cancel);
        var listed = own.SelectMany(o => o.Rows).ToDictionary(r => r.Id);
        var seen = all.Rows.ToDictionary(r => r.Id);
        var acknowledged = ledger.Issuances.Values.ToList();
        var liveNow = seen.Values.Where(r => r.Status is "ACTIVE" or "PENDING_ACTIVATION" or "SUSPENDED").Select(r => r.Id).ToHashSet();
        return
        [
            new("every request was answered in the contract's terms", (int)tally.Answers, (int)tally.Faults.Sum(f => f.Times)),
            Invariant.Of("a citizen has one live issuance, no more, no fewer", [.. ledger.Citizens], c => c.Issuances.Count(i => liveNow.Contains(i.Id)) == 1),
            Invariant.Of("in a race exactly one provider won", ledger.Races, r => r.Winners == 1),
            Invariant.Of("who lost was told who had won, since when, and by when to revoke", ledger.Losses, ToldTheTruth),
            Invariant.Of("a request sent again after a cut connection gave its one issuance, with the first receipt", ledger.CutOffs, ActedOnce),
            Invariant.Of("what was acknowledged is in its provider's list, as acknowledged", acknowledged, a => IsAs(a, listed.GetValueOrDefault(a.Id))),
            Invariant.Of("the department's list shows the same", acknowledged, a => IsAs(a, seen.GetValueOrDefault(a.Id))),
            Invariant.Of("nothing is listed that was not acknowledged", all.Rows, r => ledger.Issuances.ContainsKey(r.Id)),
            Invariant.Of("a provider's list shows its own issuances alone", own, o => o.Rows.All(r => r.Provider == o.Client)),
            Invariant.Of("each list's total is the number of its rows", [.. own, all], l => l.Total == l.Listed),
            Invariant.Of("the free year never grew by a replacement or a new provider", [.. ledger.Citizens], HasOneFreePeriod),
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

    private static bool HasOneFreePeriod(MadeUpCitizen citizen) =>
        citizen.Issuances.Select(i => i.FreePeriod).Distinct().ToList() is [not null];

    /// <summary>Pages through a client's list from the morning's first instant on. Rows of other runs, and of anybody else, are left aside.</summary>
    private async Task<ClientList> ListAsync(RegistryClient client, DateTimeOffset until, CancellationToken cancel)
    {
        var filter = new { recordedFrom = clock.StartedAt, recordedTo = until };
        var rows = new List<ListedIssuance>();
        var page = await client.AskAsync(RegistryOperation.FirstPage, new { campaign = DemoProviders.Campaign, filter }, cancel);
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
            page = await client.AskAsync(RegistryOperation.NextPage, new { campaign = DemoProviders.Campaign, filter, after }, cancel);
        }
    }

    private static ListedIssuance Read(JsonElement node) => new(
        node.GetProperty("id").GetString()!, node.GetProperty("provider").GetProperty("code").GetString()!, node.GetProperty("status").GetString()!,
        node.GetProperty("serialNumber").GetString()!, node.GetProperty("recordedAt").GetDateTimeOffset());

    /// <summary>A provider that does not hold the citizen asks about him or her.</summary>
    private async Task<IReadOnlyCollection<OthersCheck>> AskOthersAsync(CancellationToken cancel)
    {
        var held = ledger.Citizens
            .Select(c => (Citizen: c, Holder: c.Issuances.FirstOrDefault(i => i.IsLive)?.Provider))
            .Where(c => c.Holder is not null)
            .Take(MaxAskedAbout)
            .ToList();
        var answers = new ConcurrentQueue<OthersCheck>();
        await Parallel.ForEachAsync(held, new ParallelOptions { MaxDegreeOfParallelism = providers.Count, CancellationToken = cancel }, async (one, stop) =>
        {
            var others = providers.Where(p => p.ClientId != one.Holder).ToList();
            var desk = new ProviderDesk(others[Random.Shared.Next(others.Count)], serials, clock, ledger, tally);
            var answer = await desk.CheckAsync(one.Citizen, ProviderDesk.App, null, stop);
            answers.Enqueue(new(one.Holder!, answer.Standing, answer.Holder));
        });
        return answers;
    }

    private sealed record ClientList(string Client, IReadOnlyList<ListedIssuance> Rows, int Listed, int Total);

    private sealed record OthersCheck(string Expected, string Standing, string? Holder);
}
