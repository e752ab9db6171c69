using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Campaign.Testing;

/// <summary>A member of staff's tablet, as far as badges go: a key of its own, and codes that it signs without the registry.</summary>
internal sealed class StaffDevice : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A device that the registry knows as this member of staff's.</summary>
    public static async Task<StaffDevice> BindAsync(TestDatabase database, string reference)
    {
        var device = new StaffDevice();
        await database.ExecuteAsync(
            """
            insert into signin.devices (id, account_id, public_key, label, registered_at)
            select gen_random_uuid(), a.id, $2, 'tablet', '2020-01-01' from signin.accounts a where a.staff_reference = $1
            """,
            reference, device.PublicKey);
        return device;
    }

    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    /// <summary>The text of the QR code, without the address before it.</summary>
    public string BadgeAt(DateTimeOffset signedAt, string campaign = "hue")
    {
        byte[] head = [2, .. SHA256.HashData(PublicKey).AsSpan(0, 16), .. new byte[8]];
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(17), signedAt.ToUnixTimeMilliseconds());
        var code = Encoding.UTF8.GetBytes(campaign);
        var signature = key.SignData([.. Encoding.UTF8.GetBytes("campaign-badge\n"), .. head, .. code], HashAlgorithmName.SHA256);
        return Base64Url.EncodeToString([.. head, .. signature, .. code]);
    }

    public void Dispose() => key.Dispose();
}
