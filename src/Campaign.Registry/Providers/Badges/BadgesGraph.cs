using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Badges;

internal sealed class BadgesGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<StaffBadgeGraph>>("staffBadge")
            .Description("What a scanned staff QR stands for. Public.")
            .Argument<NonNullGraphType<StringGraphType>>("token")
            .Public()
            .ResolveAsync(async c => await c.Service<StaffBadges>().OfAsync(c.GetArgument<string>("token"), opened: true, c.CancellationToken));
}

internal sealed class StaffBadgeGraph : ObjectGraphType<StaffBadge>
{
    public StaffBadgeGraph()
    {
        Name = "StaffBadge";
        Field<NonNullGraphType<BooleanGraphType>>("valid").Resolve(c => c.Source.Valid);
        Field<StringGraphType>("reason").Description("Why it does not stand, for a person.").Resolve(c => c.Source.Reason is { } reason ? c.Say(reason) : null);
        Field<ProviderGraph>("provider").Resolve(c => c.Source.Provider);
        Field<StringGraphType>("staffName").Resolve(c => c.Source.StaffName);
        Field<StringGraphType>("photoUrl").Description("Where the bearer's photograph is, relative to this registry, while the badge stands; null when none is kept.")
            .ResolveAsync(async c => await c.Service<StaffPhotos>().UrlOfAsync(c.Parent!.GetArgument<string>("token"), c.CancellationToken));
        Field<InstantGraphType>("validUntil").Resolve(c => c.Source.ValidUntil);
    }
}
