using Campaign.Registry.Graph;
using Campaign.Registry.Providers;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Campaigns;

internal sealed class CampaignsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ListGraphType<NonNullGraphType<CampaignGraph>>>>("campaigns")
            .Public()
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<CampaignQueries>().AllAsync(c.CancellationToken));
        query.Field<CampaignGraph>("campaign")
            .Argument<NonNullGraphType<StringGraphType>>("code")
            .Public()
            .ResolveAsync(async c => await c.RequestServices!.GetRequiredService<CampaignQueries>().ByCodeAsync(c.GetArgument<string>("code"), c.CancellationToken));
    }
}

internal sealed class CampaignGraph : ObjectGraphType<CampaignView>
{
    public CampaignGraph()
    {
        Name = "Campaign";
        Field<NonNullGraphType<StringGraphType>>("code").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
        Field<NonNullGraphType<InstantGraphType>>("opensAt").Resolve(c => c.Source.OpensAt);
        Field<NonNullGraphType<InstantGraphType>>("closesAt").Resolve(c => c.Source.ClosesAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ProviderGraph>>>>("providers")
            .Description("In a freshly shuffled order (HUE-1.1).")
            .Resolve(c => c.Source.Providers);
    }
}

internal sealed class CampaignNotOpenGraph : RefusalGraph<CampaignNotOpen>
{
    public CampaignNotOpenGraph()
    {
        Field<InstantGraphType>("opensAt").Resolve(c => c.Source.OpensAt);
        Field<InstantGraphType>("closesAt").Resolve(c => c.Source.ClosesAt);
    }
}
