namespace Campaign.Registry.Platform.Time;

/// <summary>
/// The bounds of an instant that somebody states and the registry did not see: none before 2006, when the first Law on E-Transactions came into force and there was no provider, and none more than 5 minutes ahead of the
/// registry's clock (inclusive), for clocks differ.
/// </summary>
internal static class StatedInstant
{
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private static readonly DateTimeOffset Earliest = VietnamTime.StartOf(new(2006, 1, 1));

    public static bool IsBeforeProviders(DateTimeOffset stated) => stated < Earliest;

    public static bool IsAhead(DateTimeOffset stated, DateTimeOffset now) => stated > now + ClockTolerance;
}
