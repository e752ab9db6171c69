using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Providers.Clients;

/// <summary>A system's public key as it is kept: the JWK's public members alone, in the order of RFC 7638.</summary>
/// <param name="Id">The JWK's kid, or its thumbprint.</param>
/// <param name="Jwk">JSON.</param>
/// <param name="Thumbprint">SHA-256, RFC 7638.</param>
public sealed record ClientKey(string Id, string Jwk, byte[] Thumbprint);

/// <summary>
/// A system's key is a public JWK: EC on P-256 (ES256), or RSA of 2048 to 4096 bits (RS256, PS256). One with a private member is refused, for it has then been shown; so is one that says that it
/// is for something else than signatures. Its id has 1 to 100 plain characters and holds nothing that looks like a citizen number.
/// </summary>
public static partial class ClientKeyIsSoundRule
{
    private const int MaxLength = 4_000;
    private const int LeastRsaBits = 2_048;
    private const int MostRsaBits = 4_096;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <returns>Either the key, or why it is none.</returns>
    public static (ClientKey? Key, InvalidClientKey? Refusal) Judge(string text)
    {
        if (text.Length > MaxLength)
        {
            return Not("dài quá 4.000 ký tự.", "is longer than 4,000 characters.");
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 3 });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Not("phải là một JWK (JSON).", "is a JWK, a JSON object.");
            }

            var members = json.RootElement.EnumerateObject().GroupBy(m => m.Name).ToList();
            if (members.Any(m => PrivateMembers.Contains(m.Key)))
            {
                return Not(
                    "có phần bí mật. Khóa này coi như đã lộ: hãy tạo khóa mới và chỉ gửi phần công khai.",
                    "has a private member. It counts as shown: make a new key, and send its public part alone.");
            }

            string? Of(string name) => members.FirstOrDefault(m => m.Key == name) is { } found && found.Count() == 1 && found.Single().Value.ValueKind == JsonValueKind.String
                ? found.Single().Value.GetString()
                : null;
            if (members.Any(m => m.Count() > 1) || (Of("use") ?? "sig") != "sig")
            {
                return Not("không dùng để ký (use phải là sig), hoặc có phần lặp lại.", "is not for signatures (use is sig), or repeats a member.");
            }

            var canonical = Of("kty") switch
            {
                "EC" when Of("alg") is null or "ES256" => Curve(Of("crv"), Of("x"), Of("y")),
                "RSA" when Of("alg") is null or "RS256" or "PS256" => Rsa(Of("n"), Of("e")),
                _ => null,
            };
            if (canonical is null)
            {
                return Not("phải là EC P-256 (ES256) hoặc RSA 2048–4096 bit (RS256, PS256).", "is EC on P-256 (ES256), or RSA of 2048 to 4096 bits (RS256, PS256).");
            }

            var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes(canonical));
            var id = members.Any(m => m.Key == "kid") ? Of("kid") : Encode(thumbprint);
            return id is null || !PlainId().IsMatch(id) || NumbersInText.StandsAlone(id)
                ? Not("có kid không hợp lệ: 1–100 ký tự chữ, số, dấu . _ - : và không phải số căn cước.", "has a kid that is not 1 to 100 of letters, digits, . _ - : and no citizen number.")
                : (new(id, canonical, thumbprint), null);
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException)
        {
            return Not("không đọc được: phải là một JWK (JSON) đúng.", "cannot be read: it is a sound JWK, a JSON object.");
        }
    }

    /// <summary>Null when it is not a point on P-256.</summary>
    private static string? Curve(string? curve, string? x, string? y)
    {
        if (curve != "P-256" || x is null || y is null)
        {
            return null;
        }

        var point = new ECPoint { X = Decode(x), Y = Decode(y) };
        if (point is not { X.Length: 32, Y.Length: 32 })
        {
            return null;
        }

        // Throws for what is not on the curve.
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        return $$"""{"crv":"P-256","kty":"EC","x":"{{Encode(point.X)}}","y":"{{Encode(point.Y)}}"}""";
    }

    private static string? Rsa(string? modulus, string? exponent)
    {
        if (modulus is null || exponent is null)
        {
            return null;
        }

        var parameters = new RSAParameters { Modulus = Decode(modulus), Exponent = Decode(exponent) };
        if (parameters.Modulus.Length == 0 || parameters.Modulus[0] == 0 || parameters.Exponent is not [1, 0, 1])
        {
            return null;
        }

        using var key = RSA.Create(parameters);
        return key.KeySize is < LeastRsaBits or > MostRsaBits
            ? null
            : $$"""{"e":"{{Encode(parameters.Exponent)}}","kty":"RSA","n":"{{Encode(parameters.Modulus)}}"}""";
    }

    private static byte[] Decode(string text)
    {
        if (text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            throw new FormatException();
        }

        return Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4));
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static (ClientKey?, InvalidClientKey?) Not(string vietnamese, string english) => (null, new(new(vietnamese, english)));

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,100}\z")]
    private static partial Regex PlainId();
}

/// <summary>What was given is no public key that this registry takes.</summary>
public sealed record InvalidClientKey(Text What) : Refusal
{
    public override Text Message => new($"Khóa công khai {What.Vietnamese}", $"The public key {What.English}");
}
