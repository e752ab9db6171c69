using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>What has happened since an officer was here last. Each number is exact up to <see cref="DeskVisits.MostCounted"/>, and then means "that many or more".</summary>
/// <param name="Since">When the visit before this one ended; null: there was none, and nothing is counted.</param>
public sealed record DeskNews(DateTimeOffset? Since, long Records, long Flags, long NeedsLapsed, long Reports)
{
    /// <summary>The officer opens the desk for the very first time.</summary>
    public bool IsFirst { get; init; }
}

/// <summary>When an officer was at the desk, kept per account; a look after half an hour's absence begins a new visit.</summary>
public sealed class DeskVisits(UnitOfWork unitOfWork)
{
    public const int MostCounted = 10_000;

    private static readonly TimeSpan Absence = TimeSpan.FromMinutes(30);

    // $1 account, $2 now, $3 how long somebody is away before it counts as a new visit
    private const string VisitSql = """
        with before as (select from registry.desk_visits where account = $1)
        insert into registry.desk_visits as v (account, previous_at, seen_at) values ($1, null, $2)
        on conflict (account) do update set
          previous_at = case when excluded.seen_at - v.seen_at >= $3 then v.seen_at else v.previous_at end, seen_at = greatest(v.seen_at, excluded.seen_at)
        returning previous_at, not exists (select from before) as is_first
        """;

    // Each by its index, newest first, and never further than the bound.
    private const string NewsSql = """
        select
          $2::timestamptz as since, false as is_first,
          (select count(*) from (select from registry.recorded_issuances i where i.campaign_id = c.id and i.recorded_at > $2 limit $3) r) as records,
          (select count(*) from (select from registry.flags v where v.campaign_id = c.id and v.flagged_at > $2 limit $3) r) as flags,
          (select count(*) from (select from registry.registered_needs n where n.campaign_id = c.id and n.closed_at > $2 and n.state = 'LAPSED' limit $3) r) as needs_lapsed,
          (select count(*) from (select from registry.citizen_reports r where r.campaign_id = c.id and r.reported_at > $2 limit $3) r) as reports
        from registry.campaign_codes c where c.code = $1
        """;

    /// <summary>Writes down that the officer is here, and tells what has changed since the visit before.</summary>
    public Task<DeskNews> ComeAsync(Caller caller, string campaign, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var (since, isFirst) = (await work.RowOrNullAsync<Visit>(VisitSql, Sql.Text(caller.ClientId), Sql.At(now), Sql.Span(Absence)))!;
            var news = since is null ? null : await work.RowOrNullAsync<DeskNews>(NewsSql, Sql.Text(campaign), Sql.At(since), Sql.Int(MostCounted));
            return Decision.Keep(news ?? new DeskNews(since, 0, 0, 0, 0) { IsFirst = isFirst });
        },
        cancel);

    private sealed record Visit(DateTimeOffset? PreviousAt, bool IsFirst);
}
