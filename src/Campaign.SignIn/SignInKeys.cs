using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace Campaign.SignIn;

/// <summary>
/// Keys of the sign-in, derived from the keyring's token encryption key by HKDF-SHA-256, one for each purpose: the database alone never gives them, and all hosts of
/// one registry have the same without sharing a file or a table. It is also ASP.NET's data protection (forms against forgery, and the short steps of a sign-in),
/// whose own key ring would need a store, a rotation and a home of its own for what lives minutes. When the keyring's key changes, open forms and half-made sign-ins
/// begin anew; sessions live on, for their cookies are random secrets and sealed by nothing.
/// </summary>
internal sealed class SignInKeys : IDataProtectionProvider
{
    private readonly byte[] root;

    public SignInKeys(KeysInUse keys)
        : this(Derive(keys.Held.TokenEncryptionKey, "campaign-registry sign-in"))
    {
    }

    private SignInKeys(byte[] root) => this.root = root;

    /// <summary>A keyed hash, under which what could be guessed (a name, an address, a code) may be kept.</summary>
    public byte[] HashOf(string purpose, string value) => HMACSHA256.HashData(Derive(root, $"hash:{purpose}"), Encoding.UTF8.GetBytes(value));

    public IDataProtector CreateProtector(string purpose) => new Protector(Derive(root, $"protect:{purpose}"));

    private static byte[] Derive(byte[] key, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: Encoding.UTF8.GetBytes(purpose));

    private sealed class Protector(byte[] key) : IDataProtector
    {
        private readonly SymmetricSecret secret = new(1, key);

        public IDataProtector CreateProtector(string purpose) => new Protector(Derive(key, $"protect:{purpose}"));

        public byte[] Protect(byte[] plaintext) => SealedBytes.Seal(secret, plaintext, []);

        public byte[] Unprotect(byte[] protectedData) => SealedBytes.Open(secret, protectedData, []);
    }
}
