namespace Campaign.Registry.Needs;

/// <summary>The citizen may say "nobody called me" in [told, told + 30 days), whether or not the need has ended since (HUE-4.4). The constraint call_is_denied_within_30_days says the same.</summary>
public static class CallIsDeniedWithin30DaysRule
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public static DateTimeOffset DeniableUntil(NeedCall call) => call.NotedAt + Window;

    public static bool IsDeniable(NeedCall call, DateTimeOffset now) => call.DeniedAt is null && now < DeniableUntil(call);
}
