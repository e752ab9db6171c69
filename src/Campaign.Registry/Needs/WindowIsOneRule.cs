namespace Campaign.Registry.Needs;

/// <summary>A need that was cancelled at the provider at which it is registered again.</summary>
/// <param name="OpenFor">How long it, and those that it went on with, were open.</param>
internal sealed record CancelledNeed(Guid NeedId, DateTimeOffset DueAt, TimeSpan OpenFor);

/// <summary>
/// <para>
/// The provider's window is one, however often the citizen cancels and registers (HUE-4.2, HUE-4.4): a need that is registered again with the same provider before the first was due keeps the instant at
/// which the first was due. It is never due later than its own window's end. The trigger needs_registered_again_keep_their_time holds it.
/// </para>
/// <para>
/// A lapse of such a need is flagged, and bars the provider, only if the provider had it for 24 hours in all: the function registry.lapse_counts, which the detectors and
/// <see cref="AnotherProviderAfterALapseRule"/> ask.
/// </para>
/// </summary>
internal static class WindowIsOneRule
{
    public static DateTimeOffset DueAt(CancelledNeed? first, DateTimeOffset now, TimeSpan window) => first is { } need && need.DueAt < now + window ? need.DueAt : now + window;
}
