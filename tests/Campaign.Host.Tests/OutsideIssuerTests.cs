using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaign.SignIn.Citizens;
using Campaign.SignIn.Issuers;
using Campaign.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.Host.Tests;

/// <summary>Tokens of outside issuers: each kind gets in as what it is, and nothing else does.</summary>
public sealed class OutsideIssuerTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Own = """{ issuances(campaign: "hue") { totalCount } }""";
    private const string All = """{ violations(campaign: "hue") { totalCount } }""";

    private readonly HandMovedTime time = new();
    private readonly Dictionary<string, TestIssuer> issuers = [];
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        time.Now = await database.NowAsync();
        foreach (var kind in new[] { "system", "staff", "officer", "citizen" })
        {
            issuers[kind] = await TestIssuer.StartAsync();
        }

        registry = await TestRegistry.StartAsync(database, time: time, settings: TestRegistry.Settings with { Issuers = IssuersFile.Parse(File()) });
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        foreach (var issuer in issuers.Values)
        {
            await issuer.DisposeAsync();
        }

        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_providers_system_acts_for_the_providers_that_its_issuer_speaks_for_and_for_no_other()
    {
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, All)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync("system", new() { ["org"] = "viettel-ca", ["scp"] = "registry.check department" }, All)).ShouldBe(HttpStatusCode.Forbidden);
        foreach (var claims in new JsonObject[]
        {
            new() { ["org"] = "vnpt-ca" }, new() { ["org"] = "nobody" }, [], new() { ["org"] = new JsonArray("viettel-ca") }, new() { ["org"] = "viettel-ca", ["sub"] = null },
            new() { ["org"] = "viettel-ca", ["sub"] = "046200001234" }, new() { ["org"] = "viettel-ca", ["scp"] = "department" },
        })
        {
            (await AskAsync("system", claims, Own)).ShouldBe(HttpStatusCode.Unauthorized, claims.ToJsonString());
        }

        (await AskAsync("system", new() { ["org"] = "viettel-ca", ["scp"] = "registry.record" }, Own)).ShouldBe(HttpStatusCode.OK, "narrowed, and still of the provider's");
        var check = (string citizen) => $$"""mutation { checkCitizen(input: { campaign: "hue", citizenId: "{{citizen}}", channel: PROVIDER_APP }) { __typename } }""";
        (await AskAsync("system", new() { ["org"] = "viettel-ca", ["scp"] = "registry.record" }, check(Make.Citizen()))).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, check(Make.Citizen()))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Staff_act_under_their_own_reference_while_the_registry_knows_them_as_that_providers()
    {
        var check = new JsonObject { ["staff"] = "ca2-staff-1" };
        var token = issuers["staff"].Token(time.Now, check);
        var (status, body) = await registry.SendWithTokenAsync(
            token, Testing.Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "DOOR_TO_DOOR" } });
        status.ShouldBe(HttpStatusCode.OK);
        body.At("data", "checkCitizen").TypeName().ShouldBe("CitizenCheck", "the login implies its reference");

        foreach (var reference in new[] { "fpt-ca-staff-1", "nobody", null })
        {
            (await AskAsync("staff", new() { ["staff"] = reference }, Own)).ShouldBe(HttpStatusCode.Unauthorized, reference);
        }

        await database.ExecuteAsync("update registry.staff set active_to = registry.registry_now() where reference = 'ca2-staff-1'");
        (await AskAsync("staff", new() { ["staff"] = "ca2-staff-1", ["jti"] = "another" }, Own)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Officers_come_by_role_and_only_with_a_second_factor()
    {
        JsonObject With(JsonNode? role, JsonNode? acr, JsonNode? amr) => new() { ["roles"] = role, ["acr"] = acr, ["amr"] = amr };
        const string Gold = "urn:example:gold";

        (await AskAsync("officer", With("reader", Gold, new JsonArray("pwd", "otp")), All)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("officer", With(new JsonArray("x", "reader"), Gold, "hwk"), All)).ShouldBe(HttpStatusCode.OK);
        foreach (var claims in new[]
        {
            With("reader", null, new JsonArray("otp")), With("reader", Gold, null), With("reader", "urn:example:silver", "otp"), With("reader", Gold, new JsonArray("pwd")),
            With("VIEWER", Gold, "otp"), With(null, Gold, "otp"), With(7, Gold, "otp"), With("reader", Gold, "otp pwd"),
        })
        {
            (await AskAsync("officer", claims, All)).ShouldBe(HttpStatusCode.Unauthorized, claims.ToJsonString());
        }

        // Of an outside officer the journal has this registry's word for the issuer in front, so that nobody passes for an account of the registry's own.
        var ground = await database.GroundAsync("misa-ca");
        var exclude = $$"""mutation { excludeProvider(input: { campaign: "hue", providerCode: "misa-ca", reason: "seen", violationIds: ["{{ground}}"] }) { __typename } }""";
        (await AskAsync("officer", new() { ["roles"] = "reader", ["acr"] = Gold, ["amr"] = "otp" }, exclude)).ShouldBe(HttpStatusCode.Forbidden);
        (await AskAsync("officer", new() { ["roles"] = "boss", ["acr"] = Gold, ["amr"] = "otp", ["sub"] = "officer-admin" }, exclude)).ShouldBe(HttpStatusCode.OK);
        (await database.ScalarAsync<string>("select proposed_by from registry.proposals")).ShouldBe("officer:dept:officer-admin");
    }

    [Fact]
    public async Task A_citizen_is_the_number_that_the_issuer_has_proved_and_one_time_codes_are_off()
    {
        var citizen = Make.Citizen();
        (await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(time.Now) })).TypeName().ShouldBe("IssuanceRecorded");

        var (status, body) = await registry.SendWithTokenAsync(issuers["citizen"].Token(time.Now, new() { ["cccd"] = citizen }), Own);

        status.ShouldBe(HttpStatusCode.OK);
        body.At("data", "issuances", "totalCount").GetInt32().ShouldBe(1);
        foreach (var number in new JsonNode?[] { "12", "", null, 46200001234, "046200001234x" })
        {
            (await AskAsync("citizen", new() { ["cccd"] = number }, Own)).ShouldBe(HttpStatusCode.Unauthorized, $"{number}");
        }

        (await AskAsync("citizen", new() { ["cccd"] = Make.Citizen(), ["roles"] = "boss", ["scope"] = "department" }, All)).ShouldBe(HttpStatusCode.Forbidden);
        using var code = await registry.Http.PostAsync(CitizenGrants.CodePath, new StringContent("{}", Encoding.UTF8, "application/json"));
        code.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await registry.EnterCodeAsync(Make.Id(), "12345678")).Error.ShouldBe("unsupported_grant_type");
    }

    [Fact]
    public async Task The_registrys_own_tokens_are_still_taken_and_an_issuer_that_nobody_named_is_not()
    {
        (await registry.SendAsync("vnpt-ca", Own)).Status.ShouldBe(HttpStatusCode.OK);
        await using var stranger = await TestIssuer.StartAsync();

        (await SendAsync(stranger.Token(time.Now, Claims()), Own)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(stranger.Token(time.Now, new() { ["org"] = "viettel-ca", ["scp"] = "registry.record", ["iss"] = issuers["system"].Issuer }), Own)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(issuers["staff"].Token(time.Now, new() { ["org"] = "viettel-ca", ["scp"] = "registry.record", ["iss"] = issuers["system"].Issuer }), Own)).ShouldBe(HttpStatusCode.Unauthorized);
        stranger.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_is_not_for_this_registry_or_not_in_its_time_is_not_taken()
    {
        JsonObject With(string claim, JsonNode? value) => new() { ["org"] = "viettel-ca", [claim] = value };
        var now = time.Now.ToUnixTimeSeconds();

        foreach (var claims in new[]
        {
            With("aud", "elsewhere"), With("aud", null), With("aud", "campaign-registry/"), With("iss", issuers["system"].Issuer + "/"), With("iss", null),
            With("exp", now - 61), With("exp", null), With("exp", "soon"), With("nbf", now + 62), With("iat", now + 62),
        })
        {
            (await AskAsync("system", claims, Own)).ShouldBe(HttpStatusCode.Unauthorized, claims.ToJsonString());
        }

        (await AskAsync("system", With("exp", now - 58), Own)).ShouldBe(HttpStatusCode.OK, "a minute of skew");
        (await AskAsync("system", With("nbf", now + 58), Own)).ShouldBe(HttpStatusCode.OK);
        (await AskAsync("system", With("aud", new JsonArray("elsewhere", "campaign-registry")), Own)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_no_published_key_has_signed_is_not_taken()
    {
        var issuer = issuers["system"];
        using var same = SystemKey.Es256("k1");
        using var unknown = SystemKey.Es256("k9");
        var none = issuer.Token(time.Now, Claims(), new() { ["alg"] = "none" });
        var symmetric = issuer.Token(time.Now, Claims(), new() { ["alg"] = "HS256" });
        var signed = symmetric[..symmetric.LastIndexOf('.')];
        var byItsPublicKey = $"{signed}.{WebEncoders.Base64UrlEncode(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(issuer.Key.Jwk().ToJsonString()), Encoding.ASCII.GetBytes(signed)))}";

        foreach (var token in new[]
        {
            issuer.Token(time.Now, Claims(), key: same), issuer.Token(time.Now, Claims(), key: unknown), none, none[..(none.LastIndexOf('.') + 1)], symmetric, byItsPublicKey,
            issuer.Token(time.Now, Claims(), new() { ["crit"] = new JsonArray("exp") }), issuer.Token(time.Now, Claims(), new() { ["typ"] = "logout+jwt" }),
            issuer.Token(time.Now, Claims(), new() { ["alg"] = "ES384" }), issuer.Token(time.Now, Claims())[..^4],
        })
        {
            (await SendAsync(token, Own)).ShouldBe(HttpStatusCode.Unauthorized, token);
        }

        (await SendAsync(issuer.Token(time.Now, Claims()), Own)).ShouldBe(HttpStatusCode.OK);
        issuer.Asked.ShouldBe(1, "made-up key ids make nobody ask again within half a minute");
    }

    [Fact]
    public async Task A_symmetric_or_weak_key_that_is_published_is_no_key()
    {
        var issuer = issuers["system"];
        var secret = new byte[32];
        using var weak = SystemKey.Rsa(1024, "RS256", "weak");
        issuer.Published = () => new()
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "oct", ["kid"] = "s", ["k"] = WebEncoders.Base64UrlEncode(secret) }, weak.Jwk()),
        };
        var text = issuer.Token(time.Now, Claims(), new() { ["alg"] = "HS256", ["kid"] = "s" });
        var signed = text[..text.LastIndexOf('.')];

        (await SendAsync($"{signed}.{WebEncoders.Base64UrlEncode(System.Security.Cryptography.HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}", Own))
            .ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(issuer.Token(time.Now, Claims(), key: weak), Own)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_key_is_found_and_an_old_one_is_forgotten()
    {
        var issuer = issuers["system"];
        var old = issuer.Key;
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.OK);
        using var next = SystemKey.Es256("k2");
        issuer.Key = next;

        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.Unauthorized, "asked less than half a minute ago");
        time.Now += TimeSpan.FromSeconds(30);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.OK);
        (await SendAsync(issuer.Token(time.Now, Claims(), key: old), Own)).ShouldBe(HttpStatusCode.Unauthorized);
        old.Dispose();
    }

    [Fact]
    public async Task While_an_issuer_does_not_answer_its_tokens_wait_and_nobody_elses_do()
    {
        var issuer = issuers["system"];
        (await AskAsync("staff", new() { ["staff"] = "ca2-staff-1" }, Own)).ShouldBe(HttpStatusCode.OK);
        foreach (var instead in new RequestDelegate[]
        {
            http =>
            {
                http.Response.StatusCode = 500;
                return Task.CompletedTask;
            },
            http => http.Response.WriteAsync("no json"),
            http => http.Response.WriteAsync(new string(' ', 300_000)),
            http =>
            {
                http.Response.Redirect(issuers["staff"].Issuer + "/.well-known/openid-configuration");
                return Task.CompletedTask;
            },
            http =>
            {
                http.Abort();
                return Task.CompletedTask;
            },
        })
        {
            issuer.Instead = instead;
            time.Now += TimeSpan.FromSeconds(30);
            (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        issuer.Instead = null;
        foreach (var discovery in new Func<JsonObject>[]
        {
            () => new() { ["issuer"] = "https://other.example", ["jwks_uri"] = $"{issuer.Issuer}/keys" },
            () => new() { ["issuer"] = issuer.Issuer, ["jwks_uri"] = "http://keys.example/keys" },
            () => new() { ["issuer"] = issuer.Issuer },
        })
        {
            issuer.Discovery = discovery;
            time.Now += TimeSpan.FromSeconds(30);
            (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        (await registry.SendAsync("vnpt-ca", Own)).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("staff", new() { ["staff"] = "ca2-staff-1" }, Own)).ShouldBe(HttpStatusCode.OK);
        issuer.Discovery = null;
        time.Now += TimeSpan.FromSeconds(30);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.OK);

        // What was read within the hour still counts; after that nothing does.
        await issuer.StopAsync();
        time.Now += TimeSpan.FromMinutes(59);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.OK);
        time.Now += TimeSpan.FromMinutes(1);
        (await AskAsync("system", new() { ["org"] = "viettel-ca" }, Own)).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private string File() => $$"""
        { "issuers": [
          { "name": "sys", "kind": "system", "issuer": "{{issuers["system"].Issuer}}", "audience": "campaign-registry", "providers": ["viettel-ca", "ca2"],
            "claims": { "subject": "sub", "provider": "org", "scope": "scp" } },
          { "name": "ca2", "kind": "staff", "issuer": "{{issuers["staff"].Issuer}}", "audience": "campaign-registry", "providers": ["ca2"], "claims": { "staff": "staff" } },
          { "name": "dept", "kind": "officer", "issuer": "{{issuers["officer"].Issuer}}", "audience": "campaign-registry", "claims": { "role": "roles" },
            "roles": { "reader": "VIEWER", "boss": "ADMINISTRATOR" }, "acr": ["urn:example:gold"], "amr": ["otp", "hwk"] },
          { "name": "vneid", "kind": "citizen", "issuer": "{{issuers["citizen"].Issuer}}", "audience": "campaign-registry", "claims": { "number": "cccd" } } ] }
        """;

    /// <summary>What lets a system in, where the rest is right.</summary>
    private static JsonObject Claims() => new() { ["org"] = "viettel-ca", ["scp"] = "registry.check registry.record" };

    private Task<HttpStatusCode> AskAsync(string kind, JsonObject claims, string query)
    {
        if (kind == "system" && !claims.ContainsKey("scp"))
        {
            claims["scp"] = "registry.check registry.record";
        }

        return SendAsync(issuers[kind].Token(time.Now, claims), query);
    }

    /// <summary>A field beyond the caller's scope is an error with a code; it counts as 403 here, whichever form the answer took.</summary>
    private async Task<HttpStatusCode> SendAsync(string token, string query)
    {
        var (status, body) = await registry.SendWithTokenAsync(token, query);
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("errors", out var errors) && errors[0].Text("extensions", "code") == "FORBIDDEN" ? HttpStatusCode.Forbidden : status;
    }
}
