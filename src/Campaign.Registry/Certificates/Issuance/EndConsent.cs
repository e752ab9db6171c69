using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// The citizen's agreement to the end of one certificate: once, [consentedAt, expiresAt), and for 5 tries. The code is kept as a keyed hash.
/// </summary>
internal sealed record EndConsent(Guid Id, Guid PersonId, short CodeKeyId, byte[] CodeHash, DateTimeOffset ExpiresAt)
{
    private const string ReadSql = """
        select e.id, e.person_id, e.code_key_id, e.code_hash, e.expires_at from registry.end_consents e
        where e.issuance_id = $1 and e.used_at is null and e.voided_at is null
        """;

    private const string VoidSql = "update registry.end_consents set voided_at = $2 where issuance_id = $1 and used_at is null and voided_at is null";

    private const string InsertSql = """
        insert into registry.end_consents (id, person_id, issuance_id, provider_id, code_key_id, code_hash, consented_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string UseSql = "update registry.end_consents set used_at = $2 where id = $1 and used_at is null and voided_at is null";

    private const string CountWrongTrySql = """
        update registry.end_consents set wrong_tries = wrong_tries + 1, voided_at = case when wrong_tries + 1 >= $3 then $2 end
        where id = $1 and used_at is null and voided_at is null
        """;

    /// <summary>The open one for this certificate; null when there is none. The person is locked.</summary>
    public static Task<EndConsent?> ReadAsync(Work work, Guid issuanceId) => work.RowOrNullAsync<EndConsent>(ReadSql, Sql.Uuid(issuanceId));

    /// <summary>A new code voids the old.</summary>
    public static IEnumerable<Npgsql.NpgsqlBatchCommand> Give(Guid id, IssuanceRow row, (short KeyId, byte[] Hash) code, DateTimeOffset now)
    {
        yield return Sql.Statement(VoidSql, Sql.Uuid(row.Id), Sql.At(now));
        yield return Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Uuid(row.PersonId), Sql.Uuid(row.Id), Sql.Small(row.ProviderId), Sql.Small(code.KeyId), Sql.Bytes(code.Hash), Sql.At(now),
            Sql.At(now + SwitchConsent.Lifetime));
    }

    public Npgsql.NpgsqlBatchCommand Use(DateTimeOffset now) => Sql.Statement(UseSql, Sql.Uuid(Id), Sql.At(now));

    /// <summary>A wrong code: the fifth voids the consent.</summary>
    public Npgsql.NpgsqlBatchCommand CountWrongTry(DateTimeOffset now) =>
        Sql.Statement(CountWrongTrySql, Sql.Uuid(Id), Sql.At(now), Sql.Int(SwitchConsent.MaxWrongTries));
}
