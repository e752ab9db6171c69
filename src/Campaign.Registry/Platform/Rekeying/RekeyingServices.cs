using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Rekeying;

internal static class RekeyingServices
{
    public static IServiceCollection AddRekeying(this IServiceCollection services)
    {
        services.AddProposedAct<ProposeRegistryKeyChange>();
        services.AddSingleton<IGraphSlice, RekeyingGraph>();
        return services;
    }
}
