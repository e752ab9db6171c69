using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Platform.Retention;

/// <summary>How many rows of one kind are older than their term.</summary>
public sealed record RetentionCount(string Subject, TimeSpan Kept, DateTimeOffset Bound, long Rows);

/// <summary>
/// <para>
/// Each night from 03:00 in Vietnam on, what has been kept for its term goes (HUE-1.7, law 91/2025): traces, contacts of needs that have ended, messages, what the
/// sign-in leaves behind, and what was said of persons to compare them by. What goes when, and what stays though it is old, says <see cref="RetentionSubject"/>.
/// </para>
/// <para>
/// In batches, each a transaction that deletes and writes into the run's report how many went: killed anywhere, the next run goes on, and the report counts each row once. A
/// bound is read once per run and kind. The end of a run is a leaf in the journal.
/// </para>
/// </summary>
public sealed class ApplyRetention(RetentionWork work, ILogger<ApplyRetention> log) : IRegistryJob
{
    private const string OneAtATime = "one_retention_run_at_a_time";

    private const string LockRunSql = "select id from registry.retention_runs where finished_at is null for update";

    private const string RanOnSql = "select exists (select from registry.retention_runs where day = $1)";

    private const string BeginSql = "insert into registry.retention_runs (id, day, started_at) values ($1, $2, $3)";

    private const string ReportSql = "select subject, bound, rows, done_at is not null as done from registry.retention_run_subjects where run_id = $1";

    private const string BoundSql = "select registry.retention_bound($1)";

    private const string BeginSubjectSql = """
        insert into registry.retention_run_subjects (run_id, subject, bound, rows, batches, started_at) values ($1, $2, $3, 0, 0, $4)
        """;

    private const string NoteSql = """
        update registry.retention_run_subjects
        set rows = rows + $3, batches = batches + 1, oldest = least(oldest, $4), done_at = $5 where run_id = $1 and subject = $2
        """;

    private const string FinishSql = "update registry.retention_runs set finished_at = $2 where id = $1 and finished_at is null";

    private static readonly TimeSpan FromHour = TimeSpan.FromHours(3);

    public string Name => "apply-retention";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <summary>Rows in one transaction. Tests alone set another.</summary>
    internal int BatchSize { get; init; } = 1_000;

    /// <summary>Called after each batch; tests alone set it.</summary>
    internal Action? AfterBatch { get; init; }

    public Task RunAsync(CancellationToken cancel) => RunAsync(atAnyHour: false, cancel);

    /// <summary>Now, whatever the hour, and though this day had its run; one that was cut short is gone on with.</summary>
    public Task RunNowAsync(CancellationToken cancel) => RunAsync(atAnyHour: true, cancel);

    /// <summary>What a run would find now. Nothing is deleted and nothing is written.</summary>
    public Task<IReadOnlyList<RetentionCount>> CountAsync(CancellationToken cancel) => work.Transactions.RunAsync(
        async w =>
        {
            var now = await RegistryClock.ReadAsync(w);
            var counts = new List<RetentionCount>();
            foreach (var subject in RetentionSubject.All)
            {
                if (await BoundAsync(w, subject) is { } bound)
                {
                    counts.Add(new(subject.Name, now - bound, bound, await w.ValueOrNullAsync<long>(subject.CountSql, Sql.At(bound)) ?? 0));
                }
            }

            return Decision.Discard<IReadOnlyList<RetentionCount>>(counts);
        },
        cancel);

    private async Task RunAsync(bool atAnyHour, CancellationToken cancel)
    {
        // Once begun, a run goes on at any hour; once it is done, no other begins here.
        for (var begins = true; await work.Transactions.RunAsync((w, _) => StepAsync(w, begins, atAnyHour), [OneAtATime], cancel); begins = false)
        {
            AfterBatch?.Invoke();
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Whether there is more to do.</returns>
    private async Task<Decision<bool>> StepAsync(Work w, bool begins, bool atAnyHour)
    {
        var run = await w.ValueOrNullAsync<Guid>(LockRunSql);
        var now = await RegistryClock.ReadAsync(w);
        if (run is not { } id)
        {
            return begins && (atAnyHour || await IsDueAsync(w, now)) ? await BeginAsync(w, now) : Decision.Discard(false);
        }

        var report = await w.RowsAsync<Reported>(ReportSql, Sql.Uuid(id));
        return RetentionSubject.All.FirstOrDefault(s => report.All(r => r.Subject != s.Name || !r.Done)) is { } subject
            ? await RemoveAsync(w, id, subject, report.FirstOrDefault(r => r.Subject == subject.Name)?.Bound, now)
            : await FinishAsync(w, id, report, now);
    }

    private static async Task<bool> IsDueAsync(Work w, DateTimeOffset now)
    {
        if (now.ToOffset(VietnamTime.Offset).TimeOfDay < FromHour)
        {
            return false;
        }

        return await w.ValueOrNullAsync<bool>(RanOnSql, Sql.Day(VietnamTime.DateOf(now))) == false;
    }

    private static async Task<Decision<bool>> BeginAsync(Work w, DateTimeOffset now)
    {
        await using var batch = w.Batch();
        batch.BatchCommands.Add(Sql.Statement(BeginSql, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Day(VietnamTime.DateOf(now)), Sql.At(now)));
        await batch.ExecuteNonQueryAsync(w.Cancel);
        return Decision.Keep(true);
    }

    private async Task<Decision<bool>> RemoveAsync(Work w, Guid run, RetentionSubject subject, DateTimeOffset? begun, DateTimeOffset now)
    {
        // Without a term nothing of it goes, and the report says so with a bound before everything.
        var bound = begun ?? await BoundAsync(w, subject) ?? DateTimeOffset.UnixEpoch;
        var (rows, oldest) = (await w.RowOrNullAsync<Gone>(subject.RemoveSql, Sql.At(bound), Sql.Int(BatchSize), Sql.At(now)))!;
        await using var note = w.Batch();
        if (begun is null)
        {
            note.BatchCommands.Add(Sql.Statement(BeginSubjectSql, Sql.Uuid(run), Sql.Text(subject.Name), Sql.At(bound), Sql.At(now)));
        }

        note.BatchCommands.Add(Sql.Statement(
            NoteSql, Sql.Uuid(run), Sql.Text(subject.Name), Sql.Long(rows), Sql.At(oldest), Sql.At(rows < BatchSize ? now : null)));
        await note.ExecuteNonQueryAsync(w.Cancel);
        return Decision.Keep(true);
    }

    private async Task<Decision<bool>> FinishAsync(Work w, Guid run, List<Reported> report, DateTimeOffset now)
    {
        var payload = JsonSerializer.Serialize(report.OrderBy(r => r.Subject, StringComparer.Ordinal).ToDictionary(r => r.Subject, r => new { rows = r.Rows, before = Instant.Write(r.Bound) }));
        await using var batch = w.Batch();
        batch.BatchCommands.Add(Sql.Statement(FinishSql, Sql.Uuid(run), Sql.At(now)));
        batch.BatchCommands.Add(JournalLeaf.Of(now, "RETENTION_DONE", run, "registry", payload).Insert());
        await batch.ExecuteNonQueryAsync(w.Cancel);
        w.OnCommitted(() => log.LogInformation("Retention: {Rows} rows had been kept for their term", report.Sum(r => r.Rows)));
        return Decision.Keep(false);
    }

    private static Task<DateTimeOffset?> BoundAsync(Work w, RetentionSubject subject) => w.ValueOrNullAsync<DateTimeOffset>(BoundSql, Sql.Text(subject.Name));

    private sealed record Gone(long Rows, DateTimeOffset? Oldest);

    private sealed record Reported(string Subject, DateTimeOffset Bound, long Rows, bool Done);
}
