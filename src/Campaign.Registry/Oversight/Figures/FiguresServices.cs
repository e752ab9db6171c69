using Campaign.Registry.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Oversight.Figures;

internal static class FiguresServices
{
    public static IServiceCollection AddFigures(this IServiceCollection services)
    {
        services.AddSingleton<PublicFigures>();
        services.AddSingleton<DeskFigures>();
        services.AddSingleton<EqualAccess>();
        services.AddSingleton<CallFigures>();
        services.AddSingleton<DeskVisits>();
        services.AddJob<CountDeskFigures>();
        return services;
    }
}
