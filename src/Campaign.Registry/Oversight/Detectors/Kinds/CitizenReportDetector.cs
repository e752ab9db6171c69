using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>CITIZEN_REPORT, HUE-5.2: a citizen's report opens a case beside the records that it concerns, to be verified against the data. It accuses nobody by itself.</para>
/// <para>
/// Flagged: each report, once, at the provider that it names, or whose badge or record it names; what kind of report it is, and the clause that such a deed would break (HUE-1.2,
/// HUE-1.6, HUE-3.1), are in the evidence. A report against nobody in particular, or with a forged badge alone, opens a case at no provider. Thresholds: none.
/// </para>
/// <para>
/// Who reported is said where it is a provider, for a rival's word is not a citizen's. Not flagged: a report that was sent again under its request id, which is one report. What the citizen wrote and who reported are in no flag: they stand in the report, where
/// each look leaves a trace.
/// </para>
/// </summary>
internal sealed class CitizenReportDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.CitizenReport;

    public override Clause Clause => Clause.ReportsAreVerified;

    public override string Sql => """
        select 'report:' || r.id as fingerprint, 'report:' || r.id as evidence_key, r.reported_at as at, r.provider_id, r.issuance_id,
          (select a.id from registry.provider_asks a where a.id = r.lookup_id) as check_id, s.reference as staff, s.provider_id as staff_provider, r.kind, r.clause as broken, r.badge,
          (select p.id from registry.provider_codes p where r.reported_by = 'provider:' || p.code) as reporter_id, r.reported_by
        from registry.citizen_reports r left join registry.staff_references s on s.id = r.staff_id
        where r.campaign_id = $3 and r.reported_at > $1 and r.reported_at <= $2
        """;

    public override Text Say(Candidate row)
    {
        var deed = DeedOf(row.Text("kind"));
        var (badge, clause) = (BadgeOf(row), row.Text("broken"));
        return new(
            $"{ReporterOf(row).Vietnamese} báo cáo lúc {row.Vi("at")}: {deed.Vietnamese} ({clause}).{badge.Vietnamese}",
            $"{ReporterOf(row).English} reported at {row.En("at")}: {deed.English} ({clause}).{badge.English}");
    }

    /// <summary>A rival's word is not a citizen's: who sent it is said.</summary>
    private static Text ReporterOf(Candidate row) => row.NumberOrNull("reporter_id") is null
        ? row.Text("reported_by") is "public" or "citizen" ? new("Người dân", "A citizen") : new("Sở, thay người dân,", "The department, for a citizen,")
        : new($"Doanh nghiệp {row.Provider("reporter_id")}", $"The provider {row.Provider("reporter_id")}");

    private static Text BadgeOf(Candidate row) => (row.Text("badge"), row.Text("staff")) switch
    {
        ("FORGED", _) => new(" Mã QR đã quét không phải của chương trình.", " The scanned QR code was not issued by the programme."),
        ("GENUINE", not null) => new($" Đã quét thẻ của {row.Actor("staff_provider").Vietnamese}.", $" The badge of {row.Actor("staff_provider").English} was scanned."),
        (_, not null) => new($" Người ghi nhận: {row.Actor("staff_provider").Vietnamese}.", $" Recorded by {row.Actor("staff_provider").English}."),
        _ => new("", ""),
    };

    private static Text DeedOf(string? kind) => kind switch
    {
        "STEERING" => new("ép hoặc lôi kéo chọn doanh nghiệp", "being steered to a provider"),
        "FALSE_STATEMENT" => new("nói sai về chương trình", "a false statement about the programme"),
        "ASKED_FOR_MONEY" => new("đòi tiền", "being asked for money"),
        "PRE_COLLECTED_DATA" => new("thu thập dữ liệu trước", "data collected beforehand"),
        "IMPOSTOR" => new("giả danh nhân viên", "an impostor"),
        "NOT_ME" => new("“không phải tôi”", "\"this was not me\""),
        _ => new("việc khác", "something else"),
    };
}
