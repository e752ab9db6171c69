using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Citizens.Traces;

internal static class TracesServices
{
    public static IServiceCollection AddTraces(this IServiceCollection services)
    {
        services.AddSingleton<LookupQueries>();
        services.AddSingleton<IGraphSlice, TracesGraph>();
        return services;
    }
}
