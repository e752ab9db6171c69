using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.Citizens;

/// <summary>
/// Every command that changes what stands under a citizen first locks the citizen's person row, then reads the clock, then looks. So commands on one citizen
/// follow one another, and those on different citizens never wait.
/// </summary>
internal static class PersonLock
{
    public static NpgsqlBatchCommand Take(Guid personId) =>
        Sql.Statement("select id from registry.persons where id = $1 for no key update", Sql.Uuid(personId));

    /// <summary>The same by number; answers with the person's id. Ordered, so that the index is read whatever the statistics say.</summary>
    public static NpgsqlBatchCommand TakeByNumber(byte[][] keyHashes) => Sql.Statement(
        """
        select id from registry.persons
        where id = (select person_id from registry.number_keys where key_hash = any($1) order by key_hash limit 1) for no key update
        """,
        Sql.ManyBytes(keyHashes));
}
