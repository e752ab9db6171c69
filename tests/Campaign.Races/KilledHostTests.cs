using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I3: a host that is killed in the midst of everything loses nothing that it had acknowledged, and lets nobody in twice.</summary>
public sealed class KilledHostTests(TestPostgres postgres)
{
    private const int Clients = 64;
    private static readonly int Citizens = Thorough.Or(150, 30);

    [Fact]
    public async Task Hosts_killed_in_mid_run_lose_no_acknowledged_record_and_every_retry_gets_the_first_result()
    {
        await using var database = await postgres.CreateAsync();
        var environment = new Dictionary<string, string?> { ["CAMPAIGN_DATABASE"] = database.ConnectionString };
        var (firstPort, secondPort) = (HostProcess.FreePort(), HostProcess.FreePort());
        // Both at once: migration and seeding are under a lock.
        await using var first = HostProcess.Start(firstPort, ["--demo"], environment);
        await using var second = HostProcess.Start(secondPort, ["--demo"], environment);
        await first.UntilReadyAsync();
        await second.UntilReadyAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 200 }) { Timeout = TimeSpan.FromSeconds(30) };
        await using var client = new ProcessClient(first.Address);
        var tokens = new Dictionary<string, string>();
        foreach (var provider in RecordRace.Providers)
        {
            tokens[provider] = await client.TokenAsync(provider);
        }

        Uri[] addresses = [first.Address, second.Address];
        var acknowledged = new ConcurrentBag<RaceAnswer>();
        var cut = 0;
        var names = Enumerable.Range(0, Citizens).Select(_ => Make.Citizen()).ToArray();
        var running = Enumerable.Range(0, Clients).Select(async number =>
        {
            var provider = RecordRace.Providers[number % RecordRace.Providers.Length];
            foreach (var citizen in names)
            {
                var input = Make.Record(citizen);
                for (var attempt = 0; ; attempt++)
                {
                    var address = addresses[(number + attempt) % 2];
                    if (await TryRecordAsync(http, address, tokens[provider], input) is { } answer)
                    {
                        acknowledged.Add(new(citizen, provider, input, answer));
                        break;
                    }

                    Interlocked.Increment(ref cut);
                    attempt.ShouldBeLessThan(400);
                    await Task.Delay(25);
                }
            }
        }).ToArray();

        // Each host is killed while the other works, and started again.
        await UntilAsync(() => acknowledged.Count > Clients * Citizens / 5);
        first.Kill();
        await UntilAsync(() => acknowledged.Count > Clients * Citizens * 2 / 5);
        await using var firstAgain = await HostProcess.Start(firstPort, ["--demo"], environment).UntilReadyAsync();
        second.Kill();
        await UntilAsync(() => acknowledged.Count > Clients * Citizens * 3 / 5);
        await using var secondAgain = await HostProcess.Start(secondPort, ["--demo"], environment).UntilReadyAsync();
        await Task.WhenAll(running);

        cut.ShouldBeGreaterThan(0, "no request met a killed host, so nothing was tried");
        foreach (var race in acknowledged.GroupBy(a => a.Citizen))
        {
            var winner = race.Where(a => a.Answer.TypeName() == "IssuanceRecorded").ShouldHaveSingleItem();
            race.Where(a => !ReferenceEquals(a, winner)).ShouldAllBe(l =>
                l.Answer.TypeName() == "AlreadyIssued" && l.Answer.Text("holder", "provider", "code") == winner.Provider);
            var again = await TryRecordAsync(http, second.Address, tokens[winner.Provider], winner.Input);
            again!.Value.At("receipt").ToString().ShouldBe(winner.Answer.At("receipt").ToString());
            again.Value.Text("issuance", "id").ShouldBe(winner.Answer.Text("issuance", "id"));
        }

        (await database.CountAsync("registry.issuances where status = 'ACTIVE'")).ShouldBe(Citizens);
        (await database.CountAsync("registry.issuances")).ShouldBe(Citizens);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10);
        }
    }

    /// <summary>The answer; null when the connection was cut, refused, or the registry asked to try again.</summary>
    private static async Task<JsonElement?> TryRecordAsync(HttpClient http, Uri address, string token, RecordInput input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/graphql"))
        {
            Content = JsonContent.Create(new { query = Operations.RecordIssuance, variables = new { input } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            return body.TryGetProperty("errors", out _) ? null : body.GetProperty("data").GetProperty("recordIssuance");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or JsonException)
        {
            return null;
        }
    }
}
