using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Campaign.Registry.Platform.Keys;

/// <summary>A symmetric key of 32 bytes and its id, which stands on every row that was made with it.</summary>
public sealed record SymmetricSecret(short Id, byte[] Bytes)
{
    public override string ToString() => $"key {Id}";
}

/// <summary>An Ed25519 key that signs receipts, and from when it was in use. A retired one signs no more and keeps its public half alone, which stays published.</summary>
public sealed record JournalKey(string Id, Key? PrivateKey, byte[] PublicKey, DateTimeOffset From)
{
    public override string ToString() => $"journal key {Id}";
}

/// <summary>An ECDSA P-256 key that signs access tokens, PKCS#8 PEM.</summary>
public sealed record TokenKey(string Id, string Pem)
{
    public override string ToString() => $"token key {Id}";
}

/// <summary>
/// All secrets of the registry, held outside the database. Of each kind the last one listed is the current one; the earlier ones still read what they made.
/// </summary>
public sealed class Keyring
{
    private Keyring(
        IReadOnlyList<SymmetricSecret> numberKeys,
        IReadOnlyList<SymmetricSecret> encryptionKeys,
        IReadOnlyList<SymmetricSecret> ticketKeys,
        IReadOnlyList<JournalKey> journalKeys,
        IReadOnlyList<TokenKey> tokenSigningKeys,
        byte[] tokenEncryptionKey)
    {
        NumberKeys = numberKeys;
        EncryptionKeys = encryptionKeys;
        TicketKeys = ticketKeys;
        JournalKeys = journalKeys;
        TokenSigningKeys = tokenSigningKeys;
        TokenEncryptionKey = tokenEncryptionKey;
    }

    /// <summary>HMAC-SHA-256 keys under which citizen numbers are looked up.</summary>
    public IReadOnlyList<SymmetricSecret> NumberKeys { get; }

    /// <summary>AES-256-GCM keys under which citizen numbers are kept.</summary>
    public IReadOnlyList<SymmetricSecret> EncryptionKeys { get; }

    /// <summary>AES-256-GCM keys under which tickets are sealed.</summary>
    public IReadOnlyList<SymmetricSecret> TicketKeys { get; }

    public IReadOnlyList<JournalKey> JournalKeys { get; }

    /// <summary>The last one signs; tokens signed by the others are good until they expire.</summary>
    public IReadOnlyList<TokenKey> TokenSigningKeys { get; }

    /// <summary>The AES-256 key that OpenIddict seals its own short-lived artefacts with.</summary>
    public byte[] TokenEncryptionKey { get; }

    /// <summary>New random keys, each with id 1.</summary>
    public static string GenerateJson(DateTimeOffset now)
    {
        static byte[] New() => RandomNumberGenerator.GetBytes(32);
        return KeyFile.Of(New(), New(), New(), New(), KeyFile.NewTokenPem(), New(), now).ToJson();
    }

    /// <summary>
    /// The demo's keys. Everybody knows them, as everybody knows the demo's client secrets: they protect made-up citizens alone, and a registry with
    /// <c>--no-demo</c> never has them. Derived, so that several hosts on one demo database agree without sharing a file.
    /// </summary>
    public static Keyring Demo() => Of(DemoFile());

    internal static KeyFile DemoFile()
    {
        static byte[] Derive(string purpose) => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes("campaign-registry demo: made-up citizens only"), 32, info: Encoding.UTF8.GetBytes(purpose));
        return KeyFile.Of(
            Derive("number"), Derive("encryption"), Derive("ticket"), Derive("journal"), DemoTokenKeyPem, Derive("token encryption"),
            new DateTimeOffset(2023, 7, 28, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Each key as "PURPOSE:id", and whether it is the current one of its purpose.</summary>
    public IEnumerable<(string Name, bool Current)> Ids()
    {
        static IEnumerable<(string, bool)> Of<T>(string purpose, IReadOnlyList<T> list, Func<T, string> id) => list.Select((k, i) => ($"{purpose}:{id(k)}", i == list.Count - 1));
        return
        [
            .. Of("NUMBER", NumberKeys, k => k.Id.ToString()), .. Of("ENCRYPTION", EncryptionKeys, k => k.Id.ToString()), .. Of("TICKET", TicketKeys, k => k.Id.ToString()),
            .. Of("JOURNAL", JournalKeys, k => k.Id), .. Of("TOKEN", TokenSigningKeys, k => k.Id),
        ];
    }

    /// <summary>Whether any key here is one that everybody knows.</summary>
    public bool HasDemoKeys()
    {
        var known = Demo();
        return Shared(NumberKeys, known.NumberKeys) || Shared(EncryptionKeys, known.EncryptionKeys) || Shared(TicketKeys, known.TicketKeys)
            || JournalKeys.Any(k => k.PublicKey.AsSpan().SequenceEqual(known.JournalKeys[0].PublicKey))
            || TokenSigningKeys.Any(k => TokenKeys.PublicPartOf(k).AsSpan().SequenceEqual(TokenKeys.PublicPartOf(known.TokenSigningKeys[0])))
            || CryptographicOperations.FixedTimeEquals(TokenEncryptionKey, known.TokenEncryptionKey);
    }

    private static bool Shared(IReadOnlyList<SymmetricSecret> mine, IReadOnlyList<SymmetricSecret> known) =>
        mine.Any(m => known.Any(k => CryptographicOperations.FixedTimeEquals(m.Bytes, k.Bytes)));

    /// <summary>Reads the text of a key file.</summary>
    /// <exception cref="InvalidKeyringException">A key is missing or malformed; the message names it and never shows it.</exception>
    public static Keyring Parse(string json) => Of(KeyFile.FromJson(json));

    /// <inheritdoc cref="Parse"/>
    public static Keyring Of(KeyFile file)
    {
        var keys = new Keyring(
            Secrets("numberKeys", file.NumberKeys),
            Secrets("encryptionKeys", file.EncryptionKeys),
            Secrets("ticketKeys", file.TicketKeys),
            Required("journalKeys", file.JournalKeys).ConvertAll(JournalKeyOf),
            TokenKeys.Read(file),
            Bytes32("tokenEncryptionKey", file.TokenEncryptionKey));
        return keys.JournalKeys[^1].PrivateKey is null ? throw new InvalidKeyringException("The last of journalKeys, which is to sign, has no privateKey.") : keys;
    }

    private static JournalKey JournalKeyOf(JournalEntry entry)
    {
        if (string.IsNullOrWhiteSpace(entry.Id))
        {
            throw new InvalidKeyringException("A journalKeys entry has no id.");
        }

        if (entry.PrivateKey is null)
        {
            return new(entry.Id, null, Bytes32("journalKeys", entry.PublicKey), entry.From);
        }

        var bytes = Bytes32("journalKeys", entry.PrivateKey);
        var key = Key.Import(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPrivateKey);
        CryptographicOperations.ZeroMemory(bytes);
        return new(entry.Id, key, key.PublicKey.Export(KeyBlobFormat.RawPublicKey), entry.From);
    }

    private static List<SymmetricSecret> Secrets(string name, List<SecretEntry>? entries)
    {
        var secrets = Required(name, entries).ConvertAll(e => new SymmetricSecret(e.Id, Bytes32(name, e.Key)));
        return secrets.DistinctBy(s => s.Id).Count() == secrets.Count
            ? secrets
            : throw new InvalidKeyringException($"Two {name} in the key file bear one id.");
    }

    private static List<T> Required<T>(string name, List<T>? entries) =>
        entries is { Count: > 0 } ? entries : throw new InvalidKeyringException($"The key file has no {name}.");

    private static byte[] Bytes32(string name, string? base64)
    {
        var bytes = new byte[33];
        try
        {
            return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) && length == 32
                ? bytes[..32]
                : throw new InvalidKeyringException(base64 is null ? $"The key file has no {name}." : $"A key in {name} is not 32 bytes of base64.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private const string DemoTokenKeyPem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk5EGP8LnpoEFtXWK
        UJt3NSRE/g3PQKetFASxkN85QY+hRANCAAQLZhbfg5y8oys/heiDOXTQ8gKJdY9a
        6VY/gIif0qytwlOFN/6Y1aPD6PEyfFRvDPty0ErbM1MGaWvndUKKqD3k
        -----END PRIVATE KEY-----
        """;
}

/// <summary>A key is missing or malformed; the host refuses to start and says which.</summary>
public sealed class InvalidKeyringException(string message) : Exception(message);
