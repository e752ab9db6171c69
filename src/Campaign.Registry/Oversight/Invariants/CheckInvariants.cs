using System.Diagnostics.Metrics;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>
/// <para>
/// Each night, from 02:00 in Vietnam on, the invariants are derived anew from the database alone. I1: at most one live issuance per person and programme, counted from
/// the rows, under every number that the person bears, and by replaying the journal. I2: who is one person with whom, by the links in force. I6: the free periods that the journal gives, with their days. I9: flags and
/// cases stand as what happened in the cases comes to (<see cref="CasePage"/>). I10: each receipt's leaf is the journal's, each leaf is what
/// its hash says, and each issuance that the journal tells of is there.
/// </para>
/// <para>
/// It goes page by page, first over the persons and then over the journal, with its last page over the cases, each page in a transaction that also writes how far it is: a run that is killed is gone on
/// with. A day that is finished is not begun again. A difference becomes an alarm, once, and is told to the department; nothing is ever mended here.
/// </para>
/// </summary>
internal sealed class CheckInvariants(JobWork jobs, ILogger<CheckInvariants> log) : IRegistryJob
{
    private const int MostLogged = 100;

    private const string BeginSql = "insert into registry.invariant_checks (day, started_at) values ($1, $2) on conflict do nothing";

    private const string ProgressSql = """
        select persons_to, persons_done_at is not null as persons_done, journal_to, finished_at is not null as finished, differences from registry.invariant_checks where day = $1 for update
        """;

    private const string PersonsSql = """
        update registry.invariant_checks set persons_to = $2, persons = persons + $3, persons_done_at = case when $4 then $6 end, differences = differences + $5
        where day = $1
        """;

    private const string JournalSql = """
        update registry.invariant_checks set journal_to = $2, finished_at = case when $3 then $5 end, differences = differences + $4 where day = $1
        """;

    private static readonly Meter Meter = new("campaign");
    private static readonly TimeSpan FromHour = TimeSpan.FromHours(2);
    private static long differencesOfLastCheck;

    static CheckInvariants() => Meter.CreateObservableGauge(
        "invariant_differences", () => Volatile.Read(ref differencesOfLastCheck), description: "Differences that the latest nightly check has found. Anything but 0 is an alarm.");

    public string Name => "check-invariants";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <summary>Persons, or leaves, in one transaction. Tests alone set another.</summary>
    internal int PageSize { get; init; } = 20_000;

    /// <summary>Called after each page; tests alone set it.</summary>
    internal Action? AfterPage { get; init; }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await jobs.RunAsync(CheckPageAsync, cancel) is { IsLast: false } page)
        {
            Tell(page);
            AfterPage?.Invoke();
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task<Decision<Page>> CheckPageAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        if (now.ToOffset(VietnamTime.Offset).TimeOfDay < FromHour)
        {
            return Decision.Discard(Page.Nothing);
        }

        var day = VietnamTime.DateOf(now);
        var progress = await BeginAsync(work, day, now);
        if (progress.Finished)
        {
            Volatile.Write(ref differencesOfLastCheck, progress.Differences);
            return Decision.Discard(Page.Nothing);
        }

        List<Difference> differences;
        NpgsqlBatchCommand note;
        if (!progress.PersonsDone)
        {
            var bound = await PersonPage.BoundAsync(work, progress.PersonsTo, PageSize);
            differences = bound is { } b ? await PersonPage.DifferencesAsync(work, progress.PersonsTo, b.To) : [];
            note = Sql.Statement(
                PersonsSql, Sql.Day(day), Sql.Uuid(bound?.To ?? progress.PersonsTo), Sql.Long(bound?.Persons ?? 0),
                Sql.Bool((bound?.Persons ?? 0) < PageSize), Sql.Int(differences.Count), Sql.At(now));
        }
        else
        {
            var (to, isLast) = await JournalPage.BoundAsync(work, progress.JournalTo, PageSize);
            differences = await JournalPage.DifferencesAsync(work, progress.JournalTo, to);
            if (isLast)
            {
                differences.AddRange(await CasePage.DifferencesAsync(work));
            }

            note = Sql.Statement(JournalSql, Sql.Day(day), Sql.Long(to), Sql.Bool(isLast), Sql.Int(differences.Count), Sql.At(now));
        }

        var raised = await RaiseAsync(work, day, now, differences, note);
        return Decision.Keep(new Page(raised, progress.Differences + differences.Count, IsLast: false));
    }

    private static async Task<List<(Guid Id, Difference Difference)>> RaiseAsync(
        Work work, DateOnly day, DateTimeOffset now, List<Difference> differences, NpgsqlBatchCommand note)
    {
        var raised = new List<(Guid Id, Difference Difference)>();
        if (differences.Count > 0)
        {
            await using var alarms = work.Batch();
            alarms.Add(differences.Select(d => d.Raise(now)));
            await using var results = await alarms.ReadAsync(work.Cancel);
            foreach (var difference in differences)
            {
                if (await results.NextValueOrNullAsync<Guid>() is { } id)
                {
                    raised.Add((id, difference));
                }
            }
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(note);
        if (raised.Count > 0)
        {
            var invariants = raised.Select(r => r.Difference.Invariant).Distinct().Order().ToArray();
            batch.BatchCommands.Add(Message.ToDepartment(
                now, null, "INVARIANT_BROKEN", raised[0].Id, details: new { day, alarms = raised.Count, invariants }).Insert());
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        return raised;
    }

    private static async Task<Progress> BeginAsync(Work work, DateOnly day, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(BeginSql, Sql.Day(day), Sql.At(now)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return (await work.RowOrNullAsync<Progress>(ProgressSql, Sql.Day(day)))!;
    }

    /// <summary>After COMMIT.</summary>
    private void Tell(Page page)
    {
        Volatile.Write(ref differencesOfLastCheck, page.Differences);
        foreach (var (id, d) in page.Raised.Take(MostLogged))
        {
            log.LogError(
                "Alarm {AlarmId}: {Invariant} is broken: {What}, person {PersonId}, campaign {CampaignId}, subjects {Subjects}",
                id, d.Invariant, d.What, d.PersonId, d.CampaignId, d.Subjects);
        }

        if (page.Raised.Count > MostLogged)
        {
            log.LogError("And {Alarms} more alarms of this page; all of them are in registry.alarms", page.Raised.Count - MostLogged);
        }
    }

    private sealed record Progress(Guid PersonsTo, bool PersonsDone, long JournalTo, bool Finished, long Differences);

    /// <param name="Raised">Alarms that had not been raised before.</param>
    /// <param name="Differences">Found by this night's check so far.</param>
    /// <param name="IsLast">Nothing is to be done any more.</param>
    private sealed record Page(List<(Guid Id, Difference Difference)> Raised, long Differences, bool IsLast)
    {
        public static Page Nothing { get; } = new([], 0, IsLast: true);
    }
}
