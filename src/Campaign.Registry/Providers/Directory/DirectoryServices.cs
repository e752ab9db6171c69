using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Providers.Directory;

internal static class DirectoryServices
{
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.AddSingleton<ProviderDirectory>();
        return services;
    }
}
