using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>
/// I9: what stands is what history comes to. Each flag's state is that which the last decision and the last publication of its case come to; each case stands as its events say;
/// the numbers of a year have no gap; each decision, and each version of minutes by its hash, is once in the journal. Derived from the events alone, with no rule of the slice; all cases at once, for they are few.
/// </summary>
internal static class CasePage
{
    private const string DifferencesSql = """
        with last as materialized (
          select c.id, c.campaign_id, c.state, c.decision, c.published_at, c.question_id, c.assigned_to, d.decision as decided,
            p.kind is not distinct from 'PUBLISHED' as published, p.at as publication_at,
            (select q.id from registry.case_events q
             where q.case_id = c.id and q.kind = 'ASKED' and d.id is null and not exists (
               select from registry.case_events a where a.about = q.id and a.kind = 'ANSWERED')
             order by q.place desc limit 1) as waits_for,
            (select s.assigned_to from registry.case_events s where s.case_id = c.id and s.kind = 'ASSIGNED' order by s.place desc limit 1) as given_to
          from registry.cases c
          left join lateral (
            select e.id, e.decision, e.place from registry.case_events e where e.case_id = c.id and e.kind = 'DECIDED' order by e.place desc limit 1) d on true
          left join lateral (
            select e.kind, e.at from registry.case_events e where e.case_id = c.id and e.kind in ('PUBLISHED', 'WITHDRAWN') and e.place > d.place
            order by e.place desc limit 1) p on true)
        select 'FLAG_OUTSIDE_CASES_IS_JUDGED' as what, v.campaign_id, v.id from registry.violations v
        where v.state <> 'FLAGGED' and not exists (select from registry.case_violations cv where cv.violation_id = v.id)
        union all
        select 'FLAG_DIFFERS_FROM_ITS_CASE', v.campaign_id, v.id
        from registry.case_violations cv join registry.violations v on v.id = cv.violation_id join last l on l.id = cv.case_id
        where v.state <> case when l.decided is null then 'UNDER_REVIEW' when l.published then 'PUBLISHED' else l.decided end
        union all
        select 'CASE_DIFFERS_FROM_ITS_EVENTS', l.campaign_id, l.id from last l
        where l.decision is distinct from l.decided or l.published_at is distinct from case when l.published then l.publication_at end
          or l.question_id is distinct from l.waits_for or l.assigned_to is distinct from l.given_to
          or l.state <> case when l.decided is not null then 'DECIDED' when l.waits_for is not null then 'AWAITING_PROVIDER' else 'OPEN' end
        union all
        select 'FLAGS_OF_CASE_ARE_GONE', c.campaign_id, c.id from registry.cases c
        where (select count(*) from registry.case_violations cv where cv.case_id = c.id)
          <> (select coalesce(sum(e.violations), 0) from registry.case_events e where e.case_id = c.id)
        union all
        select 'CASE_NUMBER_IS_MISSING', n.campaign_id, n.id from (
          select c.campaign_id, c.id, c.number, lag(c.number, 1, 0) over (partition by c.year order by c.number) as before from registry.cases c) n
        where n.number <> n.before + 1
        union all
        select 'DECISION_NOT_ONCE_IN_JOURNAL', c.campaign_id, c.id from registry.cases c
        where (select count(*) from registry.case_events e where e.case_id = c.id and e.kind = 'DECIDED')
          <> (select count(*) from registry.journal j where j.subject_id = c.id and j.kind = 'CASE_DECIDED')
        union all
        select 'MINUTES_NUMBER_IS_MISSING', n.campaign_id, n.id from (
          select c.campaign_id, m.id, m.number, lag(m.number, 1, 0) over (partition by m.year, m.sign order by m.number) as before
          from registry.case_minutes m join registry.cases c on c.id = m.case_id where m.version = 1) n
        where n.number <> n.before + 1
        union all
        select 'MINUTES_DIFFER_FROM_JOURNAL', c.campaign_id, m.id from registry.case_minutes m join registry.cases c on c.id = m.case_id
        where 1 <> (
          select count(*) from registry.journal j
          where j.subject_id = m.id and j.kind = 'CASE_MINUTES_DRAWN_UP' and strpos(j.payload, encode(sha256(convert_to(m.content, 'UTF8')), 'hex')) > 0)
        """;

    public static async Task<List<Difference>> DifferencesAsync(Work work) =>
        (await work.RowsAsync<Found>(DifferencesSql)).ConvertAll(f => new Difference("I9", f.What, null, f.CampaignId, [f.Id]));

    private sealed record Found(string What, int CampaignId, Guid Id);
}
