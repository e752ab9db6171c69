using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Campaign.Bench.Hostile;

/// <summary>An access token taken apart, to be put together wrongly. The demo's signing key is public, so even tokens with a right signature can be forged here.</summary>
internal sealed class ForgedToken
{
    private readonly JsonObject header;
    private readonly JsonObject payload;

    private ForgedToken(JsonObject header, JsonObject payload)
    {
        this.header = header;
        this.payload = payload;
    }

    public static ForgedToken From(string token)
    {
        var parts = token.Split('.');
        return new(Read(parts[0]), Read(parts[1]));
    }

    /// <summary>The same token with one bit of its signature turned over; which one depends on <paramref name="n"/>.</summary>
    public static string WithWrongSignature(string token, int n)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        signature[n % signature.Length] ^= (byte)(1 << (n / signature.Length % 8));
        return $"{token[..dot]}.{Base64Url.EncodeToString(signature)}";
    }

    public ForgedToken Header(string name, JsonNode? value) => With(header, payload, h => h[name] = value, _ => { });

    public ForgedToken Claim(string name, JsonNode? value) => With(header, payload, _ => { }, p => p[name] = value);

    /// <summary>Signed rightly, by the registry's own key.</summary>
    public string SignedBy(ECDsa key) => Signed(text => key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>Signed by a secret that everybody has: the public key itself, as a careless library would take it.</summary>
    public string SignedByItsPublicKey(ECDsa key) => Header("alg", "HS256").Signed(text => HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), text));

    public string Unsigned() => Header("alg", "none").Signed(_ => []);

    private string Signed(Func<byte[], byte[]> sign)
    {
        var text = $"{Write(header)}.{Write(payload)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static ForgedToken With(JsonObject header, JsonObject payload, Action<JsonObject> changeHeader, Action<JsonObject> changePayload)
    {
        var changed = new ForgedToken((JsonObject)header.DeepClone(), (JsonObject)payload.DeepClone());
        changeHeader(changed.header);
        changePayload(changed.payload);
        return changed;
    }

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Write(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
