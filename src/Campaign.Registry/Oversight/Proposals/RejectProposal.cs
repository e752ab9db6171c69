using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Proposals;

/// <param name="Reason">A <see cref="TypedText.ReasonOfARejection"/>. What looks like a citizen number in it is blanked.</param>
public sealed record RejectProposalInput(string Id, string Reason);

public sealed record ProposalRejected(Proposal Proposal);

/// <summary>
/// <para>
/// An officer says no to what was proposed, with a reason, for good; whoever proposed it may so take it back. It may be proposed anew. Asked again of a proposal that
/// was rejected, the answer is the first rejection.
/// </para>
/// <para>Refusals, in order: ProposalNotFound, ProposalNotOpen.</para>
/// </summary>
public sealed class RejectProposal(UnitOfWork unitOfWork) : ICommand<RejectProposalInput, ProposalRejected>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ProposalNotFound), typeof(ProposalNotOpen)];

    public Task<Answer<ProposalRejected>> HandleAsync(Caller caller, RejectProposalInput input, CancellationToken cancel)
    {
        var reason = TypedText.ReasonOfARejection.Parse("reason", input.Reason);
        return unitOfWork.RunAsync(caller.Viewer, work => RejectAsync(work, caller, input.Id, NumbersInText.Blank(reason)!), cancel);
    }

    private static async Task<Decision<Answer<ProposalRejected>>> RejectAsync(Work work, Caller caller, string id, string reason)
    {
        if (await Proposal.LockAsync(work, id) is not var (proposal, now))
        {
            return Decision.Discard<Answer<ProposalRejected>>(new ProposalNotFound());
        }

        if (proposal.State == ProposalState.Rejected)
        {
            return Decision.Discard<Answer<ProposalRejected>>(new ProposalRejected(proposal));
        }

        if (proposal.State != ProposalState.Proposed)
        {
            return Decision.Discard<Answer<ProposalRejected>>(new ProposalNotOpen(proposal.State));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Proposal.Decide(proposal.Id, ProposalState.Rejected, caller.RequestOwner, now, reason));
        batch.BatchCommands.Add(JournalLeaf.Of(now, "PROPOSAL_REJECTED", proposal.Id, caller.RequestOwner, JsonSerializer.Serialize(new { reason })).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ProposalRejected>>(new ProposalRejected(
            proposal with { State = ProposalState.Rejected, DecidedBy = caller.RequestOwner, DecidedAt = now, Reason = reason }));
    }
}
