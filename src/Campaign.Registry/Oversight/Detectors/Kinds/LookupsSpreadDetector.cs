using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>LOOKUPS_SPREAD, HUE-1.6, HUE-1.7: looking citizens up in bulk is forbidden, whatever it is called and however it is divided.</para>
/// <para>
/// Flagged, per provider and Vietnamese day: (a) by way of records: at least minRefused = 20 different citizens for whom a record was tried and refused because they hold a certificate, whom the provider had not checked in the
/// 24 hours before; (b) over staff: at least minCitizens = 100 citizens whom its members of staff checked, who were FREE and for whom it recorded nothing in the 48 hours after that day, when they are at least minPercent = 80 of
/// a hundred of all such. (b) is looked at 48 hours after the day. Once per provider, day and way.
/// </para>
/// <para>
/// Not flagged: a lost race, which was checked before; a record without a check whose certificate nobody else holds (RECORD_WITHOUT_CHECK); a day of visits of which one in five was issued; one member's bulk, which is
/// CHECKS_WITHOUT_ISSUANCE; checks by the provider's systems that name no staff.
/// </para>
/// </summary>
internal sealed class LookupsSpreadDetector : Detector
{
    private const string ShownOnes = "50";

    private const string After = "interval '48 hours'";

    private const string DayBegins = "(t.day::timestamp at time zone 'Asia/Ho_Chi_Minh')";

    public override ViolationKind Kind => ViolationKind.LookupsSpread;

    public override Clause Clause => Clause.NoPreCollection;

    public override bool Grows => true;

    public override TimeSpan Settling => LongestCommit;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minRefused", 20), new("minCitizens", 100), new("minPercent", 80)];

    public override string Sql => $"""
        with refused_days as (
          select distinct a.provider_id, (a.asked_at at time zone 'Asia/Ho_Chi_Minh')::date as day
          from registry.provider_codes p
          join registry.provider_asks a on a.provider_id = p.id and a.campaign_id = $3 and a.asked_at > $1 and a.asked_at <= $2
          where a.act in ('RECORD', 'SWITCH') and a.answer = 'ALREADY_ISSUED'),
        refused as (
          select distinct on (t.provider_id, t.day, a.key_hash) t.provider_id, t.day, a.id, a.asked_at, a.staff_id, a.key_hash
          from refused_days t
          join registry.provider_asks a on a.provider_id = t.provider_id and a.campaign_id = $3 and a.asked_at >= {DayBegins} and a.asked_at < {DayBegins} + interval '1 day' and a.asked_at <= $2
          where a.act in ('RECORD', 'SWITCH') and a.answer = 'ALREADY_ISSUED' and not exists (
            select from registry.provider_asks c
            where c.key_hash = a.key_hash and c.asked_at <= a.asked_at and c.asked_at > a.asked_at - interval '24 hours' and c.provider_id + 0 = a.provider_id
              and (c.act = 'CHECK' or (c.act in ('RECORD', 'SWITCH') and c.answer = 'RECORDED')))
          order by t.provider_id, t.day, a.key_hash, a.asked_at),
        staff_days as (
          select t.day from (
            select s::date as day
            from generate_series((($1 - {After}) at time zone 'Asia/Ho_Chi_Minh')::date - 1, (($2 - {After}) at time zone 'Asia/Ho_Chi_Minh')::date, interval '1 day') s) t
          where {DayBegins} + interval '1 day' + {After} > $1 and {DayBegins} + interval '1 day' + {After} <= $2),
        checked as (
          select distinct on (a.provider_id, t.day, a.key_hash) a.provider_id, t.day, a.id, a.asked_at, a.staff_id, a.key_hash
          from staff_days t cross join registry.provider_codes p
          join registry.provider_asks a on a.provider_id = p.id and a.campaign_id = $3 and a.asked_at >= {DayBegins} and a.asked_at < {DayBegins} + interval '1 day'
          where a.act = 'CHECK' and a.answer = 'FREE' and a.staff_id is not null
          order by a.provider_id, t.day, a.key_hash, a.asked_at),
        judged as (
          select c.*, exists (
            select from registry.provider_asks r
            where r.key_hash = c.key_hash and r.asked_at >= c.asked_at and r.provider_id + 0 = c.provider_id and r.act in ('RECORD', 'SWITCH')) as recorded
          from checked c),
        counted as (
          select j.provider_id, j.day, count(*) as judged, count(*) filter (where not j.recorded) as in_vain, count(distinct j.staff_id) filter (where not j.recorded) as staff_members
          from judged j group by j.provider_id, j.day),
        spread as (
          select c.* from counted c
          where c.in_vain >= $5 and c.in_vain * 100 >= c.judged * $6 and c.staff_members > 1 and c.in_vain > (
            select max(o.n) from (select count(*) as n from judged j where j.provider_id = c.provider_id and j.day = c.day and not j.recorded group by j.staff_id) o)),
        shown as (
          select r.*, 'refused' as what, count(*) over w as many, 0::bigint as of_all, 0::bigint as staff_members, row_number() over (w order by r.asked_at, r.id) as place
          from refused r window w as (partition by r.provider_id, r.day)
          union all
          select j.provider_id, j.day, j.id, j.asked_at, j.staff_id, j.key_hash, 'spread', s.in_vain, s.judged, s.staff_members,
            row_number() over (partition by j.provider_id, j.day order by j.asked_at, j.id)
          from judged j join spread s using (provider_id, day) where not j.recorded)
        select concat_ws(':', $3, s.provider_id, s.day, s.what) as fingerprint, s.provider_id, s.what || ':' || s.id as evidence_key, s.asked_at as at, case when s.what = 'spread' then s.id end as check_id,
          m.reference as staff, s.many, s.of_all, s.staff_members
        from shown s left join registry.staff_references m on m.id = s.staff_id
        where s.place <= {ShownOnes} and (s.what = 'spread' or s.many >= $4)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "refused" => new(
            $"{row.Actor().Vietnamese} gửi ghi nhận lúc {row.Vi("at")} cho một công dân đã có chứng thư, không tra cứu trước; trong ngày {row.Number("many")} công dân như vậy.",
            $"{row.Actor().English} tried a record at {row.En("at")} for a citizen who holds a certificate, unchecked; {row.Number("many")} such citizens that day."),
        _ => new(
            $"{row.Actor().Vietnamese} tra cứu lúc {row.Vi("at")}, không ghi nhận; trong ngày {row.Number("staff_members")} nhân viên tra cứu {row.Number("of_all")} công dân chưa có chứng thư, {row.Number("many")} người không được cấp.",
            $"{row.Actor().English} checked at {row.En("at")} and recorded nothing; that day {row.Number("staff_members")} members of staff checked {row.Number("of_all")} free citizens, {row.Number("many")} of whom were issued nothing."),
    };
}
