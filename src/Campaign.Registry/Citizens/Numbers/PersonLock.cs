using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// Every command that changes what stands under a citizen first locks the citizen's person row, then reads the clock, then looks. So commands on one citizen
/// follow one another, and those on different citizens never wait. Of persons who were linked it is the one who stays (I2): the database looks again after the lock,
/// for a link may have been made while it was waited for.
/// </summary>
internal static class PersonLock
{
    private const string TakeAllSql = "select from registry.persons where id = any($1) order by id for no key update";

    /// <summary>Locks these persons in the order of their ids, so that two who lock several never wait for each other. Whether they still stand for themselves is asked after it.</summary>
    public static NpgsqlBatchCommand TakeAll(Guid[] persons) => Sql.Statement(TakeAllSql, Sql.Uuids(persons));

    /// <summary>Locks whoever stands for this person; answers with that person's id.</summary>
    public static NpgsqlBatchCommand Take(Guid personId) => Sql.Statement("select registry.lock_person($1)", Sql.Uuid(personId));

    /// <summary>The same by number; no row when the registry knows nobody under it.</summary>
    public static NpgsqlBatchCommand TakeByNumber(byte[][] keyHashes) =>
        Sql.Statement("select p from registry.lock_person_of($1) p where p is not null", Sql.ManyBytes(keyHashes));
}
