using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Staff;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Needs;

internal sealed class NeedsGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<RegisterNeedResultGraph>>("registerNeed")
            .Description("A citizen asks a provider for help at home or by phone. An officer may register for a citizen at the counter.")
            .Argument<NonNullGraphType<RegisterNeedInputGraph>>("input")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<RegisterNeed>()
                .HandleAsync(c.Caller(), c.GetArgument<RegisterNeedInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<StartNeedSupportResultGraph>>("startNeedSupport")
            .Description("The provider has begun to help, and shows it. Confirms nothing. Needs scope registry.record.")
            .Argument<NonNullGraphType<StartNeedSupportInputGraph>>("input")
            .AnyScopeOf(Scopes.Record)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<StartNeedSupport>()
                .HandleAsync(c.Caller(), c.GetArgument<StartNeedSupportInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<CancelNeedResultGraph>>("denyNeedSupport")
            .Description("The citizen says that no support began: the need waits on, or has lapsed, as if it never had.")
            .Argument<NonNullGraphType<CancelNeedInputGraph>>("input")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<DenyNeedSupport>()
                .HandleAsync(c.Caller(), c.GetArgument<CancelNeedInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<CancelNeedResultGraph>>("cancelNeed")
            .Argument<NonNullGraphType<CancelNeedInputGraph>>("input")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<CancelNeed>()
                .HandleAsync(c.Caller(), c.GetArgument<CancelNeedInput>("input"), c.CancellationToken)).Value);
    }

    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<NeedConnectionGraph>>("needs")
            .Description("Own needs for a provider; all for the department; the citizen's own for a citizen.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<NeedFilterGraph>("filter")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<NeedQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<NeedFilter?>("filter"), Page.Of(c),
                withTotal: c.AsksForTotal(), c.CancellationToken));
        query.Field<NeedGraph>("need")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<NeedQueries>()
                .ByIdAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken));
    }

    public void AddSubscriptions(ObjectGraphType subscription) =>
        subscription.Field<NonNullGraphType<NeedGraph>>("needChanged")
            .Description("The provider's inbox, as it changes, on whichever node the change was made.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .AnyScopeOf(Scopes.Record)
            .ResolveStreamAsync(async c => c.Paced(await c.RequestServices!.GetRequiredService<NeedChanges>()
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
        Field<StringGraphType>("note").Validate(note => Require.AtMost(1_000, note));
    }
}

internal sealed class CancelNeedInputGraph : InputObjectGraphType<CancelNeedInput>
{
    public CancelNeedInputGraph()
    {
        Name = "CancelNeedInput";
        Field<NonNullGraphType<IdGraphType>>("needId");
        Field<StringGraphType>("reason").Validate(reason => Require.AtMost(1_000, reason));
    }
}

internal sealed class RegisterNeedResultGraph : UnionGraphType
{
    public RegisterNeedResultGraph()
    {
        Name = "RegisterNeedResult";
        Type<NeedRegisteredGraph>();
        Type<RefusalGraph<RequestIdReused>>();
        Type<RefusalGraph<InvalidCitizenId>>();
        Type<InvalidContactGraph>();
        Type<CampaignNotOpenGraph>();
        Type<ProviderNotParticipatingGraph>();
        Type<AlreadyIssuedGraph>();
        Type<RefusalGraph<NothingToSwitch>>();
        Type<NeedAlreadyOpenGraph>();
        Type<RefusalGraph<ProviderLetItLapse>>();
    }
}

internal sealed class StartNeedSupportResultGraph : UnionGraphType
{
    public StartNeedSupportResultGraph()
    {
        Name = "StartNeedSupportResult";
        Type<NeedSupportStartedGraph>();
        Type<RefusalGraph<NeedNotFound>>();
        Type<NeedNotServableGraph>();
        Type<RefusalGraph<StaffNotAuthorised>>();
        Type<RefusalGraph<EvidenceMissing>>();
    }
}

internal sealed class CancelNeedResultGraph : UnionGraphType
{
    public CancelNeedResultGraph()
    {
        Name = "CancelNeedResult";
        Type<NeedCancelledGraph>();
        Type<RefusalGraph<NeedNotFound>>();
        Type<NeedNotServableGraph>();
    }
}
