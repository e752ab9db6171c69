using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Platform.Requests;

/// <summary>
/// Reduces a request's content to a keyed hash, by which "the same content" is told from "other content". Keyed, because content may hold a citizen number, which
/// could be guessed from a bare hash (I11).
/// </summary>
public sealed partial class ContentSealer(KeysInUse keys)
{
    private static readonly JsonSerializerOptions Compared = new() { Converters = { new ComparedText() } };

    /// <summary>The keyed hash of the normalised content under the current number key.</summary>
    /// <param name="content">The normalised input, field by field in a fixed order, without ticket and staff.</param>
    public SealedContent Seal(params object?[] content)
    {
        var ring = keys.Now;
        return new(ring.NumberKeys[^1].Id, JsonSerializer.SerializeToUtf8Bytes(content, Compared), JsonSerializer.SerializeToUtf8Bytes(content), ring);
    }

    /// <inheritdoc cref="ComparedText"/>
    internal static string AsCompared(string text) => ComparedText.Of(text);

    /// <summary>
    /// Text as it is compared: composed (NFC), white space as single blanks and none at the ends, an id in lower case. One device writes a name composed and another decomposed, and a
    /// request that was lost on its way is sent again by either.
    /// </summary>
    private sealed partial class ComparedText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            var one = Of(value);
            writer.WriteStringValue(Guid.TryParseExact(one, "D", out var id) ? id.ToString("D") : one);
        }

        public static string Of(string value) => Blanks().Replace(LatinLetters.Together(value), " ").Trim();

        [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
        private static partial Regex Blanks();
    }
}

/// <summary>Content that can be hashed under any key in use, so that a request from before a rotation is still known.</summary>
/// <param name="text">As it is compared.</param>
/// <param name="written">As it was written: so it was compared until texts were normalised, and a request from then is still known.</param>
public sealed class SealedContent(short keyId, byte[] text, byte[] written, Keyring keys)
{
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("content:");

    public short KeyId => keyId;

    public byte[] Hash => HashUnder(keyId)!;

    /// <summary>The keyed hash under an earlier key; null when that key is no longer at hand.</summary>
    public byte[]? HashUnder(short otherKeyId) => HashUnder(otherKeyId, text);

    /// <summary>True when this hash, under that key, is of the same content.</summary>
    public bool Is(short hashKeyId, byte[] hash) =>
        new[] { text, written }.Any(form => HashUnder(hashKeyId, form) is { } same && CryptographicOperations.FixedTimeEquals(hash, same));

    private byte[]? HashUnder(short otherKeyId, byte[] form) =>
        keys.NumberKeys.FirstOrDefault(k => k.Id == otherKeyId) is { } key ? HMACSHA256.HashData(key.Bytes, (byte[])[.. Purpose, .. form]) : null;
}
