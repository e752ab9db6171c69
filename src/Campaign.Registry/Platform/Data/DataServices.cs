using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Platform.Data;

internal static class DataServices
{
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddSingleton<UnitOfWork>();
        services.AddSingleton<RegistryReads>();
        services.AddPooledDbContextFactory<RegistryDb>((provider, options) =>
            MappedRows.Configure(options.UseNpgsql(provider.GetRequiredService<RegistryDatabase>().Source, MappedRows.Configure)));
        return services;
    }
}
