using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Campaign.Bench.Hostile;
using Campaign.Registry.Platform.Keys;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>Which access tokens are taken. The demo's signing key is public, so a test can sign whatever it likes; the signature is then right, and something else is not.</summary>
public sealed class AccessTokenTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Own = """{ issuances(campaign: "hue") { totalCount } }""";

    private const long YearsAhead = 32_503_680_000;

    [Fact]
    public async Task A_token_signed_rightly_is_taken() => (await AskAsync(t => t)).ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("aud", "\"https://elsewhere.example/\"")]
    [InlineData("aud", "null")]
    [InlineData("aud", "[\"https://elsewhere.example/\"]")]
    [InlineData("iss", "\"https://elsewhere.example/\"")]
    [InlineData("exp", "1000000000")]
    [InlineData("sub", "null")]
    public async Task One_with_a_claim_that_does_not_fit_is_not(string claim, string value) =>
        (await AskAsync(t => t.Claim(claim, JsonNode.Parse(value)))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("nbf")]
    [InlineData("iat")]
    public async Task One_whose_time_has_not_come_is_not(string claim) =>
        (await AskAsync(t => t.Claim(claim, YearsAhead).Claim("exp", YearsAhead + 60))).ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("JWT")]
    [InlineData("rt+jwt")]
    [InlineData(null)]
    public async Task One_of_another_kind_is_not(string? type) => (await AskAsync(t => t.Header("typ", type))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task One_that_nobody_signed_is_not()
    {
        using var key = SigningKey();
        var token = ForgedToken.From(await fixture.Registry.TokenAsync("vnpt-ca"));
        (await SendAsync(token.Unsigned())).ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(token.SignedByItsPublicKey(key))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<HttpStatusCode> AskAsync(Func<ForgedToken, ForgedToken> change)
    {
        using var key = SigningKey();
        return await SendAsync(change(ForgedToken.From(await fixture.Registry.TokenAsync("vnpt-ca"))).SignedBy(key));
    }

    private async Task<HttpStatusCode> SendAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Own }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await fixture.Registry.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static ECDsa SigningKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(Keyring.Demo().TokenSigningKeys[^1].Pem);
        return key;
    }
}
