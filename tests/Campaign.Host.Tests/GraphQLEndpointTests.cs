using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Campaign.Testing;
using NSec.Cryptography;
using Sent = Campaign.Testing.Operations;

namespace Campaign.Host.Tests;

/// <summary>What the contract says of the registry's addresses: who may ask what, in which form, and how it is answered.</summary>
public sealed class GraphQLEndpointTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string GraphQLMediaType = "application/graphql-response+json";
    private const string Campaigns = "{ campaigns { code name providers { code } } }";
    private const string OwnIssuances = "{ issuances(campaign: \"hue\") { totalCount } }";

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Public_fields_answer_without_sign_in()
    {
        var (status, body) = await registry.SendAsync(
            null, "{ __typename campaigns { code } campaign(code: \"hue\") { name } __type(name: \"Refusal\") { kind } }");

        status.ShouldBe(HttpStatusCode.OK);
        body.TryGetProperty("errors", out _).ShouldBeFalse();
        body.At("data", "campaigns").EnumerateArray().ShouldContain(c => c.Text("code") == "hue");
        body.Text("data", "__type", "kind").ShouldBe("INTERFACE");
    }

    [Fact]
    public async Task The_introspection_that_tools_send_is_answered_without_sign_in()
    {
        const string TypeRef = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";
        const string Value = $"name description type {{ {TypeRef} }} defaultValue";
        const string Tools = $$"""
            query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
              directives { name description locations args { {{Value}} } } } }
            fragment FullType on __Type { kind name description
              fields(includeDeprecated: true) { name description args { {{Value}} } type { {{TypeRef}} } isDeprecated deprecationReason }
              inputFields { {{Value}} } interfaces { {{TypeRef}} } enumValues(includeDeprecated: true) { name description } possibleTypes { {{TypeRef}} } }
            """;

        var (status, body) = await registry.SendAsync(null, Tools);

        status.ShouldBe(HttpStatusCode.OK);
        body.At("data", "__schema", "types").EnumerateArray().ShouldContain(t => t.Text("name") == "RecordIssuanceResult");
    }

    [Fact]
    public async Task A_campaign_that_does_not_exist_is_null()
    {
        var (status, body) = await registry.SendAsync(null, "{ campaign(code: \"none\") { code } }");

        status.ShouldBe(HttpStatusCode.OK);
        body.At("data", "campaign").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(OwnIssuances)]
    [InlineData("{ campaigns { code } issuances(campaign: \"hue\") { totalCount } }")]
    [InlineData("{ ...f } fragment f on Query { campaigns { code } ... { issuance(id: \"x\") { id } } }")]
    [InlineData("{ campaigns: issuances(campaign: \"hue\") { totalCount } }")]
    [InlineData("{ campaigns { code } issuances(campaign: \"hue\") @skip(if: true) { totalCount } }")]
    public async Task A_field_that_is_not_public_makes_the_whole_request_401_without_sign_in(string query)
    {
        var (status, body) = await registry.SendAsync(null, query);

        status.ShouldBe(HttpStatusCode.Unauthorized);
        ShouldBeTheOneError(body, "UNAUTHENTICATED");
        body.TryGetProperty("data", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_401_says_by_WWW_Authenticate_how_to_sign_in()
    {
        using var response = await PostAsync(registry, OwnIssuances, token: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ShouldContain(h => h.Scheme == "Bearer");
    }

    [Fact]
    public async Task A_mutation_without_sign_in_has_no_effect()
    {
        var before = await TracesAsync();

        var (status, body) = await registry.SendAsync(null, Sent.RecordIssuance, new { input = Make.Record() });

        status.ShouldBe(HttpStatusCode.Unauthorized);
        ShouldBeTheOneError(body, "UNAUTHENTICATED");
        (await TracesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task The_department_cannot_record()
    {
        var record = Make.Record();

        var (status, body) = await registry.SendAsync("department", Sent.RecordIssuance, new { input = record });

        status.ShouldBe(HttpStatusCode.Forbidden);
        ShouldBeTheOneError(body, "FORBIDDEN");
        (await SerialsAsync(record)).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_of_a_scope_that_was_asked_for_has_that_one_alone()
    {
        var record = Make.Record();
        var token = (await GrantAsync(registry, ("client_id", "vnpt-ca"), ("client_secret", "vnpt-ca-demo"), ("scope", "registry.check"))).Text("access_token");

        using var check = await PostAsync(registry, Sent.CheckCitizen, token, new { input = new { record.Campaign, record.CitizenId, record.Channel } });
        using var refused = await PostAsync(registry, Sent.RecordIssuance, token, new { input = record });

        (await BodyAsync(check)).At("data", "checkCitizen").TypeName().ShouldBe("CitizenCheck");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ShouldBeTheOneError(await BodyAsync(refused), "FORBIDDEN");
        (await SerialsAsync(record)).ShouldBe(0);
    }

    [Fact]
    public async Task One_field_beyond_the_scope_keeps_the_others_of_the_request_from_acting()
    {
        var citizen = Make.Citizen();
        var before = await TracesAsync();
        const string Input = "{requestId: \"r\", issuanceId: \"i\", reason: REVOKED, effectiveAt: \"2026-01-05T03:04:05Z\"}";

        var (status, body) = await registry.SendAsync(
            "department",
            $"mutation {{ endIssuance(input: {Input}) {{ __typename }} {CheckField(citizen)} }}");

        status.ShouldBe(HttpStatusCode.Forbidden);
        ShouldBeTheOneError(body, "FORBIDDEN");
        (await TracesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Only_the_operation_that_is_named_is_judged()
    {
        const string Document = "query open { campaigns { code } } query closed { issuances(campaign: \"hue\") { totalCount } }";

        using var open = await registry.Http.PostAsJsonAsync("/graphql", new { query = Document, operationName = "open" });
        using var closed = await registry.Http.PostAsJsonAsync("/graphql", new { query = Document, operationName = "closed" });

        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        closed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_one_host_is_good_at_another_over_the_same_database()
    {
        var citizen = Make.Citizen();
        var token = await registry.TokenAsync("vnpt-ca");
        var recorded = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        await using var second = await TestRegistry.StartAsync(fixture.Database);

        using var response = await PostAsync(
            second, Sent.CheckCitizen, token, new { input = new { campaign = "hue", citizenId = citizen, channel = "PROVIDER_APP" } });

        recorded.TypeName().ShouldBe("IssuanceRecorded");
        (await BodyAsync(response)).Text("data", "checkCitizen", "standing").ShouldBe("HOLDS_CERTIFICATE");
    }

    [Fact]
    public async Task A_token_that_was_altered_is_refused()
    {
        var token = await registry.TokenAsync("vnpt-ca");
        var parts = token.Split('.');
        var signature = parts[2][0] == 'A' ? "B" + parts[2][1..] : "A" + parts[2][1..];

        using var response = await PostAsync(registry, OwnIssuances, $"{parts[0]}.{parts[1]}.{signature}");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("en", "this is not a citizen identity number")]
    [InlineData("en-GB,en;q=0.9,vi;q=0.1", "this is not a citizen identity number")]
    [InlineData("vi", "đây không phải số căn cước công dân")]
    [InlineData("vi-VN,en;q=0.5", "đây không phải số căn cước công dân")]
    [InlineData("en;q=0.2,vi;q=0.7", "đây không phải số căn cước công dân")]
    [InlineData("fr", "đây không phải số căn cước công dân")]
    public async Task A_refusal_speaks_the_language_that_is_liked_best(string languages, string words)
    {
        var (_, body) = await registry.SendAsync(
            "vnpt-ca", Sent.CheckCitizen, new { input = new { campaign = "hue", citizenId = "1", channel = "PROVIDER_APP" } }, languages);

        body.At("data", "checkCitizen").TypeName().ShouldBe("InvalidCitizenId");
        body.Text("data", "checkCitizen", "code").ShouldBe("INVALID_CITIZEN_ID");
        body.Text("data", "checkCitizen", "message").ShouldContain(words);
    }

    [Fact]
    public async Task A_query_is_answered_by_GET()
    {
        var query = Uri.EscapeDataString("query Named($code: String!) { campaign(code: $code) { code } } query Other { campaigns { code } }");
        var variables = Uri.EscapeDataString("""{"code":"hue"}""");

        var body = await registry.Http.GetFromJsonAsync<JsonElement>($"/graphql?query={query}&variables={variables}&operationName=Named");

        body.Text("data", "campaign", "code").ShouldBe("hue");
    }

    [Fact]
    public async Task A_mutation_by_GET_is_405_and_has_no_effect()
    {
        var before = await TracesAsync();
        var mutation = $"mutation {{ {CheckField(Make.Citizen())} }}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(mutation)}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await registry.TokenAsync("vnpt-ca"));

        using var response = await registry.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
        ShouldBeTheOneError(await BodyAsync(response), "BAD_REQUEST");
        (await TracesAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData(GraphQLMediaType, GraphQLMediaType)]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GraphQLMediaType)]
    [InlineData("application/json;q=0.5, application/graphql-response+json", GraphQLMediaType)]
    [InlineData("application/graphql-response+json;q=0.1, application/json;q=0.9", "application/json")]
    [InlineData("text/html, application/json;q=0.5", "application/json")]
    public async Task The_media_type_is_one_that_the_caller_accepts(string? accept, string answered)
    {
        using var response = await PostAsync(registry, Campaigns, token: null, accept: accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(answered);
        response.Content.Headers.ContentType.CharSet.ShouldBe("utf-8");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData(GraphQLMediaType, 400)]
    [InlineData("application/json", 200)]
    public async Task A_document_that_is_not_valid_is_400_or_200_as_the_media_type_demands(string accept, int status)
    {
        using var response = await PostAsync(registry, "{ nothing }", token: null, accept: accept);

        ((int)response.StatusCode).ShouldBe(status);
        ShouldBeTheOneError(await BodyAsync(response), "BAD_REQUEST");
    }

    [Fact]
    public async Task Each_answer_shows_its_cost_and_its_request_id()
    {
        var (_, cheap) = await registry.SendAsync("vnpt-ca", "{ __typename }");
        var (_, dear) = await registry.SendAsync("vnpt-ca", "{ issuances(campaign: \"hue\", first: 100) { edges { node { id status } } } }");
        var (_, wrong) = await registry.SendAsync("vnpt-ca", "{ nothing }");

        cheap.At("extensions", "cost").GetInt64().ShouldBe(1);
        dear.At("extensions", "cost").GetInt64().ShouldBeGreaterThan(100);
        var ids = new[] { cheap, dear, wrong }.Select(b => b.Text("extensions", "requestId")).ToList();
        ids.ShouldAllBe(id => id.Length > 0);
        ids.ShouldBeUnique();
        wrong.At("errors")[0].Text("extensions", "requestId").ShouldBe(ids[2]);
    }

    [Fact]
    public async Task A_document_that_is_known_gives_the_same_answer_and_is_held_to_the_same_rules()
    {
        const string Document = "query Known($code: String!) { campaign(code: $code) { code name } issuances(campaign: $code) { totalCount } }";
        var (_, first) = await registry.SendAsync("vnpt-ca", Document, new { code = "hue" });

        var (_, again) = await registry.SendAsync("vnpt-ca", Document, new { code = "hue" });
        var (_, other) = await registry.SendAsync("vnpt-ca", Document, new { code = "none" });
        var (missing, _) = await registry.SendAsync("vnpt-ca", Document);
        var (wrongType, body) = await registry.SendAsync("vnpt-ca", Document, new { code = 7 });
        var (nobody, _) = await registry.SendAsync(null, Document, new { code = "hue" });

        again.At("data").ToString().ShouldBe(first.At("data").ToString());
        other.At("data", "campaign").ValueKind.ShouldBe(JsonValueKind.Null);
        missing.ShouldBe(HttpStatusCode.BadRequest);
        wrongType.ShouldBe(HttpStatusCode.BadRequest);
        ShouldBeTheOneError(body, "BAD_REQUEST");
        nobody.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_secret_is_taken_by_the_body_and_by_Basic()
    {
        var byBody = await GrantAsync(registry, ("client_id", "vnpt-ca"), ("client_secret", "vnpt-ca-demo"));
        using var request = TokenRequest();
        request.Headers.Authorization = Basic("vnpt-ca", "vnpt-ca-demo");
        using var response = await registry.Http.SendAsync(request);
        var byBasic = await BodyAsync(response);

        foreach (var granted in new[] { byBody, byBasic })
        {
            granted.Text("token_type").ShouldBe("Bearer");
            granted.At("expires_in").GetInt32().ShouldBeGreaterThan(60);
            using var asked = await PostAsync(registry, OwnIssuances, granted.Text("access_token"));
            asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Without_scope_a_token_has_all_scopes_of_its_client()
    {
        var token = (await GrantAsync(registry, ("client_id", "vnpt-ca"), ("client_secret", "vnpt-ca-demo"))).Text("access_token");
        var record = Make.Record();

        using var check = await PostAsync(registry, Sent.CheckCitizen, token, new { input = new { record.Campaign, record.CitizenId, record.Channel } });
        using var recorded = await PostAsync(registry, Sent.RecordIssuance, token, new { input = record });

        (await BodyAsync(check)).At("data", "checkCitizen").TypeName().ShouldBe("CitizenCheck");
        (await BodyAsync(recorded)).At("data", "recordIssuance").TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task A_wrong_secret_is_401_by_the_body_and_by_Basic()
    {
        using var byBody = TokenRequest(("client_id", "vnpt-ca"), ("client_secret", "viettel-ca-demo"));
        using var byBasic = TokenRequest();
        byBasic.Headers.Authorization = Basic("vnpt-ca", "wrong");

        foreach (var request in new[] { byBody, byBasic })
        {
            using var response = await registry.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await BodyAsync(response)).Text("error").ShouldBe("invalid_client");
        }
    }

    [Fact]
    public async Task The_host_is_live_and_ready()
    {
        (await registry.Http.GetStringAsync("/health/live")).ShouldBe("live\n");
        (await registry.Http.GetStringAsync("/health/ready")).ShouldBe("ready\n");
    }

    [Fact]
    public async Task A_receipt_can_be_verified_with_the_public_keys_alone()
    {
        var recorded = await registry.RecordAsync("vnpt-ca", Make.Record());
        var receipt = recorded.At("receipt");
        var keys = await registry.Http.GetFromJsonAsync<JsonElement>("/journal/keys");
        var key = keys.At("keys").EnumerateArray().Single(k => k.Text("id") == receipt.Text("journalKeyId"));
        var bytes = Convert.FromBase64String(key.Text("publicKey"));
        var publicKey = PublicKey.Import(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey);
        string[] lines =
        [
            "campaign-registry/receipt/v1", receipt.Text("journalKeyId"), receipt.Text("leafHash"), receipt.Text("recordedAt"), recorded.Text("issuance", "id"),
        ];
        var signature = Convert.FromBase64String(receipt.Text("signature"));
        bool Verifies(IEnumerable<string> signed) =>
            SignatureAlgorithm.Ed25519.Verify(publicKey, Encoding.UTF8.GetBytes(string.Concat(signed.Select(l => l + "\n"))), signature);

        bytes.Length.ShouldBe(32);
        key.Time("from").ShouldBeLessThan(receipt.Time("recordedAt"));
        receipt.Text("leafHash").ShouldMatch("^[0-9a-f]{64}$");
        receipt.Text("recordedAt").ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        receipt.Text("recordedAt").ShouldBe(recorded.Text("issuance", "recordedAt"));
        Verifies(lines).ShouldBeTrue();
        Verifies([.. lines[..4], Guid.NewGuid().ToString()]).ShouldBeFalse();
    }

    [Fact]
    public async Task Metrics_are_Prometheus_text()
    {
        using var response = await registry.Http.GetAsync("/metrics");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        lines.ShouldContain(l => l.StartsWith("# TYPE ", StringComparison.Ordinal));
        lines.Where(l => l[0] != '#').ShouldNotBeEmpty();
        lines.Where(l => l[0] != '#').ShouldAllBe(l => IsSample(l));
    }

    /// <summary>A name, perhaps labels, and a number.</summary>
    private static bool IsSample(string line) =>
        (char.IsAsciiLetter(line[0]) || line[0] is '_' or ':') && line.LastIndexOf(' ') is > 0 and var blank
        && (double.TryParse(line.AsSpan(blank + 1), out _) || line[(blank + 1)..] is "+Inf" or "-Inf" or "NaN");

    private static string CheckField(string citizen) =>
        $"checkCitizen(input: {{campaign: \"hue\", citizenId: \"{citizen}\", channel: PROVIDER_APP}}) {{ __typename }}";

    private static void ShouldBeTheOneError(JsonElement body, string code)
    {
        var error = body.At("errors").EnumerateArray().ShouldHaveSingleItem();
        error.Text("extensions", "code").ShouldBe(code);
        error.Text("extensions", "requestId").ShouldNotBeNullOrWhiteSpace();
        error.Text("message").ShouldNotBeNullOrWhiteSpace();
    }

    private static async Task<HttpResponseMessage> PostAsync(TestRegistry host, string query, string? token, object? variables = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await host.Http.SendAsync(request);
    }

    private static async Task<JsonElement> GrantAsync(TestRegistry host, params (string Name, string Value)[] parameters)
    {
        using var request = TokenRequest(parameters);
        using var response = await host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await BodyAsync(response);
    }

    private static HttpRequestMessage TokenRequest(params (string Name, string Value)[] parameters) => new(HttpMethod.Post, "/connect/token")
    {
        Content = new FormUrlEncodedContent(parameters.Append(("grant_type", "client_credentials")).ToDictionary(p => p.Item1, p => p.Item2)),
    };

    private static AuthenticationHeaderValue Basic(string client, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")));

    private static Task<JsonElement> BodyAsync(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();

    private Task<long> TracesAsync() => fixture.Database.ScalarAsync<long>(
        "select (select count(*) from registry.citizen_asks) + (select count(*) from registry.issuances) + (select count(*) from registry.journal)");

    private Task<long> SerialsAsync(RecordInput record) =>
        fixture.Database.CountAsync("registry.serial_claims where serial_number = $1", record.Certificate.SerialNumber);
}
