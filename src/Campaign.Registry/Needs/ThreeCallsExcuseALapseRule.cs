namespace Campaign.Registry.Needs;

/// <summary>
/// A need lapses at dueAt whatever was tried. Where three calls that reached nobody stand, undenied, the lapse is nobody's fault: it bears the reason NOT_REACHED, is not flagged and bars nobody (HUE-4.4). A denial afterwards
/// makes it count again, and what was noted when the need had lapsed already excuses nothing. For detectors and <see cref="AnotherProviderAfterALapseRule"/> the function registry.not_reached_until says the same.
/// </summary>
internal static class ThreeCallsExcuseALapseRule
{
    public const int Calls = 3;

    public static LapseReason? Of(NeedState state, DateTimeOffset dueAt, IReadOnlyList<NeedCall> calls) =>
        state == NeedState.Lapsed && calls.Count(c => c.DeniedAt is null && c.NotedAt < dueAt) >= Calls ? LapseReason.NotReached : null;
}
