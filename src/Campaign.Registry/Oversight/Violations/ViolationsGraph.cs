using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Violations;

internal sealed class ViolationsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ViolationConnectionGraph>>("violations")
            .Description("""
                Flags raised by the detectors and by citizens, newest first; at most 100 a page. Visible within 30 s of what they flag. The department's.
                """)
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<ViolationFilterGraph>("filter")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<ViolationQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<ViolationFilter?>("filter"), Page.Of(c), c.AsksForTotal(), c.CancellationToken));

    public void AddSubscriptions(ObjectGraphType subscription) =>
        subscription.Field<NonNullGraphType<ViolationGraph>>("violationFlagged")
            .Description("The department's queue, as it fills.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveStreamAsync(async c => c.Paced(await c.RequestServices!.GetRequiredService<ViolationFlags>()
                .FollowAsync(c.Caller(), c.GetArgument<string>("campaign"), c.CancellationToken)));
}

internal sealed class ViolationFilterGraph : InputObjectGraphType<ViolationFilter>
{
    public ViolationFilterGraph()
    {
        Name = "ViolationFilter";
        Field<StringGraphType>("providerCode");
        Field<ListGraphType<NonNullGraphType<ContractEnum<ViolationKind>>>>("kind");
        Field<ListGraphType<NonNullGraphType<ContractEnum<ViolationState>>>>("state");
    }
}

internal sealed class ViolationConnectionGraph : ObjectGraphType<Connection<ViolationView>>
{
    public ViolationConnectionGraph()
    {
        Name = "ViolationConnection";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ViolationEdgeGraph>>>>("edges").Resolve(c => c.Source.Edges);
        Field<NonNullGraphType<PageInfoGraph>>("pageInfo").Resolve(c => c.Source.PageInfo);
        Field<NonNullGraphType<IntGraphType>>("totalCount").Resolve(c => c.Source.TotalCount);
    }
}

internal sealed class ViolationEdgeGraph : ObjectGraphType<Edge<ViolationView>>
{
    public ViolationEdgeGraph()
    {
        Name = "ViolationEdge";
        Field<NonNullGraphType<StringGraphType>>("cursor").Resolve(c => c.Source.Cursor);
        Field<NonNullGraphType<ViolationGraph>>("node").Resolve(c => c.Source.Node);
    }
}

internal sealed class ViolationGraph : ObjectGraphType<ViolationView>
{
    public ViolationGraph()
    {
        Name = "Violation";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<ViolationKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<StringGraphType>>("clause").Resolve(c => c.Source.Clause);
        Field<NonNullGraphType<ContractEnum<ViolationState>>>("state").Resolve(c => c.Source.State);
        Field<ProviderGraph>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<InstantGraphType>>("flaggedAt").Resolve(c => c.Source.FlaggedAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EvidenceGraph>>>>("evidence")
            .Description("What shows it, oldest first: times, actors and the records concerned, citizen numbers masked.")
            .Resolve(c => c.Source.Evidence);
    }
}

internal sealed class EvidenceGraph : ObjectGraphType<EvidenceView>
{
    public EvidenceGraph()
    {
        Name = "Evidence";
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<NonNullGraphType<StringGraphType>>("summary").Resolve(c => c.Say(c.Source.Summary));
        Field<IdGraphType>("issuanceId").Resolve(c => c.Source.IssuanceId);
        Field<IdGraphType>("needId").Resolve(c => c.Source.NeedId);
        Field<IdGraphType>("checkId").Resolve(c => c.Source.CheckId);
    }
}
