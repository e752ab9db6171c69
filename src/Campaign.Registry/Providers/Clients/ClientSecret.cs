using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Campaign.Registry.Providers.Clients;

/// <summary>
/// A secret of a system: 32 random bytes, shown once, kept as PBKDF2 with a salt of its own. The form of what is kept is that of the secrets of before (version, algorithm, rounds, length of the
/// salt, each big-endian; salt; hash; all in base64), so that those are still good.
/// </summary>
public static class ClientSecret
{
    private const byte Version = 0x01;
    private const int HeaderLength = 13;
    private const int SaltLength = 16;
    private const int HashLength = 32;
    private const int Rounds = 10_000;
    private const int MostRounds = 10_000_000;

    /// <summary>No password of a person's choice is behind it, so that rounds beyond these would only slow each sign-in down.</summary>
    public static string Make() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string HashOf(string secret)
    {
        var kept = new byte[HeaderLength + SaltLength + HashLength];
        kept[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(kept.AsSpan(1), 1);
        BinaryPrimitives.WriteUInt32BigEndian(kept.AsSpan(5), Rounds);
        BinaryPrimitives.WriteUInt32BigEndian(kept.AsSpan(9), SaltLength);
        var salt = kept.AsSpan(HeaderLength, SaltLength);
        RandomNumberGenerator.Fill(salt);
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, kept.AsSpan(HeaderLength + SaltLength), Rounds, HashAlgorithmName.SHA256);
        return Convert.ToBase64String(kept);
    }

    public static bool Fits(string secret, string hash)
    {
        var kept = new byte[hash.Length];
        if (!Convert.TryFromBase64String(hash, kept, out var length) || length <= HeaderLength || kept[0] != Version)
        {
            return false;
        }

        var algorithm = BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(1)) switch
        {
            0 => HashAlgorithmName.SHA1,
            1 => HashAlgorithmName.SHA256,
            2 => HashAlgorithmName.SHA512,
            _ => default,
        };
        var rounds = BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(5));
        var saltLength = BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(9));
        if (algorithm.Name is null || rounds is 0 or > MostRounds || saltLength > length - HeaderLength - SaltLength)
        {
            return false;
        }

        var salt = kept.AsSpan(HeaderLength, (int)saltLength);
        var expected = kept.AsSpan(HeaderLength + (int)saltLength, length - HeaderLength - (int)saltLength);
        return CryptographicOperations.FixedTimeEquals(Rfc2898DeriveBytes.Pbkdf2(secret, salt, (int)rounds, algorithm, expected.Length), expected);
    }
}
