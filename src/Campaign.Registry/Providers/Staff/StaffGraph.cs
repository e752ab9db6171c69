using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Staff;

internal sealed class StaffGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<StaffMemberGraph>("me")
            .Description("The member of staff who signed in, in the present period of service; null for a provider's system.")
            .AnyScopeOf(Scopes.Check, Scopes.Record)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<StaffQueries>().OfCallerAsync(c.Caller(), c.CancellationToken));
        query.Field<NonNullGraphType<StaffConnectionGraph>>("staff")
            .Description("A provider's staff, the latest to begin first: its administrator sees its own, the department all.")
            .Argument<StringGraphType>("providerCode")
            .Argument<BooleanGraphType>("active")
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<StaffQueries>().ListAsync(
                c.Caller(), c.GetArgument<string?>("providerCode"), c.GetArgument<bool?>("active"), Page.Of(c), c.AsksForTotal(), c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<AddStaffResultGraph>>("addStaff")
            .Description("Make somebody known as the provider's member of staff. Needs scope provider.admin.")
            .Argument<NonNullGraphType<AddStaffInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<AddStaff>()
                .HandleAsync(c.Caller(), c.GetArgument<AddStaffInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<ChangeStaffResultGraph>>("changeStaff")
            .Description("Another name, from now on; the names before stay as history. Needs scope provider.admin.")
            .Argument<NonNullGraphType<ChangeStaffInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<ChangeStaff>()
                .HandleAsync(c.Caller(), c.GetArgument<ChangeStaffInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<EndStaffResultGraph>>("endStaff")
            .Description("A period of service ends, from now on and for good. Needs scope provider.admin.")
            .Argument<NonNullGraphType<EndStaffInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<EndStaff>()
                .HandleAsync(c.Caller(), c.GetArgument<EndStaffInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<SetStaffPhotoResultGraph>>("setStaffPhoto")
            .Description("The photograph that a citizen sees on the badge, JPEG, PNG or WebP of at most 10 MiB, as multipart/form-data. Needs scope provider.admin.")
            .Argument<NonNullGraphType<SetStaffPhotoInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<SetStaffPhoto>()
                .HandleAsync(c.Caller(), c.GetArgument<SetStaffPhotoInput>("input"), c.CancellationToken)).Value);
        mutation.Field<NonNullGraphType<RemoveStaffPhotoResultGraph>>("removeStaffPhoto")
            .Description("The badge shows no photograph from now on. Needs scope provider.admin.")
            .Argument<NonNullGraphType<RemoveStaffPhotoInputGraph>>("input")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .ResolveAsync(async c => (await c.RequestServices!.GetRequiredService<RemoveStaffPhoto>()
                .HandleAsync(c.Caller(), c.GetArgument<RemoveStaffPhotoInput>("input"), c.CancellationToken)).Value);
    }
}

internal sealed class AddStaffInputGraph : InputObjectGraphType<AddStaffInput>
{
    public AddStaffInputGraph()
    {
        Name = "AddStaffInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("reference").Description("The provider's own; at one time it means one person.");
        Field<NonNullGraphType<StringGraphType>>("name");
    }
}

internal sealed class ChangeStaffInputGraph : InputObjectGraphType<ChangeStaffInput>
{
    public ChangeStaffInputGraph()
    {
        Name = "ChangeStaffInput";
        Field<NonNullGraphType<IdGraphType>>("id");
        Field<NonNullGraphType<StringGraphType>>("name");
    }
}

internal sealed class EndStaffInputGraph : InputObjectGraphType<EndStaffInput>
{
    public EndStaffInputGraph()
    {
        Name = "EndStaffInput";
        Field<NonNullGraphType<IdGraphType>>("id");
    }
}

internal sealed class SetStaffPhotoInputGraph : InputObjectGraphType<SetStaffPhotoInput>
{
    public SetStaffPhotoInputGraph()
    {
        Name = "SetStaffPhotoInput";
        Field<NonNullGraphType<IdGraphType>>("id");
        Field<NonNullGraphType<UploadGraphType>>("file");
    }
}

internal sealed class RemoveStaffPhotoInputGraph : InputObjectGraphType<RemoveStaffPhotoInput>
{
    public RemoveStaffPhotoInputGraph()
    {
        Name = "RemoveStaffPhotoInput";
        Field<NonNullGraphType<IdGraphType>>("id");
    }
}

internal sealed class SetStaffPhotoResultGraph : UnionGraphType
{
    public SetStaffPhotoResultGraph()
    {
        Name = "SetStaffPhotoResult";
        Type<StaffPhotoSetGraph>();
        Type<RefusalGraph<StaffNotFound>>();
        Type<StaffHasLeftGraph>();
        Type<PhotoNotUsableGraph>();
    }
}

internal sealed class RemoveStaffPhotoResultGraph : UnionGraphType
{
    public RemoveStaffPhotoResultGraph()
    {
        Name = "RemoveStaffPhotoResult";
        Type<StaffPhotoRemovedGraph>();
        Type<RefusalGraph<StaffNotFound>>();
    }
}

internal sealed class StaffPhotoSetGraph : ObjectGraphType<StaffPhotoSet>
{
    public StaffPhotoSetGraph()
    {
        Name = "StaffPhotoSet";
        Field<NonNullGraphType<StaffMemberGraph>>("staff").Resolve(c => c.Source.Staff);
    }
}

internal sealed class StaffPhotoRemovedGraph : ObjectGraphType<StaffPhotoRemoved>
{
    public StaffPhotoRemovedGraph()
    {
        Name = "StaffPhotoRemoved";
        Field<NonNullGraphType<StaffMemberGraph>>("staff").Resolve(c => c.Source.Staff);
    }
}

internal sealed class PhotoNotUsableGraph : RefusalGraph<PhotoNotUsable>
{
    public PhotoNotUsableGraph() => Field<NonNullGraphType<ContractEnum<PhotoFault>>>("fault").Resolve(c => c.Source.Fault);
}

internal sealed class AddStaffResultGraph : UnionGraphType
{
    public AddStaffResultGraph()
    {
        Name = "AddStaffResult";
        Type<StaffAddedGraph>();
        Type<RefusalGraph<RequestIdReused>>();
        Type<InvalidStaffGraph>();
        Type<RefusalGraph<StaffReferenceTaken>>();
    }
}

internal sealed class ChangeStaffResultGraph : UnionGraphType
{
    public ChangeStaffResultGraph()
    {
        Name = "ChangeStaffResult";
        Type<StaffChangedGraph>();
        Type<RefusalGraph<StaffNotFound>>();
        Type<StaffHasLeftGraph>();
        Type<InvalidStaffGraph>();
    }
}

internal sealed class EndStaffResultGraph : UnionGraphType
{
    public EndStaffResultGraph()
    {
        Name = "EndStaffResult";
        Type<StaffEndedGraph>();
        Type<RefusalGraph<StaffNotFound>>();
    }
}

internal sealed class StaffAddedGraph : ObjectGraphType<StaffAdded>
{
    public StaffAddedGraph()
    {
        Name = "StaffAdded";
        Field<NonNullGraphType<StaffMemberGraph>>("staff").Resolve(c => c.Source.Staff);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class StaffChangedGraph : ObjectGraphType<StaffChanged>
{
    public StaffChangedGraph()
    {
        Name = "StaffChanged";
        Field<NonNullGraphType<StaffMemberGraph>>("staff").Resolve(c => c.Source.Staff);
    }
}

internal sealed class StaffEndedGraph : ObjectGraphType<StaffEnded>
{
    public StaffEndedGraph()
    {
        Name = "StaffEnded";
        Field<NonNullGraphType<StaffMemberGraph>>("staff").Resolve(c => c.Source.Staff);
    }
}

internal sealed class InvalidStaffGraph : RefusalGraph<InvalidStaff>
{
    public InvalidStaffGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class StaffHasLeftGraph : RefusalGraph<StaffHasLeft>
{
    public StaffHasLeftGraph() => Field<NonNullGraphType<InstantGraphType>>("leftAt").Resolve(c => c.Source.LeftAt);
}

internal sealed class StaffMemberGraph : ObjectGraphType<StaffView>
{
    public StaffMemberGraph()
    {
        Name = "StaffMember";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<StringGraphType>>("reference").Resolve(c => c.Source.Reference);
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
        Field<NonNullGraphType<InstantGraphType>>("activeFrom").Resolve(c => c.Source.ActiveFrom);
        Field<InstantGraphType>("activeTo").Description("From then on no longer.").Resolve(c => c.Source.ActiveTo);
        Field<NonNullGraphType<BooleanGraphType>>("active").Resolve(c => c.Source.Active);
        Field<InstantGraphType>("photoSetAt").Description("Since when the badge shows this photograph; null when there is none.").Resolve(c => c.Source.PhotoSetAt);
    }
}

internal sealed class StaffConnectionGraph() : ConnectionGraph<StaffView, StaffMemberGraph, StaffEdgeGraph>("StaffConnection");

internal sealed class StaffEdgeGraph() : EdgeGraph<StaffView, StaffMemberGraph>("StaffEdge");
