using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Proposals;

public sealed record ProposalApproved(Proposal Proposal);

/// <summary>
/// <para>
/// A second officer approves what another proposed, and it is done: judged anew as things stand now, in one transaction with the note that it was carried out. The
/// second is never the first (<c>second_officer_carries_out</c>). Of two approvals at once one carries it out and both get its result. Asked again, the answer is the
/// same success.
/// </para>
/// <para>Refusals, in order: ProposalNotFound, ProposalNotOpen, SecondOfficerNeeded, ProposedActRefused.</para>
/// </summary>
public sealed class ApproveProposal : ICommand<string, ProposalApproved>
{
    private readonly UnitOfWork unitOfWork;
    private readonly Dictionary<ProposedAct, IProposedAct> acts;

    internal ApproveProposal(UnitOfWork unitOfWork, IEnumerable<IProposedAct> acts) =>
        (this.unitOfWork, this.acts) = (unitOfWork, acts.ToDictionary(a => a.Act));

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(ProposalNotFound), typeof(ProposalNotOpen), typeof(SecondOfficerNeeded), typeof(ProposedActRefused)];

    /// <summary>Tests alone clear this, to see that the database keeps the two apart without the code's look.</summary>
    internal bool LooksWhoProposed { get; init; } = true;

    public Task<Answer<ProposalApproved>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => ApproveAsync(work, caller, id, null), cancel);

    /// <summary>The same of proposals of this act alone; others are reported as absent.</summary>
    internal Task<Answer<ProposalApproved>> HandleAsync(Caller caller, string id, ProposedAct only, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => ApproveAsync(work, caller, id, only), cancel);

    private async Task<Decision<Answer<ProposalApproved>>> ApproveAsync(Work work, Caller caller, string id, ProposedAct? only)
    {
        if (await Proposal.LockAsync(work, id) is not var (proposal, now) || (only is not null && only != proposal.Act))
        {
            return Decision.Discard<Answer<ProposalApproved>>(new ProposalNotFound());
        }

        if (proposal.State == ProposalState.CarriedOut)
        {
            return Decision.Discard<Answer<ProposalApproved>>(new ProposalApproved(proposal));
        }

        if (proposal.State != ProposalState.Proposed)
        {
            return Decision.Discard<Answer<ProposalApproved>>(new ProposalNotOpen(proposal.State));
        }

        if (LooksWhoProposed && !proposal.MayBeDecidedBy(caller))
        {
            return Decision.Discard<Answer<ProposalApproved>>(new SecondOfficerNeeded(proposal.Id, proposal.ExpiresAt, proposal.Act));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Proposal.Decide(proposal.Id, ProposalState.CarriedOut, caller.RequestOwner, now));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "PROPOSAL_CARRIED_OUT", proposal.Id, caller.RequestOwner, JsonSerializer.Serialize(new { proposedBy = proposal.ProposedBy })).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await acts[proposal.Act].CarryOutAsync(work, caller, proposal.Input) is { } refused
            ? Decision.Discard<Answer<ProposalApproved>>(new ProposedActRefused(refused))
            : Decision.Keep<Answer<ProposalApproved>>(new ProposalApproved(
                proposal with { State = ProposalState.CarriedOut, DecidedBy = caller.RequestOwner, DecidedAt = now }));
    }
}
