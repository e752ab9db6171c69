using System.Text.Json;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Cases;

public sealed record CasePublished(CaseView Case);

/// <summary>
/// <para>
/// What was confirmed is published to all (HUE-5.3): from then on the campaign's public page names the provider, the kind and the clause, of each flag of the case. No citizen is in it. Asked
/// again, the answer is the same success.
/// </para>
/// <para>
/// Four eyes (docs/adr/0031, <c>publication_takes_two_officers</c>): an officer's login publishes nothing. It is answered with SecondOfficerNeeded once the proposal is kept, and another officer's approval publishes, judged anew: the
/// very decision that was proposed must still hold. The department's own client acts with both pairs of eyes.
/// </para>
/// <para>Refusals, in order: CaseNotFound, CaseNotConfirmed, CaseHasNoProvider, SecondOfficerNeeded.</para>
/// </summary>
public sealed class PublishCase(UnitOfWork unitOfWork) : ICommand<string, CasePublished>, IProposedAct
{
    private const string PublishSql = """
        update registry.cases set published_at = $2 where id = $1 and state = 'DECIDED' and decision = 'CONFIRMED' and published_at is null
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CaseNotFound), typeof(CaseNotConfirmed), typeof(CaseHasNoProvider), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.PublishCase;

    public Task<Answer<CasePublished>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, (work, _) => PublishAsync(work, caller, id, proposed: null), [ProposeAct.OpenOnce], cancel);

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ProposedPublication>(input)!;
        return (await PublishAsync(work, approver, proposed.CaseId.ToString(), proposed)).Value.Refusal;
    }

    private static async Task<Decision<Answer<CasePublished>>> PublishAsync(Work work, Caller caller, string id, ProposedPublication? proposed)
    {
        if (await CaseRow.LockAsync(work, id) is not var (row, now))
        {
            return Decision.Discard<Answer<CasePublished>>(new CaseNotFound());
        }

        if (row.Decision is not { Decision: CaseDecision.Confirmed } decision || (proposed is not null && proposed.DecisionId != decision.Id))
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

        if (proposed is null && caller.IsOfficer)
        {
            var needed = await ProposeAct.ProposeAsync(
                work, caller, ProposedAct.PublishCase, SubjectOf(decision.Id), JsonSerializer.Serialize(new ProposedPublication(row.Id, row.Name, row.Provider.Code, decision.Id)));
            return new(needed.Value, needed.Keep);
        }

        var moved = await CaseRow.MoveViolationsAsync(work, row.Id, ViolationState.Published, ViolationState.Confirmed);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(PublishSql, Sql.Uuid(row.Id), Sql.At(now)));
        batch.BatchCommands.Add(CaseEvent.Of(row.Id, now, CaseEventKind.Published, caller.RequestOwner).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_PUBLISHED", row.Id, caller.RequestOwner, new { decision = decision.Id }, moved, ViolationState.Published));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CasePublished(v));
    }

    /// <summary>What a proposal to publish is about: a decision, so that what was proposed of one that was turned over stands in no later one's way.</summary>
    public static string SubjectOf(Guid decisionId) => decisionId.ToString();
}

/// <summary>What one officer proposes to publish, as another is shown it.</summary>
/// <param name="DecisionId">The confirmation that it rests on: one that has been turned over since is not published.</param>
public sealed record ProposedPublication(Guid CaseId, string CaseNumber, string ProviderCode, Guid DecisionId);
