using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>One row of registry.case_events, as it is written. What people write is kept without what looks like a citizen number (I11).</summary>
internal sealed record CaseEvent(Guid Id, Guid CaseId, DateTimeOffset At, CaseEventKind Kind, string Actor)
{
    public const string FirstDecisionOnce = "one_first_decision_per_case";
    public const string TurnedOverOnce = "decision_is_turned_over_once";
    public const string AnsweredOnce = "one_answer_per_question";
    public const string AnsweredWhileOpen = "answer_is_to_an_open_question";

    private const string InsertSql = """
        insert into registry.case_events (
          id, case_id, at, kind, actor, text, about, provider_id, campaign_id, case_number, due_at, evidence, decision, assigned_to, violations)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """;

    private readonly string? text;

    public string? Text
    {
        get => text;
        init => text = NumbersInText.Blank(value?.Trim());
    }

    public Guid? About { get; init; }

    public short? ProviderId { get; init; }

    public int? CampaignId { get; init; }

    public string? CaseNumber { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>JSON.</summary>
    public string? Evidence { get; init; }

    public CaseDecision? Decision { get; init; }

    public string? AssignedTo { get; init; }

    public int? Violations { get; init; }

    public static CaseEvent Of(Guid caseId, DateTimeOffset at, CaseEventKind kind, string actor) => new(Guid.CreateVersion7(at), caseId, at, kind, actor);

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.Uuid(CaseId), Sql.At(At), Sql.Text(Kind.InDatabase()), Sql.Text(Actor), Sql.Text(Text), Sql.Uuid(About), Sql.Small(ProviderId),
        Sql.Int(CampaignId), Sql.Text(CaseNumber), Sql.At(DueAt), Sql.JsonOrNull(Evidence), Sql.Text(Decision?.InDatabase()), Sql.Text(AssignedTo), Sql.Int(Violations));
}
