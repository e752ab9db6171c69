using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Offers;

internal static class OffersServices
{
    public static IServiceCollection AddOffers(this IServiceCollection services)
    {
        services.AddSingleton<OfferQueries>();
        services.AddSingleton<IGraphSlice, OffersGraph>();
        return services;
    }
}
