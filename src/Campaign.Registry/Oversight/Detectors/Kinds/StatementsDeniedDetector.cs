using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>STATEMENTS_DENIED, HUE-4.5, HUE-5.2: what a provider states of citizens (that it began to help, that a citizen asked for the end) is a claim. Claims that the citizens deny again and again are worth little.</para>
/// <para>
/// Flagged: a provider of whose statements citizens denied those of at least minPersons = 5 different persons within withinDays = 30 days: supports and calls that were denied and whose need was not served after all, and ends that were not
/// asked for. Once per provider and Vietnamese month; further denials are added as evidence.
/// </para>
/// <para>Not flagged: four citizens who say otherwise; a support that was denied and whose need was served in time all the same; what nobody denied.</para>
/// </summary>
internal sealed class StatementsDeniedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.StatementsDenied;

    public override Clause Clause => Clause.NothingConfirmedBeforeIssuance;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 5), new("withinDays", 30)];

    public override string Sql => $"""
        with denied as (
          select n.provider_id, s.person_id, 'support:' || n.id || ':' || extract(epoch from s.started_at) as evidence_key, greatest(s.denied_at, n.closed_at) as at, s.started_at as stated_at,
            n.id as need_id, null::uuid as issuance_id, m.reference as staff
          from registry.started_supports s
          join registry.registered_needs n on n.person_id = s.person_id and n.id = s.need_id
          left join registry.staff_references m on m.id = s.staff_id
          where n.campaign_id = $3 and s.denied_at > $1 - make_interval(days => $5 + 30) and s.denied_at <= $2
            and n.closed_at is not null and n.state <> 'SERVED' and n.state <> 'SUPERSEDED'
          union all
          select n.provider_id, c.person_id, 'call:' || c.id, greatest(c.denied_at, n.closed_at), c.called_at, n.id, null, m.reference
          from registry.noted_calls c
          join registry.registered_needs n on n.person_id = c.person_id and n.id = c.need_id
          left join registry.staff_references m on m.id = c.staff_id
          where n.campaign_id = $3 and c.denied_at > $1 - make_interval(days => $5 + 30) and c.denied_at <= $2
            and n.closed_at is not null and n.state <> 'SERVED' and n.state <> 'SUPERSEDED'
          union all
          select e.provider_id, e.person_id, 'end:' || e.issuance_id, e.denied_at, e.told_at, null, e.issuance_id, null
          from registry.ends_by_providers e
          where e.campaign_id = $3 and e.denied_at > $1 - make_interval(days => $5 + 30) and e.denied_at <= $2),
        touched as (
          select distinct d.provider_id, d.at from denied d
          where d.at > $1 and d.at <= $2 and (
            select count(distinct o.person_id) from denied o where o.provider_id = d.provider_id and o.at > d.at - make_interval(days => $5) and o.at <= d.at) >= $4)
        select concat_ws(':', $3, t.provider_id, to_char(t.at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM')) as fingerprint, t.provider_id, d.evidence_key, min(d.at) as at, min(d.stated_at) as stated_at,
          d.need_id, d.issuance_id, min(d.staff) as staff
        from touched t join denied d on d.provider_id = t.provider_id and d.at > t.at - make_interval(days => $5) and d.at <= t.at
        group by 1, 2, 3, d.need_id, d.issuance_id
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "support" => new(
            $"{row.Actor().Vietnamese} nói đã hỗ trợ lúc {row.Vi("stated_at")}; công dân nói không, và đăng ký chưa được thực hiện.",
            $"{row.Actor().English} said to have helped at {row.En("stated_at")}; the citizen says not, and the need was not served."),
        "call" => new(
            $"{row.Actor().Vietnamese} nói đã gọi lúc {row.Vi("stated_at")} mà không gặp; công dân nói không ai gọi, và đăng ký chưa được thực hiện.",
            $"{row.Actor().English} said to have called in vain at {row.En("stated_at")}; the citizen says that nobody called, and the need was not served."),
        _ => new(
            $"{row.Provider("provider_id")} kết thúc chứng thư lúc {row.Vi("stated_at")}; công dân nói không yêu cầu.",
            $"{row.Provider("provider_id")} ended a certificate at {row.En("stated_at")}; the citizen says not to have asked."),
    };
}
