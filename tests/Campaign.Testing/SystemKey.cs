using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.Testing;

/// <summary>A system's own key, as a provider would make it: signs assertions and shows its public half.</summary>
internal sealed class SystemKey : IDisposable
{
    private readonly ECDsa? curve;
    private readonly RSA? rsa;
    private readonly string algorithm;

    private SystemKey(ECDsa? curve, RSA? rsa, string algorithm, string? id) => (this.curve, this.rsa, this.algorithm, Id) = (curve, rsa, algorithm, id);

    public string? Id { get; }

    public static SystemKey Es256(string? id = null) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), null, "ES256", id);

    public static SystemKey Rsa(int bits, string algorithm, string? id = null) => new(null, RSA.Create(bits), algorithm, id);

    public void Dispose()
    {
        curve?.Dispose();
        rsa?.Dispose();
    }

    /// <summary>The public half as a JWK.</summary>
    public JsonObject Jwk()
    {
        var jwk = new JsonObject();
        if (curve is not null)
        {
            var point = curve.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", WebEncoders.Base64UrlEncode(point.X!), WebEncoders.Base64UrlEncode(point.Y!));
        }
        else
        {
            var parameters = rsa!.ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", WebEncoders.Base64UrlEncode(parameters.Modulus!), WebEncoders.Base64UrlEncode(parameters.Exponent!));
        }

        if (Id is not null)
        {
            jwk["kid"] = Id;
        }

        return jwk;
    }

    /// <summary>A JWT over these claims, signed.</summary>
    public string Sign(JsonObject claims, JsonObject? header = null, string? algorithm = null)
    {
        header ??= [];
        header["alg"] ??= algorithm ?? this.algorithm;
        header["typ"] ??= "JWT";
        if (Id is not null)
        {
            header["kid"] ??= Id;
        }

        var text = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        var data = Encoding.ASCII.GetBytes(text);
        var signature = (curve, this.algorithm) switch
        {
            ({ }, _) => curve.SignData(data, HashAlgorithmName.SHA256),
            (_, "PS256") => rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{WebEncoders.Base64UrlEncode(signature)}";
    }

    /// <summary>An assertion as RFC 7523 wants it.</summary>
    public string Assertion(string client, string audience, DateTimeOffset now, Action<JsonObject>? change = null, JsonObject? header = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = client,
            ["sub"] = client,
            ["aud"] = audience,
            ["jti"] = Make.Id(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(2).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        return Sign(claims, header);
    }

    private static string Encode(string json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json));
}

/// <summary>The token endpoint as systems ask it.</summary>
internal static class SystemTokens
{
    public static string TokenAddress(this TestRegistry registry) => new Uri(registry.Address, "/connect/token").AbsoluteUri;

    public static Task<TokenAnswer> AskWithAssertionAsync(this TestRegistry registry, string assertion, Dictionary<string, string>? further = null) =>
        registry.AskForTokenAsync(new(further ?? [])
        {
            ["client_assertion_type"] = further?.GetValueOrDefault("client_assertion_type") ?? "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        });

    public static Task<TokenAnswer> AskWithSecretAsync(this TestRegistry registry, string client, string secret) =>
        registry.AskForTokenAsync(new() { ["client_id"] = client, ["client_secret"] = secret });

    private static async Task<TokenAnswer> AskForTokenAsync(this TestRegistry registry, Dictionary<string, string> form)
    {
        form["grant_type"] = "client_credentials";
        using var response = await registry.Http.PostAsync("/connect/token", new FormUrlEncodedContent(form));
        return new(response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
