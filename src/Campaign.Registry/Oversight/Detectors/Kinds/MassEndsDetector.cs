using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>MASS_ENDS, HUE-1.5: a provider is bound to keep the certificate for the free year. Many ended in one day without the citizens' codes want a reason.</para>
/// <para>
/// Flagged: a provider that within one Vietnamese day ended at least minEnds = 20 certificates without the citizen's code, and at least minPercent = 10 of a hundred of what it recorded in the seven days to the end of that day. Once per provider and
/// day; a further end is added as evidence.
/// </para>
/// <para>Not flagged: ends by the citizens' codes; faults that could not be resolved (FAULT_NOT_RESOLVED); switches and replacements; a large provider's few dozen beside thousands of records; ends by the department.</para>
/// </summary>
internal sealed class MassEndsDetector : Detector
{
    private const string DayBegins = "(t.day::timestamp at time zone 'Asia/Ho_Chi_Minh')";

    public override ViolationKind Kind => ViolationKind.MassEnds;

    public override Clause Clause => Clause.FreeYearIsCarriedOver;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minEnds", 20), new("minPercent", 10)];

    public override string Sql => $"""
        with touched as (
          select distinct e.provider_id, (e.told_at at time zone 'Asia/Ho_Chi_Minh')::date as day
          from registry.ends_by_providers e where e.campaign_id = $3 and e.told_at > $1 and e.told_at <= $2 and e.consent_id is null),
        ended as (
          select t.provider_id, t.day, e.issuance_id, e.told_at, i.end_reason, count(*) over (partition by t.provider_id, t.day) as ends,
            row_number() over (partition by t.provider_id, t.day order by e.told_at, e.issuance_id) as place
          from touched t
          join registry.ends_by_providers e on e.campaign_id = $3 and e.provider_id = t.provider_id and e.consent_id is null
            and e.told_at >= {DayBegins} and e.told_at < {DayBegins} + interval '1 day' and e.told_at <= $2
          join registry.recorded_issuances i on i.person_id = e.person_id and i.id = e.issuance_id and i.end_reason is distinct from 'FAULT_NOT_RESOLVED'),
        many as (
          select t.provider_id, t.day from (select distinct x.provider_id, x.day, x.ends from ended x where x.ends >= $4) t
          where t.ends * 100 >= $5 * (
            select count(*) from registry.recorded_issuances r
            where r.campaign_id = $3 and r.provider_id = t.provider_id and r.recorded_at >= {DayBegins} - interval '6 days' and r.recorded_at < {DayBegins} + interval '1 day'))
        select concat_ws(':', $3, e.provider_id, e.day) as fingerprint, e.provider_id, 'end:' || e.issuance_id as evidence_key, e.told_at as at, e.issuance_id, e.end_reason
        from ended e join many using (provider_id, day)
        where e.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row)
    {
        var reason = row.Text("end_reason") switch
        {
            "WRONG_CITIZEN" => new Text("nhầm công dân", "a wrong citizen's"),
            "CITIZEN_ASKED" => new Text("nói là công dân yêu cầu", "said to be at the citizen's request"),
            _ => new Text("thu hồi", "revoked"),
        };
        return new(
            $"{row.Provider("provider_id")} kết thúc chứng thư này lúc {row.Vi("at")} ({reason.Vietnamese}), không có mã của công dân.",
            $"{row.Provider("provider_id")} ended this certificate at {row.En("at")} ({reason.English}), without the citizen's code.");
    }
}
