using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Registry.Kernel;

namespace Campaign.Registry.Needs;

/// <summary>
/// Keeps contacts: AES-256-GCM under the current encryption key, bound to the need's id; and a keyed hash of the phone, by which many needs from one phone are
/// found without reading any (HUE-1.6, HUE-1.7).
/// </summary>
public sealed class ContactSealer(Keyring keys)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly byte[] PhonePurpose = Encoding.ASCII.GetBytes("phone:");

    internal (short KeyId, byte[] Sealed) Seal(NeedContact contact, Guid needId)
    {
        var key = keys.EncryptionKeys[^1];
        var plain = JsonSerializer.SerializeToUtf8Bytes(contact);
        var result = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(
            result.AsSpan(0, NonceLength), plain, result.AsSpan(NonceLength, plain.Length), result.AsSpan(NonceLength + plain.Length), needId.ToByteArray());
        return (key.Id, result);
    }

    /// <exception cref="CryptographicException">The contact was not sealed under that key for that need.</exception>
    internal NeedContact Open(short keyId, byte[] sealedContact, Guid needId)
    {
        var key = keys.EncryptionKeys.FirstOrDefault(k => k.Id == keyId) ?? throw new CryptographicException($"Encryption key {keyId} is not at hand.");
        var plain = new byte[sealedContact.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Decrypt(
            sealedContact.AsSpan(0, NonceLength), sealedContact.AsSpan(NonceLength, plain.Length), sealedContact.AsSpan(NonceLength + plain.Length), plain,
            needId.ToByteArray());
        return JsonSerializer.Deserialize<NeedContact>(plain)!;
    }

    internal (short KeyId, byte[] Hash) HashPhone(string phone)
    {
        var key = keys.NumberKeys[^1];
        return (key.Id, HMACSHA256.HashData(key.Bytes, (byte[])[.. PhonePurpose, .. Encoding.ASCII.GetBytes(phone)]));
    }
}
