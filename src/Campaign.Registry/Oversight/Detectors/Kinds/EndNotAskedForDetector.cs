using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>
/// <para>END_NOT_ASKED_FOR, HUE-1.5: a provider is bound to keep a certificate for the free year. It ended one without the citizen's code, and the citizen says not to have asked.</para>
/// <para>
/// Flagged: each such end once, at the provider that ended, within 30 s of the denial, with the record that it ended and whatever was recorded for the citizen in the campaign afterwards, by whomever, then or later.
/// Thresholds: none; that a denial comes within 30 days is a rule of its own (EndIsDeniedWithin30DaysRule).
/// </para>
/// <para>Not flagged: an end by the citizen's code or by the department; an end that nobody denied; and whoever recorded afterwards, who is shown and not held to it.</para>
/// </summary>
internal sealed class EndNotAskedForDetector : Detector
{
    public override ViolationKind Kind => ViolationKind.EndNotAskedFor;

    public override Clause Clause => Clause.FreeYearIsCarriedOver;

    public override bool Grows => true;

    public override string Sql => """
        with denied as (
          select d.*, b.recorded_at as before_at, b.end_reason from registry.ends_by_providers d
          join registry.recorded_issuances b on b.person_id = d.person_id and b.id = d.issuance_id
          where d.campaign_id = $3 and d.denied_at is not null),
        said as (select * from denied d where d.denied_at > $1 and d.denied_at <= $2),
        afterwards as (
          select d.issuance_id as ended_id, d.provider_id, n.id, n.recorded_at, n.provider_id as recorder_id
          from denied d join registry.recorded_issuances n on n.person_id = d.person_id and n.campaign_id = d.campaign_id and n.recorded_at > d.told_at
          where d.denied_at <= $2 and n.recorded_at <= $2 and (d.denied_at > $1 or n.recorded_at > $1))
        select s.issuance_id::text as fingerprint, s.provider_id, e.evidence_key, e.at, s.issuance_id, s.provider_id as recorder_id, s.end_reason,
          (select j.actor from registry.journal_leaves j where j.subject_id = s.issuance_id and j.kind = 'END_DENIED' order by j.sequence limit 1) as said_by
        from said s cross join lateral (values ('before', s.before_at), ('ended', s.told_at), ('denied', s.denied_at)) e (evidence_key, at)
        union all
        select a.ended_id::text, a.provider_id, 'after:' || a.id, a.recorded_at, a.id, a.recorder_id, null, null from afterwards a
        """;

    public override Text Say(Candidate row) => row.What switch
    {
        "before" => new(
            $"{row.Provider("recorder_id")} ghi nhận chứng thư của công dân này lúc {row.Vi("at")}.",
            $"{row.Provider("recorder_id")} recorded this citizen's certificate at {row.En("at")}."),
        "ended" => new(
            $"{row.Provider("recorder_id")} kết thúc chứng thư ({row.Text("end_reason")}) lúc {row.Vi("at")}, không có mã của công dân.",
            $"{row.Provider("recorder_id")} ended it ({row.Text("end_reason")}) at {row.En("at")}, without the citizen's code."),
        "denied" when row.Text("said_by") is { } by && by != "citizen" => new(
            $"{by.Split(':')[^1]} của Sở ghi lời “Tôi không yêu cầu” thay công dân lúc {row.Vi("at")}.",
            $"{by.Split(':')[^1]} of the department said \"I did not ask\" for the citizen at {row.En("at")}."),
        "denied" => new($"Công dân nói “Tôi không yêu cầu” lúc {row.Vi("at")}.", $"The citizen said \"I did not ask\" at {row.En("at")}."),
        _ => new(
            $"Sau đó {row.Provider("recorder_id")} ghi nhận cho công dân này lúc {row.Vi("at")}; việc này không bị quy lỗi.",
            $"Afterwards {row.Provider("recorder_id")} recorded this citizen at {row.En("at")}; that is not held against it."),
    };
}
