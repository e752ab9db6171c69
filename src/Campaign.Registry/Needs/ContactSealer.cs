using System.Security.Cryptography;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Needs;

/// <summary>
/// Keeps contacts: AES-256-GCM under the current encryption key, bound to the need's id; and a keyed hash of the phone, by which many needs from one phone are
/// found without reading any (HUE-1.6, HUE-1.7).
/// </summary>
public sealed class ContactSealer(KeysInUse keys)
{
    internal (short KeyId, byte[] Sealed) Seal(NeedContact contact, Guid needId)
    {
        var key = keys.Now.EncryptionKeys[^1];
        return (key.Id, SealedBytes.Seal(key, JsonSerializer.SerializeToUtf8Bytes(contact), needId.ToByteArray()));
    }

    /// <exception cref="CryptographicException">The contact was not sealed under that key for that need.</exception>
    internal NeedContact Open(short keyId, byte[] sealedContact, Guid needId)
    {
        var key = keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == keyId) ?? throw new CryptographicException($"Encryption key {keyId} is not at hand.");
        return JsonSerializer.Deserialize<NeedContact>(SealedBytes.Open(key, sealedContact, needId.ToByteArray()))!;
    }

    internal (short KeyId, byte[] Hash) HashPhone(string phone) => PhoneVault.HashOf(keys.Now, phone);
}
