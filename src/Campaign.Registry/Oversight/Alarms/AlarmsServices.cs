using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Alarms;

internal static class AlarmsServices
{
    public static IServiceCollection AddAlarms(this IServiceCollection services)
    {
        services.AddSingleton<AlarmQueries>();
        services.AddSingleton<IGraphSlice, AlarmsGraph>();
        return services;
    }
}
