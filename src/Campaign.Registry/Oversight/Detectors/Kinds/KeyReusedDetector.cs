using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>KEY_REUSED, found by the department's monitoring (HUE-5.1): a private key is one person's. In another registry identical keys turned up on several holders' cards.</para>
/// <para>
/// Flagged: one public key (its hash, where the PEM was sent) in certificates of two different persons, of whatever providers and campaigns, when the later of them is
/// recorded. The provider is the one that recorded all of them, and none when several did: anybody can certify a public key that another has shown, so which of them is at fault is for the department to find out. Once per
/// key; a further certificate is added as evidence. Thresholds: none.
/// </para>
/// <para>
/// Not flagged: a key that one person keeps over a replacement or a switch; a certificate that was first recorded under a mistyped number and ended as WRONG_CITIZEN
/// before it was recorded rightly.
/// </para>
/// </summary>
internal sealed class KeyReusedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.KeyReused;

    public override Clause Clause => Clause.MonitoringFindsViolations;

    public override bool Grows => true;

    public override string Sql => $"""
        with later as (
          select i.public_key_hash, encode(i.public_key_hash, 'hex') as fingerprint, (
            select case when min(w.provider_id) = max(w.provider_id) then min(w.provider_id) end from registry.recorded_issuances w
            where w.public_key_hash = i.public_key_hash and w.recorded_at <= $2 and w.end_reason is distinct from 'WRONG_CITIZEN') as provider_id
          from registry.recorded_issuances i
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and i.public_key_hash is not null
            and i.end_reason is distinct from 'WRONG_CITIZEN' and exists (
              select from registry.recorded_issuances o
              where o.public_key_hash = i.public_key_hash and o.person_id <> i.person_id and o.end_reason is distinct from 'WRONG_CITIZEN'
                and (o.recorded_at, o.id) < (i.recorded_at, i.id))
          group by i.public_key_hash),
        touched as (
          select l.* from later l
          where (
            select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
            where v.kind = 'KEY_REUSED' and v.fingerprint = l.fingerprint) < {MostEvidence})
        select t.fingerprint, t.provider_id, u.provider_id as recorder_id, u.id::text as evidence_key, u.recorded_at as at, u.id as issuance_id, s.reference as staff
        from touched t
        cross join lateral (
          select i.id, i.provider_id, i.recorded_at, i.staff_id from registry.recorded_issuances i
          where i.public_key_hash = t.public_key_hash and i.recorded_at <= $2 and i.end_reason is distinct from 'WRONG_CITIZEN'
          order by i.recorded_at, i.id limit {MostEvidence}) u
        left join registry.staff_references s on s.id = u.staff_id
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor("recorder_id").Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư mang khóa công khai này.",
        $"{row.Actor("recorder_id").English} recorded at {row.En("at")} a certificate with this public key.");
}
