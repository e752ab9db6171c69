using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Programme.Campaigns;

internal static class CampaignsServices
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.AddProposedAct<ExcludeProvider>();
        services.AddProposedAct<ReinstateProvider>();
        services.AddSingleton<CampaignTermsHistory>();
        services.AddSingleton<CampaignQueries>();
        services.AddSingleton<IGraphSlice, CampaignsGraph>();
        return services;
    }
}
