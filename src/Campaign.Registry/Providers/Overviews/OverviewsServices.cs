using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Overviews;

internal static class OverviewsServices
{
    public static IServiceCollection AddOverviews(this IServiceCollection services)
    {
        services.AddSingleton<ProviderOverviews>();
        services.AddSingleton<VisitShareQueries>();
        services.AddSingleton<IGraphSlice, OverviewsGraph>();
        return services;
    }
}
