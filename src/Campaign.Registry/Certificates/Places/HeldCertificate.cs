using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Places;

/// <summary>Who holds a citizen's place, as much as the asker needs to know (HUE-1.7).</summary>
/// <param name="RecordedAt">In a check, only when the asker is the holder; for the loser of a race, always; never where only the number stated beside the citizen's own is held.</param>
/// <param name="FreePeriod">Only when the asker is the holder.</param>
internal sealed record HeldCertificate(Provider Provider, DateTimeOffset? RecordedAt, IssuanceStatus Status, FreePeriodView? FreePeriod);
