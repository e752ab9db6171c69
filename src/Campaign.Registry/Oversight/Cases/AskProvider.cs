using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="ProviderCode">Whom; null: the case's own provider. The other side of a duplicate may be asked too.</param>
/// <param name="Question">A <see cref="TypedText.CaseStatement"/>. What looks like a citizen number in it is blanked.</param>
/// <param name="AnswerBy">Exclusive, within 60 days; null: the end of the fifth working day.</param>
public sealed record AskProviderInput(string RequestId, string CaseId, string? ProviderCode, string Question, DateTimeOffset? AnswerBy) : ICheckedInput
{
    public void Check() => TypedText.CaseStatement.Require("question", Question);
}

public sealed record ProviderAsked(CaseView Case, bool Replayed);

/// <summary>
/// <para>
/// An officer asks a provider what it has to say, by a deadline (HUE-5.2); the message to its inbox is written in the same transaction. Until it has answered, the case waits
/// (<c>waiting_case_has_its_question</c>), one question at a time.
/// </para>
/// <para>
/// With the question the provider is shown, as it stands then, what is evidence of its own records and acts and nothing else of the case: no other provider's records (I8), no
/// notes, and nothing of what a citizen reported or of who may be one person with whom (HUE-1.7). What it must know beyond that the officer writes into the question.
/// </para>
/// <para>Refusals, in order: RequestIdReused, CaseNotFound, CaseAlreadyDecided, CaseHasNoProvider, AnswerAwaited, InvalidAnswerDeadline.</para>
/// </summary>
public sealed class AskProvider(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<AskProviderInput, ProviderAsked>
{
    public const string Operation = "askProvider";
    public const int WorkingDays = 5;

    private const int MostEvidence = 200;

    private const string LookSql = "select p.id, registry.end_of_working_day($2, $3) as usual from registry.provider_codes p where p.code = $1";

    private const string EvidenceSql = """
        select coalesce(jsonb_agg(jsonb_build_object(
          'at', s.at, 'vi', s.summary_vi, 'en', s.summary_en, 'issuanceId', s.issuance_id, 'needId', s.need_id, 'checkId', s.check_id) order by s.at, s.key), '[]')::text
        from (
          select e.* from registry.case_violations cv
          join registry.flags v on v.id = cv.violation_id and v.kind not in ('CITIZEN_REPORT', 'POSSIBLE_SAME_PERSON')
          join registry.flag_evidence e on e.violation_id = v.id
          where cv.case_id = $1 and case
            when e.issuance_id is not null then exists (select from registry.recorded_issuances i where i.id = e.issuance_id and i.provider_id = $2)
            when e.need_id is not null then exists (select from registry.registered_needs n where n.id = e.need_id and n.provider_id = $2)
            when e.check_id is not null then exists (select from registry.provider_asks a where a.id = e.check_id and a.provider_id = $2)
            else v.provider_id = $2 end
          order by e.at, e.key limit $3) s
        """;

    private const string WaitSql = """
        update registry.cases set state = 'AWAITING_PROVIDER', question_id = $2, answer_due_at = $3 where id = $1 and state = 'OPEN'
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(CaseNotFound), typeof(CaseAlreadyDecided), typeof(CaseHasNoProvider), typeof(AnswerAwaited), typeof(InvalidAnswerDeadline)];

    public Task<Answer<ProviderAsked>> HandleAsync(Caller caller, AskProviderInput input, CancellationToken cancel)
    {
        input.Check();
        var content = sealer.Seal(input.CaseId, input.ProviderCode, input.Question.Trim(), input.AnswerBy);
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => AskAsync(work, caller, input, key, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private static async Task<Decision<Answer<ProviderAsked>>> AskAsync(Work work, Caller caller, AskProviderInput input, RequestKey key, SealedContent content)
    {
        if (await CaseRequests.RepeatedAsync(work, key, content, v => new ProviderAsked(v, Replayed: true)) is { } first)
        {
            return Decision.Discard(first);
        }

        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<ProviderAsked>>(new CaseNotFound());
        }

        if (await CaseRequests.RepeatedAsync(work, key, content, v => new ProviderAsked(v, Replayed: true)) is { } meanwhile)
        {
            return Decision.Discard(meanwhile);
        }

        if (row.Decision is { } decided)
        {
            return Decision.Discard<Answer<ProviderAsked>>(new CaseAlreadyDecided(decided));
        }

        if ((input.ProviderCode ?? row.Provider?.Code) is not { } code || await work.RowOrNullAsync<Asked>(LookSql, Sql.Text(code), Sql.At(now), Sql.Int(WorkingDays)) is not var (provider, usual))
        {
            return Decision.Discard<Answer<ProviderAsked>>(new CaseHasNoProvider());
        }

        if (row.State == CaseState.AwaitingProvider)
        {
            return Decision.Discard<Answer<ProviderAsked>>(new AnswerAwaited(row.AnswerDueAt!.Value));
        }

        var due = input.AnswerBy ?? usual;
        return due <= now || due > now + Longest
            ? Decision.Discard<Answer<ProviderAsked>>(new InvalidAnswerDeadline())
            : await WriteAsync(work, caller, row, provider, input.Question, due, now, RequestClaim.Insert(key, content, null, row.Id, now));
    }

    private static async Task<Decision<Answer<ProviderAsked>>> WriteAsync(
        Work work, Caller caller, CaseRow row, short provider, string question, DateTimeOffset due, DateTimeOffset now, Npgsql.NpgsqlBatchCommand claim)
    {
        var asked = CaseEvent.Of(row.Id, now, CaseEventKind.Asked, caller.RequestOwner) with
        {
            Text = question,
            ProviderId = provider,
            CampaignId = row.CampaignId,
            CaseNumber = row.Name,
            DueAt = due,
            Evidence = await EvidenceAsync(work, row.Id, provider),
        };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(claim);
        batch.BatchCommands.Add(Sql.Statement(WaitSql, Sql.Uuid(row.Id), Sql.Uuid(asked.Id), Sql.At(due)));
        batch.BatchCommands.Add(asked.Insert());
        batch.BatchCommands.Add(Message.ToProvider(
            now, row.CampaignId, provider, "CASE_QUESTION", asked.Id, details: new { caseNumber = row.Name, answerDueAt = Instant.Write(due) }).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_PROVIDER_ASKED", row.Id, caller.RequestOwner, new { question = asked.Id, provider, dueAt = Instant.Write(due) }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new ProviderAsked(v, Replayed: false));
    }

    private static async Task<string> EvidenceAsync(Work work, Guid id, short provider) =>
        await work.TextOrNullAsync(EvidenceSql, Sql.Uuid(id), Sql.Small(provider), Sql.Int(MostEvidence)) ?? "[]";

    private sealed record Asked(short Id, DateTimeOffset Usual);
}
