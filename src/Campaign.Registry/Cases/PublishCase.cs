using Campaign.Registry.Kernel;
using Campaign.Registry.Violations;

namespace Campaign.Registry.Cases;

public sealed record CasePublished(CaseView Case);

/// <summary>
/// <para>
/// What was confirmed is published to all (HUE-5.3): from then on the campaign's public page names the provider, the kind and the clause, of each flag of the case. No citizen is in it. Asked
/// again, the answer is the same success.
/// </para>
/// <para>Refusals, in order: CaseNotFound, CaseNotConfirmed, CaseHasNoProvider.</para>
/// </summary>
public sealed class PublishCase(UnitOfWork unitOfWork)
{
    private const string PublishSql = """
        update registry.cases set published_at = $2 where id = $1 and state = 'DECIDED' and decision = 'CONFIRMED' and published_at is null
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CaseNotFound), typeof(CaseNotConfirmed), typeof(CaseHasNoProvider)];

    public Task<Answer<CasePublished>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => PublishAsync(work, caller, id), cancel);

    private static async Task<Decision<Answer<CasePublished>>> PublishAsync(Work work, Caller caller, string id)
    {
        if (await CaseRow.LockAsync(work, id) is not var (row, now))
        {
            return Decision.Discard<Answer<CasePublished>>(new CaseNotFound());
        }

        if (row.Decision?.Decision != CaseDecision.Confirmed)
        {
            return Decision.Discard<Answer<CasePublished>>(new CaseNotConfirmed());
        }

        if (row.Provider is null)
        {
            return Decision.Discard<Answer<CasePublished>>(new CaseHasNoProvider());
        }

        if (row.PublishedAt is not null)
        {
            return Decision.Discard<Answer<CasePublished>>(new CasePublished(row.At(now)));
        }

        var moved = await CaseRow.MoveViolationsAsync(work, row.Id, ViolationState.Published, ViolationState.Confirmed);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(PublishSql, Sql.Uuid(row.Id), Sql.At(now)));
        batch.BatchCommands.Add(CaseEvent.Of(row.Id, now, CaseEventKind.Published, caller.RequestOwner).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_PUBLISHED", row.Id, caller.RequestOwner, new { decision = row.Decision.Id }, moved, ViolationState.Published));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CasePublished(v));
    }
}
