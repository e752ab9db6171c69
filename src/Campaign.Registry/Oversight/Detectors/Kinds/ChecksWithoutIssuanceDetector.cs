using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>CHECKS_WITHOUT_ISSUANCE, HUE-1.6: collecting and pre-entering citizens' data is forbidden. Checks in bulk that lead to no issuance are its trace.</para>
/// <para>
/// Flagged: per provider, member of staff (or none named) and Vietnamese day of asking, citizens who were FREE and for whom the provider has recorded nothing since,
/// when they are at least minCitizens = 50 and at least minPercent = 80 of a hundred of all that can be judged. A citizen can be judged once no ticket of that day can be
/// used any more: checkWindow after the check in a provider's app, 24 hours more at the door and for a need, for a tablet without network may still record.
/// </para>
/// <para>
/// Not flagged: checks of citizens who hold a certificate; 49 citizens at home with nobody in; a morning of which one in five was issued; a record that was tried and
/// refused, which is no collecting.
/// </para>
/// </summary>
/// <remarks>
/// Cheap for who issues what it checks: a day is counted again only when most of what has just become judgeable led to nothing, or when the day is small. A share that
/// was below the bound can pass it only by what is above it.
/// </remarks>
internal sealed class ChecksWithoutIssuanceDetector : Detector
{
    /// <summary>Up to so many asks of a group and day are simply counted again.</summary>
    private const string SmallGroup = "1000";

    /// <summary>So many of the checks are shown one by one, beside their number.</summary>
    private const string ShownChecks = "50";

    /// <summary>
    /// What was recorded by the same provider about the citizen of check a since then, in whichever campaign of the programme, in whatever way it ended. The sums hide the columns of the providers' index from a
    /// planner without statistics: read by the provider, a large day would be read once for each of its checks.
    /// </summary>
    private const string RecordedSince = $"""
        exists (
          select from registry.provider_asks r
          where r.key_hash = a.key_hash and r.asked_at >= a.asked_at and r.provider_id + 0 = a.provider_id and r.campaign_id + 0 = {OfProgramme}
            and r.act in ('RECORD', 'SWITCH'))
        """;

    public override ViolationKind Kind => ViolationKind.ChecksWithoutIssuance;

    public override Clause Clause => Clause.NoPreCollection;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minCitizens", 50), new("minPercent", 80)];

    public override TimeSpan Settling => LongestCommit;

    public override string Sql => $"""
        with {TermsSql},
        uses as materialized (
          select t.holds_from, t.holds_until, u.in_app, u.lasts, $1 - u.lasts as seen_from, $2 - u.lasts as seen_to
          from terms t cross join lateral (values (true, t.check_window), (false, t.check_window + interval '24 hours')) u (in_app, lasts)),
        judgeable as (
          select a.provider_id, a.staff_id, (a.asked_at at time zone 'Asia/Ho_Chi_Minh')::date as day, a.key_hash, {RecordedSince} as recorded
          from uses u cross join registry.provider_codes p
          join registry.provider_asks a on a.provider_id = p.id and a.campaign_id = $3 and a.asked_at > u.seen_from and a.asked_at <= u.seen_to
            and a.asked_at >= u.holds_from and a.asked_at < u.holds_until and (a.channel = 'PROVIDER_APP') = u.in_app
          where a.act = 'CHECK' and a.answer = 'FREE'),
        touched as (
          select j.provider_id, j.staff_id, j.day, concat_ws(':', $3, j.provider_id, coalesce(j.staff_id::text, 'none'), j.day) as fingerprint,
            j.day::timestamp at time zone 'Asia/Ho_Chi_Minh' as begins, (j.day + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh' as ends,
            count(distinct j.key_hash) filter (where not j.recorded) * 100 >= count(distinct j.key_hash) * $5 as mostly_in_vain
          from judgeable j
          group by j.provider_id, j.staff_id, j.day
          having bool_or(not j.recorded)),
        suspected as (
          select t.* from touched t
          where not exists (select from registry.flags v where v.kind = 'CHECKS_WITHOUT_ISSUANCE' and v.fingerprint = t.fingerprint)
            and (t.mostly_in_vain or (select count(*) from (
              select from registry.provider_asks a where t.staff_id is not null and a.staff_id = t.staff_id and a.campaign_id = $3
                and a.asked_at >= t.begins and a.asked_at < t.ends
              union all
              select from registry.provider_asks a where t.staff_id is null and a.provider_id = t.provider_id and a.campaign_id = $3
                and a.asked_at >= t.begins and a.asked_at < t.ends
              limit {SmallGroup} + 1) asks) <= {SmallGroup})),
        checks as (
          select s.fingerprint, s.begins, a.*
          from suspected s join registry.provider_asks a on s.staff_id is not null and a.staff_id = s.staff_id and a.campaign_id = $3
            and a.asked_at >= s.begins and a.asked_at < s.ends
          where a.act = 'CHECK' and a.answer = 'FREE'
          union all
          select s.fingerprint, s.begins, a.*
          from suspected s join registry.provider_asks a on s.staff_id is null and a.staff_id is null and a.provider_id = s.provider_id and a.campaign_id = $3
            and a.asked_at >= s.begins and a.asked_at < s.ends
          where a.act = 'CHECK' and a.answer = 'FREE'),
        citizens as (
          select a.fingerprint, a.provider_id, a.staff_id, a.key_hash, min(a.begins) as begins, min(a.asked_at) as asked_at,
            (array_agg(a.id order by a.asked_at))[1] as check_id
          from checks a join uses u on a.asked_at >= u.holds_from and a.asked_at < u.holds_until and (a.channel = 'PROVIDER_APP') = u.in_app
          group by a.fingerprint, a.provider_id, a.staff_id, a.key_hash
          having bool_and(a.asked_at + u.lasts <= $2)),
        judged as (select a.*, {RecordedSince} as recorded from citizens a),
        flagged as (
          select j.fingerprint, count(*) as judged, count(*) filter (where not j.recorded) as in_vain
          from judged j group by j.fingerprint
          having count(*) filter (where not j.recorded) >= $4 and count(*) filter (where not j.recorded) * 100 >= count(*) * $5),
        shown as (
          select j.*, f.judged, f.in_vain, row_number() over (partition by j.fingerprint order by j.asked_at, j.check_id) as place,
            min(j.asked_at) over (partition by j.fingerprint) as first_at, max(j.asked_at) over (partition by j.fingerprint) as last_at
          from judged j join flagged f using (fingerprint) where not j.recorded)
        select s.fingerprint, s.provider_id, m.reference as staff, s.judged, s.in_vain, s.first_at, s.last_at, e.evidence_key, e.at, e.check_id
        from shown s
        left join registry.staff_references m on m.id = s.staff_id
        cross join lateral (values ('check:' || s.check_id, s.asked_at, s.check_id), (case when s.place = 1 then 'day' end, s.last_at, null))
          e (evidence_key, at, check_id)
        where s.place <= {ShownChecks} and e.evidence_key is not null
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "check" => new(
            $"{row.Actor().Vietnamese} tra cứu lúc {row.Vi("at")}, công dân chưa có chứng thư; sau đó không ghi nhận gì.",
            $"{row.Actor().English} checked at {row.En("at")}, the citizen was free; nothing was recorded since."),
        _ => new(
            $"Từ {row.Vi("first_at")} đến {row.Vi("last_at")}, trong {row.Number("judged")} công dân chưa có chứng thư mà {row.Actor().Vietnamese} tra cứu, {row.Number("in_vain")} người không được cấp.",
            $"From {row.En("first_at")} to {row.En("last_at")}, of {row.Number("judged")} free citizens whom {row.Actor().English} checked, {row.Number("in_vain")} were issued nothing."),
    };
}
