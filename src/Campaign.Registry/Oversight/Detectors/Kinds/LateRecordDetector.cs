using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>LATE_RECORD, HUE-1.4: providers tell the registry at once after issuing; until then the certificate counts as not issued and another may issue.</para>
/// <para>
/// Flagged: a record that came more than the campaign's reportingGrace (by default 15 minutes) after the certificate's own time, by the terms in force when it was
/// recorded. Thresholds: none of its own.
/// </para>
/// <para>Not flagged: a record exactly at the grace; earlier certificates that were imported (HUE-2.3), whatever their age.</para>
/// </summary>
internal sealed class LateRecordDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.LateRecord;

    public override Clause Clause => Clause.FirstRecordedIsValid;

    public override string WindowName => "reportingGraceSeconds";

    public override string Sql => $"""
        with {TermsSql}
        select i.id::text as fingerprint, i.provider_id, 'record' as evidence_key, i.recorded_at as at, i.id as issuance_id, i.check_id, i.issued_at,
          s.reference as staff, extract(epoch from t.reporting_grace)::bigint as window_seconds,
          floor(extract(epoch from i.recorded_at - i.issued_at))::bigint as late_seconds
        from registry.recorded_issuances i
        join terms t on i.recorded_at >= t.holds_from and i.recorded_at < t.holds_until
        left join registry.staff_references s on s.id = i.staff_id
        where i.campaign_id = $3 and i.recorded_at > $1 and i.recorded_at <= $2 and i.origin <> 'IMPORT' and i.recorded_at - i.issued_at > t.reporting_grace
        """;

    public override Text Say(Candidate row)
    {
        var (late, grace) = (TimeSpan.FromSeconds(row.Number("late_seconds")), TimeSpan.FromSeconds(row.Number("window_seconds")));
        return new(
            $"{row.Actor().Vietnamese} tạo chứng thư lúc {row.Vi("issued_at")}, ghi nhận lúc {row.Vi("at")}: sau {late:c}, quá thời hạn {grace:c}.",
            $"{row.Actor().English} made the certificate at {row.En("issued_at")} and recorded it at {row.En("at")}: after {late:c}, beyond the {grace:c} allowed.");
    }
}
