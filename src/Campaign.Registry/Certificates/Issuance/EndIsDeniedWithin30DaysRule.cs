namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A citizen whose certificate a provider ended without the citizen's code, for whatever reason, is told at once and may say "I did not ask" in [told, told + 30 days), counted from when the registry was told and not
/// from the time that the end was said to have (HUE-1.5, docs/adr/0038). Of an end by code or by the department there is nothing to deny.
/// </summary>
internal static class EndIsDeniedWithin30DaysRule
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Null when it cannot be denied at all.</summary>
    public static DateTimeOffset? DeniableUntil(ProviderEnd? end) => end is { ConsentId: null } ? end.ToldAt + Window : null;

    public static bool IsDeniable(ProviderEnd? end, DateTimeOffset now) => DeniableUntil(end) is { } until && now < until;
}
