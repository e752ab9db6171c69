using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>
/// <para>
/// Every 5 seconds: of whom a record or a need has said something since the last run is looked for among everybody (HUE-1.3), so that a pair is there, and flagged
/// (<c>PossibleSamePersonDetector</c>), within 30 seconds. It is no part of the record's transaction and costs the record nothing. An import looks for its own persons
/// (<see cref="SamePersonSearch.LookAsync"/>), and everybody is looked at each night (<see cref="FindSamePersonsAtNight"/>).
/// </para>
/// <para>
/// A run begins <see cref="Overlap"/> before the end of the last one, for a row may be committed some seconds after the instant that it bears. What was looked at before is
/// remembered by this host and not looked at again; where it is not remembered, a second look changes nothing.
/// </para>
/// </summary>
internal sealed class FindSamePersons(JobWork jobs, SamePersonSearch search) : IRegistryJob
{
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan NotedEvery = TimeSpan.FromSeconds(30);

    /// <summary>Rows looked at in one run. Far behind, the next run goes on; the night looks at everybody in any case.</summary>
    private const int MostRows = 20_000;

    private const string SinceSql = "select scanned_to from registry.same_person_progress";

    private const string SaidSql = """
        select d.person_id, d.recorded_at from registry.stated_details d
        where d.recorded_at > $1 and d.recorded_at <= $2 and d.source in ('RECORD', 'NEED') order by d.recorded_at, d.person_id limit $3
        """;

    private const string NoteSql = """
        insert into registry.same_person_progress (scanned_to) values ($1)
        on conflict (singleton) do update set scanned_to = greatest(same_person_progress.scanned_to, excluded.scanned_to)
        """;

    private readonly HashSet<Said> done = [];

    public string Name => "find-same-persons";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        var (rows, noted, now) = await jobs.RunAsync(ReadAsync, cancel);
        var to = rows.Count == MostRows ? rows[^1].RecordedAt : now;
        var fresh = rows.Where(r => !done.Contains(r)).ToList();
        if (fresh.Count > 0)
        {
            await search.LookAsync([.. fresh.Select(r => r.PersonId)], cancel);
        }

        done.RemoveWhere(r => r.RecordedAt <= to - Overlap);
        done.UnionWith(fresh);
        if (noted is null || to >= noted + NotedEvery)
        {
            await jobs.RunAsync(work => NoteAsync(work, to), cancel);
        }
    }

    private static async Task<Decision<(List<Said> Rows, DateTimeOffset? Noted, DateTimeOffset Now)>> ReadAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var noted = await work.ValueOrNullAsync<DateTimeOffset>(SinceSql);
        // Without a last run, what there is already is the night's.
        var rows = await work.RowsAsync<Said>(SaidSql, Sql.At((noted ?? now) - Overlap), Sql.At(now), Sql.Int(MostRows));
        return Decision.Discard((rows, noted, now));
    }

    private static async Task<Decision<bool>> NoteAsync(Work work, DateTimeOffset to)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(NoteSql, Sql.At(to)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(true);
    }

    private sealed record Said(Guid PersonId, DateTimeOffset RecordedAt);
}
