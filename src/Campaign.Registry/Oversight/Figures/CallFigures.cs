using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>Calls that reached nobody, as a provider or one of its staff noted them.</summary>
/// <param name="Staff">The member's own reference; null of the provider in all.</param>
/// <param name="Denied">Of the noted ones, those of which the citizen says "nobody called me".</param>
/// <param name="NotReached">Needs whose lapse three calls excuse; of a member, those for which he or she noted one of them.</param>
public sealed record NotedCalls(string? Staff, long Noted, long Denied, long NotReached);

/// <summary>A need that was cancelled and registered again with the same provider, twice or more within 14 days.</summary>
/// <param name="Continues">The one that it went on with.</param>
/// <param name="ByDepartment">An officer typed it; else the citizen, or before that was kept.</param>
public sealed record NeedAgain(Guid Id, Guid Continues, DateTimeOffset RegisteredAt, bool ByDepartment, long All);

/// <param name="Lapsed">All needs that lapsed at the provider, excused or not; null until the desk's figures are counted.</param>
/// <param name="Again">The newest; how many there are in all is said by each.</param>
public sealed record ProviderCalls(NotedCalls Total, IReadOnlyList<NotedCalls> Staff, long? Lapsed, IReadOnlyList<NeedAgain> Again)
{
    public long AllAgain => Again.Count > 0 ? Again[0].All : 0;

    /// <summary>Of the lapses those that three calls excuse; null where none is counted.</summary>
    public int? NotReachedPerMille => Lapsed is > 0 ? (int)Math.Round(Math.Min(Total.NotReached, Lapsed.Value) * 1000m / Lapsed.Value) : null;
}

/// <summary>
/// What the department sees of calls that reached nobody, and of needs registered again and again with one provider (HUE-4.4, docs/adr/0044): figures and ids of needs, no citizen. It is for an officer to look into and accuses
/// nobody.
/// </summary>
public sealed class CallFigures(UnitOfWork unitOfWork)
{
    /// <summary>How many needs registered again are shown.</summary>
    public const int Most = 20;

    private const string CallsSql = """
        with calls as (
          select c.person_id, c.need_id, c.staff_id, c.denied_at, n.state
          from registry.noted_calls c join registry.registered_needs n on n.person_id = c.person_id and n.id = c.need_id
          where n.campaign_id = (select k.id from registry.campaign_codes k where k.code = $1) and n.provider_id = (select p.id from registry.provider_codes p where p.code = $2)),
        excused as (
          select d.need_id from (select distinct person_id, need_id from calls where state = 'LAPSED') d where registry.not_reached_until(d.person_id, d.need_id) > $3)
        select s.reference as staff, count(*) as noted, count(c.denied_at) as denied, count(distinct e.need_id) filter (where c.denied_at is null) as not_reached
        from calls c join registry.staff_references s on s.id = c.staff_id left join excused e on e.need_id = c.need_id
        group by grouping sets ((s.id, s.reference), ()) order by grouping(s.id) desc, noted desc, s.reference
        """;

    private const string LapsedSql = """
        select sum(f.needs)::bigint from registry.desk_figures_outcomes f
        where f.campaign_id = (select k.id from registry.campaign_codes k where k.code = $1) and f.provider_id = (select p.id from registry.provider_codes p where p.code = $2) and f.state = 'LAPSED'
        """;

    private const string AgainSql = """
        with again as (
          select n.id, n.continues, n.registered_at, n.registered_by, lag(n.registered_at) over w as before_at, lead(n.registered_at) over w as after_at
          from registry.registered_needs n
          where n.campaign_id = (select k.id from registry.campaign_codes k where k.code = $1) and n.provider_id = (select p.id from registry.provider_codes p where p.code = $2)
            and n.continues is not null
          window w as (partition by registry.survivor_of(n.person_id) order by n.registered_at, n.id))
        select a.id, a.continues, a.registered_at, a.registered_by is not distinct from 'DEPARTMENT' as by_department, count(*) over () as "all" from again a
        where a.registered_at < a.before_at + interval '14 days' or a.after_at < a.registered_at + interval '14 days'
        order by a.registered_at desc, a.id desc limit $3
        """;

    public Task<ProviderCalls> OfAsync(Caller caller, string campaign, string provider, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var calls = await work.RowsAsync<NotedCalls>(CallsSql, Sql.Text(campaign), Sql.Text(provider), Sql.At(now));
            var lapsed = await work.RowOrNullAsync<Counted>($"select ({LapsedSql}) as lapsed", Sql.Text(campaign), Sql.Text(provider));
            var again = await work.RowsAsync<NeedAgain>(AgainSql, Sql.Text(campaign), Sql.Text(provider), Sql.Int(Most));
            return Decision.Discard(new ProviderCalls(
                calls.FirstOrDefault(c => c.Staff is null) ?? new(null, 0, 0, 0), [.. calls.Where(c => c.Staff is not null)], lapsed?.Lapsed, again));
        },
        cancel);

    private sealed record Counted(long? Lapsed);
}
