using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>
/// <para>
/// Each night, from 03:00 in Vietnam on, everybody is looked at for a same person under another number (HUE-1.3): what came in by whatever way, and what another policy or
/// other frequencies of names make of what was there before.
/// </para>
/// <para>
/// It goes page by page over the persons, each page in a transaction that also writes how far it is: a run that is killed is gone on with, and a day that is finished is not
/// begun again. Each person is compared with the earlier ones alone, so that each pair is found once.
/// </para>
/// </summary>
public sealed class FindSamePersonsAtNight(JobWork jobs, SamePersonSearch search) : IRegistryJob
{
    private const string BeginSql = "insert into registry.same_person_nights (day, started_at) values ($1, $2) on conflict do nothing";

    private const string ProgressSql = "select persons_to, finished_at is not null as finished from registry.same_person_nights where day = $1 for update";

    private const string PageSql = "select id from registry.person_ids where id > $1 order by id limit $2";

    private const string NoteSql = """
        update registry.same_person_nights set persons_to = $2, persons = persons + $3, pairs = pairs + $4, finished_at = case when $5 then $6 end where day = $1
        """;

    private static readonly TimeSpan FromHour = TimeSpan.FromHours(3);

    public string Name => "find-same-persons-at-night";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <summary>Persons in one transaction. Tests alone set another.</summary>
    public int PageSize { get; init; } = 2_000;

    /// <summary>Called after each page; tests and benchmarks alone set it.</summary>
    public Action? AfterPage { get; init; }

    public async Task RunAsync(CancellationToken cancel)
    {
        if (await jobs.RunAsync(BeginAsync, cancel))
        {
            await search.CountWordsAsync(cancel);
        }

        while (await jobs.RunAsync(LookAtPageAsync, cancel))
        {
            AfterPage?.Invoke();
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Whether this night's look has just begun.</returns>
    private static async Task<Decision<bool>> BeginAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        if (now.ToOffset(VietnamTime.Offset).TimeOfDay < FromHour)
        {
            return Decision.Discard(false);
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(BeginSql, Sql.Day(VietnamTime.DateOf(now)), Sql.At(now)));
        var begun = await batch.ExecuteNonQueryAsync(work.Cancel) == 1;
        return new(begun, begun);
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<Decision<bool>> LookAtPageAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var day = VietnamTime.DateOf(now);
        if (await ProgressAsync(work, day) is not { } after)
        {
            return Decision.Discard(false);
        }

        Guid[] persons = [.. await work.ValuesAsync<Guid>(PageSql, Sql.Uuid(after), Sql.Int(PageSize))];
        var pairs = persons.Length == 0 ? 0 : await SamePersonSearch.FindAsync(work, persons, earlierOnly: true, now);
        var isLast = persons.Length < PageSize;
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            NoteSql, Sql.Day(day), Sql.Uuid(persons.Length == 0 ? after : persons[^1]), Sql.Long(persons.Length), Sql.Long(pairs), Sql.Bool(isLast), Sql.At(now)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(!isLast);
    }

    /// <returns>Up to whom everybody has been looked at; null when this day's look has not begun or is finished.</returns>
    private static async Task<Guid?> ProgressAsync(Work work, DateOnly day) =>
        await work.RowOrNullAsync<Progress>(ProgressSql, Sql.Day(day)) is { Finished: false } progress ? progress.PersonsTo : null;

    private sealed record Progress(Guid PersonsTo, bool Finished);
}
