namespace Campaign.Demo.Day;

/// <summary>The time at the registry, as its answers tell it: a registry elsewhere, or a simulation, need not keep this machine's time.</summary>
internal sealed class DayClock(TimeProvider time)
{
    private long ticksAhead;

    /// <summary>By the registry's clock: what was recorded earlier is of another run.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ticksAhead));

    public void Set(DateTimeOffset registryNow)
    {
        ticksAhead = (registryNow - time.GetUtcNow()).Ticks;
        StartedAt = registryNow;
    }

    /// <summary>An answer has told an instant that is over: from now on it is not ahead of this clock.</summary>
    public DateTimeOffset Hear(DateTimeOffset past)
    {
        var ahead = (past - time.GetUtcNow()).Ticks;
        for (var known = Interlocked.Read(ref ticksAhead); ahead > known;)
        {
            var seen = Interlocked.CompareExchange(ref ticksAhead, ahead, known);
            known = seen == known ? ahead : seen;
        }

        return past;
    }

    /// <summary>Waits until this instant has surely come at the registry too, whose answers took their time to come here.</summary>
    public Task UntilAsync(DateTimeOffset instant, CancellationToken cancel)
    {
        var left = instant - Now + TimeSpan.FromMilliseconds(500);
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancel) : Task.CompletedTask;
    }
}
