namespace Campaign.Host.Demo.Day;

/// <summary>The time at the registry, as its first answer told it: a registry elsewhere, or a simulation, need not keep this machine's time.</summary>
internal sealed class DayClock(TimeProvider time)
{
    private TimeSpan ahead;

    /// <summary>By the registry's clock: what was recorded earlier is of another run.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow() + ahead;

    public void Set(DateTimeOffset registryNow)
    {
        ahead = registryNow - time.GetUtcNow();
        StartedAt = registryNow;
    }
}
