using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Needs;

/// <summary>
/// A call that reached nobody counts when it was made since the need was registered, in [now - 1 hour, now + 5 minutes], in [08:00, 20:00) in Vietnam, and at least four hours after the last one that
/// stands; no more than three stand (HUE-4.4). The constraints of registry.need_calls and its trigger call_counts_for_its_need hold the same.
/// </summary>
internal static class CallsAreFourHoursApartByDayRule
{
    private static readonly TimeSpan Apart = TimeSpan.FromHours(4);
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstHour = TimeSpan.FromHours(8);
    private static readonly TimeSpan LastHour = TimeSpan.FromHours(20);

    public static CallDoesNotCount? Judge(DateTimeOffset calledAt, NeedRow need, DateTimeOffset now)
    {
        var (standing, time) = (need.Calls.Where(c => c.DeniedAt is null).ToList(), calledAt.ToOffset(VietnamTime.Offset).TimeOfDay);
        CallFault? fault = calledAt < need.RegisteredAt ? CallFault.BeforeTheNeed
            : calledAt > now + StatedInstant.ClockTolerance ? CallFault.InTheFuture
            : calledAt < now - Oldest ? CallFault.TooLongAgo
            : time < FirstHour || time >= LastHour ? CallFault.OutsideTheHours
            : standing.Count >= ThreeCallsExcuseALapseRule.Calls ? CallFault.ThreeStand
            : standing.Any(c => calledAt < c.CalledAt + Apart) ? CallFault.TooSoon
            : null;
        return fault is { } why ? new(why, NextFrom(need.Calls, need.DueAt, now)) : null;
    }

    /// <summary>From when on the next call of an open need counts; null when none does before the need is due.</summary>
    /// <param name="since">When the need was registered, for a call that may have been made; now, for one that is to be.</param>
    public static DateTimeOffset? NextFrom(IReadOnlyList<NeedCall> calls, DateTimeOffset dueAt, DateTimeOffset since)
    {
        var standing = calls.Where(c => c.DeniedAt is null).ToList();
        if (standing.Count >= ThreeCallsExcuseALapseRule.Calls)
        {
            return null;
        }

        var earliest = standing.Select(c => c.CalledAt + Apart).Append(since).Max();
        var day = VietnamTime.StartOf(VietnamTime.DateOf(earliest));
        var from = earliest < day + FirstHour ? day + FirstHour : earliest < day + LastHour ? earliest : day.AddDays(1) + FirstHour;
        return from < dueAt ? from : null;
    }
}
