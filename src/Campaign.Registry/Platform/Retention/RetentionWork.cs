using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;

namespace Campaign.Registry.Platform.Retention;

/// <summary>
/// Transactions under campaign_retention, on a small pool of their own: the one role that may delete, and in listed tables alone (I9). The runtime role, under which all else
/// is done, may not.
/// </summary>
/// <param name="database">Opened under <see cref="Migrations.RetentionRole"/>.</param>
/// <param name="log">Told of what is tried again.</param>
public sealed class RetentionWork(JobDatabase database, ILogger<JobWork> log) : IAsyncDisposable
{
    internal JobWork Transactions { get; } = new(database, log);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
