using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Invariants;

internal static class InvariantsServices
{
    public static IServiceCollection AddInvariants(this IServiceCollection services) =>
        services.AddJob<CheckInvariants>();
}
