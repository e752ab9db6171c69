using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Messages;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>
/// A provider whose answer is overdue is reminded, once per question (<c>one_reminder_per_question</c>), in its inbox; the timeline says so. No rule waits for it: a case reads as
/// overdue from the deadline on without it.
/// </summary>
internal sealed class RemindOfAnswers(JobWork jobs) : IRegistryJob
{
    private const int BatchSize = 200;

    // Whoever was reminded is passed by, so that a batch is never full of them. A case that somebody else holds is decided or answered just now, and comes with the next run if not.
    private const string OverdueSql = """
        select c.id, c.question_id, q.provider_id, c.campaign_id, q.case_number from registry.cases c join registry.case_events q on q.id = c.question_id
        where c.answer_due_at <= $1 and not exists (select from registry.case_events r where r.about = c.question_id and r.kind = 'REMINDED')
        order by c.answer_due_at limit $2 for update of c skip locked
        """;

    // A run beside this one may have reminded between the look above and its lock, which a statement does not see of itself; the next one does.
    private const string RemindedSql = "select about from registry.case_events where kind = 'REMINDED' and about = any ($1)";

    public string Name => "remind-of-answers";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await jobs.RunAsync(RemindBatchAsync, cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Whether there may be more.</returns>
    private static async Task<Decision<bool>> RemindBatchAsync(Work work)
    {
        var now = await RegistryClock.ReadAsync(work);
        var overdue = await work.RowsAsync<Overdue>(OverdueSql, Sql.At(now), Sql.Int(BatchSize));
        if (overdue.Count == 0)
        {
            return Decision.Discard(false);
        }

        var reminded = (await work.ValuesAsync<Guid>(RemindedSql, Sql.Uuids([.. overdue.Select(o => o.QuestionId)]))).ToHashSet();
        await using var batch = work.Batch();
        foreach (var late in overdue.Where(o => !reminded.Contains(o.QuestionId)))
        {
            batch.BatchCommands.Add((CaseEvent.Of(late.Id, now, CaseEventKind.Reminded, "registry") with { About = late.QuestionId, ProviderId = late.ProviderId }).Insert());
            batch.BatchCommands.Add(Message.ToProvider(
                now, late.CampaignId, late.ProviderId, "CASE_ANSWER_OVERDUE", late.QuestionId, details: new { caseNumber = late.CaseNumber }).Insert());
            batch.BatchCommands.Add(CaseRow.Leaves(now, "CASE_REMINDED", late.Id, "registry", new { question = late.QuestionId }));
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(work.Cancel);
        }

        return Decision.Keep(overdue.Count == BatchSize);
    }

    private sealed record Overdue(Guid Id, Guid QuestionId, short ProviderId, int CampaignId, string CaseNumber);
}
