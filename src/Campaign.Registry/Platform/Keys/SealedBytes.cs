using System.Security.Cryptography;

namespace Campaign.Registry.Platform.Keys;

/// <summary>AES-256-GCM as everything sealed here is laid out: 12 bytes of nonce, the ciphertext, 16 bytes of tag.</summary>
public static class SealedBytes
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>How much longer than its content what is sealed is.</summary>
    public const int Overhead = NonceLength + TagLength;

    /// <param name="key">AES-256.</param>
    /// <param name="plain">What is hidden.</param>
    /// <param name="boundTo">What it belongs to: opened as anything else's, it does not open.</param>
    public static byte[] Seal(SymmetricSecret key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> boundTo)
    {
        var result = new byte[plain.Length + Overhead];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(result.AsSpan(0, NonceLength), plain, result.AsSpan(NonceLength, plain.Length), result.AsSpan(NonceLength + plain.Length), boundTo);
        return result;
    }

    /// <exception cref="CryptographicException">It was not sealed under this key for this.</exception>
    public static byte[] Open(SymmetricSecret key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> boundTo)
    {
        if (sealedBytes.Length < Overhead)
        {
            throw new CryptographicException("Too short to be sealed.");
        }

        var plain = new byte[sealedBytes.Length - Overhead];
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Decrypt(sealedBytes[..NonceLength], sealedBytes[NonceLength..^TagLength], sealedBytes[^TagLength..], plain, boundTo);
        return plain;
    }
}
