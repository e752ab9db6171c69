using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Campaign.Registry.Providers.Badges;

/// <summary>A device of a member of staff, as badges need to know it.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo, P-256.</param>
/// <param name="EndedAt">From then on nothing that it signs stands; null while it is in use.</param>
public sealed record BadgeDevice(byte[] PublicKey, string ProviderCode, string StaffReference, DateTimeOffset? EndedAt);

/// <summary>Where the devices of staff are known: at the sign-in.</summary>
public interface IBadgeDevices
{
    /// <summary>The device whose key has this hash, the one in use before those that have ended; null when there is none.</summary>
    /// <param name="keyHash">The first 16 bytes of the SHA-256 of the SubjectPublicKeyInfo.</param>
    Task<BadgeDevice?> FindAsync(byte[] keyHash, CancellationToken cancel);
}

/// <summary>
/// A staff QR code as a tablet makes it by itself, with no network, under the key that does not leave it (docs/providers/tablet.md): base64url of version 2, the first 16 bytes of the SHA-256 of
/// the device's SubjectPublicKeyInfo, the instant of signing in Unix milliseconds (8 bytes, big-endian), a P-256 signature (r and s, 64 bytes) and the campaign's code in UTF-8. Signed, with
/// SHA-256, is <c>campaign-badge\n</c> and all of it but the signature.
/// </summary>
internal sealed record DeviceBadge(byte[] KeyHash, DateTimeOffset SignedAt, string Campaign, byte[] Signed, byte[] Signature)
{
    public const byte Version = 2;

    private const int HashEnd = 1 + 16;
    private const int TimeEnd = HashEnd + 8;
    private const int SignatureEnd = TimeEnd + 64;
    private const int MaxTextLength = 300;

    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("campaign-badge\n");

    /// <summary>The badge in this text, its signature not yet looked at; null when it has another form.</summary>
    public static DeviceBadge? Read(string text)
    {
        if (text.Length > MaxTextLength || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > SignatureEnd } bytes || bytes[0] != Version)
        {
            return null;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(HashEnd));
        if (milliseconds < 0 || milliseconds > (DateTimeOffset.MaxValue - BadgeSealer.Lifetime).ToUnixTimeMilliseconds())
        {
            return null;
        }

        var campaign = Encoding.UTF8.GetString(bytes.AsSpan(SignatureEnd));
        if (campaign.Any(char.IsControl))
        {
            // No campaign bears such a code, and the database takes none to look for.
            return null;
        }

        return new(
            bytes[1..HashEnd], DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), campaign,
            [.. Purpose, .. bytes.AsSpan(0, TimeEnd), .. bytes.AsSpan(SignatureEnd)], bytes[TimeEnd..SignatureEnd]);
    }

    public bool IsSignedBy(byte[] publicKey)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
