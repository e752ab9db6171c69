using Campaign.Registry.Kernel;

namespace Campaign.Registry.Violations;

/// <summary>
/// <para>POSSIBLE_SAME_PERSON, HUE-1.3: one certificate per citizen. Two numbers, each with a certificate in the campaign, may be one citizen's.</para>
/// <para>
/// Flagged: two persons who have been found to be possibly one, with the score from which the policy in force flags (flag_score of registry.same_person_policies), when
/// both have an issuance in the campaign; once per campaign and pair, when the later of the pair and its certificates is there. No one provider answers for it. Thresholds:
/// none; the policy is the registry's and dated.
/// </para>
/// <para>
/// Not flagged: a pair on which an officer has decided (kept, linked, not the same); a pair below that score, which is shown for review and no more; certificates that were
/// withdrawn as another citizen's.
/// </para>
/// </summary>
internal sealed class PossibleSamePersonDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.PossibleSamePerson;

    public override Clause Clause => Clause.OneCertificatePerCitizen;

    public override string Sql => """
        with touched as (
          select p.* from registry.same_person_pairs p where p.found_at > $1 and p.found_at <= $2
          union
          select p.* from registry.issuances i join registry.same_person_pairs p on p.person_a = i.person_id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2
          union
          select p.* from registry.issuances i join registry.same_person_pairs p on p.person_b = i.person_id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2),
        certain as (
          select t.* from touched t
          where t.state = 'OPEN' and t.score >= (
            select q.flag_score from registry.same_person_policies q where q.effective_from <= $2 order by q.effective_from desc limit 1))
        select concat_ws(':', $3::text, c.person_a, c.person_b) as fingerprint, null::smallint as provider_id, i.provider_id as recorder_id,
          i.id::text as evidence_key, i.recorded_at as at, i.id as issuance_id, s.reference as staff, c.score
        from certain c
        cross join lateral (
          select i.* from registry.issuances i
          where i.campaign_id = $3 and i.person_id = c.person_a and i.end_reason is distinct from 'WRONG_CITIZEN' order by i.recorded_at desc limit 1) first
        cross join lateral (
          select i.* from registry.issuances i
          where i.campaign_id = $3 and i.person_id = c.person_b and i.end_reason is distinct from 'WRONG_CITIZEN' order by i.recorded_at desc limit 1) second
        join registry.issuances i on i.id in (first.id, second.id)
        left join registry.staff s on s.id = i.staff_id
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor("recorder_id").Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư của công dân có thể cùng là một người với công dân kia ({row.Number("score")} điểm).",
        $"{row.Actor("recorder_id").English} recorded at {row.En("at")} a certificate of a citizen who may be the same person as the other ({row.Number("score")} points).");
}
