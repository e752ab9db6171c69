namespace Campaign.Registry.Needs;

/// <summary>How a need stands.</summary>
public enum NeedState
{
    Waiting,
    InSupport,
    Served,
    Lapsed,
    Cancelled,
    Released,
    Superseded,
}

/// <summary>
/// What a need is at an instant, whatever has been written: an open need has lapsed from dueAt on, and at exactly dueAt (I5, HUE-4.4); it is released from the
/// instant on at which its provider's part in the campaign ended (I7, HUE-5.3), unless it had lapsed by then. The SQL function registry.need_state says the same.
/// </summary>
public static class NeedStateRule
{
    /// <summary>It waits, or is in support.</summary>
    public static bool IsOpen(this NeedState state) => state is NeedState.Waiting or NeedState.InSupport;

    /// <param name="written">The state as written.</param>
    /// <param name="dueAt">Exclusive end of waiting, or of support.</param>
    /// <param name="releasedAt">When the participation ended under which the need was taken; null while it lasts.</param>
    /// <param name="now">The registry's instant.</param>
    internal static NeedState At(this NeedState written, DateTimeOffset dueAt, DateTimeOffset? releasedAt, DateTimeOffset now) =>
        !written.IsOpen() ? written
        : releasedAt <= now && releasedAt < dueAt ? NeedState.Released
        : dueAt <= now ? NeedState.Lapsed
        : written;
}
