using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Programme.Campaigns;

internal static class CampaignsServices
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.AddSingleton<CampaignTermsHistory>();
        services.AddSingleton<CampaignQueries>();
        services.AddSingleton<IGraphSlice, CampaignsGraph>();
        return services;
    }

    /// <summary>Apart, for the schema prints the change of terms after what ends and begins a provider's part.</summary>
    public static IServiceCollection AddCampaignTerms(this IServiceCollection services) => services.AddSingleton<IGraphSlice, CampaignTermsGraphSlice>();
}
