using System.Security.Cryptography;

namespace Campaign.Registry.Platform.Keys;

/// <summary>The keys that sign access tokens, as a key file lists them.</summary>
internal static class TokenKeys
{
    /// <summary>Files from before these keys were a list have one, without an id; it is number 1.</summary>
    /// <exception cref="InvalidKeyringException">None is there, or one is not ECDSA P-256; the message never shows it.</exception>
    public static IReadOnlyList<TokenKey> Read(KeyFile file)
    {
        List<TokenKey> keys = file.TokenSigningKeys is { Count: > 0 } listed
            ? listed.ConvertAll(e => new TokenKey(e.Id.ToString(), e.Pem ?? throw new InvalidKeyringException("A tokenSigningKeys entry has no pem.")))
            : [new("1", file.TokenSigningKeyPem ?? throw new InvalidKeyringException("The key file has no tokenSigningKeys."))];
        if (keys.DistinctBy(k => k.Id).Count() != keys.Count)
        {
            throw new InvalidKeyringException("Two tokenSigningKeys in the key file bear one id.");
        }

        keys.ForEach(key => PublicPartOf(key));
        return keys;
    }

    public static byte[] PublicPartOf(TokenKey key)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(key.Pem);
            return ecdsa.KeySize == 256 ? ecdsa.ExportSubjectPublicKeyInfo() : throw NoKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw NoKey(key);
        }
    }

    private static InvalidKeyringException NoKey(TokenKey key) => new($"tokenSigningKeys {key.Id} is no ECDSA P-256 key in PEM.");
}
