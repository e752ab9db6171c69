using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>NEVER_ACTIVATED, HUE-3.3: a technical fault at the door may be recorded and holds the citizen's place; it is followed up until activated or ended.</para>
/// <para>
/// Flagged: what was recorded pending and is neither activated nor ended when the campaign's activationWindow (by default 72 hours) is over; what was recorded pending after that, at once. The window
/// counts from the citizen's first fault at that provider: one that was withdrawn and recorded anew within 14 days goes on with the first, unless that provider had activated one for the citizen
/// in between. Once per first fault. Thresholds: none of its own.
/// </para>
/// <para>Not flagged: what was activated, ended, replaced or had run out by then, the instant itself included. What is resolved later stays flagged.</para>
/// </summary>
internal sealed class NeverActivatedDetector : Detector
{
    private static readonly Dictionary<string, Text> Faults = new()
    {
        ["CITIZENS_DEVICE"] = new("thiết bị của công dân", "the citizen's device"),
        ["NETWORK"] = new("mạng", "the network"),
        ["ISSUING_SYSTEM"] = new("hệ thống phát hành", "the issuing system"),
        ["IDENTITY_CHECK"] = new("xác thực danh tính", "the identity check"),
        ["PROVIDERS_APP"] = new("ứng dụng của doanh nghiệp", "the provider's app"),
        ["OTHER"] = new("lỗi khác", "another fault"),
    };

    public override ViolationKind Kind => ViolationKind.NeverActivated;

    public override Clause Clause => Clause.FaultCountsAsIssued;

    public override bool Grows => true;

    public override string WindowName => "activationWindowSeconds";

    public override TimeSpan Settling => LongestCommit;

    public override string Sql => $"""
        with {TermsSql},
        pending as (
          select i.*, coalesce(f.id, i.root_id) as first_id, coalesce(f.recorded_at, i.root_recorded_at) as first_at
          from registry.recorded_issuances i
          left join lateral (
            select p.id, p.recorded_at from registry.recorded_issuances p
            where p.person_id = any (registry.persons_of(i.person_id)) and p.provider_id = i.provider_id and p.programme_id = i.programme_id and p.recorded_pending
              and p.activated_at is null and p.recorded_at >= i.root_recorded_at - interval '14 days' and p.recorded_at < i.root_recorded_at
              and not exists (
                select from registry.recorded_issuances a
                where a.person_id = any (registry.persons_of(i.person_id)) and a.provider_id = i.provider_id and a.activated_at > p.recorded_at and a.activated_at <= i.root_recorded_at)
            order by p.recorded_at limit 1) f on true
          where i.campaign_id = $3 and i.recorded_pending and i.recorded_at <= $2
            and i.recorded_at > $1 - (select max(t.activation_window) from terms t)),
        due as (
          select p.*, greatest(p.first_at + t.activation_window, p.recorded_at) as due_at, t.activation_window
          from pending p join terms t on p.first_at >= t.holds_from and p.first_at < t.holds_until)
        select d.first_id::text as fingerprint, d.provider_id, e.evidence_key || ':' || d.id as evidence_key, e.at, d.id as issuance_id, d.check_id, s.reference as staff,
          (select v.fault_kind from registry.stated_visits v where v.person_id = d.person_id and v.issuance_id = d.id and v.said_with = 'RECORD') as fault_kind,
          extract(epoch from d.activation_window)::bigint as window_seconds
        from due d
        left join registry.staff_references s on s.id = d.staff_id
        cross join lateral (values ('recorded', d.recorded_at), ('overdue', d.due_at)) e (evidence_key, at)
        where d.due_at > $1 and d.due_at <= $2 and (d.activated_at is null or d.activated_at > d.due_at) and (d.ended_at is null or d.ended_at > d.due_at)
          and (d.valid_until is null or d.valid_until > d.due_at)
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "recorded" => new(
            $"{row.Actor().Vietnamese} ghi nhận lúc {row.Vi("at")} với lỗi kỹ thuật ({Fault(row).Vietnamese}), chưa kích hoạt.",
            $"{row.Actor().English} recorded it at {row.En("at")} with a technical fault ({Fault(row).English}), not activated."),
        _ => new(
            $"Đến {row.Vi("at")} chứng thư vẫn chưa được kích hoạt và chưa kết thúc.",
            $"By {row.En("at")} it had been neither activated nor ended."),
    };

    private static Text Fault(Candidate row) => row.Text("fault_kind") is { } kind ? Faults[kind] : new("không nói rõ", "not said which");
}
