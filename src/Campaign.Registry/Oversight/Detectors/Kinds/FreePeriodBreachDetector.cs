using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>FREE_PERIOD_BREACH, HUE-1.5: a citizen has one free year, which a change of provider carries over. A provider may not end and begin anew around it.</para>
/// <para>
/// Flagged: (a) a provider ended the citizen's certificate as REVOKED and another provider recorded the same citizen anew, without a switch, within withinDays = 30 days;
/// the one that revoked answers, and the one that recorded anew is shown. (b) A provider ended its certificate as WRONG_CITIZEN, which undoes the free period, and recorded the same citizen again itself
/// within those days. (c) A provider let its certificate run out more than lastDays = 30 days before the free period's end, and another recorded the citizen anew within those days, without a switch: the one that let it
/// run out answers. The days run from the instant at which the end reached the registry, whatever time it was said to have: [end, end + 30 days).
/// </para>
/// <para>
/// Not flagged: an end that the citizen asked for or gave a code for, an end by the department, an unresolved fault; a certificate that came by a file, or lasted until the free period's last 30 days; a switch; a certificate revoked and recorded anew by the same
/// provider (no period starts); and whoever comes after a certificate that lay in between.
/// </para>
/// </summary>
internal sealed class FreePeriodBreachDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.FreePeriodBreach;

    public override Clause Clause => Clause.FreeYearIsCarriedOver;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("withinDays", 30), new("lastDays", 30)];

    public override string Sql => """
        with anew as (
          select n.*, p.id as earlier_id, p.provider_id as earlier_provider_id, e.reason as earlier_end, ended.at as ended_recorded_at
          from registry.recorded_issuances n
          join lateral (
            select o.* from registry.recorded_issuances o
            where o.person_id = n.person_id and o.programme_id = n.programme_id and (o.recorded_at, o.id) < (n.recorded_at, n.id)
            order by o.recorded_at desc, o.id desc limit 1) p on true
          left join lateral (
            select j.at, j.actor from registry.journal_leaves j where j.subject_id = p.id and j.kind = 'ISSUANCE_ENDED' order by j.sequence limit 1) leaf on true
          cross join lateral (select coalesce(leaf.at, p.ended_at, p.valid_until) as at, coalesce(p.ended_by, leaf.actor) as by) ended
          cross join lateral (select coalesce(p.end_reason, 'EXPIRED') as reason) e
          where n.campaign_id = $3 and n.recorded_at > $1 and n.recorded_at <= $2 and n.origin <> 'IMPORT' and n.root_id = n.id and n.previous_id is null
            and not exists (select from registry.ends_by_providers e where e.issuance_id = p.id and e.consent_id is not null)
            and n.recorded_at < ended.at + make_interval(days => $4)
            and ((ended.by like 'provider:%' and ((e.reason = 'REVOKED' and p.provider_id <> n.provider_id) or (e.reason = 'WRONG_CITIZEN' and p.provider_id = n.provider_id)))
              or (e.reason = 'EXPIRED' and p.valid_until <= n.recorded_at and p.provider_id <> n.provider_id and p.origin <> 'IMPORT' and exists (
                select from registry.started_free_periods f
                where f.person_id = p.person_id and f.programme_id = p.programme_id and f.undone_at is null
                  and (p.valid_until at time zone 'Asia/Ho_Chi_Minh')::date < f.ends_on - $5))))
        select a.id::text as fingerprint, case a.earlier_end when 'WRONG_CITIZEN' then a.provider_id else a.earlier_provider_id end as provider_id, e.evidence_key, e.at, e.issuance_id, e.recorder_id, a.earlier_end, case when e.evidence_key = 'anew' then s.reference end as staff
        from anew a
        left join registry.staff_references s on s.id = a.staff_id
        cross join lateral (values ('ended', a.ended_recorded_at, a.earlier_id, a.earlier_provider_id), ('anew', a.recorded_at, a.id, a.provider_id))
          e (evidence_key, at, issuance_id, recorder_id)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "ended" when row.Text("earlier_end") == "WRONG_CITIZEN" => new(
            $"{row.Provider("recorder_id")} rút lại chứng thư của công dân này lúc {row.Vi("at")} với lý do nhầm công dân; thời gian miễn phí bị hủy.",
            $"{row.Provider("recorder_id")} withdrew this citizen's certificate at {row.En("at")} as a wrong citizen's; its free period was undone."),
        "ended" when row.Text("earlier_end") == "EXPIRED" => new(
            $"{row.Provider("recorder_id")} để chứng thư của công dân này hết hiệu lực lúc {row.Vi("at")}, trước khi năm miễn phí kết thúc.",
            $"{row.Provider("recorder_id")} let this citizen's certificate run out at {row.En("at")}, before the free year's end."),
        "ended" => new(
            $"{row.Provider("recorder_id")} thu hồi chứng thư của công dân này lúc {row.Vi("at")}, không phải do công dân yêu cầu.",
            $"{row.Provider("recorder_id")} revoked this citizen's certificate at {row.En("at")}, not at the citizen's request."),
        _ => new(
            $"{row.Actor("recorder_id").Vietnamese} ghi nhận mới cho chính công dân này lúc {row.Vi("at")}, không qua chuyển doanh nghiệp.",
            $"{row.Actor("recorder_id").English} recorded the same citizen anew at {row.En("at")}, not by a switch."),
    };
}
