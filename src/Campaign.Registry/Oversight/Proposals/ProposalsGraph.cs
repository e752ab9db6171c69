using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Proposals;

internal sealed class ProposalsGraph : IGraphSlice
{
    private const int MaxReason = 2_000;

    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ProposalConnectionGraph>>("proposals")
            .Description("What one officer has proposed and another decides, newest first. The department's.")
            .Argument<ContractEnum<ProposalState>>("state")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<ProposalQueries>().ListAsync(
                c.Caller(), c.GetArgument<ProposalState?>("state"), Page.Of(c), c.AsksForTotal(), c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<ApproveProposalResultGraph>>("approveProposal")
            .Description("A second officer, an administrator, approves, and it is done in the same transaction, judged anew.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<ApproveProposal>()
                .HandleAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<RejectProposalResultGraph>>("rejectProposal")
            .Description("An officer says no, for good; who proposed it may so take it back. A reason of 1 to 2,000 characters.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<RejectProposal>()
                .HandleAsync(c.Caller(), c.GetArgument<string>("id"), c.Sentence("reason", 1, MaxReason), c.CancellationToken)).Value);
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

internal sealed class ProposalConnectionGraph() : ConnectionGraph<Proposal, ProposalGraph, ProposalEdgeGraph>("ProposalConnection");

internal sealed class ProposalEdgeGraph() : EdgeGraph<Proposal, ProposalGraph>("ProposalEdge");

internal sealed class ApproveProposalResultGraph : UnionGraphType
{
    public ApproveProposalResultGraph()
    {
        Name = "ApproveProposalResult";
        Type<ProposalApprovedGraph>();
        Type<RefusalGraph<ProposalNotFound>>();
        Type<ProposalNotOpenGraph>();
        Type<SecondOfficerNeededGraph>();
        Type<ProposedActRefusedGraph>();
    }
}

internal sealed class RejectProposalResultGraph : UnionGraphType
{
    public RejectProposalResultGraph()
    {
        Name = "RejectProposalResult";
        Type<ProposalRejectedGraph>();
        Type<RefusalGraph<ProposalNotFound>>();
        Type<ProposalNotOpenGraph>();
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
