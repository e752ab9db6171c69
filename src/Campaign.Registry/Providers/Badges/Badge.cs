using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Providers.Badges;

/// <summary>What a staff QR code says: which member of staff, in which campaign, until when (exclusive).</summary>
internal sealed record Badge(Guid StaffId, int CampaignId, DateTimeOffset ValidUntil);

/// <summary>
/// Seals badges, so that none can be made up and nothing can be read from one: AES-256-GCM under a key of the registry, base64url. None is stored. They last minutes,
/// so a photograph of one soon stands for nothing (HUE-3.1).
/// </summary>
public sealed class BadgeSealer(KeysInUse keys)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const byte Version = 1;
    private const int HeaderLength = 1 + 2;
    private const int BodyLength = 16 + 4 + 8;
    private const int MaxTextLength = 200;

    // Tickets are sealed under the same keys; what is bound to one purpose cannot be opened as the other.
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("badge");

    internal string Seal(Badge badge)
    {
        var key = keys.Now.TicketKeys[^1];
        Span<byte> body = stackalloc byte[BodyLength];
        badge.StaffId.TryWriteBytes(body);
        BinaryPrimitives.WriteInt32BigEndian(body[16..], badge.CampaignId);
        BinaryPrimitives.WriteInt64BigEndian(body[20..], badge.ValidUntil.UtcTicks);
        var header = new byte[HeaderLength];
        header[0] = Version;
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(1), key.Id);
        return Base64Url.EncodeToString([.. header, .. SealedBytes.Seal(key, body, Purpose)]);
    }

    /// <summary>The badge in this text; null when it is none of this registry's.</summary>
    internal Badge? Open(string text)
    {
        if (text.Length > MaxTextLength || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: HeaderLength + BodyLength + SealedBytes.Overhead } bytes
            || bytes[0] != Version || keys.Now.TicketKeys.FirstOrDefault(k => k.Id == BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(1))) is not { } key)
        {
            return null;
        }

        try
        {
            var body = SealedBytes.Open(key, bytes.AsSpan(HeaderLength), Purpose);
            var ticks = BinaryPrimitives.ReadInt64BigEndian(body.AsSpan(20));
            return new(new Guid(body.AsSpan(0, 16)), BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16)), new(ticks, TimeSpan.Zero));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
