namespace Campaign.Registry.Providers.Licences;

/// <summary>How far the licences of a provider reach for one way of keeping the key, the gravest first.</summary>
public enum LicenceStanding
{
    /// <summary>None is in force: nothing is recorded with keys kept so.</summary>
    Lapsed,

    /// <summary>The last day that is covered comes within 7 days.</summary>
    EndsWithin7Days,

    EndsWithin30Days,
    InForce,
}

/// <summary>A licence as the department holds it, in days of Vietnam: [IssuedOn, ValidBefore), and no longer from WithdrawnOn on.</summary>
public sealed record LicenceView(string Number, KeyStorage KeyStorage, DateOnly IssuedOn, DateOnly ValidBefore, DateOnly? WithdrawnOn)
{
    /// <summary>The first day on which it no longer holds.</summary>
    public DateOnly EndsOn => new Licence(IssuedOn, ValidBefore, WithdrawnOn).EndsOn;
}

/// <summary>For one way of keeping the key: until when licences follow each other without a gap from today on.</summary>
/// <param name="EndsOn">The first day that none covers; of what has lapsed, the first day of that.</param>
public sealed record LicenceReach(KeyStorage KeyStorage, LicenceStanding Standing, DateOnly EndsOn)
{
    public static LicenceReach Of(KeyStorage storage, IEnumerable<LicenceView> licences, DateOnly today)
    {
        var end = today;
        var all = licences.OrderBy(l => l.IssuedOn).ToList();
        foreach (var licence in all.Where(l => l.IssuedOn <= end && l.EndsOn > end))
        {
            end = licence.EndsOn;
        }

        return end == today
            ? new(storage, LicenceStanding.Lapsed, all.Where(l => l.EndsOn <= today).Select(l => l.EndsOn).DefaultIfEmpty(today).Max())
            : new(storage, (end.DayNumber - today.DayNumber) switch
            {
                <= 7 => LicenceStanding.EndsWithin7Days,
                <= 30 => LicenceStanding.EndsWithin30Days,
                _ => LicenceStanding.InForce,
            }, end);
    }
}
