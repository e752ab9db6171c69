using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Campaign.Registry.Kernel;

/// <summary>A symmetric key of 32 bytes and its id, which stands on every row that was made with it.</summary>
public sealed record SymmetricSecret(short Id, byte[] Bytes)
{
    public override string ToString() => $"key {Id}";
}

/// <summary>An Ed25519 key that signs receipts, and from when it was in use.</summary>
public sealed record JournalKey(string Id, Key PrivateKey, DateTimeOffset From)
{
    public byte[] PublicKey => PrivateKey.PublicKey.Export(KeyBlobFormat.RawPublicKey);

    public override string ToString() => $"journal key {Id}";
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
        string tokenSigningKeyPem,
        byte[] tokenEncryptionKey)
    {
        NumberKeys = numberKeys;
        EncryptionKeys = encryptionKeys;
        TicketKeys = ticketKeys;
        JournalKeys = journalKeys;
        TokenSigningKeyPem = tokenSigningKeyPem;
        TokenEncryptionKey = tokenEncryptionKey;
    }

    /// <summary>HMAC-SHA-256 keys under which citizen numbers are looked up.</summary>
    public IReadOnlyList<SymmetricSecret> NumberKeys { get; }

    /// <summary>AES-256-GCM keys under which citizen numbers are kept.</summary>
    public IReadOnlyList<SymmetricSecret> EncryptionKeys { get; }

    /// <summary>AES-256-GCM keys under which tickets are sealed.</summary>
    public IReadOnlyList<SymmetricSecret> TicketKeys { get; }

    public IReadOnlyList<JournalKey> JournalKeys { get; }

    /// <summary>The ECDSA P-256 key that signs access tokens, PKCS#8 PEM.</summary>
    public string TokenSigningKeyPem { get; }

    /// <summary>The AES-256 key that OpenIddict seals its own short-lived artefacts with.</summary>
    public byte[] TokenEncryptionKey { get; }

    /// <summary>New random keys, each with id 1.</summary>
    public static string GenerateJson(DateTimeOffset now)
    {
        using var tokenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Serialize(
            RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32),
            tokenKey.ExportPkcs8PrivateKeyPem(), RandomNumberGenerator.GetBytes(32), now);
    }

    /// <summary>
    /// The demo's keys. Everybody knows them, as everybody knows the demo's client secrets: they protect made-up citizens alone, and a registry with
    /// <c>--no-demo</c> never has them. Derived, so that several hosts on one demo database agree without sharing a file.
    /// </summary>
    public static Keyring Demo()
    {
        static byte[] Derive(string purpose) => HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes("campaign-registry demo: made-up citizens only"), 32, info: Encoding.UTF8.GetBytes(purpose));
        return Parse(Serialize(
            Derive("number"), Derive("encryption"), Derive("ticket"), Derive("journal"), DemoTokenKeyPem, Derive("token encryption"),
            new DateTimeOffset(2023, 7, 28, 0, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="InvalidKeyringException">A key is missing or malformed; the message names it and never shows it.</exception>
    public static Keyring Parse(string json)
    {
        KeyFile? file;
        try
        {
            file = JsonSerializer.Deserialize<KeyFile>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            throw new InvalidKeyringException("The key file is not valid JSON.");
        }

        return new(
            Secrets("numberKeys", file?.NumberKeys),
            Secrets("encryptionKeys", file?.EncryptionKeys),
            Secrets("ticketKeys", file?.TicketKeys),
            [.. Required("journalKeys", file?.JournalKeys).Select(k => new JournalKey(
                string.IsNullOrWhiteSpace(k.Id) ? throw new InvalidKeyringException("A journalKeys entry has no id.") : k.Id,
                Key.Import(SignatureAlgorithm.Ed25519, Bytes32("journalKeys", k.PrivateKey), KeyBlobFormat.RawPrivateKey),
                k.From))],
            file?.TokenSigningKeyPem ?? throw new InvalidKeyringException("The key file has no tokenSigningKeyPem."),
            Bytes32("tokenEncryptionKey", file.TokenEncryptionKey));
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
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) && length == 32
            ? bytes[..32]
            : throw new InvalidKeyringException($"A key in {name} is not 32 bytes of base64.");
    }

    private static string Serialize(
        byte[] number, byte[] encryption, byte[] ticket, byte[] journal, string tokenSigningKeyPem, byte[] tokenEncryption, DateTimeOffset from)
    {
        using var journalKey = Key.Import(SignatureAlgorithm.Ed25519, journal, KeyBlobFormat.RawPrivateKey);
        var journalKeyId = Convert.ToHexStringLower(SHA256.HashData(journalKey.PublicKey.Export(KeyBlobFormat.RawPublicKey)))[..8];
        return JsonSerializer.Serialize(
            new KeyFile(
                [new(1, Convert.ToBase64String(number))],
                [new(1, Convert.ToBase64String(encryption))],
                [new(1, Convert.ToBase64String(ticket))],
                [new(journalKeyId, Convert.ToBase64String(journal), from)],
                tokenSigningKeyPem,
                Convert.ToBase64String(tokenEncryption)),
            IndentedWeb);
    }

    private static readonly JsonSerializerOptions IndentedWeb = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private const string DemoTokenKeyPem = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk5EGP8LnpoEFtXWK
        UJt3NSRE/g3PQKetFASxkN85QY+hRANCAAQLZhbfg5y8oys/heiDOXTQ8gKJdY9a
        6VY/gIif0qytwlOFN/6Y1aPD6PEyfFRvDPty0ErbM1MGaWvndUKKqD3k
        -----END PRIVATE KEY-----
        """;

    private sealed record KeyFile(
        List<SecretEntry>? NumberKeys,
        List<SecretEntry>? EncryptionKeys,
        List<SecretEntry>? TicketKeys,
        List<JournalEntry>? JournalKeys,
        string? TokenSigningKeyPem,
        string? TokenEncryptionKey);

    private sealed record SecretEntry(short Id, string? Key);

    private sealed record JournalEntry(string? Id, string? PrivateKey, DateTimeOffset From);
}

/// <summary>A key is missing or malformed; the host refuses to start and says which.</summary>
public sealed class InvalidKeyringException(string message) : Exception(message);
