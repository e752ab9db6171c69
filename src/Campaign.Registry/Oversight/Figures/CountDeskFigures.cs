using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>
/// Counts what the department's desk shows, day by day, each day in a transaction of its own. When a record was made never changes, so only the day that was counted last and those after it are counted
/// again; the first run counts all. Killed anywhere, the next run goes on at the last day that was counted whole.
/// </summary>
internal sealed class CountDeskFigures(JobWork jobs) : IRegistryJob
{
    /// <summary>A record may become visible a little after its instant: a day is counted once more when the one after it is this young.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    private const string CampaignsSql = """
        select c.id, f.counted_at, f.counted_to,
          (least(
            (select min(i.recorded_at) from registry.recorded_issuances i where i.campaign_id = c.id),
            (select min(n.registered_at) from registry.registered_needs n where n.campaign_id = c.id)) at time zone 'Asia/Ho_Chi_Minh')::date as first
        from registry.campaign_codes c left join registry.desk_figures f on f.campaign_id = c.id order by c.id
        """;

    // $1 campaign, $2 the day, $3 its first instant, $4 its end (exclusive), $5 the bounds of lateness in seconds, the last of them beyond all
    private const string DailySql = """
        insert into registry.desk_figures_daily (campaign_id, day, provider_id, imported, within_seconds, recorded, late)
        select $1, $2, r.provider_id, r.imported, ($5::int[])[width_bucket(r.lateness - 0.000001, $5::int[]) + 1], count(*), count(*) filter (where r.is_late)
        from (
          select i.provider_id, i.origin = 'IMPORT' as imported,
            case when i.origin = 'IMPORT' then 0 else greatest(extract(epoch from i.recorded_at - i.issued_at), 0) end::double precision as lateness,
            i.origin <> 'IMPORT' and i.recorded_at - i.issued_at > (
              select t.reporting_grace from registry.dated_terms t
              where t.campaign_id = i.campaign_id and t.effective_from <= i.recorded_at order by t.effective_from desc limit 1) as is_late
          from registry.recorded_issuances i where i.campaign_id = $1 and i.recorded_at >= $3 and i.recorded_at < $4) r
        group by 3, 4, 5
        on conflict on constraint one_count_per_day_and_provider do update set recorded = excluded.recorded, late = excluded.late
        """;

    private const string NoWardsSql = "update registry.desk_figures_ward set recorded = 0 where campaign_id = $1 and day = $2";

    // Where a citizen lives may be said anew on the same day, so the day's wards begin at nothing.
    private const string WardsSql = """
        insert into registry.desk_figures_ward (campaign_id, day, ward_code, recorded)
        select $1, $2, coalesce(w.ward_code, ''), count(*)
        from registry.recorded_issuances i
        left join lateral (
          select d.ward_code from registry.stated_details d where d.person_id = i.person_id and d.ward_code is not null order by d.recorded_at desc limit 1) w on true
        where i.campaign_id = $1 and i.recorded_at >= $3 and i.recorded_at < $4
        group by 3
        on conflict on constraint one_count_per_day_and_ward do update set recorded = excluded.recorded
        """;

    private const string NoFlagsSql = "update registry.desk_figures_flags set flags = 0 where campaign_id = $1 and flags <> 0";

    private const string FlagsSql = """
        insert into registry.desk_figures_flags (campaign_id, provider_id, kind, state, flags)
        select v.campaign_id, v.provider_id, v.kind, v.state, count(*) from registry.flags v where v.campaign_id = $1 group by 1, 2, 3, 4
        on conflict on constraint one_count_per_kind_and_state do update set flags = excluded.flags
        """;

    private const string CountedSql = """
        insert into registry.desk_figures (campaign_id, counted_at, counted_to) values ($1, $2, $3)
        on conflict (campaign_id) do update set counted_at = excluded.counted_at, counted_to = excluded.counted_to
        """;

    public string Name => "count-desk-figures";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        var (now, campaigns) = await jobs.RunAsync(CampaignsAsync, cancel);
        var today = VietnamTime.DateOf(now);
        foreach (var (id, countedAt, countedTo, first) in campaigns)
        {
            var from = countedTo is { } to && countedAt is { } at ? VietnamTime.DateOf(at - Overlap) is var young && young < to ? young : to : first ?? today;
            for (var day = from < today ? from : today; day <= today; day = day.AddDays(1))
            {
                cancel.ThrowIfCancellationRequested();
                var counted = day;
                await jobs.RunAsync(work => CountAsync(work, id, counted), cancel);
            }
        }
    }

    private static async Task<Decision<(DateTimeOffset Now, List<Counted> Campaigns)>> CampaignsAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        return Decision.Discard((now, await work.RowsAsync<Counted>(CampaignsSql)));
    }

    private static async Task<Decision<bool>> CountAsync(Work work, int campaign, DateOnly day)
    {
        var now = await RegistryClock.ReadAsync(work);
        var (start, end) = (StartOf(day), StartOf(day.AddDays(1)));
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(DailySql, Sql.Int(campaign), Sql.Day(day), Sql.At(start), Sql.At(end), Sql.Ints([.. DeskFigures.LatenessBounds.Select(b => (int?)b)])));
        batch.BatchCommands.Add(Sql.Statement(NoWardsSql, Sql.Int(campaign), Sql.Day(day)));
        batch.BatchCommands.Add(Sql.Statement(WardsSql, Sql.Int(campaign), Sql.Day(day), Sql.At(start), Sql.At(end)));
        batch.BatchCommands.Add(Sql.Statement(NoFlagsSql, Sql.Int(campaign)));
        batch.BatchCommands.Add(Sql.Statement(FlagsSql, Sql.Int(campaign)));
        batch.Add(EqualAccessCounts.Of(campaign, day, start, end));
        batch.BatchCommands.Add(Sql.Statement(CountedSql, Sql.Int(campaign), Sql.At(now), Sql.Day(day)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep(true);
    }

    /// <param name="First">The first day that has anything to count.</param>
    private sealed record Counted(int Id, DateTimeOffset? CountedAt, DateOnly? CountedTo, DateOnly? First);

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, VietnamTime.Offset);
}
