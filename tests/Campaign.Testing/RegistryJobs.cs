using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>Runs the registry's jobs when a test wants them, without waiting for their hour.</summary>
internal static class RegistryJobs
{
    /// <summary>Tomorrow, 02:00 in Vietnam: the nightly check is due from then on, at whatever hour the tests run.</summary>
    public static readonly DateTimeOffset Night =
        new DateTimeOffset(VietnamTime.DateOf(TimeProvider.System.GetUtcNow()).AddDays(1), new TimeOnly(2, 0), VietnamTime.Offset).ToUniversalTime();

    /// <summary>One whole run of a job by its name.</summary>
    public static Task RunJobAsync(this TestRegistry registry, string name, CancellationToken cancel = default) =>
        registry.Services.GetServices<IRegistryJob>().Single(job => job.Name == name).RunAsync(cancel);

    /// <summary>The nightly check as of this instant, or of <see cref="Night"/>; the registry's clock then runs again.</summary>
    public static async Task CheckInvariantsAtNightAsync(this TestRegistry registry, DateTimeOffset? night = null, CancellationToken cancel = default)
    {
        await registry.Database.FreezeAsync(night ?? Night);
        await registry.RunJobAsync("check-invariants", cancel);
        await registry.Database.ShiftAsync(TimeSpan.Zero);
    }
}
