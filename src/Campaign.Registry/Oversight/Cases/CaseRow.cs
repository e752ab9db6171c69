using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
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

    // Whoever reads a case reads what is said of it in the same statement: a page of the queue is one round trip.
    public const string SelectSql = """
        select c.id, c.year, c.number, c.campaign_id, (select g.code from registry.campaign_codes g where g.id = c.campaign_id), c.provider_id, p.code, n.name, c.severity, c.state, c.opened_at,
          c.opened_by, c.assigned_to, c.question_id, c.answer_due_at, c.published_at, d.id as decision_id, d.decision, d.text, d.actor, d.at as decided_at,
          f.kinds, f.violations
        """;

    public const string FromSql = $"from registry.cases c {JoinsSql}";

    public const string JoinsSql = """
        left join registry.provider_codes p on p.id = c.provider_id
        left join registry.provider_names n on n.provider_id = c.provider_id and n.valid_to is null
        left join lateral (
          select e.id, e.decision, e.text, e.actor, e.at from registry.case_events e where e.case_id = c.id and e.kind = 'DECIDED' order by e.place desc limit 1) d on true
        cross join lateral (
          select array_agg(distinct v.kind order by v.kind) as kinds, count(*)::int as violations
          from registry.case_violations cv join registry.violations v on v.id = cv.violation_id where cv.case_id = c.id) f
        """;

    // Locked in a statement of its own: one that waited for the lock would look at the rest as it was before.
    private const string LockSql = "select id from registry.cases where id = $1 for update";

    private const string OneSql = $"{SelectSql} {FromSql} where c.id = $1";

    private const string FlagsSql = "select violation_id from registry.case_violations where case_id = $1";

    public string Name => $"{Year}/{Number:D6}";

    public static CaseRow From(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInt16(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4), row.ValueOrNull<short>(5),
        row.TextOrNull(6) is { } code ? new(code, row.TextOrNull(7) ?? code) : null, Names.Parse<CaseSeverity>(row.GetString(8)), Names.Parse<CaseState>(row.GetString(9)),
        row.GetFieldValue<DateTimeOffset>(10), row.GetString(11), row.TextOrNull(12), row.ValueOrNull<Guid>(13), row.ValueOrNull<DateTimeOffset>(14),
        row.ValueOrNull<DateTimeOffset>(15),
        row.ValueOrNull<Guid>(16) is { } decision
            ? new(decision, Names.Parse<CaseDecision>(row.GetString(17)), row.GetString(18), row.GetString(19), row.GetFieldValue<DateTimeOffset>(20))
            : null,
        row.IsDBNull(21) ? [] : [.. row.GetFieldValue<string[]>(21).Select(Names.Parse<ViolationKind>)], row.GetInt32(22));

    /// <summary>Locked, and then the clock; null when there is no such case.</summary>
    public static async Task<(CaseRow Row, DateTimeOffset Now)?> LockAsync(Work work, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var key))
        {
            return null;
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(LockSql, Sql.Uuid(key)));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Sql.Statement(OneSql, Sql.Uuid(key)));
        await using var results = await batch.ReadAsync(work.Cancel);
        await results.NextValueOrNullAsync<Guid>();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return await results.NextAsync<(CaseRow, DateTimeOffset)?>(async (rows, cancel) => await rows.ReadAsync(cancel) ? (From(rows), now) : null);
    }

    /// <summary>As it stands now, written or not.</summary>
    public static async Task<CaseView?> ViewAsync(Work work, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Sql.Statement(OneSql, Sql.Uuid(id)));
        await using var results = await batch.ReadAsync(work.Cancel);
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return await results.NextAsync(async (rows, cancel) => await rows.ReadAsync(cancel) ? From(rows).At(now) : null);
    }

    public CaseView At(DateTimeOffset now) => new(
        Id, Name, Campaign, Provider, Severity, State, OpenedAt, OpenedBy, AssignedTo, AnswerDueAt, AnswerDueAt <= now, Decision, PublishedAt, Kinds, Violations);

    /// <summary>Moves the flags of a case that stand in one of these states; answers which moved.</summary>
    public static async Task<List<Guid>> MoveViolationsAsync(Work work, Guid id, ViolationState to, params ViolationState[] from)
    {
        var flags = await IdsAsync(work, Sql.Statement(FlagsSql, Sql.Uuid(id)));
        return await IdsAsync(work, ViolationTransitions.Move([.. flags], to, from));
    }

    private static async Task<List<Guid>> IdsAsync(Work work, NpgsqlBatchCommand statement)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(statement);
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync((rows, cancel) => PagedSql.AllAsync(rows, r => r.GetGuid(0), cancel));
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
