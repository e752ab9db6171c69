using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Violations;

internal static class ViolationsServices
{
    public static IServiceCollection AddViolations(this IServiceCollection services)
    {
        services.AddSingleton<ViolationQueries>();
        services.AddSingleton<DeniedEnds>();
        services.AddSingleton<ViolationFlags>();
        services.AddSingleton<ViolationStore>();
        services.AddSingleton<IGraphSlice, ViolationsGraph>();
        return services;
    }
}
