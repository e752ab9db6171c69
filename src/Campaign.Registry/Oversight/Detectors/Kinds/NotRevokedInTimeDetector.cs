using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>NOT_REVOKED_IN_TIME, HUE-1.4: the valid issuer is the one that recorded first; the loser revokes the certificate that it made in vain, and says so.</para>
/// <para>
/// Flagged: a task whose revokeBy (the campaign's revokeWindow after the first refusal, by default 24 hours) has come without a confirmation; in time means before it.
/// Thresholds: none of its own.
/// </para>
/// <para>Not flagged: a confirmation up to just before revokeBy; a certificate that was recorded after all, which is not in vain.</para>
/// </summary>
internal sealed class NotRevokedInTimeDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.NotRevokedInTime;

    public override Clause Clause => Clause.FirstRecordedIsValid;

    public override string WindowName => "revokeWindowSeconds";

    public override TimeSpan Settling => LongestCommit;

    public override string Sql => """
        select concat_ws(':', r.campaign_id, r.provider_id, r.serial_number) as fingerprint, r.provider_id, r.serial_number, e.evidence_key, e.at, e.issuance_id,
          f.check_id, f.reference as staff, extract(epoch from r.revoke_by - r.opened_at)::bigint as window_seconds
        from registry.revocation_duties r
        left join lateral (
          select x.holder_id, x.check_id, s.reference from registry.refused_attempts x left join registry.staff_references s on s.id = x.staff_id
          where x.provider_id = r.provider_id and x.campaign_id = r.campaign_id and x.serial_number = r.serial_number
          order by x.refused_at limit 1) f on true
        cross join lateral (values ('refused', r.opened_at, f.holder_id), ('overdue', r.revoke_by, null)) e (evidence_key, at, issuance_id)
        where r.campaign_id = $3 and r.recorded_after_all is null and r.revoke_by > $1 and r.revoke_by <= $2
          and (r.confirmed_at is null or r.confirmed_at >= r.revoke_by)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "refused" => new(
            $"Ghi nhận chứng thư số sê-ri {row.Text("serial_number")} của {row.Actor().Vietnamese} bị từ chối lúc {row.Vi("at")}; chứng thư phải bị thu hồi.",
            $"The record of {row.Actor().English}'s certificate with serial number {row.Text("serial_number")} was refused at {row.En("at")}; it had to be revoked."),
        _ => new(
            $"Đến hạn lúc {row.Vi("at")}, {row.Provider("provider_id")} chưa xác nhận thu hồi.",
            $"When it fell due at {row.En("at")}, {row.Provider("provider_id")} had not confirmed the revocation."),
    };
}
