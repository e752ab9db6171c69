using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>RECIPIENT_NOT_HOLDER, DT-3.1: a certificate is handed to its holder.</para>
/// <para>
/// Flagged: an issuance whose dossier says that the citizen did not receive it (receivedByCitizen false), or names a recipient and does not say that it was the citizen.
/// Thresholds: none.
/// </para>
/// <para>
/// Not flagged: receivedByCitizen true, whatever name stands beside it; a dossier that says nothing of the recipient, or names nobody (blank), which at the door is
/// DOSSIER_INCOMPLETE.
/// </para>
/// </summary>
internal sealed class RecipientNotHolderDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.RecipientNotHolder;

    public override Clause Clause => Clause.HandedToTheHolder;

    public override string Sql => """
        select i.id::text as fingerprint, i.provider_id, 'record' as evidence_key, i.recorded_at as at, i.id as issuance_id, i.check_id, s.reference as staff,
          d.recipient_name
        from registry.recorded_issuances i
        cross join lateral (select x.* from registry.contract_dossiers x where x.person_id = i.person_id and x.issuance_id = i.id limit 1) d
        left join registry.staff_references s on s.id = i.staff_id
        where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2
          and (d.received_by_citizen = false or (d.received_by_citizen is null and registry.name_key(d.recipient_name) is not null))
        """;

    public override Text Say(Candidate row)
    {
        var recipient = MaskedName.Of(row.Text("recipient_name"));
        return new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} chứng thư mà người nhận không phải công dân được cấp: {recipient}.",
            $"{row.Actor().English} recorded at {row.En("at")} a certificate whose recipient was not its holder: {recipient}.");
    }
}
