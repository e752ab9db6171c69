using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Detectors;

internal static class DetectorsServices
{
    public static IServiceCollection AddDetectors(this IServiceCollection services)
    {
        services.AddSingleton<DetectorScans>();
        services.AddJob<DetectViolations>();
        return services;
    }
}
