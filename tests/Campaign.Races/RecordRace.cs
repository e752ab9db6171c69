using System.Collections.Concurrent;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Races;

/// <summary>One answer to one record of one citizen, and who was asked by whom.</summary>
internal sealed record RaceAnswer(string Citizen, string Provider, RecordInput Input, JsonElement Answer);

/// <summary>
/// Many clients record the same citizens in the same order through several hosts, each with a certificate of its own, and nobody waits for anybody. Then everything
/// that was answered is compared with what the database holds.
/// </summary>
internal static class RecordRace
{
    public static readonly string[] Providers = ["vnpt-ca", "viettel-ca", "misa-ca", "bkav-ca", "fpt-ca", "ca2"];

    public static async Task<ConcurrentBag<RaceAnswer>> RunAsync(IReadOnlyList<TestRegistry> hosts, int clients, int citizens)
    {
        foreach (var host in hosts)
        {
            foreach (var provider in Providers)
            {
                await host.TokenAsync(provider);
            }
        }

        var names = Enumerable.Range(0, citizens).Select(_ => Make.Citizen()).ToArray();
        var answers = new ConcurrentBag<RaceAnswer>();
        var start = new TaskCompletionSource();
        var running = Enumerable.Range(0, clients).Select(async client =>
        {
            await start.Task;
            var provider = Providers[client % Providers.Length];
            var host = hosts[client / Providers.Length % hosts.Count];
            foreach (var citizen in names)
            {
                var input = Make.Record(citizen);
                answers.Add(new(citizen, provider, input, await host.RecordAsync(provider, input)));
            }
        }).ToArray();
        start.SetResult();
        await Task.WhenAll(running);
        return answers;
    }

    /// <summary>Exactly one winner each; every loser a typed refusal that names that winner; the database agrees.</summary>
    public static async Task AssertOneWinnerEachAsync(TestDatabase database, IReadOnlyCollection<RaceAnswer> answers, int clients, int citizens)
    {
        answers.Count.ShouldBe(clients * citizens);
        var byCitizen = answers.GroupBy(a => a.Citizen).ToList();
        byCitizen.Count.ShouldBe(citizens);
        foreach (var race in byCitizen)
        {
            var winner = race.Where(a => a.Answer.TypeName() == "IssuanceRecorded").ShouldHaveSingleItem();
            winner.Answer.At("replayed").GetBoolean().ShouldBeFalse();
            foreach (var loser in race.Where(a => !ReferenceEquals(a, winner)))
            {
                loser.Answer.TypeName().ShouldBe("AlreadyIssued");
                loser.Answer.Text("holder", "provider", "code").ShouldBe(winner.Provider);
                loser.Answer.Time("holder", "recordedAt").ShouldBe(winner.Answer.Time("issuance", "recordedAt"));
                loser.Answer.At("yours").GetBoolean().ShouldBe(loser.Provider == winner.Provider);
                loser.Answer.Time("revokeBy").ShouldBeGreaterThan(winner.Answer.Time("issuance", "recordedAt"));
            }
        }

        (await database.CountAsync("registry.issuances")).ShouldBe(citizens);
        (await database.CountAsync("registry.persons")).ShouldBe(citizens);
        (await database.CountAsync("registry.request_claims")).ShouldBe(citizens);
        (await database.CountAsync("registry.free_periods")).ShouldBe(citizens);
        (await database.CountAsync("registry.journal where kind = 'ISSUANCE_RECORDED'")).ShouldBe(citizens);
        (await database.CountAsync("registry.revocation_tasks")).ShouldBe((clients - 1) * citizens);
    }
}
