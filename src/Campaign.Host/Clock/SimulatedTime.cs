namespace Campaign.Host.Clock;

/// <summary>
/// The host's clock over a simulation: the machine's clock, moved as registry.clock says, so that what the host judges by its own clock (tokens, what it keeps for
/// a while) stands at the same instant as <c>registry_now()</c>. Only the time of day is moved: timers and measured durations stay real, for a jump of 30 days lets
/// nobody wait 30 days.
/// </summary>
internal sealed class SimulatedTime(TimeProvider machine) : TimeProvider
{
    private volatile Setting setting = new(TimeSpan.Zero, null);

    /// <summary>How far the registry's clock is ahead of the machine's.</summary>
    public TimeSpan Shift => setting.Shift;

    /// <summary>Takes over what registry.clock says.</summary>
    /// <param name="shift">Ahead of the machine's clock.</param>
    /// <param name="frozenAt">The instant at which the clock stands; null while it runs.</param>
    public void Follow(TimeSpan shift, DateTimeOffset? frozenAt) => setting = new(shift, frozenAt?.ToUniversalTime());

    public override DateTimeOffset GetUtcNow()
    {
        var now = setting;
        return now.FrozenAt ?? machine.GetUtcNow() + now.Shift;
    }

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Both in one, so that a reader never sees the one of before with the other of after.</summary>
    private sealed record Setting(TimeSpan Shift, DateTimeOffset? FrozenAt);
}
