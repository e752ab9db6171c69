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
/// Flagged: a provider's file with rows that claim a certificate of a citizen older than the one which another provider has recorded, in the campaign or by a file of its own, and which the
/// registry never had. The records stand; a date in a file is a claim and no judgement, and the citizens may bear two certificates. Once per file, with each claim as evidence; whoever hands in what
/// was made before the campaign does as HUE-2.3 says, so nobody is accused: the flag names no provider. Thresholds: none.
/// </para>
/// <para>
/// Not flagged: a certificate of a file that is younger than the record; one that was recorded since; a claim against a record that was withdrawn as another citizen's; a certificate that an earlier
/// file has claimed.
/// </para>
/// </summary>
internal sealed class UnrecordedCertificateDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.UnrecordedCertificate;

    public override Clause Clause => Clause.FirstRecordedIsValid;

    public override bool Grows => true;

    public override string Sql => $"""
        with claims as (
          select c.*, m.requested_at, encode(m.content_hash, 'hex') as file_hash, h.provider_id as holder_provider_id, h.recorded_at, h.issued_at as holder_issued_at
          from registry.older_certificates c
          join registry.import_orders m on m.id = c.import_id
          join registry.recorded_issuances h on h.person_id = c.person_id and h.id = c.holder_id
          where c.campaign_id = $3 and c.claimed_at > $1 and c.claimed_at <= $2 and h.end_reason is distinct from 'WRONG_CITIZEN'
            and not exists (select from registry.serial_holders s where s.provider_id = c.provider_id and s.serial_number = c.serial_number)
            and (
              select count(*) from registry.flags v join registry.flag_evidence e on e.violation_id = v.id
              where v.kind = 'UNRECORDED_CERTIFICATE' and v.fingerprint = c.import_id::text) < {MostEvidence}),
        placed as (select c.*, row_number() over (partition by c.import_id order by c.claimed_at, c.person_id, c.serial_number) as place from claims c)
        select p.import_id::text as fingerprint, null::smallint as provider_id, p.provider_id as claimant_id, p.holder_provider_id, e.evidence_key, e.at, e.issuance_id,
          p.serial_number, p.issued_at, encode(p.certificate_hash, 'hex') as certificate_hash, p.recorded_at, p.holder_issued_at, p.import_id::text as import, p.file_hash
        from placed p
        cross join lateral (
          select 'file' as evidence_key, p.requested_at as at, null::uuid as issuance_id where p.place = 1
          union all
          select concat_ws(':', 'row', p.person_id, p.serial_number), p.claimed_at, p.holder_id) e
        where p.place < {MostEvidence}
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "file" => new(
            $"{row.Provider("claimant_id")} gửi tệp lúc {row.Vi("at")} (lần nhập {row.Text("import")}, SHA-256 của tệp {row.Text("file_hash")}). Các dòng dưới đây khai chứng thư cũ hơn ghi nhận đang có hiệu lực.",
            $"{row.Provider("claimant_id")} sent a file at {row.En("at")} (import {row.Text("import")}, SHA-256 of the file {row.Text("file_hash")}). The rows below claim certificates older than the record that stands."),
        _ => new(
            $"Chứng thư số sê-ri {row.Text("serial_number")} theo tệp được tạo lúc {row.Vi("issued_at")}; {(row.Text("certificate_hash") is { } hash ? $"tệp có kèm chứng thư, SHA-256 {hash}" : "tệp không kèm chứng thư")}. "
                + $"{row.Provider("holder_provider_id")} tạo chứng thư của công dân này lúc {row.Vi("holder_issued_at")} và ghi nhận lúc {row.Vi("recorded_at")}; ghi nhận này vẫn có hiệu lực. Dòng này được xét lúc {row.Vi("at")}.",
            $"By the file the certificate with the serial number {row.Text("serial_number")} was made at {row.En("issued_at")}; {(row.Text("certificate_hash") is { } same ? $"the file has the certificate itself, SHA-256 {same}" : "the file has not the certificate itself")}. "
                + $"{row.Provider("holder_provider_id")} made this citizen's certificate at {row.En("holder_issued_at")} and recorded it at {row.En("recorded_at")}; the record stands. The row was judged at {row.En("at")}."),
    };
}
