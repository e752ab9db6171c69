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
    private const string RunsSql = "select id, day, started_at, finished_at from registry.retention_runs";

    private const string SubjectsSql = """
        select run_id, subject as name, bound, oldest, rows, started_at, done_at from registry.retention_run_subjects where run_id = any($1) order by started_at, subject
        """;

    public Task<Connection<RetentionRun>> ListAsync(Caller caller, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var (rows, more, total) = await page.ReadAsync(await work.QueryAsync<Run>(RunsSql), r => new(r.StartedAt, r.Id), withTotal, work.Cancel);
            var subjects = (await work.RowsAsync<Subject>(SubjectsSql, Sql.Uuids([.. rows.Select(r => r.Id)])))
                .ToLookup(s => s.RunId, s => new RetentionReport(s.Name, s.Bound, s.Oldest, s.Rows, s.StartedAt, s.DoneAt));
            return Decision.Discard(page.ConnectionOf(rows.Select(r => new RetentionRun(r.Id, r.Day, r.StartedAt, r.FinishedAt, [.. subjects[r.Id]])), r => new(r.StartedAt, r.Id), more, total));
        },
        cancel);

    private sealed record Run(Guid Id, DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

    private sealed record Subject(Guid RunId, string Name, DateTimeOffset Bound, DateTimeOffset? Oldest, long Rows, DateTimeOffset StartedAt, DateTimeOffset? DoneAt);
}
