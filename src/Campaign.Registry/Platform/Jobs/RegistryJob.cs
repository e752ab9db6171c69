namespace Campaign.Registry.Platform.Jobs;

/// <summary>
/// What the registry does by itself. A run is idempotent and resumable: killed at any point, the next one goes on, and each effect comes once. No rule waits for a
/// job: what is due reads as due before any job has written it down (I5).
/// </summary>
public interface IRegistryJob
{
    /// <summary>Stable, kebab-case; at most one run of a name at a time, over all hosts.</summary>
    string Name { get; }

    /// <summary>How often it runs.</summary>
    TimeSpan Every { get; }

    Task RunAsync(CancellationToken cancel);
}
