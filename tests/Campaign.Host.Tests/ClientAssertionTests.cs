using System.Net;
using System.Text.Json.Nodes;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>private_key_jwt at the token endpoint: what an assertion must be, and that each is good once.</summary>
public sealed class ClientAssertionTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Client = "vnpt-ca";
    private const string Own = """{ issuances(campaign: "hue") { totalCount } }""";

    private readonly HandMovedTime time = new();
    private readonly SystemKey key = SystemKey.Es256("vnpt-2026");
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        time.Now = await database.NowAsync();
        registry = await TestRegistry.StartAsync(database, time: time);
        await AddAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        key.Dispose();
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_system_signs_in_with_its_own_key_and_may_what_its_client_may()
    {
        var answer = await registry.AskWithAssertionAsync(Assertion());

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToString());
        PeopleGrantTests.Claims(answer.Access).Text("scope").Split(' ').ShouldBe(["registry.check", "registry.record"], ignoreOrder: true);
        (await registry.SendWithTokenAsync(answer.Access, Own)).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithAssertionAsync(Assertion(), new() { ["client_id"] = Client, ["scope"] = "registry.check" })).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.Http.GetStringAsync("/.well-known/openid-configuration")).ShouldContain("private_key_jwt");
    }

    [Fact]
    public async Task The_issuers_name_is_an_audience_too_and_the_secret_is_good_beside_the_key()
    {
        (await registry.AskWithAssertionAsync(Assertion(c => c["aud"] = "https://campaign-registry.invalid/"))).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithAssertionAsync(Assertion(c => c["aud"] = new JsonArray("https://campaign-registry.invalid")))).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithSecretAsync(Client, "vnpt-ca-demo")).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithAssertionAsync(Assertion(), new() { ["client_id"] = Client, ["client_secret"] = "vnpt-ca-demo" })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_assertion_is_good_once_on_whichever_host()
    {
        await using var other = await TestRegistry.StartAsync(database, time: time);
        var assertion = Assertion(c => c["aud"] = "https://campaign-registry.invalid/");

        (await registry.AskWithAssertionAsync(assertion)).Status.ShouldBe(HttpStatusCode.OK);

        (await registry.AskWithAssertionAsync(assertion)).Error.ShouldBe("invalid_client");
        (await other.AskWithAssertionAsync(assertion)).Error.ShouldBe("invalid_client");
        var many = Assertion();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => registry.AskWithAssertionAsync(many)));
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task Used_assertions_are_forgotten_once_they_have_expired_and_not_before()
    {
        await registry.AskWithAssertionAsync(Assertion());
        time.Now += TimeSpan.FromMinutes(3);
        await registry.AskWithAssertionAsync(Assertion());
        (await database.CountAsync("signin.used_assertions")).ShouldBe(2);

        time.Now += TimeSpan.FromMinutes(2);
        await registry.AskWithAssertionAsync(Assertion());

        (await database.CountAsync("signin.used_assertions")).ShouldBe(2);
    }

    private static readonly (string Claim, string? Value)[] Wrong =
    [
        ("aud", "\"https://evil.example/connect/token\""), ("aud", "\"https://evil.example/\""), ("aud", "\"https://campaign-registry.invalid/other\""),
        ("aud", "[\"https://campaign-registry.invalid/\", \"https://evil.example/\"]"), ("aud", "[]"), ("aud", null),
        ("iss", "\"viettel-ca\""), ("iss", null), ("sub", "\"viettel-ca\""), ("sub", null), ("jti", null), ("jti", "\"\""),
        ("exp", null), ("exp", "\"soon\""), ("exp", "1000000000"), ("exp", "32503680000"), ("nbf", "32503680000"), ("iat", "32503680000"),
    ];

    [Fact]
    public async Task One_with_a_claim_that_does_not_fit_is_refused()
    {
        foreach (var (claim, value) in Wrong)
        {
            var answer = await registry.AskWithAssertionAsync(Assertion(c =>
            {
                c.Remove(claim);
                if (value is not null)
                {
                    c[claim] = JsonNode.Parse(value);
                }
            }));

            answer.Error.ShouldBe("invalid_client", $"{claim} {value}: {answer.Body}");
        }
    }

    [Fact]
    public async Task One_of_exactly_its_end_is_refused_and_one_a_moment_before_is_not()
    {
        var assertion = Assertion();
        var late = Assertion();
        time.Now = DateTimeOffset.FromUnixTimeSeconds(time.Now.ToUnixTimeSeconds()).AddMinutes(2).AddMilliseconds(-1);
        (await registry.AskWithAssertionAsync(assertion)).Status.ShouldBe(HttpStatusCode.OK);
        time.Now += TimeSpan.FromMilliseconds(1);
        (await registry.AskWithAssertionAsync(late)).Error.ShouldBe("invalid_client");
    }

    [Fact]
    public async Task One_that_no_good_key_of_the_client_has_signed_is_refused()
    {
        using var stranger = SystemKey.Es256("vnpt-2026");
        using var others = SystemKey.Es256("other");
        await AddAsync(others, "viettel-ca");
        var unsigned = Assertion(header: new() { ["alg"] = "none" });
        using var confused = SystemKey.Rsa(2048, "RS256");

        foreach (var assertion in new[]
        {
            stranger.Assertion(Client, registry.TokenAddress(), time.Now), others.Assertion(Client, registry.TokenAddress(), time.Now),
            unsigned[..(unsigned.LastIndexOf('.') + 1)], Assertion(header: new() { ["alg"] = "HS256" }), Assertion(header: new() { ["alg"] = "ES384" }),
            Assertion(header: new() { ["kid"] = "unknown" }), Assertion(header: new() { ["crit"] = new JsonArray("exp") }), confused.Assertion(Client, registry.TokenAddress(), time.Now),
            "a.b.c", "x", new string('a', 9_000), Assertion()[..^3], Assertion(c => (c["iss"], c["sub"]) = ("nobody", "nobody")),
        })
        {
            (await registry.AskWithAssertionAsync(assertion)).Error.ShouldBeOneOf("invalid_client", "invalid_request", "invalid_token");
        }

        (await registry.AskWithAssertionAsync(Assertion(), new() { ["client_id"] = "viettel-ca" })).Status.ShouldNotBe(HttpStatusCode.OK);
        (await registry.AskWithAssertionAsync(Assertion(), new() { ["client_assertion_type"] = "urn:made-up" })).Status.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(2048, "RS256")]
    [InlineData(3072, "PS256")]
    public async Task Rsa_keys_sign_too(int bits, string algorithm)
    {
        using var rsa = SystemKey.Rsa(bits, algorithm, algorithm);
        await AddAsync(rsa);

        var answer = await registry.AskWithAssertionAsync(rsa.Assertion(Client, registry.TokenAddress(), time.Now));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToString());
    }

    [Fact]
    public async Task The_address_that_a_request_names_is_no_audience()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = Assertion(c => c["aud"] = "http://evil.example/connect/token"),
            }),
        };
        request.Headers.Host = "evil.example";

        using var response = await registry.Http.SendAsync(request);

        response.IsSuccessStatusCode.ShouldBeFalse();
    }

    private string Assertion(Action<JsonObject>? change = null, JsonObject? header = null) =>
        key.Assertion(Client, registry.TokenAddress(), time.Now, change, header);

    private async Task AddAsync(SystemKey added, string client = Client) => (await registry.AskWithTokenAsync(
            await registry.TokenAsync("department"), Testing.Operations.AddClientKey, new { input = new { clientId = client, publicKey = added.Jwk().ToJsonString() } }))
        .TypeName().ShouldBe("ClientKeyAdded");
}
