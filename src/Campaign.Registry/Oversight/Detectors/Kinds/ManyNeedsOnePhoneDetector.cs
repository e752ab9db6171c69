using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>MANY_NEEDS_ONE_PHONE, HUE-1.6: collecting citizens' data in advance is forbidden. One telephone number that stands behind many citizens' needs is a sign of it.</para>
/// <para>
/// Flagged: a telephone number (its keyed hash) under which citizens signed in and registered needs of at least minPersons = 10 different persons within withinDays = 30 days, in one
/// campaign. Once per number; the provider is the one that all of them chose, and none when they chose several.
/// </para>
/// <para>
/// Not flagged: two households, or a village helper, with one phone for nine; what the department typed for citizens at the counter; many needs of one person; ten persons over more than 30 days (a need
/// exactly 30 days older no longer counts).
/// </para>
/// </summary>
internal sealed class ManyNeedsOnePhoneDetector : Detector
{
    private const string ByCitizens = "n.registered_by is distinct from 'DEPARTMENT'";

    public override ViolationKind Kind => ViolationKind.ManyNeedsOnePhone;

    public override Clause Clause => Clause.NoPreCollection;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 10), new("withinDays", 30)];

    public override string Sql => $"""
        with anchors as (
          select n.phone_hash, n.registered_at, $3 || ':' || encode(sha256(n.phone_hash), 'hex') as fingerprint
          from registry.registered_needs n where n.campaign_id = $3 and n.registered_at > $1 and n.registered_at <= $2 and {ByCitizens}),
        many as (
          select a.* from anchors a
          cross join lateral (
            select count(distinct n.person_id) as persons from registry.registered_needs n
            where n.campaign_id = $3 and n.phone_hash = a.phone_hash and {ByCitizens}
              and n.registered_at > a.registered_at - make_interval(days => $5) and n.registered_at <= a.registered_at) c
          where c.persons >= $4 and (
            select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
            where v.kind = 'MANY_NEEDS_ONE_PHONE' and v.fingerprint = a.fingerprint) < {MostEvidence}),
        shown as (
          select distinct m.fingerprint, n.id, n.person_id, n.provider_id, n.registered_at
          from many m join registry.registered_needs n on n.campaign_id = $3 and n.phone_hash = m.phone_hash and {ByCitizens}
            and n.registered_at > m.registered_at - make_interval(days => $5) and n.registered_at <= m.registered_at),
        counted as (
          select s.*, row_number() over (partition by s.fingerprint order by s.registered_at, s.id) as place,
            min(s.provider_id) over (partition by s.fingerprint) as least, max(s.provider_id) over (partition by s.fingerprint) as greatest
          from shown s)
        select c.fingerprint, case when c.least = c.greatest then c.least end as provider_id, c.provider_id as chosen_id, c.id::text as evidence_key,
          c.registered_at as at, c.id as need_id
        from counted c where c.place <= {MostEvidence}
        """;

    public override Text Say(Candidate row) => new(
        $"Nhu cầu của một công dân, gửi {row.Provider("chosen_id")}, đăng ký lúc {row.Vi("at")} với cùng số điện thoại này.",
        $"A citizen's need, addressed to {row.Provider("chosen_id")}, registered at {row.En("at")} with this same telephone number.");
}
