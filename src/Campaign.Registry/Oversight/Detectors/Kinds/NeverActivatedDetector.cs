using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>NEVER_ACTIVATED, HUE-3.3: a technical fault at the door may be recorded and holds the citizen's place; it is followed up until activated or ended.</para>
/// <para>
/// Flagged: what was recorded pending and is neither activated nor ended when the campaign's activationWindow (by default 72 hours) since the first record of its chain
/// is over; a replacement recorded pending after that, at once. Once per chain. Thresholds: none of its own.
/// </para>
/// <para>Not flagged: what was activated, ended, replaced or had run out by then, the instant itself included. What is resolved later stays flagged.</para>
/// </summary>
internal sealed class NeverActivatedDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.NeverActivated;

    public override Clause Clause => Clause.FaultCountsAsIssued;

    public override bool Grows => true;

    public override string WindowName => "activationWindowSeconds";

    public override TimeSpan Settling => LongestCommit;

    public override string Sql => $"""
        with {TermsSql},
        due as (
          select i.*, i.root_recorded_at + t.activation_window as due_at, t.activation_window
          from terms t join registry.recorded_issuances i on i.campaign_id = $3 and i.recorded_pending
            and i.root_recorded_at > $1 - t.activation_window and i.root_recorded_at <= $2 - t.activation_window
            and i.root_recorded_at >= t.holds_from and i.root_recorded_at < t.holds_until
          where i.recorded_at <= i.root_recorded_at + t.activation_window
          union all
          select i.*, i.recorded_at, t.activation_window
          from terms t join registry.recorded_issuances i on i.campaign_id = $3 and i.recorded_pending and i.recorded_at > $1 and i.recorded_at <= $2
            and i.root_recorded_at >= t.holds_from and i.root_recorded_at < t.holds_until
          where i.recorded_at > i.root_recorded_at + t.activation_window)
        select d.root_id::text as fingerprint, d.provider_id, e.evidence_key || ':' || d.id as evidence_key, e.at, d.id as issuance_id, d.check_id, s.reference as staff,
          extract(epoch from d.activation_window)::bigint as window_seconds
        from due d
        left join registry.staff_references s on s.id = d.staff_id
        cross join lateral (values ('recorded', d.recorded_at), ('overdue', d.due_at)) e (evidence_key, at)
        where (d.activated_at is null or d.activated_at > d.due_at) and (d.ended_at is null or d.ended_at > d.due_at)
          and (d.valid_until is null or d.valid_until > d.due_at)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "recorded" => new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} với lỗi kỹ thuật, chưa kích hoạt.",
            $"{row.Actor().English} recorded it at {row.En("at")} with a technical fault, not activated."),
        _ => new(
            $"Đến {row.Vi("at")} chứng thư vẫn chưa được kích hoạt và chưa kết thúc.",
            $"By {row.En("at")} it had been neither activated nor ended."),
    };
}
