using System.Security.Cryptography;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Platform.Photographs;

/// <summary>Seals photographs as they are kept, each bound to the id of its row: put under another, it does not open.</summary>
public sealed class PhotoVault(KeysInUse keys)
{
    internal (short KeyId, byte[] Sealed) Seal(byte[] jpeg, Guid row)
    {
        var key = keys.Now.EncryptionKeys[^1];
        return (key.Id, SealedBytes.Seal(key, jpeg, row.ToByteArray()));
    }

    /// <exception cref="CryptographicException">It was not sealed under that key for that row.</exception>
    internal byte[] Open(short keyId, ReadOnlySpan<byte> sealedPhoto, Guid row)
    {
        var key = keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == keyId) ?? throw new CryptographicException($"Encryption key {keyId} is not at hand.");
        return SealedBytes.Open(key, sealedPhoto, row.ToByteArray());
    }
}
