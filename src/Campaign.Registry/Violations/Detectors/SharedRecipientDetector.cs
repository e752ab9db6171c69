using Campaign.Registry.Kernel;

namespace Campaign.Registry.Violations;

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

    public override IReadOnlyList<Threshold> Thresholds { get; } = [new("minPersons", 3)];

    public override string Sql => $"""
        with named as (
          select distinct i.provider_id, registry.name_key(d.recipient_name) as key
          from registry.issuances i join registry.dossiers d on d.person_id = i.person_id and d.issuance_id = i.id
          where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2
            and d.received_by_citizen is distinct from true and registry.name_key(d.recipient_name) is not null),
        touched as (
          select n.*, f.fingerprint from named n
          cross join lateral (select concat_ws(':', $3, n.provider_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex')) as fingerprint) f
          where (
            select count(*) from registry.violations v join registry.violation_evidence e on e.violation_id = v.id
            where v.kind = 'SHARED_RECIPIENT' and v.fingerprint = f.fingerprint) < {MostEvidence}),
        received as (
          select t.fingerprint, t.provider_id, i.id, i.person_id, i.recorded_at, s.reference as staff, d.recipient_name, d.handed_over_at,
            row_number() over (partition by t.fingerprint order by i.recorded_at, i.id) as place
          from touched t
          join registry.dossiers d on d.recipient_name is not null and d.received_by_citizen is distinct from true and registry.name_key(d.recipient_name) = t.key
          join registry.issuances i on i.person_id = d.person_id and i.id = d.issuance_id
          left join registry.staff s on s.id = i.staff_id
          where i.campaign_id = $3 and i.provider_id = t.provider_id and i.status <> 'WITHDRAWN' and i.recorded_at <= $2),
        shared as (select fingerprint from received group by fingerprint having count(distinct person_id) >= $4)
        select r.fingerprint, r.provider_id, r.id::text as evidence_key, r.recorded_at as at, r.id as issuance_id, r.staff, r.recipient_name, r.handed_over_at
        from received r join shared using (fingerprint) where r.place <= {MostEvidence}
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
