using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Photographs;

internal static class PhotographsServices
{
    public static IServiceCollection AddPhotographs(this IServiceCollection services) =>
        services.AddSingleton<PhotoVault>();
}
