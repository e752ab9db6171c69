using Campaign.Registry.Platform.Time;
using NpgsqlTypes;

namespace Campaign.Registry.Certificates.Places;

/// <summary>
/// The citizen's free year in a campaign, in days of Vietnam: [StartsOn, EndsOn). It starts once, when a certificate of the citizen is first active, and runs on
/// whatever follows (I6, HUE-1.5).
/// </summary>
internal sealed record FreePeriod(DateOnly StartsOn, DateOnly EndsOn)
{
    /// <summary>
    /// The period that starts on this day. Civil Code 2015, articles 147 and 148: the first day is not counted, the last ends with the corresponding day or, where
    /// there is none, the month's last. So 2023-07-28 → 2024-07-29 and 2024-02-29 → 2025-03-01, for 12 months.
    /// </summary>
    public static FreePeriod StartingOn(DateOnly day, int months) => new(day, day.AddMonths(months).AddDays(1));

    /// <summary>As the database tells it: a half-open range of days.</summary>
    internal static FreePeriod? Of(NpgsqlRange<DateOnly>? days) => days is { } of ? new(of.LowerBound, of.UpperBound) : null;

    /// <summary>Days left, counted from today in Vietnam; never below 0.</summary>
    public int DaysLeft(DateOnly today) => Math.Max(0, EndsOn.DayNumber - today.DayNumber);
}

/// <summary>A free period as it is shown on a certain day.</summary>
public sealed record FreePeriodView(DateOnly StartsOn, DateOnly EndsOn, int DaysLeft)
{
    internal static FreePeriodView? Of(FreePeriod? period, DateTimeOffset now) =>
        period is null ? null : new(period.StartsOn, period.EndsOn, period.DaysLeft(VietnamTime.DateOf(now)));
}
