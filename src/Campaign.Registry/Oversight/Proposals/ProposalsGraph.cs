using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Proposals;

internal sealed class ProposalsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<Proposal, ProposalGraph>>>("proposals")
            .Description("What one officer has proposed and another decides, newest first. The department's.")
            .Argument<ContractEnum<ProposalState>>("state")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<ProposalQueries>().ListAsync(
                c.Caller(), c.GetArgument<ProposalState?>("state"), page, total, c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<ApproveProposal>()
            .Description("A second officer, an administrator, approves, and it is done in the same transaction, judged anew.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
        mutation.Command<RejectProposal>(c => new RejectProposalInput(c.GetArgument<string>("id"), c.GetArgument<string>("reason")))
            .Description($"An officer says no, for good; who proposed it may so take it back. A reason of {TypedText.ReasonOfARejection}.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}

internal sealed class ProposalGraph : ObjectGraphType<Proposal>
{
    public ProposalGraph()
    {
        Name = "Proposal";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<ProposedAct>>>("act").Resolve(c => c.Source.Act);
        Field<NonNullGraphType<StringGraphType>>("input").Description("As it was proposed, JSON.").Resolve(c => c.Source.Input);
        Field<NonNullGraphType<StringGraphType>>("proposedBy").Resolve(c => c.Source.ProposedBy);
        Field<NonNullGraphType<InstantGraphType>>("proposedAt").Resolve(c => c.Source.ProposedAt);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Description("From then on it has expired.").Resolve(c => c.Source.ExpiresAt);
        Field<NonNullGraphType<ContractEnum<ProposalState>>>("state").Resolve(c => c.Source.State);
        Field<StringGraphType>("decidedBy").Resolve(c => c.Source.DecidedBy);
        Field<InstantGraphType>("decidedAt").Resolve(c => c.Source.DecidedAt);
        Field<StringGraphType>("reason").Description("Why it was rejected.").Resolve(c => c.Source.Reason);
    }
}

internal sealed class ProposalApprovedGraph : ObjectGraphType<ProposalApproved>
{
    public ProposalApprovedGraph()
    {
        Name = "ProposalApproved";
        Field<NonNullGraphType<ProposalGraph>>("proposal").Resolve(c => c.Source.Proposal);
    }
}

internal sealed class ProposalRejectedGraph : ObjectGraphType<ProposalRejected>
{
    public ProposalRejectedGraph()
    {
        Name = "ProposalRejected";
        Field<NonNullGraphType<ProposalGraph>>("proposal").Resolve(c => c.Source.Proposal);
    }
}

internal sealed class ProposalNotOpenGraph : RefusalGraph<ProposalNotOpen>
{
    public ProposalNotOpenGraph() => Field<NonNullGraphType<ContractEnum<ProposalState>>>("state").Resolve(c => c.Source.State);
}

internal sealed class ProposedActRefusedGraph : RefusalGraph<ProposedActRefused>
{
    public ProposedActRefusedGraph() => Field<NonNullGraphType<StringGraphType>>("because").Description("The code of the act's own refusal.")
        .Resolve(c => c.Source.Because.Code);
}

internal sealed class SecondOfficerNeededGraph : RefusalGraph<SecondOfficerNeeded>
{
    public SecondOfficerNeededGraph()
    {
        Field<NonNullGraphType<IdGraphType>>("proposalId").Resolve(c => c.Source.ProposalId);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Resolve(c => c.Source.ExpiresAt);
    }
}
