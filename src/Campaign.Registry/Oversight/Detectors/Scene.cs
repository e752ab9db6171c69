using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>A threshold that a campaign has set, in force from an instant (inclusive) until it sets it again.</summary>
internal sealed record SetThreshold(int CampaignId, DateTimeOffset EffectiveFrom, string Detector, string Name, int Value);

/// <summary>What a run of the detectors starts from, read once.</summary>
/// <param name="Now">The registry's instant of the run.</param>
/// <param name="Beginning">When the first terms of any campaign took effect: nothing was decided before.</param>
/// <param name="Providers">Names by id, as they are now.</param>
/// <param name="Progress">Up to where each detector has looked (inclusive), by kind.</param>
internal sealed record Scene(
    DateTimeOffset Now,
    DateTimeOffset Beginning,
    IReadOnlyList<int> Campaigns,
    IReadOnlyDictionary<short, string> Providers,
    IReadOnlyDictionary<string, DateTimeOffset> Progress,
    IReadOnlyList<SetThreshold> Set)
{
    public DateTimeOffset? ScannedTo(Detector detector) =>
        Progress.TryGetValue(detector.Kind.InDatabase(), out var to) ? to : null;

    /// <summary>The instants from which a threshold of this detector is another, in order.</summary>
    public IEnumerable<DateTimeOffset> BoundariesOf(Detector detector) =>
        Set.Where(t => t.Detector == detector.Kind.InDatabase()).Select(t => t.EffectiveFrom).Distinct().Order();

    /// <summary>The thresholds in force at this instant, in the detector's order.</summary>
    public IReadOnlyList<Threshold> ThresholdsOf(Detector detector, int campaignId, DateTimeOffset at) =>
    [
        .. detector.Thresholds.Select(t => Set
            .Where(s => s.CampaignId == campaignId && s.Detector == detector.Kind.InDatabase() && s.Name == t.Name && s.EffectiveFrom <= at)
            .MaxBy(s => s.EffectiveFrom) is { } set ? new Threshold(t.Name, set.Value) : t),
    ];
}
