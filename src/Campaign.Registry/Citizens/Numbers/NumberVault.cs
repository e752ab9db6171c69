using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>A number key: the keyed hash under which a number is found, and the id of the key that made it.</summary>
public readonly record struct NumberKey(short KeyId, byte[] Hash);

/// <summary>
/// Turns citizen numbers into what may be stored: number keys (HMAC-SHA-256 under a key held outside the database, for a bare hash of twelve structured
/// digits can be enumerated) and ciphertexts (AES-256-GCM). While keys rotate, a number has one number key under each. (I2, I11, HUE-1.7)
/// </summary>
public sealed class NumberVault(KeysInUse keys)
{
    /// <summary>The number keys of this number, under every key at hand, in the order of their ids: the same order on every host, whichever key it holds current.</summary>
    public NumberKey[] KeysOf(CitizenNumber number) => [.. keys.Now.NumberKeys.OrderBy(key => key.Id).Select(key => KeyOf(number, key))];

    /// <summary>The number key under the current key: what traces carry and what quotas count.</summary>
    public NumberKey CurrentKeyOf(CitizenNumber number) => KeyOf(number, keys.Now.NumberKeys[^1]);

    /// <summary>The number under the current encryption key, bound to its person: 12 bytes of nonce, the text, 16 bytes of tag.</summary>
    public (short KeyId, byte[] Sealed) Encrypt(CitizenNumber number, Guid person)
    {
        var key = keys.Now.EncryptionKeys[^1];
        return (key.Id, SealedBytes.Seal(key, Encoding.ASCII.GetBytes(number.Digits), person.ToByteArray()));
    }

    /// <summary>The digits of a kept number.</summary>
    /// <exception cref="CryptographicException">The ciphertext was not made under that key for that person.</exception>
    internal string Decrypt(short keyId, ReadOnlySpan<byte> ciphertext, Guid person)
    {
        var key = keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == keyId) ?? throw new CryptographicException($"Encryption key {keyId} is not at hand.");
        return Encoding.ASCII.GetString(SealedBytes.Open(key, ciphertext, person.ToByteArray()));
    }

    private static NumberKey KeyOf(CitizenNumber number, SymmetricSecret key) =>
        new(key.Id, HMACSHA256.HashData(key.Bytes, Encoding.ASCII.GetBytes(number.Digits)));
}
