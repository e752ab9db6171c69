using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Certificates.Checks;

/// <summary>How a citizen is reached.</summary>
internal enum Channel
{
    ProviderApp,
    DoorToDoor,
    Need,
}

/// <summary>What a check hands to the provider: that it asked, about whom, for which channel, and until when the certificate must be made.</summary>
/// <param name="NumberKey">The number asked about, as a number key.</param>
/// <param name="CheckedAt">The registry's instant of the check.</param>
/// <param name="ExpiresAt">By when the certificate must be made (inclusive). A record may cite the ticket for 24 hours longer.</param>
internal sealed record Ticket(
    Guid CheckId, short ProviderId, int CampaignId, Channel Channel, NumberKey NumberKey, DateTimeOffset CheckedAt, DateTimeOffset ExpiresAt);

/// <summary>
/// Seals tickets so that nothing can be read from them and none can be made up: AES-256-GCM under a key of the registry, base64url. No ticket is stored.
/// </summary>
internal sealed class TicketSealer(KeysInUse keys)
{
    private const byte Version = 1;
    private const int HeaderLength = 1 + 2;
    private const int BodyLength = 16 + 2 + 4 + 1 + 2 + 32 + 8 + 8;

    /// <summary>Longest text that is looked at; a sealed ticket has 139 characters.</summary>
    private const int MaxTextLength = 400;

    internal string Seal(Ticket ticket)
    {
        var key = keys.Now.TicketKeys[^1];
        Span<byte> body = stackalloc byte[BodyLength];
        ticket.CheckId.TryWriteBytes(body);
        BinaryPrimitives.WriteInt16BigEndian(body[16..], ticket.ProviderId);
        BinaryPrimitives.WriteInt32BigEndian(body[18..], ticket.CampaignId);
        body[22] = (byte)ticket.Channel;
        BinaryPrimitives.WriteInt16BigEndian(body[23..], ticket.NumberKey.KeyId);
        ticket.NumberKey.Hash.CopyTo(body[25..]);
        BinaryPrimitives.WriteInt64BigEndian(body[57..], ticket.CheckedAt.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(body[65..], ticket.ExpiresAt.UtcTicks);

        var header = new byte[HeaderLength];
        header[0] = Version;
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(1), key.Id);
        return Base64Url.EncodeToString([.. header, .. SealedBytes.Seal(key, body, boundTo: header)]);
    }

    /// <summary>The ticket in this text; null when it is not one of this registry's.</summary>
    internal Ticket? Open(string text)
    {
        if (text.Length > MaxTextLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length != HeaderLength + BodyLength + SealedBytes.Overhead || bytes[0] != Version)
        {
            return null;
        }

        var keyId = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(1));
        if (keys.Now.TicketKeys.FirstOrDefault(k => k.Id == keyId) is not { } key)
        {
            return null;
        }

        ReadOnlySpan<byte> body;
        try
        {
            body = SealedBytes.Open(key, bytes.AsSpan(HeaderLength), boundTo: bytes.AsSpan(0, HeaderLength));
        }
        catch (CryptographicException)
        {
            return null;
        }

        return new(
            new Guid(body[..16]),
            BinaryPrimitives.ReadInt16BigEndian(body[16..]),
            BinaryPrimitives.ReadInt32BigEndian(body[18..]),
            (Channel)body[22],
            new(BinaryPrimitives.ReadInt16BigEndian(body[23..]), body[25..57].ToArray()),
            new(BinaryPrimitives.ReadInt64BigEndian(body[57..]), TimeSpan.Zero),
            new(BinaryPrimitives.ReadInt64BigEndian(body[65..]), TimeSpan.Zero));
    }
}
