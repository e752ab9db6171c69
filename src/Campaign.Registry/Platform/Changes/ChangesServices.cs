using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Changes;

internal static class ChangesServices
{
    public static IServiceCollection AddChanges(this IServiceCollection services)
    {
        services.AddSingleton<ChangeSignal>();
        services.AddSingleton<ChangeConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ChangedSubjects>();
        services.AddHostedService<ChangeNotifier>();
        return services;
    }
}
