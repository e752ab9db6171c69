using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Needs;

internal sealed class NeedsGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<RegisterNeed>()
            .Description("A citizen asks a provider for help at home or by phone. An officer may register for a citizen at the counter.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
        mutation.Command<StartNeedSupport>()
            .Description("The provider has begun to help, and shows it. Confirms nothing. Needs scope registry.record.")
            .AnyScopeOf(Scopes.Record);
        mutation.Command<DenyNeedSupport, CancelNeed>()
            .Description("The citizen says that no support began: the need waits on, or has lapsed, as if it never had.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
        mutation.Command<CancelNeed>()
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
    }

    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<NeedView, NeedGraph>>>("needs")
            .Description("Own needs for a provider; all for the department; the citizen's own for a citizen.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<NeedFilterGraph>("filter")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .Paged((c, page, total) => c.Service<NeedQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<NeedFilter?>("filter"), page, withTotal: total, c.CancellationToken));
        query.Field<NeedGraph>("need")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .ResolveAsync(async c => await c.Service<NeedQueries>()
                .ByIdAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken));
    }

    public void AddSubscriptions(ObjectGraphType subscription) =>
        subscription.Field<NonNullGraphType<NeedGraph>>("needChanged")
            .Description("The provider's inbox, as it changes, on whichever node the change was made.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .AnyScopeOf(Scopes.Record)
            .ResolveStreamAsync(async c => c.Paced(await c.Service<NeedChanges>()
                .FollowAsync(c.Caller(), c.GetArgument<string>("campaign"), c.CancellationToken)));
}

internal sealed class RegisterNeedInputGraph : InputObjectGraphType<RegisterNeedInput>
{
    public RegisterNeedInputGraph()
    {
        Name = "RegisterNeedInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<StringGraphType>("citizenId").Description(
            "Taken from the citizen's own login; a department officer may register for a citizen who asks at the counter.");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<ContractEnum<NeedMode>>>("mode");
        Field<NonNullGraphType<StringGraphType>>("contactName");
        Field<NonNullGraphType<StringGraphType>>("phone");
        Field<NonNullGraphType<BooleanGraphType>>("forSwitch").DefaultValue(false).Description(
            "The citizen holds a certificate and wants help to change to this provider; switchProvider then serves the need.");
        Field<StringGraphType>("wardCode").Description("Commune or ward code and the rest of the address; required for AT_HOME.");
        Field<StringGraphType>("address");
    }
}

internal sealed class StartNeedSupportInputGraph : InputObjectGraphType<StartNeedSupportInput>
{
    public StartNeedSupportInputGraph()
    {
        Name = "StartNeedSupportInput";
        Field<NonNullGraphType<IdGraphType>>("needId");
        Field<NonNullGraphType<StringGraphType>>("staff");
        Field<NonNullGraphType<SupportEvidenceInputGraph>>("evidence").Description(
            "What shows that support has begun: a call made, or a visit agreed with the citizen.");
    }
}

internal sealed class SupportEvidenceInputGraph : InputObjectGraphType<SupportEvidenceInput>
{
    public SupportEvidenceInputGraph()
    {
        Name = "SupportEvidenceInput";
        Description = """
            calledAt within [registeredAt, now]; visitAt not after the support window. The citizen is told at once, may deny it (the need then waits, or has lapsed, as
            if never begun) and may cancel.
            """;
        Field<InstantGraphType>("calledAt");
        Field<InstantGraphType>("visitAt");
        Field<StringGraphType>("note");
    }
}

internal sealed class CancelNeedInputGraph : InputObjectGraphType<CancelNeedInput>
{
    public CancelNeedInputGraph()
    {
        Name = "CancelNeedInput";
        Field<NonNullGraphType<IdGraphType>>("needId");
        Field<StringGraphType>("reason");
    }
}
