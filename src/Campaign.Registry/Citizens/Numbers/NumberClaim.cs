using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// A caller says that two numbers are one person's. Kept once per provider, to be looked into; only trusted links make two numbers one person, or else a provider
/// could block a citizen by a false claim (I2).
/// </summary>
internal static class NumberClaim
{
    private const string InsertSql = """
        insert into registry.number_claims (key_id, key_hash, claimed_hash, claimed_by, claimed_at) select $1, $2, $3, $4, $5
        where $2 <> $3 on conflict do nothing
        """;

    public static NpgsqlBatchCommand Insert(NumberKey number, NumberKey claimed, short providerId, DateTimeOffset now) =>
        Sql.Statement(InsertSql, Sql.Small(number.KeyId), Sql.Bytes(number.Hash), Sql.Bytes(claimed.Hash), Sql.Small(providerId), Sql.At(now));
}
