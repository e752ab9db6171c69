using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Reason">A <see cref="TypedText.Reason"/>. What looks like a citizen number in it is blanked.</param>
/// <param name="Overturns">The decision that this one turns over; null for the first.</param>
public sealed record DecideCaseInput(string RequestId, string CaseId, CaseDecision Decision, string Reason, string? Overturns) : ICheckedInput
{
    public void Check() => TypedText.Reason.Require("reason", Reason);
}

public sealed record CaseDecided(CaseView Case, bool Replayed);

/// <summary>
/// <para>
/// An officer decides: what the case is about is a violation, or is none, and why (HUE-5.2). All of its flags follow in the same transaction, and who reported learns of it by
/// the report's number. A provider that was asked is heard first: until it has answered or its time is over, nothing is confirmed. A dismissal needs no answer.
/// </para>
/// <para>
/// A decision is undone by a new one alone, which names the one that it turns over and says why anew; both stay. So of two officers who decide at once one does, and the other
/// is told what was decided (<c>one_first_decision_per_case</c>, <c>decision_is_turned_over_once</c>). What is published is withdrawn first.
/// </para>
/// <para>Refusals, in order: RequestIdReused, CaseNotFound, CaseAlreadyDecided, ReasonGivenBefore, CaseIsPublished, AnswerAwaited.</para>
/// </summary>
public sealed class DecideCase(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<DecideCaseInput, CaseDecided>
{
    public const string Operation = "decideCase";

    private const string SaidBeforeSql = "select id from registry.case_events where case_id = $1 and kind = 'DECIDED' and text = $2 limit 1";

    private const string DecideSql = """
        update registry.cases set state = 'DECIDED', decision = $2, question_id = null, answer_due_at = null where id = $1 and published_at is null
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(CaseNotFound), typeof(CaseAlreadyDecided), typeof(ReasonGivenBefore), typeof(CaseIsPublished), typeof(AnswerAwaited)];

    /// <summary>Tests alone clear this, to see that the database takes no second decision beside another without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public Task<Answer<CaseDecided>> HandleAsync(Caller caller, DecideCaseInput input, CancellationToken cancel)
    {
        input.Check();
        var content = sealer.Seal(input.CaseId, input.Decision, input.Reason.Trim(), input.Overturns);
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, attempt) => DecideAsync(work, caller, input, key, content, LooksBeforeWriting || attempt > 1),
            [RequestClaim.UniqueConstraint, CaseEvent.FirstDecisionOnce, CaseEvent.TurnedOverOnce], cancel);
    }

    private static async Task<Decision<Answer<CaseDecided>>> DecideAsync(
        Work work, Caller caller, DecideCaseInput input, RequestKey key, SealedContent content, bool looks)
    {
        if (await CaseRequests.RepeatedAsync(work, key, content, v => new CaseDecided(v, Replayed: true)) is { } first)
        {
            return Decision.Discard(first);
        }

        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<CaseDecided>>(new CaseNotFound());
        }

        if (await CaseRequests.RepeatedAsync(work, key, content, v => new CaseDecided(v, Replayed: true)) is { } meanwhile)
        {
            return Decision.Discard(meanwhile);
        }

        var overturns = Guid.TryParseExact(input.Overturns, "D", out var named) ? named : (Guid?)null;
        var decided = CaseEvent.Of(row.Id, now, CaseEventKind.Decided, caller.RequestOwner) with
        {
            Text = input.Reason,
            Decision = input.Decision,
            About = row.Decision is null ? null : overturns,
        };
        if (looks && await JudgeAsync(work, row, decided, now) is { } refused)
        {
            return Decision.Discard<Answer<CaseDecided>>(refused);
        }

        var state = input.Decision == CaseDecision.Confirmed ? ViolationState.Confirmed : ViolationState.Dismissed;
        var moved = await CaseRow.MoveViolationsAsync(work, row.Id, state, ViolationState.UnderReview, ViolationState.Confirmed, ViolationState.Dismissed);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, row.Id, now));
        batch.BatchCommands.Add(decided.Insert());
        batch.BatchCommands.Add(Sql.Statement(DecideSql, Sql.Uuid(row.Id), Sql.Text(input.Decision.InDatabase())));
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_DECIDED", row.Id, caller.RequestOwner,
            new { id = decided.Id, decision = input.Decision.InDatabase(), reason = decided.Text, overturns = decided.About }, moved, state));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CaseDecided(v, Replayed: false));
    }

    private static async Task<Refusal?> JudgeAsync(Work work, CaseRow row, CaseEvent decided, DateTimeOffset now) =>
        row.Decision is { } before && before.Id != decided.About ? new CaseAlreadyDecided(before)
        : await WasSaidBeforeAsync(work, row.Id, decided.Text!) ? new ReasonGivenBefore()
        : row.PublishedAt is not null ? new CaseIsPublished()
        : decided.Decision == CaseDecision.Confirmed && row.AnswerDueAt > now ? new AnswerAwaited(row.AnswerDueAt.Value)
        : null;

    private static async Task<bool> WasSaidBeforeAsync(Work work, Guid id, string reason)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(SaidBeforeSql, Sql.Uuid(id), Sql.Text(reason)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<Guid>() is not null;
    }
}
