using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Platform.Requests;

/// <summary>
/// Reduces a request's content to a keyed hash, by which "the same content" is told from "other content". Keyed, because content may hold a citizen number, which
/// could be guessed from a bare hash (I11).
/// </summary>
public sealed class ContentSealer(KeysInUse keys)
{
    /// <summary>The keyed hash of the normalised content under the current number key.</summary>
    /// <param name="content">The normalised input, field by field in a fixed order, without ticket and staff.</param>
    public SealedContent Seal(params object?[] content)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(content);
        var ring = keys.Now;
        return new(ring.NumberKeys[^1].Id, text, ring);
    }
}

/// <summary>Content that can be hashed under any key in use, so that a request from before a rotation is still known.</summary>
public sealed class SealedContent(short keyId, byte[] text, Keyring keys)
{
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("content:");

    public short KeyId => keyId;

    public byte[] Hash => HashUnder(keyId)!;

    /// <summary>The keyed hash under an earlier key; null when that key is no longer at hand.</summary>
    public byte[]? HashUnder(short otherKeyId) =>
        keys.NumberKeys.FirstOrDefault(k => k.Id == otherKeyId) is { } key ? HMACSHA256.HashData(key.Bytes, (byte[])[.. Purpose, .. text]) : null;
}
