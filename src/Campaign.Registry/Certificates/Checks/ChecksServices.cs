using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Certificates.Checks;

internal static class ChecksServices
{
    public static IServiceCollection AddChecks(this IServiceCollection services)
    {
        services.AddSingleton<TicketSealer>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<IGraphSlice, ChecksGraph>();
        return services;
    }
}
