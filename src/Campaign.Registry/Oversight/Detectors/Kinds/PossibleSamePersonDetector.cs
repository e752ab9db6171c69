using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>
/// POSSIBLE_SAME_PERSON, found by the department's monitoring (HUE-1.3, I2): one certificate per citizen, under whichever number. It accuses nobody; it is for an officer to
/// look at the cards and to link the numbers, or to dismiss it.
/// </para>
/// <para>
/// Flagged: a provider said, by alsoKnownAs or in a row of a file, that a number is another's too, and under that other number another person holds a live certificate, held then or
/// recorded later; or an officer or an identity service was to link two persons who each hold one. Once per pair, whoever said it and however often. No one
/// provider answers for it. Thresholds: none.
/// </para>
/// <para>
/// Flagged too: two persons who have been found to be possibly one by what is said of them, with the score from which the policy in force flags (flag_score of
/// registry.same_person_policies), when both have an issuance in the programme.
/// </para>
/// <para>
/// Not flagged: a claim about numbers that are linked already, or whose other number holds nothing; a pair on which an officer has decided (kept, linked, not the same), one
/// below that score, which is shown for review and no more, or one of whose certificates was withdrawn as another citizen's.
/// </para>
/// </summary>
internal sealed class PossibleSamePersonDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.PossibleSamePerson;

    public override Clause Clause => Clause.OneCertificatePerCitizen;

    public override bool LooksAtTheEnd => true;

    // A pair is known by its two keyed hashes, or by its two persons where both are known: whichever of the two flags came first is the pair's.
    public override string Sql => """
        with found as (
          select c.id, h.id as issuance_id from registry.stated_numbers c
          cross join lateral (select k.person_id from registry.number_persons k where k.key_hash = c.claimed_hash limit 1) k
          cross join lateral (
            select i.id from registry.live_issuances($2) i
            where i.person_id = k.person_id and i.campaign_id = $3 and i.recorded_at <= $2 limit 1) h
          where c.claimed_at > $1 and c.claimed_at <= $2
          union
          select c.id, i.id from registry.live_issuances($2) i
          join registry.number_persons k on k.person_id = i.person_id
          join registry.stated_numbers c on c.claimed_hash = k.key_hash and c.claimed_at <= $2
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2),
        claims as (
          select distinct on (c.pair) c.* from (
            select n.id, n.claimed_by, n.claimed_at, i.id as issuance_id, i.provider_id as holder_id, i.recorded_at, a.person_id as asked, i.person_id as held,
              'numbers:' || encode(sha256(least(n.key_hash, n.claimed_hash) || greatest(n.key_hash, n.claimed_hash)), 'hex') as pair
            from found f
            join registry.stated_numbers n on n.id = f.id
            cross join lateral (select x.* from registry.recorded_issuances x where x.id = f.issuance_id limit 1) i
            left join lateral (select k.person_id from registry.number_persons k where k.key_hash = n.key_hash limit 1) a on true) c
          where c.asked is distinct from c.held and not exists (
            select from registry.flags v
            where v.kind = 'POSSIBLE_SAME_PERSON' and v.fingerprint = 'persons:' || least(c.asked, c.held) || ':' || greatest(c.asked, c.held))
          order by c.pair, c.claimed_at, c.id),
        cases as (
          select p.*, 'persons:' || p.person_a || ':' || p.person_b as pair from registry.two_holder_links p
          where p.opened_at > $1 and p.opened_at <= $2
            and exists (select from registry.recorded_issuances i where i.id = least(p.issuance_a, p.issuance_b) and i.campaign_id = $3)
            and not exists (
              select from registry.number_persons k
              join registry.stated_numbers n on n.key_hash = k.key_hash or n.claimed_hash = k.key_hash
              join registry.number_persons o on o.person_id = p.person_b and (o.key_hash = n.key_hash or o.key_hash = n.claimed_hash)
              join registry.flags v on v.kind = 'POSSIBLE_SAME_PERSON'
                and v.fingerprint = 'numbers:' || encode(sha256(least(n.key_hash, n.claimed_hash) || greatest(n.key_hash, n.claimed_hash)), 'hex')
              where k.person_id = p.person_a)),
        touched as (
          select p.* from registry.possible_same_persons p where p.found_at > $1 and p.found_at <= $2
          union
          select p.* from registry.recorded_issuances i join registry.possible_same_persons p on p.person_a = i.person_id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2
          union
          select p.* from registry.recorded_issuances i join registry.possible_same_persons p on p.person_b = i.person_id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2),
        alike as (
          select t.person_a, t.person_b, t.score, 'persons:' || t.person_a || ':' || t.person_b as pair from touched t
          where t.state = 'OPEN' and t.score >= (
            select q.flag_score from registry.flag_scores q where q.effective_from <= $2 order by q.effective_from desc limit 1)),
        scored as (
          select a.pair, a.score, i.id, i.provider_id, i.recorded_at from alike a
          join registry.campaign_codes p on p.id = $3
          cross join lateral (
            select x.id from registry.recorded_issuances x
            where x.programme_id = p.programme_id and x.person_id = a.person_a and x.end_reason is distinct from 'WRONG_CITIZEN' order by x.recorded_at desc limit 1) one
          cross join lateral (
            select x.id from registry.recorded_issuances x
            where x.programme_id = p.programme_id and x.person_id = a.person_b and x.end_reason is distinct from 'WRONG_CITIZEN' order by x.recorded_at desc limit 1) other
          join registry.recorded_issuances i on i.id in (one.id, other.id))
        select c.pair as fingerprint, 'claim:' || c.id as evidence_key, c.claimed_at as at, c.claimed_by as by_id, null::uuid as issuance_id, null::text as source, null::int as score from claims c
        union all
        select c.pair, 'certificate:' || c.issuance_id, c.recorded_at, c.holder_id, c.issuance_id, null, null from claims c
        union all
        select p.pair, 'case:' || p.id, p.opened_at, null, null, p.source, null from cases p
        union all
        select p.pair, 'certificate:' || i.id, i.recorded_at, i.provider_id, i.id, null, null from cases p join registry.recorded_issuances i on i.id in (p.issuance_a, p.issuance_b)
        union all
        select s.pair, 'alike:' || s.id, s.recorded_at, s.provider_id, s.id, null, s.score from scored s
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "claim" => new(
            $"{row.Provider("by_id")} cho biết lúc {row.Vi("at")}: hai số trên thẻ là của cùng một người.",
            $"{row.Provider("by_id")} said at {row.En("at")} that both numbers of a card are one person's."),
        "case" => new(
            $"Lúc {row.Vi("at")} hai số được đề nghị liên kết ({row.Text("source")}), nhưng mỗi số đang có một chứng thư còn hiệu lực.",
            $"At {row.En("at")} two numbers were to be linked ({row.Text("source")}), and each holds a live certificate."),
        "alike" => new(
            $"{row.Provider("by_id")} ghi nhận lúc {row.Vi("at")} một chứng thư của công dân có thể cùng là một người với công dân kia ({row.Number("score")} điểm).",
            $"{row.Provider("by_id")} recorded at {row.En("at")} a certificate of a citizen who may be the same person as the other ({row.Number("score")} points)."),
        _ => new(
            $"{row.Provider("by_id")} đã ghi nhận lúc {row.Vi("at")} một chứng thư cho một trong hai số.",
            $"{row.Provider("by_id")} recorded at {row.En("at")} a certificate for one of the two numbers."),
    };
}
