using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="QuestionId">As the message and <c>caseQuestions</c> name it.</param>
/// <param name="Answer">A <see cref="TypedText.CaseStatement"/>. What looks like a citizen number in it is blanked.</param>
public sealed record AnswerCaseInput(string RequestId, string QuestionId, string Answer) : ICheckedInput
{
    public void Check() => TypedText.CaseStatement.Require("answer", Answer);
}

public sealed record CaseAnswered(ProviderQuestion Question, bool Replayed);

/// <summary>
/// <para>
/// The provider that was asked answers, once per question (HUE-5.2, <c>one_answer_per_question</c>); the case is open again and the department is told. An answer that comes at
/// the deadline or after it is taken too, and is marked as late, until the case has been decided without it (<c>answer_is_to_an_open_question</c>): to hear less than is offered
/// serves nobody.
/// </para>
/// <para>Who was asked sees its question and no case; questions to other providers are reported as absent (I8).</para>
/// <para>Refusals, in order: RequestIdReused, QuestionNotFound, QuestionClosed.</para>
/// </summary>
public sealed class AnswerCase(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<AnswerCaseInput, CaseAnswered>
{
    public const string Operation = "answerCase";

    private const string CaseSql = "select case_id, campaign_id from registry.case_events where id = $1 and kind = 'ASKED' and provider_id = $2";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(QuestionNotFound), typeof(QuestionClosed)];

    /// <summary>Tests alone clear this, to see that the database takes no second answer without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public async Task<Answer<CaseAnswered>> HandleAsync(Caller caller, AnswerCaseInput input, CancellationToken cancel)
    {
        input.Check();
        var content = sealer.Seal(input.QuestionId, input.Answer.Trim());
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        try
        {
            return await unitOfWork.RunAsync(
                caller.Viewer, (work, attempt) => AnswerAsync(work, caller, input, key, content, LooksBeforeWriting || attempt > 1),
                [RequestClaim.UniqueConstraint, CaseEvent.AnsweredOnce], cancel);
        }
        catch (PostgresException e) when (e.ConstraintName == CaseEvent.AnsweredWhileOpen)
        {
            // Only the database sees whether the case still waits.
            return new QuestionClosed();
        }
    }

    private static async Task<Decision<Answer<CaseAnswered>>> AnswerAsync(
        Work work, Caller caller, AnswerCaseInput input, RequestKey key, SealedContent content, bool looks)
    {
        var provider = caller.Provider!.Id;
        if (await RequestClaim.FindAsync(work, key) is { } claim)
        {
            return Decision.Discard<Answer<CaseAnswered>>(claim.IsOf(content)
                ? new CaseAnswered((await ProviderQuestions.ReadAsync(work, claim.SubjectId!.Value, provider))!, Replayed: true)
                : new RequestIdReused());
        }

        if (!Guid.TryParseExact(input.QuestionId, "D", out var id) || await ProviderQuestions.ReadAsync(work, id, provider) is not { } question)
        {
            return Decision.Discard<Answer<CaseAnswered>>(new QuestionNotFound());
        }

        if (looks && question.AnsweredAt is not null)
        {
            return Decision.Discard<Answer<CaseAnswered>>(new QuestionClosed());
        }

        var (caseId, campaign) = await CaseAsync(work, id, provider);
        var now = await RegistryClock.ReadAsync(work);
        var answer = CaseEvent.Of(caseId, now, CaseEventKind.Answered, caller.RequestOwner) with { Text = input.Answer, About = id, ProviderId = provider };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, id, now));
        batch.BatchCommands.Add(answer.Insert());
        batch.BatchCommands.Add(Message.ToDepartment(now, campaign, "CASE_ANSWERED", caseId, id.ToString(), new { caseNumber = question.CaseNumber }).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(now, "CASE_ANSWERED", caseId, caller.RequestOwner, new { question = id, answer = answer.Id }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<CaseAnswered>>(new CaseAnswered((await ProviderQuestions.ReadAsync(work, id, provider))!, Replayed: false));
    }

    private static async Task<(Guid Case, int Campaign)> CaseAsync(Work work, Guid question, short provider)
    {
        var asked = await work.RowOrNullAsync<AskedOf>(CaseSql, Sql.Uuid(question), Sql.Small(provider)) ?? throw new InvalidOperationException("A question is never deleted.");
        return (asked.CaseId, asked.CampaignId);
    }

    private sealed record AskedOf(Guid CaseId, int CampaignId);
}
