using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// The citizen's agreement to leave the present holder for one new provider: for one citizen, one campaign, one provider and the holder of that moment; once,
/// [consentedAt, expiresAt), and for 5 tries. The code is kept as a keyed hash.
/// </summary>
/// <param name="HolderRootId">The first issuance of the chain that held the place then.</param>
internal sealed record SwitchConsent(
    Guid Id, Guid PersonId, short ProviderId, Guid HolderRootId, short CodeKeyId, byte[] CodeHash, DateTimeOffset ExpiresAt, int WrongTries)
{
    public const int MaxWrongTries = 5;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string ReadSql = """
        select s.id, s.person_id, s.provider_id, s.holder_root_id, s.code_key_id, s.code_hash, s.expires_at, s.wrong_tries
        from registry.switch_consents s
        where s.person_id = (select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1)
          and s.campaign_id = (select id from registry.campaign_codes where code = $2) and s.used_at is null and s.voided_at is null
        """;

    private const string VoidSql = """
        update registry.switch_consents set voided_at = $3 where person_id = $1 and programme_id = (select programme_id from registry.campaign_codes where id = $2) and used_at is null and voided_at is null
        """;

    private const string InsertSql = """
        insert into registry.switch_consents (id, person_id, campaign_id, provider_id, holder_root_id, code_key_id, code_hash, consented_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string CountWrongTrySql = """
        update registry.switch_consents set wrong_tries = wrong_tries + 1, voided_at = case when wrong_tries + 1 >= $3 then $2 end
        where id = $1 and used_at is null and voided_at is null
        """;

    /// <summary>The citizen's open consent in this campaign, as far as the asker may see it; the person is locked.</summary>
    public static NpgsqlBatchCommand Read(byte[][] keyHashes, string campaignCode) =>
        Sql.Statement(ReadSql, Sql.ManyBytes(keyHashes), Sql.Text(campaignCode));

    public static async Task<SwitchConsent?> FromAsync(NpgsqlDataReader reader, CancellationToken cancel) => await reader.ReadAsync(cancel)
        ? new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetInt16(2), reader.GetGuid(3), reader.GetInt16(4), reader.GetFieldValue<byte[]>(5),
            reader.GetFieldValue<DateTimeOffset>(6), reader.GetInt16(7))
        : null;

    /// <summary>Whatever consent is open in the campaign's programme, a campaign beside it included.</summary>
    public static NpgsqlBatchCommand VoidOpen(Guid personId, int campaignId, DateTimeOffset now) =>
        Sql.Statement(VoidSql, Sql.Uuid(personId), Sql.Int(campaignId), Sql.At(now));

    public static NpgsqlBatchCommand Insert(
        Guid id, Guid personId, int campaignId, short providerId, Guid holderRootId, (short KeyId, byte[] Hash) code, DateTimeOffset now) => Sql.Statement(
        InsertSql, Sql.Uuid(id), Sql.Uuid(personId), Sql.Int(campaignId), Sql.Small(providerId), Sql.Uuid(holderRootId), Sql.Small(code.KeyId),
        Sql.Bytes(code.Hash), Sql.At(now), Sql.At(now + Lifetime));

    /// <summary>True when this consent is for this provider, this holder and this instant; the code is another question.</summary>
    /// <param name="holder">What is written as holding the place now; null when nothing is.</param>
    public bool IsFor(short providerId, Holding? holder, DateTimeOffset now) => ProviderId == providerId && now < ExpiresAt && HolderRootId == holder?.RootId;

    /// <summary>A wrong code: the fifth voids the consent.</summary>
    public NpgsqlBatchCommand CountWrongTry(DateTimeOffset now) => Sql.Statement(CountWrongTrySql, Sql.Uuid(Id), Sql.At(now), Sql.Int(MaxWrongTries));
}

/// <summary>
/// Codes that a citizen reads out to staff: 10 characters of Crockford's base 32 (50 bits), written in two groups. Read back without regard to case, blanks and
/// hyphens; O is 0, I and L are 1.
/// </summary>
public sealed class ConsentCodes(KeysInUse keys)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("consent:");

    /// <summary>A new code as it is shown, e.g. 7Q2MX-04BTR.</summary>
    internal static string New()
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Length);
        return $"{code[..5]}-{code[5..]}";
    }

    /// <summary>The code as it is compared; any text has such a form.</summary>
    internal static string Normalise(string text) => new(
    [
        .. text.ToUpperInvariant().Where(c => c is not (' ' or '-')).Select(c => c switch
        {
            'O' => '0',
            'I' or 'L' => '1',
            _ => c,
        }),
    ]);

    internal (short KeyId, byte[] Hash) Hash(string normalised, Guid personId)
    {
        var key = keys.Now.NumberKeys[^1];
        return (key.Id, HashUnder(key, normalised, personId));
    }

    /// <summary>True when this is the code of this consent. Takes the same time for every wrong one.</summary>
    internal bool Fits(SwitchConsent consent, string normalised) => Fits(consent.CodeKeyId, consent.CodeHash, consent.PersonId, normalised);

    /// <inheritdoc cref="Fits(SwitchConsent, string)"/>
    internal bool Fits(EndConsent consent, string normalised) => Fits(consent.CodeKeyId, consent.CodeHash, consent.PersonId, normalised);

    private bool Fits(short keyId, byte[] hash, Guid personId, string normalised) =>
        keys.Now.NumberKeys.FirstOrDefault(k => k.Id == keyId) is { } key && CryptographicOperations.FixedTimeEquals(HashUnder(key, normalised, personId), hash);

    private static byte[] HashUnder(SymmetricSecret key, string normalised, Guid personId) =>
        HMACSHA256.HashData(key.Bytes, (byte[])[.. Purpose, .. personId.ToByteArray(), .. Encoding.UTF8.GetBytes(normalised)]);
}
