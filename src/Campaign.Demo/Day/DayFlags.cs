namespace Campaign.Demo.Day;

/// <param name="Flags">What was flagged this day.</param>
/// <param name="Invariants">What must hold, and whether it does.</param>
internal sealed record Findings(DayFlags Flags, IReadOnlyList<Invariant> Invariants);

/// <summary>What was flagged, held against what was played.</summary>
/// <param name="Vietnamese">The flags of the short campaign.</param>
/// <param name="English">The same with their evidence in English.</param>
/// <param name="OfMain">Those of the first campaign that concern what was played in it this day, where everybody was honest.</param>
/// <param name="Expected">Kinds, and how many of each at least the provider with bad habits has earned.</param>
/// <param name="OpenNeeds">How many needs it had open when it was excluded.</param>
internal sealed record DayFlags(
    IReadOnlyList<Flag> Vietnamese, IReadOnlyList<Flag> English, IReadOnlyList<Flag> OfMain, IReadOnlyDictionary<string, int> Expected, int OpenNeeds, int Released)
{
    private const int LeastNumberDigits = 9;

    /// <summary>Flags at somebody who only did what is right.</summary>
    public IReadOnlyList<Flag> AtHonest => [.. Vietnamese.Where(f => f.Provider != DayPlayer.BadProvider), .. OfMain];

    public IEnumerable<Invariant> Judge()
    {
        IReadOnlyList<Flag> all = [.. Vietnamese, .. OfMain];
        return
        [
            Invariant.Of("every bad habit was flagged at the provider that has it, as often as it was seen", [.. Expected],
                e => Vietnamese.Count(f => f.Kind == e.Key && f.Provider == DayPlayer.BadProvider) >= e.Value),
            new("no honest provider was flagged", all.Count, AtHonest.Count),
            Invariant.Of("a flag says why, and shows no citizen's number", all, f => f.Why.Length > 0 && !ShowsNumber(f.Why)),
            Invariant.Of("the exclusion released the needs that were open", [Released], r => r == OpenNeeds),
        ];
    }

    private static bool ShowsNumber(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
            if (digits >= LeastNumberDigits)
            {
                return true;
            }
        }

        return false;
    }
}
