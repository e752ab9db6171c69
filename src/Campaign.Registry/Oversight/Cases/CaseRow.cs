using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>A case as it is kept, with the decision that holds.</summary>
internal sealed record CaseRow(
    Guid Id, short Year, int Number, int CampaignId, string Campaign, short? ProviderId, Providers.Directory.Provider? Provider, CaseSeverity Severity, CaseState State,
    DateTimeOffset OpenedAt, string OpenedBy, string? AssignedTo, Guid? QuestionId, DateTimeOffset? AnswerDueAt, DateTimeOffset? PublishedAt, CaseDecisionView? Decision,
    IReadOnlyList<ViolationKind> Kinds, int Violations)
{
    public const string OncePerViolation = "one_case_per_violation";

    // Whoever reads a case reads what is said of it in the same statement.
    public const string SelectSql = """
        select c.id, c.year, c.number, c.campaign_id, (select g.code from registry.campaign_codes g where g.id = c.campaign_id) as campaign, c.provider_id, p.code as provider_code,
          n.name as provider_name, c.severity, c.state, c.opened_at,
          c.opened_by, c.assigned_to, c.question_id, c.answer_due_at, c.published_at, d.id as decision_id, d.decision, d.text as decision_reason,
          d.actor as decided_by, d.at as decided_at,
          f.kinds, f.violations
        """;

    public const string FromSql = """
        from registry.cases c
        left join registry.provider_codes p on p.id = c.provider_id
        left join registry.provider_titles n on n.provider_id = c.provider_id and n.valid_to is null
        left join lateral (
          select e.id, e.decision, e.text, e.actor, e.at from registry.case_events e where e.case_id = c.id and e.kind = 'DECIDED' order by e.place desc limit 1) d on true
        cross join lateral (
          select array_agg(distinct v.kind order by v.kind) as kinds, count(*)::int as violations
          from registry.case_violations cv join registry.flags v on v.id = cv.violation_id where cv.case_id = c.id) f
        """;

    // Locked in a statement of its own: one that waited for the lock would look at the rest as it was before.
    private const string LockSql = "select id from registry.cases where id = $1 for update";

    private const string OneSql = $"{SelectSql} {FromSql} where c.id = $1";

    private const string FlagsSql = "select violation_id from registry.case_violations where case_id = $1";

    public string Name => $"{Year}/{Number:D6}";

    public static CaseRow Of(CaseData row) => new(
        row.Id, row.Year, row.Number, row.CampaignId, row.Campaign, row.ProviderId, row.ProviderCode is { } code ? new(code, row.ProviderName ?? code) : null,
        Names.Parse<CaseSeverity>(row.Severity), Names.Parse<CaseState>(row.State), row.OpenedAt, row.OpenedBy, row.AssignedTo, row.QuestionId, row.AnswerDueAt, row.PublishedAt,
        row.DecisionId is { } decision
            ? new(decision, Names.Parse<CaseDecision>(row.Decision!), row.DecisionReason!, row.DecidedBy!, row.DecidedAt!.Value)
            : null,
        [.. (row.Kinds ?? []).Select(Names.Parse<ViolationKind>)], row.Violations);

    /// <summary>Locked, and then the clock; null when there is no such case.</summary>
    public static async Task<(CaseRow Row, DateTimeOffset Now)?> LockAsync(Work work, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var key))
        {
            return null;
        }

        var (found, now) = await work.LockAsync(LockSql, Sql.Uuid(key));
        return found && await work.RowOrNullAsync<CaseData>(OneSql, Sql.Uuid(key)) is { } row ? (Of(row), now) : null;
    }

    /// <summary>As it stands now, written or not.</summary>
    public static async Task<CaseView?> ViewAsync(Work work, Guid id)
    {
        var now = await RegistryClock.ReadAsync(work);
        return await work.RowOrNullAsync<CaseData>(OneSql, Sql.Uuid(id)) is { } row ? Of(row).At(now) : null;
    }

    public CaseView At(DateTimeOffset now) => new(
        Id, Name, Campaign, Provider, Severity, State, OpenedAt, OpenedBy, AssignedTo, AnswerDueAt, AnswerDueAt <= now, Decision, PublishedAt, Kinds, Violations);

    /// <summary>Moves the flags of a case that stand in one of these states; answers which moved.</summary>
    public static async Task<List<Guid>> MoveViolationsAsync(Work work, Guid id, ViolationState to, params ViolationState[] from)
    {
        var flags = await work.ValuesAsync<Guid>(FlagsSql, Sql.Uuid(id));
        return await work.ValuesAsync<Guid>(ViolationTransitions.Move([.. flags], to, from));
    }

    /// <summary>A leaf of the case, and one of each flag that moved with it: by the latter whoever reported is told when that was (HUE-5.2).</summary>
    public static NpgsqlBatchCommand Leaves(
        DateTimeOffset now, string kind, Guid id, string actor, object facts, IEnumerable<Guid>? moved = null, ViolationState? to = null) => JournalLeaf.InsertAll(
        [
            JournalLeaf.Of(now, kind, id, actor, JsonSerializer.Serialize(facts)),
            .. (moved ?? []).Order().Select(v => JournalLeaf.Of(
                now, "VIOLATION_MOVED", v, actor, JsonSerializer.Serialize(new { @case = id, state = to!.Value.InDatabase() }))),
        ]);
}

/// <summary>A row of <see cref="CaseRow.SelectSql"/>.</summary>
/// <param name="Kinds">Null when the case has no flags.</param>
internal sealed record CaseData(
    Guid Id, short Year, int Number, int CampaignId, string Campaign, short? ProviderId, string? ProviderCode, string? ProviderName, string Severity, string State,
    DateTimeOffset OpenedAt, string OpenedBy, string? AssignedTo, Guid? QuestionId, DateTimeOffset? AnswerDueAt, DateTimeOffset? PublishedAt, Guid? DecisionId, string? Decision,
    string? DecisionReason, string? DecidedBy, DateTimeOffset? DecidedAt, string[]? Kinds, int Violations);
