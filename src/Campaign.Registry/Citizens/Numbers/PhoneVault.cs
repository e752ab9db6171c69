using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>A phone as it is kept beside a person: its keyed hash, and the phone itself sealed, without which the hash could not follow a rotation of keys.</summary>
public readonly record struct KeptPhone(short KeyId, byte[] Hash, short SealedKeyId, byte[] Sealed);

/// <summary>Turns phones into what may be stored: a keyed hash, by which one phone is found behind many, and a ciphertext. Never the phone in the clear (HUE-1.7).</summary>
public sealed class PhoneVault(KeysInUse keys)
{
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("phone:");

    /// <summary>Under the current number key.</summary>
    /// <param name="phone">10 digits from 0.</param>
    internal static (short KeyId, byte[] Hash) HashOf(Keyring keys, string phone)
    {
        var key = keys.NumberKeys[^1];
        return (key.Id, HMACSHA256.HashData(key.Bytes, (byte[])[.. Purpose, .. Encoding.ASCII.GetBytes(phone)]));
    }

    /// <summary>Bound to the person.</summary>
    /// <summary>As it is kept beside this person.</summary>
    public KeptPhone Keep(string phone, Guid person)
    {
        var ring = keys.Now;
        var (keyId, hash) = HashOf(ring, phone);
        var key = ring.EncryptionKeys[^1];
        return new(keyId, hash, key.Id, SealedBytes.Seal(key, Encoding.ASCII.GetBytes(phone), person.ToByteArray()));
    }

    /// <exception cref="CryptographicException">The ciphertext was not made under that key for that person.</exception>
    internal string Open(short keyId, ReadOnlySpan<byte> ciphertext, Guid person)
    {
        var key = keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == keyId) ?? throw new CryptographicException($"Encryption key {keyId} is not at hand.");
        return Encoding.ASCII.GetString(SealedBytes.Open(key, ciphertext, person.ToByteArray()));
    }
}
