using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Violations;

internal sealed class ViolationsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<ViolationView, ViolationGraph>>>("violations")
            .Description("""
                Flags raised by the detectors and by citizens, newest first; at most 100 a page. Visible within 30 s of what they flag. The department's.
                """)
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<ViolationFilterGraph>("filter")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<ViolationQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<ViolationFilter?>("filter"), page, total, c.CancellationToken));

    public void AddSubscriptions(ObjectGraphType subscription) =>
        subscription.Field<NonNullGraphType<ViolationGraph>>("violationFlagged")
            .Description("The department's queue, as it fills.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveStreamAsync(async c => c.Paced(await c.Service<ViolationFlags>()
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
