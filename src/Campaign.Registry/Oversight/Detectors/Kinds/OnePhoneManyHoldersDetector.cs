using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>ONE_PHONE_MANY_HOLDERS, DT-3.1: a certificate is handed to its holder. One telephone number that a provider states for many holders is somebody else's: of staff, of a dealer, or made up.</para>
/// <para>
/// Flagged: a telephone number (its keyed hash) that one provider stated in its records for at least minPersons = 8 different citizens within withinDays = 30 days. Once per provider and number; a further record is added as
/// evidence.
/// </para>
/// <para>Not flagged: a household, or two, with one phone for seven; eight citizens over more than 30 days; what citizens themselves or files state; records without a phone.</para>
/// </summary>
internal sealed class OnePhoneManyHoldersDetector : Detector
{
    private const string Stated = "d.source = 'RECORD' and d.phone_hash is not null";

    public override ViolationKind Kind => ViolationKind.OnePhoneManyHolders;

    public override Clause Clause => Clause.HandedToTheHolder;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 8), new("withinDays", 30)];

    public override string Sql => $"""
        with anchors as (
          select distinct i.provider_id, d.phone_hash, i.recorded_at, concat_ws(':', $3, i.provider_id, encode(sha256(d.phone_hash), 'hex')) as fingerprint
          from registry.recorded_issuances i
          join registry.stated_details d on d.person_id = i.person_id and d.recorded_at = i.recorded_at and d.provider_id = i.provider_id and {Stated}
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and i.origin <> 'IMPORT'),
        many as (
          select a.* from anchors a
          where (
            select count(distinct d.person_id) from registry.stated_details d
            where d.phone_hash = a.phone_hash and d.provider_id = a.provider_id and {Stated}
              and d.recorded_at > a.recorded_at - make_interval(days => $5) and d.recorded_at <= a.recorded_at) >= $4
            and (
              select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
              where v.kind = 'ONE_PHONE_MANY_HOLDERS' and v.fingerprint = a.fingerprint) < {MostEvidence}),
        shown as (
          select distinct m.fingerprint, m.provider_id, i.id, i.recorded_at, i.staff_id
          from many m
          join registry.stated_details d on d.phone_hash = m.phone_hash and d.provider_id = m.provider_id and {Stated}
            and d.recorded_at > m.recorded_at - make_interval(days => $5) and d.recorded_at <= m.recorded_at
          cross join lateral (
            select x.id, x.recorded_at, x.staff_id from registry.recorded_issuances x
            where x.person_id = d.person_id and x.recorded_at = d.recorded_at and x.provider_id = d.provider_id limit 1) i),
        placed as (select s.*, row_number() over (partition by s.fingerprint order by s.recorded_at, s.id) as place from shown s)
        select p.fingerprint, p.provider_id, p.id::text as evidence_key, p.recorded_at as at, p.id as issuance_id, m.reference as staff
        from placed p left join registry.staff_references m on m.id = p.staff_id
        where p.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} một công dân với cùng số điện thoại này.",
        $"{row.Actor().English} recorded at {row.En("at")} a citizen with this same telephone number.");
}
