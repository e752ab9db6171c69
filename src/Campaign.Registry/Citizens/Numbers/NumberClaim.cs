using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// A provider says, in a request or a file, that two numbers are one person's. Kept once per provider, to be looked into; only trusted links make two numbers one person, or else a provider
/// could block a citizen by a false claim (I2).
/// </summary>
internal static class NumberClaim
{
    private const string InsertSql = """
        insert into registry.number_claims (key_id, key_hash, claimed_hash, claimed_by, claimed_at) select $1, $2, $3, $4, $5
        where $2 <> $3 on conflict do nothing
        """;

    private const string InsertManySql = """
        insert into registry.number_claims (key_id, key_hash, claimed_hash, claimed_by, claimed_at)
        select s.key_id, s.key_hash, s.claimed_hash, $4, $5 from unnest($1, $2, $3) s (key_id, key_hash, claimed_hash)
        where s.key_hash <> s.claimed_hash order by s.key_hash, s.claimed_hash on conflict do nothing
        """;

    /// <summary>Those of a part of a file.</summary>
    public static NpgsqlBatchCommand InsertMany(IReadOnlyCollection<(NumberKey Number, NumberKey Claimed)> claims, short providerId, DateTimeOffset now) => Sql.Statement(
        InsertManySql, Sql.Smalls([.. claims.Select(c => (short?)c.Number.KeyId)]), Sql.ManyBytes([.. claims.Select(c => c.Number.Hash)]),
        Sql.ManyBytes([.. claims.Select(c => c.Claimed.Hash)]), Sql.Small(providerId), Sql.At(now));

    public static NpgsqlBatchCommand Insert(NumberKey number, NumberKey claimed, short providerId, DateTimeOffset now) =>
        Sql.Statement(InsertSql, Sql.Small(number.KeyId), Sql.Bytes(number.Hash), Sql.Bytes(claimed.Hash), Sql.Small(providerId), Sql.At(now));
}
