using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Overviews;

internal sealed class OverviewsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<VisitSharesGraph>("visitShares")
            .Description($"What a provider says of its visits, over the last {VisitShares.Days} days: badges, faults, handovers, and how long a record takes after the registration in its app. The department's.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<NonNullGraphType<StringGraphType>>("providerCode")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .ResolveAsync(async c => await c.Service<VisitShareQueries>().OfAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<string>("providerCode"), c.CancellationToken));
}

internal sealed class VisitSharesGraph : ObjectGraphType<VisitShares>
{
    public VisitSharesGraph()
    {
        Name = "VisitShares";
        Field<NonNullGraphType<IntGraphType>>("atTheDoor").Description("Records with staff present.").Resolve(c => c.Source.AtTheDoor);
        Field<NonNullGraphType<IntGraphType>>("badgeOpened").Description("That name a badge of that member of staff which the registry saw opened.").Resolve(c => c.Source.BadgeOpened);
        Field<NonNullGraphType<IntGraphType>>("badgeNotOpened").Description("That name a badge which nobody opened, or not that member's.").Resolve(c => c.Source.BadgeNotOpened);
        Field<NonNullGraphType<IntGraphType>>("noBadge").Description("That say why no badge was opened.").Resolve(c => c.Source.NoBadge);
        Field<NonNullGraphType<IntGraphType>>("badgeNotSaid").Resolve(c => c.Source.BadgeNotSaid);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<FaultShareGraph>>>>("faults").Description("Of those recorded with a technical fault, most first.").Resolve(c => c.Source.Faults);
        Field<NonNullGraphType<IntGraphType>>("activatedLater").Resolve(c => c.Source.ActivatedLater);
        Field<NonNullGraphType<IntGraphType>>("handoverSaid").Description("Of those activated later, whose handover was stated.").Resolve(c => c.Source.HandoverSaid);
        Field<NonNullGraphType<IntGraphType>>("inApp").Description("Records from the provider's app.").Resolve(c => c.Source.InApp);
        Field<NonNullGraphType<IntGraphType>>("registrationSaid").Description("Of these, that state when the citizen registered in it (HUE-2.1).").Resolve(c => c.Source.RegistrationSaid);
        Field<IntGraphType>("medianSeconds").Description("From the registration to the record.").Resolve(c => c.Source.MedianSeconds);
        Field<IntGraphType>("slowestTenthSeconds").Description("One in ten took longer.").Resolve(c => c.Source.SlowestTenthSeconds);
    }
}

internal sealed class FaultShareGraph : ObjectGraphType<FaultShare>
{
    public FaultShareGraph()
    {
        Name = "FaultShare";
        Field<StringGraphType>("fault").Description("A FaultKind; null: not said.").Resolve(c => c.Source.Fault);
        Field<NonNullGraphType<IntGraphType>>("records").Resolve(c => c.Source.Records);
    }
}
