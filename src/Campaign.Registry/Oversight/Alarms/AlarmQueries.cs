using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;

namespace Campaign.Registry.Oversight.Alarms;

/// <summary>What an officer found or did about an alarm.</summary>
public sealed record AlarmNote(DateTimeOffset NotedAt, string NotedBy, string Note);

/// <summary>What must never be, and was found: by the nightly check, or because a deadline has passed. It tells ids alone.</summary>
/// <param name="Invariant">I1, I2, I6, I9, I10, or the clause whose deadline has passed.</param>
/// <param name="What">A fact, SCREAMING_SNAKE_CASE.</param>
/// <param name="Campaign">Its code, where it is about one campaign.</param>
/// <param name="SubjectIds">The records, flags or cases concerned, at most 20.</param>
/// <param name="Notes">Oldest first; empty while nobody has looked.</param>
public sealed record AlarmView(Guid Id, DateTimeOffset RaisedAt, string Invariant, string What, string? Campaign, IReadOnlyList<Guid> SubjectIds, IReadOnlyList<AlarmNote> Notes);

/// <summary>The department's list of alarms, newest first. No citizen is shown by it.</summary>
public sealed class AlarmQueries(UnitOfWork unitOfWork)
{
    private const string ListSql = """
        select a.id, a.raised_at, a.invariant, a.what, (select c.code from registry.campaign_codes c where c.id = a.campaign_id) as campaign, a.subject_ids
        from registry.raised_alarms a
        where $1::boolean is null or $1 = not exists (select from registry.alarm_notes n where n.alarm_id = a.id)
        """;

    private const string NotesSql = "select n.alarm_id, n.noted_at, n.noted_by, n.note as text from registry.alarm_notes n where n.alarm_id = any($1) order by n.noted_at, n.id";

    private const string OpenSql = "select count(*)::int from registry.raised_alarms a where not exists (select from registry.alarm_notes n where n.alarm_id = a.id)";

    /// <param name="open">True: those that nobody has looked at; false: the others; null: all.</param>
    public Task<Connection<AlarmView>> ListAsync(Caller caller, bool? open, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var (rows, more, total) = await page.ReadAsync(await work.QueryAsync<Row>(ListSql, Sql.Bool(open)), a => new(a.RaisedAt, a.Id), withTotal, work.Cancel);
            return Decision.Discard(page.ConnectionOf(await ViewsAsync(work, rows), a => new(a.RaisedAt, a.Id), more, total));
        },
        cancel);

    /// <summary>How many nobody has looked at.</summary>
    public Task<int> OpenAsync(Caller caller, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, async work => Decision.Discard(await work.ValueOrNullAsync<int>(OpenSql) ?? 0), cancel);

    internal static async Task<AlarmView?> FindAsync(Work work, Guid id) =>
        (await ViewsAsync(work, await work.RowsAsync<Row>($"select * from ({ListSql}) a where a.id = $2", Sql.Bool(null), Sql.Uuid(id)))).FirstOrDefault();

    private static async Task<List<AlarmView>> ViewsAsync(Work work, IReadOnlyCollection<Row> rows)
    {
        var notes = (await work.RowsAsync<Note>(NotesSql, Sql.Uuids([.. rows.Select(r => r.Id)]))).ToLookup(n => n.AlarmId, n => new AlarmNote(n.NotedAt, n.NotedBy, n.Text));
        return [.. rows.Select(r => new AlarmView(r.Id, r.RaisedAt, r.Invariant, r.What, r.Campaign, r.SubjectIds, [.. notes[r.Id]]))];
    }

    private sealed record Row(Guid Id, DateTimeOffset RaisedAt, string Invariant, string What, string? Campaign, Guid[] SubjectIds);

    private sealed record Note(Guid AlarmId, DateTimeOffset NotedAt, string NotedBy, string Text);
}
