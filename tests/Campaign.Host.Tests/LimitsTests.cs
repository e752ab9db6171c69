using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Campaign.Host.Graph;
using Campaign.Host.Limits;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Files;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sent = Campaign.Testing.Operations;

namespace Campaign.Host.Tests;

/// <summary>What one address, one caller and one citizen may ask of a host; which documents it takes; and how long it waits for the slow.</summary>
public sealed class LimitsTests(TestPostgres postgres)
{
    private const string Public = "{ campaigns { code } }";

    /// <summary>As a registry without the demo is started: loopback has no privilege.</summary>
    private static readonly HostSettings Settings = TestRegistry.Settings with { Demo = false, NoDemo = true };

    private static readonly LimitSettings Narrow = new() { AddressBurst = 3, AddressPerSecond = 1, SignInBurst = 2, SignInSeconds = 60 };

    [Fact]
    public async Task An_address_that_asks_as_nobody_is_told_when_to_come_again_and_those_who_are_signed_in_are_not_held_up()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, Narrow with { SignInBurst = 10 });
        var token = await registry.TokenAsync("vnpt-ca");
        (await GraphAsync(registry, token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var anonymous = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GraphAsync(registry, null)));

        anonymous.Count(r => r.StatusCode == HttpStatusCode.OK).ShouldBeLessThanOrEqualTo(4);
        var refused = anonymous.Where(r => r.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(r => r.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        (await refused[0].Content.ReadFromJsonAsync<JsonElement>()).At("errors")[0].Text("extensions", "code").ShouldBe("TOO_MANY_REQUESTS");
        (await GraphAsync(registry, token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessed_tokens_are_cut_off_before_they_are_looked_at()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, Narrow);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => GraphAsync(registry, $"guessed-{n}")));

        answers.Count(r => r.StatusCode == HttpStatusCode.Unauthorized).ShouldBeLessThanOrEqualTo(4);
        answers.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task Attempts_to_sign_in_are_counted_by_address()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, Narrow);

        var answers = new List<HttpResponseMessage>();
        for (var n = 0; n < 4; n++)
        {
            answers.Add(await registry.Http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "vnpt-ca",
                ["client_secret"] = $"guess {n}",
            })));
        }

        answers.Select(r => (int)r.StatusCode).ShouldBe([401, 401, 429, 429]);
        answers[3].Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("vi", "Hãy đợi ")]
    [InlineData("en", "Wait ")]
    public async Task A_person_who_sends_too_often_reads_a_page_and_not_a_code(string language, string said)
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, Narrow);
        HttpResponseMessage answer = null!;
        for (var n = 0; n < 3; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = new FormUrlEncodedContent([]) };
            request.Headers.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
            request.Headers.Add("Accept-Language", language);
            answer = await registry.Http.SendAsync(request);
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(said);
    }

    [Fact]
    public async Task Behind_a_proxy_that_was_named_each_of_its_clients_is_an_address_and_nobody_elses_word_is_taken()
    {
        await using var database = await postgres.CreateAsync();
        await using var behind = await StartAsync(database, Narrow, Settings with { Proxies = SignInLimit.Networks("127.0.0.0/8, ::1") });
        for (var client = 1; client <= 8; client++)
        {
            (await GraphAsync(behind, null, $"198.51.100.{client}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var direct = await StartAsync(database, Narrow);
        var forged = await Task.WhenAll(Enumerable.Range(1, 8).Select(client => GraphAsync(direct, null, $"198.51.100.{client}")));
        forged.Count(r => r.StatusCode == HttpStatusCode.TooManyRequests).ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task One_caller_cannot_take_all_places_and_its_competitor_is_served()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, new() { AtOncePerCaller = 1 });
        var (mine, theirs) = (await registry.TokenAsync("vnpt-ca"), await registry.TokenAsync("bkav-ca"));
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand("lock table registry.citizen_asks in access exclusive mode", connection))
        {
            await block.ExecuteNonQueryAsync();
        }

        var waiting = CheckAsync(registry, mine);
        await Eventually.HoldsAsync(
            async () => await database.CountAsync("pg_locks where relation = 'registry.citizen_asks'::regclass and not granted") > 0, "the first check waits");
        (await CheckAsync(registry, mine)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await GraphAsync(registry, theirs)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await transaction.RollbackAsync();
        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await CheckAsync(registry, mine)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_citizen_has_a_limit_of_their_own()
    {
        using var limits = new HostLimits(Settings, new() { CitizenBurst = 2 });
        var scopes = new[] { Scopes.Citizen }.ToFrozenSet();
        var one = new Caller("citizen", scopes, Citizen: new("1", [[1]]));
        limits.Enter(one).Dispose();
        limits.Enter(one).Dispose();
        Should.Throw<TooManyRequestsException>(() => limits.Enter(one)).RetryAfterSeconds.ShouldBeGreaterThanOrEqualTo(1);
        limits.Enter(new Caller("citizen", scopes, Citizen: new("2", [[2]]))).Dispose();
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:3::7", false)]
    public void A_network_of_64_bits_is_one_address(string first, string second, bool same) =>
        (HostLimits.PartitionOf(IPAddress.Parse(first)) == HostLimits.PartitionOf(IPAddress.Parse(second))).ShouldBe(same);

    [Fact]
    public async Task With_a_list_providers_and_the_public_send_listed_documents_alone()
    {
        var folder = Directory.CreateTempSubdirectory("campaign-documents-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "campaigns.graphql"), Public);
        var id = TrustedDocuments.IdOf(Encoding.UTF8.GetBytes(Public));
        const string Other = "{ campaigns { name } }";
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, new(), Settings with { DocumentsFolder = folder });
        var provider = await registry.TokenAsync("vnpt-ca");

        foreach (var caller in new[] { null, provider })
        {
            (await PostAsync(registry, caller, new { documentId = id })).ShouldBe((200, null));
            (await PostAsync(registry, caller, new { query = Public })).ShouldBe((200, null));
            (await PostAsync(registry, caller, new { query = Other })).ShouldBe((403, "FORBIDDEN"));
            (await PostAsync(registry, caller, new { documentId = TrustedDocuments.IdOf([1]) })).ShouldBe((400, "BAD_REQUEST"));
            (await PostAsync(registry, caller, new { documentId = id, query = Public })).ShouldBe((400, "BAD_REQUEST"));
        }

        (await PostAsync(registry, await registry.TokenAsync("department"), new { query = Other })).ShouldBe((200, null));
        using var byGet = await registry.Http.GetAsync($"/graphql?documentId={id}");
        byGet.StatusCode.ShouldBe(HttpStatusCode.OK);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Everyone", 200, 200)]
    [InlineData("Callers", 403, 200)]
    [InlineData("Nobody", 403, 403)]
    public async Task What_the_schema_is_is_answered_by_policy(string policy, int toNobody, int toProvider)
    {
        const string Schema = "{ __schema { queryType { name } } }";
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, new(), Settings with { Introspection = Enum.Parse<Introspection>(policy) });
        (await PostAsync(registry, null, new { query = Schema })).Status.ShouldBe(toNobody);
        (await PostAsync(registry, await registry.TokenAsync("vnpt-ca"), new { query = Schema })).Status.ShouldBe(toProvider);
        (await PostAsync(registry, null, new { query = "{ __typename campaigns { __typename } }" })).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"query\":")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\ngrant_type=")]
    [InlineData("GET /graphql HTTP/1.1\r\nHost: a\r\nX-Slow: ")]
    public async Task Whoever_holds_a_request_open_is_cut_off(string begun)
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await StartAsync(database, new());
        using var client = new TcpClient();
        await client.ConnectAsync(registry.Address.Host, registry.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[4_096];
        var read = 1;
        while (read > 0)
        {
            try
            {
                read = await client.GetStream().ReadAsync(buffer, patience.Token);
            }
            catch (IOException)
            {
                read = 0;
            }
        }
    }

    private static Task<TestRegistry> StartAsync(TestDatabase database, LimitSettings limits, HostSettings? settings = null) =>
        TestRegistry.StartAsync(database, services => services.AddSingleton(limits), settings: settings ?? Settings);

    private static async Task<HttpResponseMessage> GraphAsync(TestRegistry registry, string? token, string? forwardedFor = null, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body ?? new { query = Public }) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        return await registry.Http.SendAsync(request);
    }

    private static async Task<(int Status, string? Code)> PostAsync(TestRegistry registry, string? token, object body)
    {
        using var response = await GraphAsync(registry, token, body: body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, answer.TryGetProperty("errors", out var errors) ? errors[0].Text("extensions", "code") : null);
    }

    private static Task<HttpResponseMessage> CheckAsync(TestRegistry registry, string token) => GraphAsync(registry, token, body: new
    {
        query = Sent.CheckCitizen,
        variables = new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" } },
    });
}
