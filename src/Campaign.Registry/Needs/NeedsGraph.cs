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
        mutation.Command<NoteCallNotReached>()
            .Description("""
                The need's provider called and reached nobody. A claim: the citizen is told and may deny it. The need stays open; with three that stand, at least 4 hours apart, between 08:00 and
                20:00 in Vietnam, its lapse bears the reason NOT_REACHED. Needs scope registry.record.
                """)
            .AnyScopeOf(Scopes.Record);
        mutation.Command<DenyCall>()
            .Description("The citizen says \"nobody called me\" of a call, within 30 days. It counts no more.")
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

internal sealed class NoteCallNotReachedInputGraph : InputObjectGraphType<NoteCallNotReachedInput>
{
    public NoteCallNotReachedInputGraph()
    {
        Name = "NoteCallNotReachedInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("needId");
        Field<NonNullGraphType<InstantGraphType>>("calledAt").Description(
            "When nobody answered: since the registration, at most 24 hours ago and 5 minutes ahead, from 08:00 until before 20:00 in Vietnam.");
        Field<StringGraphType>("staff").Description("Who called: the provider's own reference. A staff login implies it.");
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
