using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NSec.Cryptography;

namespace Campaign.Registry.Platform.Keys;

/// <summary>What a key is for.</summary>
public enum KeyPurpose
{
    Number,
    Encryption,
    Ticket,
    Journal,
    Token,
}

/// <summary>
/// The keys as they are written down: of each purpose the last one listed is the current one. A key that is added stands before it, known and not yet used; promoting
/// moves it to the end. Nothing here shows a key when it is turned into text.
/// </summary>
public sealed record KeyFile(
    List<SecretEntry>? NumberKeys,
    List<SecretEntry>? EncryptionKeys,
    List<SecretEntry>? TicketKeys,
    List<JournalEntry>? JournalKeys,
    List<TokenEntry>? TokenSigningKeys,
    string? TokenSigningKeyPem,
    string? TokenEncryptionKey)
{
    private static readonly JsonSerializerOptions Written =
        new(JsonSerializerOptions.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public override string ToString() => "keys";

    /// <exception cref="InvalidKeyringException">It is no JSON of this form.</exception>
    public static KeyFile FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<KeyFile>(json, JsonSerializerOptions.Web) ?? throw new InvalidKeyringException("The key file is empty.");
        }
        catch (JsonException)
        {
            // Its text could show a key.
            throw new InvalidKeyringException("The key file is not valid JSON.");
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    /// <summary>Tells one content from another without keeping either.</summary>
    public byte[] Fingerprint() => SHA256.HashData(Encoding.UTF8.GetBytes(ToJson()));

    /// <summary>The ids of this purpose, the current one last.</summary>
    public IReadOnlyList<string> IdsOf(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Journal => [.. (JournalKeys ?? []).Select(k => k.Id ?? "")],
        KeyPurpose.Token => TokenSigningKeys is { Count: > 0 } listed ? [.. listed.Select(k => k.Id.ToString())] : TokenSigningKeyPem is null ? [] : ["1"],
        _ => [.. (Symmetric(purpose) ?? []).Select(k => k.Id.ToString())],
    };

    /// <summary>With a new random key of this purpose, known and not yet current.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="number">Its id, never used before; a journal key's id comes from the key itself.</param>
    /// <param name="now">Written into a journal key; promoting writes it again.</param>
    public (KeyFile File, string Id) WithNew(KeyPurpose purpose, short number, DateTimeOffset now)
    {
        switch (purpose)
        {
            case KeyPurpose.Journal:
                var journal = NewJournal(RandomNumberGenerator.GetBytes(32), now);
                return (this with { JournalKeys = BeforeLast(JournalKeys, journal) }, journal.Id!);
            case KeyPurpose.Token:
                return (this with { TokenSigningKeys = BeforeLast(Tokens(), new(number, NewTokenPem())), TokenSigningKeyPem = null }, number.ToString());
            default:
                return (WithSymmetric(purpose, BeforeLast(Symmetric(purpose), new(number, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))))), number.ToString());
        }
    }

    /// <summary>With this key as the current one.</summary>
    public KeyFile WithCurrent(KeyPurpose purpose, string id, DateTimeOffset now) => purpose switch
    {
        KeyPurpose.Journal => this with { JournalKeys = [.. JournalKeys!.Where(k => k.Id != id), JournalKeys!.Single(k => k.Id == id) with { From = now }] },
        KeyPurpose.Token => this with { TokenSigningKeys = [.. Tokens().Where(k => k.Id.ToString() != id), Tokens().Single(k => k.Id.ToString() == id)], TokenSigningKeyPem = null },
        _ => WithSymmetric(purpose, [.. Symmetric(purpose)!.Where(k => k.Id.ToString() != id), Symmetric(purpose)!.Single(k => k.Id.ToString() == id)]),
    };

    /// <summary>Without this key; of a journal key the public half stays, for receipts that it signed are checked for ever.</summary>
    public KeyFile Without(KeyPurpose purpose, string id) => purpose switch
    {
        KeyPurpose.Journal => this with { JournalKeys = JournalKeys!.ConvertAll(k => k.Id == id ? new(k.Id, null, k.PublicKey ?? PublicOf(k), k.From) : k) },
        KeyPurpose.Token => this with { TokenSigningKeys = [.. Tokens().Where(k => k.Id.ToString() != id)], TokenSigningKeyPem = null },
        _ => WithSymmetric(purpose, [.. Symmetric(purpose)!.Where(k => k.Id.ToString() != id)]),
    };

    /// <summary>Each secret through this function: how a wrapped file becomes a plain one, and the other way round.</summary>
    public async Task<KeyFile> MapAsync(Func<string, string, Task<string>> map)
    {
        async Task<List<T>?> Each<T>(List<T>? entries, Func<T, Task<T>> one) => entries is null ? null : [.. await Task.WhenAll(entries.Select(one))];
        async Task<string?> Maybe(string name, string? secret) => secret is null ? null : await map(name, secret);
        return new(
            await Each(NumberKeys, async k => k with { Key = await Maybe($"numberKeys {k.Id}", k.Key) }),
            await Each(EncryptionKeys, async k => k with { Key = await Maybe($"encryptionKeys {k.Id}", k.Key) }),
            await Each(TicketKeys, async k => k with { Key = await Maybe($"ticketKeys {k.Id}", k.Key) }),
            await Each(JournalKeys, async k => k with { PrivateKey = await Maybe($"journalKeys {k.Id}", k.PrivateKey) }),
            await Each(TokenSigningKeys, async k => k with { Pem = await Maybe($"tokenSigningKeys {k.Id}", k.Pem) }),
            await Maybe("tokenSigningKeyPem", TokenSigningKeyPem),
            await Maybe("tokenEncryptionKey", TokenEncryptionKey));
    }

    internal static KeyFile Of(byte[] number, byte[] encryption, byte[] ticket, byte[] journal, string tokenPem, byte[] tokenEncryption, DateTimeOffset from) => new(
        [new(1, Convert.ToBase64String(number))],
        [new(1, Convert.ToBase64String(encryption))],
        [new(1, Convert.ToBase64String(ticket))],
        [NewJournal(journal, from)],
        [new(1, tokenPem)],
        null,
        Convert.ToBase64String(tokenEncryption));

    internal static string NewTokenPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static JournalEntry NewJournal(byte[] bytes, DateTimeOffset from)
    {
        var entry = new JournalEntry(null, Convert.ToBase64String(bytes), null, from);
        return entry with { Id = Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(PublicOf(entry))))[..8] };
    }

    private static string PublicOf(JournalEntry entry)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(entry.PrivateKey!), KeyBlobFormat.RawPrivateKey);
        return Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    private static List<T> BeforeLast<T>(List<T>? list, T added) => list is { Count: > 0 } ? [.. list[..^1], added, list[^1]] : [added];

    private List<TokenEntry> Tokens() => TokenSigningKeys is { Count: > 0 } listed ? listed : TokenSigningKeyPem is null ? [] : [new(1, TokenSigningKeyPem)];

    private List<SecretEntry>? Symmetric(KeyPurpose purpose) => purpose switch
    {
        KeyPurpose.Number => NumberKeys,
        KeyPurpose.Encryption => EncryptionKeys,
        _ => TicketKeys,
    };

    private KeyFile WithSymmetric(KeyPurpose purpose, List<SecretEntry> keys) => purpose switch
    {
        KeyPurpose.Number => this with { NumberKeys = keys },
        KeyPurpose.Encryption => this with { EncryptionKeys = keys },
        _ => this with { TicketKeys = keys },
    };
}

/// <summary>A symmetric key in a key file; base64 of 32 bytes, or of what an outside service wrapped them into.</summary>
public sealed record SecretEntry(short Id, string? Key)
{
    public override string ToString() => $"key {Id}";
}

/// <summary>A journal key in a key file: the private half, or the public half alone of a retired one.</summary>
public sealed record JournalEntry(string? Id, string? PrivateKey, string? PublicKey, DateTimeOffset From)
{
    public override string ToString() => $"journal key {Id}";
}

/// <summary>A token signing key in a key file.</summary>
public sealed record TokenEntry(short Id, string? Pem)
{
    public override string ToString() => $"token key {Id}";
}
