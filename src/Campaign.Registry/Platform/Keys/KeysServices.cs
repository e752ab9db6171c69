using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Keys;

internal static class KeysServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services) =>
        services.AddHostedService<KeyFollower>();
}
