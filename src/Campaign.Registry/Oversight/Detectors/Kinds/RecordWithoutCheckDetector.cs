using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>RECORD_WITHOUT_CHECK, HUE-1.3: providers check before they issue, in every channel. In the provider's app a record without a check is taken, and flagged.</para>
/// <para>Flagged: a record from the provider's app that cites no fitting check. Thresholds: none.</para>
/// <para>
/// Not flagged: the replacement of a certificate whose place the provider holds; a switch, which rests on the citizen's code; imports. At the door and for a need such
/// a record is refused.
/// </para>
/// </summary>
internal sealed class RecordWithoutCheckDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.RecordWithoutCheck;

    public override Clause Clause => Clause.OneCertificatePerCitizen;

    public override string Sql => """
        select i.id::text as fingerprint, i.provider_id, 'record' as evidence_key, i.recorded_at as at, i.id as issuance_id, s.reference as staff, i.issued_at
        from registry.recorded_issuances i left join registry.staff_references s on s.id = i.staff_id
        where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2
          and i.origin = 'PROVIDER_APP' and i.check_id is null and i.root_id = i.id and i.previous_id is null
        """;

    public override Text Say(Candidate row) => new(
        $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} chứng thư tạo lúc {row.Vi("issued_at")} mà không có lượt tra cứu hợp lệ nào trước đó.",
        $"{row.Actor().English} recorded at {row.En("at")} a certificate made at {row.En("issued_at")}, with no fitting check before it.");
}
