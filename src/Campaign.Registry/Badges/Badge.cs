using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Kernel;

namespace Campaign.Registry.Badges;

/// <summary>What a staff QR code says: which member of staff, in which campaign, until when (exclusive).</summary>
internal sealed record Badge(Guid StaffId, int CampaignId, DateTimeOffset ValidUntil);

/// <summary>
/// Seals badges, so that none can be made up and nothing can be read from one: AES-256-GCM under a key of the registry, base64url. None is stored. They last minutes,
/// so a photograph of one soon stands for nothing (HUE-3.1).
/// </summary>
public sealed class BadgeSealer(Keyring keys)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + 2 + NonceLength;
    private const int BodyLength = 16 + 4 + 8;
    private const int MaxTextLength = 200;

    // Tickets are sealed under the same keys; what is bound to one purpose cannot be opened as the other.
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("badge");

    internal string Seal(Badge badge)
    {
        var key = keys.TicketKeys[^1];
        Span<byte> body = stackalloc byte[BodyLength];
        badge.StaffId.TryWriteBytes(body);
        BinaryPrimitives.WriteInt32BigEndian(body[16..], badge.CampaignId);
        BinaryPrimitives.WriteInt64BigEndian(body[20..], badge.ValidUntil.UtcTicks);
        var sealedBytes = new byte[HeaderLength + BodyLength + TagLength];
        sealedBytes[0] = Version;
        BinaryPrimitives.WriteInt16BigEndian(sealedBytes.AsSpan(1), key.Id);
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(3, NonceLength));
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(
            sealedBytes.AsSpan(3, NonceLength), body, sealedBytes.AsSpan(HeaderLength, BodyLength), sealedBytes.AsSpan(HeaderLength + BodyLength), Purpose);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>The badge in this text; null when it is none of this registry's.</summary>
    internal Badge? Open(string text)
    {
        if (text.Length > MaxTextLength || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: HeaderLength + BodyLength + TagLength } bytes
            || bytes[0] != Version || keys.TicketKeys.FirstOrDefault(k => k.Id == BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(1))) is not { } key)
        {
            return null;
        }

        Span<byte> body = stackalloc byte[BodyLength];
        using var aes = new AesGcm(key.Bytes, TagLength);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(3, NonceLength), bytes.AsSpan(HeaderLength, BodyLength), bytes.AsSpan(HeaderLength + BodyLength), body, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(body[20..]);
        return new(new Guid(body[..16]), BinaryPrimitives.ReadInt32BigEndian(body[16..]), new(ticks, TimeSpan.Zero));
    }
}
