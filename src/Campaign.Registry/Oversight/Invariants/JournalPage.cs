using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>The journal itself, leaf by leaf: each is what its hash says, and each issuance that it tells of is there.</summary>
internal static class JournalPage
{
    private const string BoundSql = "select sequence from registry.journal where sequence > $1 order by sequence limit 1 offset $2";

    private const string LastSql = "select coalesce(max(sequence), 0) from registry.journal";

    // The hash as Journal/JournalLeaf.cs defines it, computed by PostgreSQL: SHA-256(0x00 ‖ leaf), the leaf over SHA-256(salt ‖ payload).
    // $1 (exclusive) to $2 (inclusive); $3 the kinds of leaves that tell of a new issuance.
    private const string DifferencesSql = """
        select 'LEAF_DIFFERS_FROM_ITS_HASH' as what, j.subject_id from registry.journal j
        where j.sequence > $1 and j.sequence <= $2 and j.leaf_hash <> sha256('\x00'::bytea || convert_to(
          'campaign-registry/leaf/v1' || chr(10) || to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
          || encode(sha256(j.salt || convert_to(j.payload, 'UTF8')), 'hex') || chr(10), 'UTF8'))
        union all
        select 'ISSUANCE_OF_JOURNAL_IS_GONE', j.subject_id from registry.journal j
        where j.sequence > $1 and j.sequence <= $2 and j.kind = any($3) and not exists (select from registry.issuances i where i.id = j.subject_id)
        union all
        select 'LINK_OF_JOURNAL_IS_GONE', j.subject_id from registry.journal j
        where j.sequence > $1 and j.sequence <= $2 and j.kind = 'NUMBERS_LINKED' and not exists (select from registry.person_links l where l.id = j.subject_id)
        """;

    /// <returns>The last leaf of the page that begins after this one; the same one when there is none.</returns>
    public static async Task<(long To, bool IsLast)> BoundAsync(Work work, long after, int limit)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(BoundSql, Sql.Long(after), Sql.Int(limit - 1)));
        batch.BatchCommands.Add(Sql.Statement(LastSql));
        await using var results = await batch.ReadAsync(work.Cancel);
        var full = await results.NextValueOrNullAsync<long>();
        var last = await results.NextValueOrNullAsync<long>() ?? 0;
        return (full ?? Math.Max(last, after), full is null || full >= last);
    }

    /// <summary>What differs among the leaves of (after, to].</summary>
    public static async Task<List<Difference>> DifferencesAsync(Work work, long after, long to) =>
        (await work.RowsAsync<Found>(DifferencesSql, Sql.Long(after), Sql.Long(to), Sql.Texts(IssuanceLeaf.Creations)))
            .ConvertAll(f => new Difference("I10", f.What, null, null, f.SubjectId is { } subject ? [subject] : []));

    private sealed record Found(string What, Guid? SubjectId);
}
