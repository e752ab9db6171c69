using Campaign.Registry.Platform.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Badges;

internal static class BadgesServices
{
    public static IServiceCollection AddBadges(this IServiceCollection services)
    {
        services.AddSingleton<BadgeSealer>();
        services.AddSingleton<StaffBadges>();
        services.AddSingleton<ScannedBadges>();
        services.AddSingleton<StaffPhotos>();
        services.AddSingleton<IGraphSlice, BadgesGraph>();
        return services;
    }
}
