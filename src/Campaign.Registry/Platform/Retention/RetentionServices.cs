using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Retention;

internal static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddJob<ApplyRetention>();
        services.AddSingleton<RetentionQueries>();
        services.AddSingleton<IGraphSlice, RetentionGraph>();
        return services;
    }
}
