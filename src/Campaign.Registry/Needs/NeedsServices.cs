using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Needs;

internal static class NeedsServices
{
    public static IServiceCollection AddNeeds(this IServiceCollection services)
    {
        services.AddSingleton<ContactSealer>();
        services.AddSingleton<NeedQueries>();
        services.AddSingleton<NeedChanges>();
        services.AddJob<LapseNeeds>();
        services.AddJob<WarnOfDueNeeds>();
        services.AddSingleton<IGraphSlice, NeedsGraph>();
        return services;
    }
}
