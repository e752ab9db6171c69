using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;

namespace Campaign.Registry.Platform.Retention;

/// <param name="Bound">Exclusive: what was older went.</param>
/// <param name="Oldest">The oldest instant of what went; null when nothing did.</param>
internal sealed record RetentionReport(string Subject, DateTimeOffset Bound, DateTimeOffset? Oldest, long Rows, DateTimeOffset StartedAt, DateTimeOffset? DoneAt);

/// <param name="FinishedAt">Null while it runs, or was cut short.</param>
internal sealed record RetentionRun(Guid Id, DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<RetentionReport> Subjects);

/// <summary>The department's list of what the retention did, newest run first. It shows no citizen.</summary>
internal sealed class RetentionQueries(UnitOfWork unitOfWork)
{
    private const string RunsSql = "select id, day, started_at, finished_at, started_at as at from registry.retention_runs";

    private const string SubjectsSql = """
        select run_id, subject, bound, oldest, rows, started_at, done_at from registry.retention_run_subjects where run_id = any($1) order by started_at, subject
        """;

    public Task<Connection<RetentionRun>> ListAsync(Caller caller, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(page.Read(RunsSql));
            if (withTotal)
            {
                batch.BatchCommands.Add(PagedSql.Count(RunsSql));
            }

            await using var results = await batch.ReadAsync(work.Cancel);
            var (rows, more) = page.Cut(await results.NextAsync((reader, token) => PagedSql.AllAsync(
                reader,
                r => new RetentionRun(r.GetGuid(0), r.GetFieldValue<DateOnly>(1), r.GetFieldValue<DateTimeOffset>(2), r.ValueOrNull<DateTimeOffset>(3), []),
                token)));
            var total = withTotal ? await results.NextValueOrNullAsync<int>() ?? 0 : 0;
            await results.DisposeAsync();
            var subjects = await SubjectsAsync(work, [.. rows.Select(r => r.Id)]);
            return Decision.Discard(page.ConnectionOf(rows.Select(r => r with { Subjects = [.. subjects[r.Id]] }), r => new(r.StartedAt, r.Id), more, total));
        },
        cancel);

    private static async Task<ILookup<Guid, RetentionReport>> SubjectsAsync(Work work, Guid[] runs)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(SubjectsSql, Sql.Uuids(runs)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return (await results.NextAsync((reader, token) => PagedSql.AllAsync(
            reader,
            r => (Run: r.GetGuid(0), Report: new RetentionReport(
                r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.ValueOrNull<DateTimeOffset>(3), r.GetInt64(4), r.GetFieldValue<DateTimeOffset>(5),
                r.ValueOrNull<DateTimeOffset>(6))),
            token))).ToLookup(r => r.Run, r => r.Report);
    }
}
