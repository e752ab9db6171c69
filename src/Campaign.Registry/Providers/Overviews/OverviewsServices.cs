using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Overviews;

internal static class OverviewsServices
{
    public static IServiceCollection AddOverviews(this IServiceCollection services)
    {
        services.AddSingleton<ProviderOverviews>();
        return services;
    }
}
