using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>STEERING_REPORTED, HUE-1.2: steering citizens and false statements about the programme are forbidden. One report is one word; several from one ward about one provider are a picture.</para>
/// <para>
/// Flagged: a provider about whom at least minReporters = 3 different reporters of one ward reported steering or a false statement within withinDays = 30 days. A reporter is a citizen who signed in, or a telephone number; the
/// ward is that of the citizen, where it is known. Once per provider, ward and Vietnamese month; further reports are added as evidence.
/// </para>
/// <para>Not flagged: reports by a provider; reports without a name and without a phone, of which one rival can send many; one reporter who reports again; two reporters; reports of two wards.</para>
/// </summary>
internal sealed class SteeringReportedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.SteeringReported;

    public override Clause Clause => Clause.CitizenChoosesFreely;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minReporters", 3), new("withinDays", 30)];

    public override string Sql => """
        with said as (
          select r.id, r.provider_id, r.kind, r.reported_at, r.staff_id, coalesce(r.person_id::text, encode(r.phone_hash, 'hex')) as who,
            coalesce((
              select d.ward_code from registry.stated_details d where d.person_id = r.person_id and d.ward_code is not null order by d.recorded_at desc limit 1), '') as ward
          from registry.citizen_reports r
          where r.campaign_id = $3 and r.reported_at > $1 - make_interval(days => $5) and r.reported_at <= $2 and r.kind in ('STEERING', 'FALSE_STATEMENT')
            and r.provider_id is not null and r.reported_by not like 'provider:%' and (r.person_id is not null or r.phone_hash is not null)),
        touched as (
          select t.* from said t
          where t.reported_at > $1 and (
            select count(distinct o.who) from said o
            where o.provider_id = t.provider_id and o.ward = t.ward and o.reported_at > t.reported_at - make_interval(days => $5) and o.reported_at <= t.reported_at) >= $4)
        select concat_ws(':', $3, t.provider_id, t.ward, to_char(t.reported_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM')) as fingerprint, t.provider_id, 'report:' || o.id as evidence_key,
          min(o.reported_at) as at, min(o.kind) as kind, min(m.reference) as staff, t.ward <> '' as ward_is_known
        from touched t
        join said o on o.provider_id = t.provider_id and o.ward = t.ward and o.reported_at > t.reported_at - make_interval(days => $5) and o.reported_at <= t.reported_at
        left join registry.staff_references m on m.id = o.staff_id
        group by 1, t.provider_id, o.id, t.ward
        """;

    public override Text Say(Candidate row)
    {
        var deed = row.Text("kind") == "STEERING" ? new Text("ép hoặc lôi kéo chọn doanh nghiệp", "steering") : new Text("nói sai về chương trình", "a false statement");
        var ward = row.Flag("ward_is_known") ? new Text("trong cùng một phường, xã", "from one ward") : new Text("không rõ phường, xã", "of no known ward");
        return new(
            $"Người dân báo cáo lúc {row.Vi("at")} về {row.Actor().Vietnamese}: {deed.Vietnamese}; {ward.Vietnamese}.",
            $"A citizen reported {row.Actor().English} at {row.En("at")}: {deed.English}; {ward.English}.");
    }
}
