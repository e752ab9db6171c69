using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>
/// UNRECORDED_CERTIFICATE, HUE-1.4: until a provider has told the registry of a certificate, it counts as not issued, and the valid issuer is the one that has told it. What was
/// made before the campaign comes in by import (HUE-2.3), and one that never came blocked nobody.
/// </para>
/// <para>
/// Flagged: a provider's file claims a certificate of a citizen that is older than the one which another provider has recorded, in the campaign or by a file of its own, and which the
/// registry never had. The record stands; a date in a file is evidence and no judgement, and the citizen may bear two certificates. Once per certificate that is claimed, in whichever files
/// it comes again. The provider is the one that claims it. Thresholds: none.
/// </para>
/// <para>
/// Not flagged: a certificate of a file that is younger than the record; one that was recorded
/// since; and a claim against a record that was withdrawn as another citizen's.
/// </para>
/// </summary>
internal sealed class UnrecordedCertificateDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.UnrecordedCertificate;

    public override Clause Clause => Clause.FirstRecordedIsValid;

    public override string Sql => """
        with claims as (
          select c.*, m.requested_at, encode(m.content_hash, 'hex') as file_hash, h.provider_id as holder_provider_id, h.recorded_at, h.issued_at as holder_issued_at
          from registry.older_certificates c
          join registry.import_orders m on m.id = c.import_id
          join registry.recorded_issuances h on h.person_id = c.person_id and h.id = c.holder_id
          where c.campaign_id = $3 and c.claimed_at > $1 and c.claimed_at <= $2 and h.end_reason is distinct from 'WRONG_CITIZEN'
            and not exists (select from registry.serial_holders s where s.provider_id = c.provider_id and s.serial_number = c.serial_number))
        select concat_ws(':', c.person_id, c.provider_id, c.serial_number) as fingerprint, c.provider_id, c.holder_provider_id, e.evidence_key, e.at, e.issuance_id,
          c.serial_number, encode(c.certificate_hash, 'hex') as certificate_hash, c.holder_issued_at, c.import_id::text as import, c.file_hash, c.claimed_at
        from claims c
        cross join lateral (values
          ('certificate', c.issued_at, null::uuid), ('record', c.recorded_at, c.holder_id), ('file', c.requested_at, null)
        ) e (evidence_key, at, issuance_id)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "certificate" => new(
            $"Theo tệp của {row.Provider("provider_id")}, chứng thư số sê-ri {row.Text("serial_number")} được tạo lúc {row.Vi("at")}; {(row.Text("certificate_hash") is { } hash
                ? $"tệp có kèm chứng thư, SHA-256 {hash}" : "tệp không kèm chứng thư")}. Chứng thư này chưa từng được ghi nhận.",
            $"By the file of {row.Provider("provider_id")}, the certificate with the serial number {row.Text("serial_number")} was made at {row.En("at")}; {(row.Text("certificate_hash") is { } same
                ? $"the file has the certificate itself, SHA-256 {same}" : "the file has not the certificate itself")}. It was never recorded."),
        "record" => new(
            $"{row.Provider("holder_provider_id")} tạo chứng thư của công dân này lúc {row.Vi("holder_issued_at")} và ghi nhận lúc {row.Vi("at")}; ghi nhận này vẫn có hiệu lực.",
            $"{row.Provider("holder_provider_id")} made this citizen's certificate at {row.En("holder_issued_at")} and recorded it at {row.En("at")}; the record stands."),
        _ => new(
            $"{row.Provider("provider_id")} gửi tệp lúc {row.Vi("at")} (lần nhập {row.Text("import")}, SHA-256 của tệp {row.Text("file_hash")}); dòng này được xét lúc {row.Vi("claimed_at")}.",
            $"{row.Provider("provider_id")} sent the file at {row.En("at")} (import {row.Text("import")}, SHA-256 of the file {row.Text("file_hash")}); the row was judged at {row.En("claimed_at")}."),
    };
}
