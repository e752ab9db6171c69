using System.Text.Json.Nodes;
using Campaign.Registry;
using Campaign.SignIn.Issuers;

namespace Campaign.Host.Tests;

/// <summary>The file of outside issuers: whatever is wrong is told by entry and field, and nothing starts.</summary>
public sealed class IssuersFileTests
{
    private static readonly JsonObject Citizen = Parse("""
        { "name": "vneid", "kind": "citizen", "issuer": "https://id.example.vn", "audience": "campaign-registry", "claims": { "number": "cccd" } }
        """);

    private static readonly JsonObject Officer = Parse("""
        { "name": "sso", "kind": "officer", "issuer": "https://sso.example.vn/", "audience": "r", "claims": { "role": "role" }, "amr": ["otp"] }
        """);

    private static readonly JsonObject System = Parse("""
        { "name": "ca", "kind": "system", "issuer": "http://127.0.0.1:9000", "audience": "r", "providers": ["vnpt-ca"], "claims": { "subject": "client_id" } }
        """);

    [Fact]
    public void A_right_file_is_read()
    {
        var issuers = IssuersFile.Parse(File(Citizen, Officer, System));

        issuers.Select(i => (i.Name, i.Kind, i.Metadata.AbsoluteUri)).ShouldBe(
        [
            ("vneid", IssuerKind.Citizen, "https://id.example.vn/.well-known/openid-configuration"),
            ("sso", IssuerKind.Officer, "https://sso.example.vn/.well-known/openid-configuration"),
            ("ca", IssuerKind.System, "http://127.0.0.1:9000/.well-known/openid-configuration"),
        ]);
        issuers[1].Issuer.ShouldBe("https://sso.example.vn/", "to the letter");
        IssuersFile.Read(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name", "\"A b\"", "entry 1, name:")]
    [InlineData("name", null, "entry 1, name:")]
    [InlineData("kind", "\"admin\"", "entry 1 (vneid), kind:")]
    [InlineData("issuer", "\"http://id.example.vn\"", "entry 1 (vneid), issuer:")]
    [InlineData("issuer", "\"id\"", "entry 1 (vneid), issuer:")]
    [InlineData("issuer", "\"https://user@id.example.vn\"", "entry 1 (vneid), issuer:")]
    [InlineData("issuer", "\"https://id.example.vn?x\"", "entry 1 (vneid), issuer:")]
    [InlineData("issuer", "\"https://campaign-registry.invalid\"", "entry 1 (vneid), issuer:")]
    [InlineData("audience", null, "entry 1 (vneid), audience:")]
    [InlineData("audience", "7", "entry 1 (vneid), audience:")]
    [InlineData("metadata", "\"http://elsewhere.example/x\"", "entry 1 (vneid), metadata:")]
    [InlineData("claims", null, "entry 1 (vneid), claims:")]
    [InlineData("claims", "{}", "entry 1 (vneid), claims.number:")]
    [InlineData("claims", """{ "number": "cccd", "role": "r" }""", "entry 1 (vneid), claims.role:")]
    [InlineData("claims", """{ "number": 7 }""", "entry 1 (vneid), claims.number:")]
    [InlineData("providers", "[\"vnpt-ca\"]", "entry 1 (vneid), providers:")]
    [InlineData("made_up", "1", "entry 1 (vneid), made_up:")]
    public void A_field_that_is_wrong_is_named(string field, string? value, string named) => Fault(File(With(Citizen, field, value), Officer)).ShouldContain(named);

    [Fact]
    public void An_officers_issuer_says_by_what_a_second_factor_is_shown()
    {
        Fault(File(With(Officer, "amr", null))).ShouldContain("entry 1 (sso), acr: an officer shows a second factor");
        Fault(File(With(Officer, "amr", "[]"))).ShouldContain("entry 1 (sso), amr:");
        Fault(File(With(Officer, "roles", """{ "x": "MINISTER" }"""))).ShouldContain("entry 1 (sso), roles:");
        Fault(File(With(Officer, "roles", "{}"))).ShouldContain("entry 1 (sso), roles:");
    }

    [Fact]
    public void A_providers_issuer_says_for_whom_it_speaks()
    {
        Fault(File(With(System, "providers", null))).ShouldContain("entry 1 (ca), providers: it is missing");
        Fault(File(With(System, "providers", """["vnpt-ca", "ca2"]"""))).ShouldContain("entry 1 (ca), claims.provider:");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "issuers": [] }""")]
    [InlineData("""{ "issuers": [7] }""")]
    [InlineData("""{ "issuers": [{}], "more": 1 }""")]
    public void What_is_no_such_file_is_refused(string text) => Fault(text).ShouldContain("CAMPAIGN_ISSUERS");

    [Fact]
    public void Two_entries_do_not_share_a_name_or_an_issuer()
    {
        Fault(File(Citizen, With(Officer, "name", "\"vneid\""))).ShouldContain("entry 2, name:");
        Fault(File(Citizen, With(Officer, "issuer", "\"https://id.example.vn\""))).ShouldContain("entry 2, issuer:");
        Fault("""{ "issuers": [{ "name": "a", "name": "b" }] }""").ShouldContain("name: it stands twice");
    }

    [Fact]
    public async Task The_host_does_not_start_with_a_wrong_file_and_says_where()
    {
        var path = Path.GetTempFileName();
        await global::System.IO.File.WriteAllTextAsync(path, File(With(Citizen, "kind", "\"admin\"")), TestContext.Current.CancellationToken);

        await using var host = Testing.HostProcess.Start(Testing.HostProcess.FreePort(), [], new Dictionary<string, string?> { ["CAMPAIGN_ISSUERS"] = path });

        (await host.ExitCodeAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);
        await Testing.Eventually.HoldsAsync(() => host.Output.Contains("entry 1 (vneid), kind:", StringComparison.Ordinal), "it says where");
        global::System.IO.File.Delete(path);
    }

    private static string Fault(string text) => Should.Throw<StartupException>(() => IssuersFile.Parse(text)).Message;

    private static string File(params JsonObject[] entries) => new JsonObject { ["issuers"] = new JsonArray([.. entries.Select(e => e.DeepClone())]) }.ToJsonString();

    private static JsonObject With(JsonObject entry, string field, string? value)
    {
        var changed = entry.DeepClone().AsObject();
        changed.Remove(field);
        if (value is not null)
        {
            changed[field] = JsonNode.Parse(value);
        }

        return changed;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
