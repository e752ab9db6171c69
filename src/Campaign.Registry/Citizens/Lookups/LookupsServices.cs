using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.Lookups;

internal static class LookupsServices
{
    public static IServiceCollection AddLookups(this IServiceCollection services)
    {
        services.AddSingleton<LookupQueries>();
        services.AddSingleton<IGraphSlice, LookupsGraph>();
        return services;
    }
}
