using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Programme.Exclusions;

internal static class ExclusionsServices
{
    public static IServiceCollection AddExclusions(this IServiceCollection services)
    {
        services.AddProposedAct<ExcludeProvider>();
        services.AddProposedAct<ReinstateProvider>();
        services.AddSingleton<IGraphSlice, ExclusionsGraph>();
        return services;
    }
}
