using Campaign.Registry.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>Runs the registry's jobs when a test wants them, without waiting for their hour.</summary>
internal static class RegistryJobs
{
    /// <summary>One whole run of a job by its name.</summary>
    public static Task RunJobAsync(this TestRegistry registry, string name, CancellationToken cancel = default) =>
        registry.Services.GetServices<IRegistryJob>().Single(job => job.Name == name).RunAsync(cancel);
}
