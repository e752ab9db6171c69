using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Traces;

/// <summary>By what somebody looked at what stands under a citizen. What providers ask by number (CHECK, RECORD, SWITCH, ALSO_KNOWN_AS) is kept beside it.</summary>
public enum LookupAct
{
    Check,
    Record,
    Switch,
    AlsoKnownAs,
    Issuances,
    Issuance,
    Needs,
    Need,
    NeedFollowed,
    Violations,
    Lookups,
    CitizenLookups,
    LookupsBy,
    DataRequests,
    Export,
    PhoneBound,
    Numbers,
    SamePersons,
    Reports,
    ReportPhoto,
    PhoneProposed,

    /// <summary>A row of a provider's file was judged, or looked at before its import.</summary>
    Import,
}

/// <summary>
/// The trace that a look at what stands under citizens leaves (HUE-1.7): who, as whom, when, by which act, and where an officer is asked why, why. One row per person
/// and request, in the transaction of the look: what cannot be traced is not answered. A citizen's look at his or her own is kept too, and says so.
/// </summary>
internal static class ReadTrace
{
    private const int MaxReader = 200;

    private const string Into = """
        insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id, staff, reason, person_id, key_id, key_hash)
        select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7,
        """;

    private const string IntoOfSubjects = """
        insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id, staff, reason, person_id, key_id, key_hash)
        select gen_random_uuid(), $1, $2, $3, $4, $5, $6, coalesce($7, s.reason), s.person_id, s.key_id, s.key_hash
        """;

    private const string OfPersonsSql = Into + " p, null, null from unnest($8) p";

    private const string OfNumberSql = Into + " (select person_id from registry.number_persons where key_hash = any($8) order by key_hash limit 1), $9, $10";

    private const string OfFileSql = """
        insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id, person_id, key_id, key_hash)
        select s.id, $1, $2, $3, 'PROVIDER', $4, s.person_id, s.key_id, s.key_hash from unnest($5, $6, $7, $8) s (id, person_id, key_id, key_hash)
        """;

    private const string OfNobodySql = Into + " null, null, null";

    /// <summary>Null when nobody's was seen.</summary>
    public static NpgsqlBatchCommand? OfPersons(Caller caller, LookupAct act, DateTimeOffset now, IEnumerable<Guid> persons)
    {
        var seen = persons.Distinct().ToArray();
        return seen.Length == 0 ? null : Sql.Statement(OfPersonsSql, [.. Of(caller, act, now, null), Sql.Uuids(seen)]);
    }

    /// <summary>An officer's search by number, whether or not the registry knows the number.</summary>
    public static NpgsqlBatchCommand OfNumber(Caller caller, LookupAct act, DateTimeOffset now, NumberKey[] number, string reason) => Sql.Statement(
        OfNumberSql,
        [.. Of(caller, act, now, reason), Sql.ManyBytes([.. number.Select(k => k.Hash)]), Sql.Small(number[^1].KeyId), Sql.Bytes(number[^1].Hash)]);

    /// <summary>Whom the rows of a provider's file are about, known or not; at least one, in the transaction that judges them.</summary>
    /// <param name="reader">The account or client that the import is of.</param>
    public static NpgsqlBatchCommand OfFile(string reader, short providerId, DateTimeOffset now, IReadOnlyCollection<(Guid? Person, NumberKey Number)> seen) => Sql.Statement(
        OfFileSql, Sql.At(now), Sql.Text(LookupAct.Import.InDatabase()), Sql.Text(reader.Length <= MaxReader ? reader : reader[..MaxReader]), Sql.Small(providerId),
        Sql.Uuids([.. seen.Select(_ => Guid.CreateVersion7(now))]), Sql.Uuids([.. seen.Select(s => s.Person)]), Sql.Smalls([.. seen.Select(s => (short?)s.Number.KeyId)]),
        Sql.ManyBytes([.. seen.Select(s => s.Number.Hash)]));

    /// <summary>A review of who looked, which shows no citizen.</summary>
    public static NpgsqlBatchCommand OfReview(Caller caller, LookupAct act, DateTimeOffset now, string reason) =>
        Sql.Statement(OfNobodySql, Of(caller, act, now, reason));

    /// <summary>Whom the records that were seen are about, known or not; null when none was seen. The owner of those records tells whom: it may stand anywhere above this slice.</summary>
    /// <param name="subjectsSql">Answers person_id, key_id, key_hash and reason, a row per person, of the records whose ids are $8. The reason stands where no officer is asked for one.</param>
    public static NpgsqlBatchCommand? OfSubjects(Caller caller, LookupAct act, DateTimeOffset now, string subjectsSql, IEnumerable<Guid> records)
    {
        var seen = records.ToArray();
        return seen.Length == 0 ? null : Sql.Statement($"{IntoOfSubjects} from ({subjectsSql}) s", [.. Of(caller, act, now, null), Sql.Uuids(seen)]);
    }

    private static NpgsqlParameter[] Of(Caller caller, LookupAct act, DateTimeOffset now, string? reason) =>
    [
        Sql.At(now), Sql.Text(act.InDatabase()), Sql.Text(caller.Citizen is null ? caller.ClientId : "citizen"), Sql.Text(LookedUpBy.Of(caller).InDatabase()),
        Sql.Small(caller.Provider?.Id), Sql.Text(caller.Staff), Sql.Text(NumbersInText.Blank(reason)),
    ];
}

/// <summary>Who looked.</summary>
public enum LookupBy
{
    Citizen,
    Provider,
    Department,
}

internal static class LookedUpBy
{
    public static LookupBy Of(Caller caller) => caller switch
    {
        { Citizen: not null } => LookupBy.Citizen,
        { Provider: not null } => LookupBy.Provider,
        _ => LookupBy.Department,
    };
}
