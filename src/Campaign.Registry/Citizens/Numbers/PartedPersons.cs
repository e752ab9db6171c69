using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>Pairs of persons that an officer has decided not to be one (I2): whoever states two of their numbers as a pair is answered by each alone. Kept for good.</summary>
internal static class PartedPersons
{
    private const string InsertSql = """
        insert into registry.parted_persons (person_a, person_b, parted_at, parted_by) values (least($1, $2), greatest($1, $2), $3, $4) on conflict do nothing
        """;

    private const string ReadSql = """
        select exists (
          select from registry.number_keys a
          join registry.number_keys b on b.key_hash = any($2)
          join registry.parted_persons p on p.person_a = least(a.person_id, b.person_id) and p.person_b = greatest(a.person_id, b.person_id)
          where a.key_hash = any($1))
        """;

    private const string PartedAtSql = "select parted_at from registry.parted_persons where person_a = least($1, $2) and person_b = greatest($1, $2)";

    /// <summary>Null when nobody has parted them.</summary>
    public static Task<DateTimeOffset?> PartedAtAsync(Work work, Guid one, Guid other) => work.ValueOrNullAsync<DateTimeOffset>(PartedAtSql, Sql.Uuid(one), Sql.Uuid(other));

    public static NpgsqlBatchCommand Insert(Guid one, Guid other, DateTimeOffset now, string actor) =>
        Sql.Statement(InsertSql, Sql.Uuid(one), Sql.Uuid(other), Sql.At(now), Sql.Text(actor));

    public static NpgsqlBatchCommand Read(byte[][] keyHashes, byte[][] otherHashes) => Sql.Statement(ReadSql, Sql.ManyBytes(keyHashes), Sql.ManyBytes(otherHashes));
}
