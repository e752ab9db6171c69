using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Campaign.Registry.Platform.Jobs;

internal static class JobsServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services) =>
        services.AddSingleton<JobWork>();

    /// <summary>A job that the host finds and runs.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services)
        where TJob : class, IRegistryJob
    {
        services.TryAddSingleton<TJob>();
        return services.AddSingleton<IRegistryJob>(s => s.GetRequiredService<TJob>());
    }
}
