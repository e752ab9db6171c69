using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Accounts;

/// <summary>
/// <para>
/// The second officer confirms a phone that another proposed at the counter, within 15 minutes, from any desk: the phone is bound. Any officer who serves citizens may, for no administrator sits at every counter; an
/// administrator may as well use approveProposal, which does the same. Asked again, the answer is the same success.
/// </para>
/// <para>Refusals, in order: ProposalNotFound, ProposalNotOpen, SecondOfficerNeeded, ProposedActRefused.</para>
/// </summary>
public sealed class ConfirmCitizenPhone(ApproveProposal approve) : ICommand<string, CitizenPhoneBound>
{
    public static IReadOnlyList<Type> Refusals => ApproveProposal.Refusals;

    public async Task<Answer<CitizenPhoneBound>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        await approve.HandleAsync(caller, id, ProposedAct.BindCitizenPhone, cancel) is var answer && answer.Success is { } approved
            ? new CitizenPhoneBound(approved.Proposal.DecidedAt!.Value)
            : answer.Refusal!;
}
