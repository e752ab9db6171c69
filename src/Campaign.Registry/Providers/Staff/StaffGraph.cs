using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Staff;

internal sealed class StaffGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<StaffMemberGraph>("me")
            .Description("The member of staff who signed in, in the present period of service; null for a provider's system.")
            .AnyScopeOf(Scopes.Check, Scopes.Record)
            .ResolveAsync(async c => await c.Service<StaffQueries>().OfCallerAsync(c.Caller(), c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<StaffView, StaffMemberGraph>>>("staff")
            .Description("A provider's staff, the latest to begin first: its administrator sees its own, the department all.")
            .Argument<StringGraphType>("providerCode")
            .Argument<BooleanGraphType>("active")
            .AnyScopeOf(Scopes.ProviderAdministration, Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<StaffQueries>().ListAsync(
                c.Caller(), c.GetArgument<string?>("providerCode"), c.GetArgument<bool?>("active"), page, total, c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<AddStaff>()
            .Description("Make somebody known as the provider's member of staff. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<ChangeStaff>()
            .Description("Another name, from now on; the names before stay as history. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<EndStaff>()
            .Description("A period of service ends, from now on and for good. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<SetStaffPhoto>()
            .Description("The photograph that a citizen sees on the badge, JPEG, PNG or WebP of at most 10 MiB, as multipart/form-data. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<RemoveStaffPhoto>()
            .Description("The badge shows no photograph from now on. Needs scope provider.admin.")
            .AnyScopeOf(Scopes.ProviderAdministration);
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

[ListedAs("Staff")]
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
