using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>SHARED_RECIPIENT, DT-3.1: an inspection found 14 of 40 certificates handed to the same third person.</para>
/// <para>
/// Flagged: one recipient's name, whatever its diacritics, case and white space, to whom one provider handed the certificates of at least minPersons = 3 different
/// citizens in one campaign, by the dossiers. Once per name; a further certificate is added as evidence.
/// </para>
/// <para>
/// Not flagged: what the citizen received (receivedByCitizen true, whatever name stands there); a parent who receives for two; what was WITHDRAWN. Of the recipient the
/// summaries show initials and the given name.
/// </para>
/// </summary>
internal sealed class SharedRecipientDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.SharedRecipient;

    public override Clause Clause => Clause.HandedToTheHolder;

    public override bool Grows => true;

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 3)];

    // Each name is looked up by itself, by index, whatever the planner thinks of the tables' sizes.
    public override string Sql => $"""
        with named as (
          select distinct i.provider_id, d.key
          from registry.recorded_issuances i
          cross join lateral (
            select case when x.received_by_citizen is distinct from true then x.recipient_key end as key
            from registry.contract_dossiers x where x.person_id = i.person_id and x.issuance_id = i.id limit 1) d
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and d.key is not null),
        touched as (
          select n.*, f.fingerprint from named n
          cross join lateral (select concat_ws(':', $3, n.provider_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex')) as fingerprint) f
          where (
            select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
            where v.kind = 'SHARED_RECIPIENT' and v.fingerprint = f.fingerprint) < {MostEvidence})
        select t.fingerprint, t.provider_id, u.id::text as evidence_key, u.recorded_at as at, u.id as issuance_id, u.staff, u.recipient_name, u.handed_over_at
        from touched t
        cross join lateral (
          select ranked.*, max(ranked.person) over () as persons
          from (
            select received.*, dense_rank() over (order by received.person_id) as person
            from (
              select i.id, i.person_id, i.recorded_at, d.recipient_name, d.handed_over_at, (select s.reference from registry.staff_references s where s.id = i.staff_id) as staff
              from registry.contract_dossiers d
              cross join lateral (select x.* from registry.recorded_issuances x where x.person_id = d.person_id and x.id = d.issuance_id limit 1) i
              where d.received_by_citizen is distinct from true and d.recipient_key = t.key
                and i.campaign_id = $3 and i.provider_id = t.provider_id and i.status <> 'WITHDRAWN' and i.recorded_at <= $2
              order by i.recorded_at, i.id limit {MostEvidence}) received) ranked) u
        where u.persons >= $4
        """;

    public override Text Say(Candidate row)
    {
        var recipient = MaskedName.Of(row.Text("recipient_name"));
        var (handed, handedEnglish) = row.TimeOrNull("handed_over_at") is { } at
            ? ($", giao lúc {VietnamTime.Spoken(at)}", $", handed over at {VietnamTime.SpokenEnglish(at)}")
            : ("", "");
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} một chứng thư mà người nhận là {recipient}{handed}.",
            $"{row.Actor().English} recorded at {row.En("at")} a certificate that was received by {recipient}{handedEnglish}.");
    }
}
