using System.Globalization;
using System.Text.RegularExpressions;
using Campaign.Registry;

namespace Campaign.Host.Clock;

/// <summary>
/// By how much a simulation's clock is moved: an ISO 8601 duration with a leading plus and whole numbers, e.g. <c>+P30D</c>, <c>+PT1H30M</c>, <c>+P1Y6M</c>,
/// <c>+P2W</c>. Years and months are those of the calendar in Vietnam, counted first (31 January and a month is the last of February); the rest is exact, a day
/// being 24 hours. Refused: less than a second, anything else than forward, more than 3660 days.
/// </summary>
internal sealed partial record ForwardDuration
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    private const int ShortestMonthDays = 28;
    private const int MaxDigits = 9;

    private ForwardDuration(int months, TimeSpan rest) => (Months, Rest) = (months, rest);

    /// <summary>Calendar months, twelve to a year.</summary>
    public int Months { get; }

    /// <summary>Weeks, days, hours, minutes and seconds together.</summary>
    public TimeSpan Rest { get; }

    /// <summary>Reads one. The refusal, when it is none, says what is wrong and what would be right.</summary>
    public static (ForwardDuration? Duration, string? Refusal) Read(string text)
    {
        if (text.StartsWith('-'))
        {
            return (null, $"{text}: the clock moves forward only. Give a duration like +P30D.");
        }

        var parts = Iso8601().Match(text);
        if (!parts.Success || text.EndsWith('P') || text.EndsWith('T'))
        {
            return (null, $"{text} is no duration that the clock can be moved by. Give one in ISO 8601 with a leading plus and whole numbers: +P30D, +PT1H30M, +P1M.");
        }

        if (parts.Groups.Values.Skip(1).Any(part => part.Length > MaxDigits))
        {
            return (null, TooLong(text));
        }

        long Count(string unit) => parts.Groups[unit] is { Success: true } part ? long.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var months = (12 * Count("years")) + Count("months");
        var days = (7 * Count("weeks")) + Count("days");
        var seconds = (86_400 * days) + (3_600 * Count("hours")) + (60 * Count("minutes")) + Count("seconds");
        if (months == 0 && seconds == 0)
        {
            return (null, $"{text} does not move the clock. Give a duration like +P30D.");
        }

        // How many days the months have is known only from the instant that they are counted from; see After.
        return (86_400 * ShortestMonthDays * months) + seconds > (long)Longest.TotalSeconds
            ? (null, TooLong(text))
            : (new((int)months, TimeSpan.FromSeconds(seconds)), null);
    }

    /// <summary>The instant that is later by this duration.</summary>
    /// <exception cref="StartupException">It is more than 3660 days later, or outside the years that the registry writes, which end with 2199.</exception>
    public DateTimeOffset After(DateTimeOffset start)
    {
        var later = start.ToOffset(Campaign.Registry.Platform.Time.VietnamTime.Offset).AddMonths(Months) + Rest;
        if (later - start > Longest)
        {
            throw new StartupException(TooLong(ToString()));
        }

        return later.UtcDateTime.Year <= 2199
            ? later.ToUniversalTime()
            : throw new StartupException($"{this} from {start:yyyy-MM-dd} leads past the year 2199, the last that the registry writes.");
    }

    public override string ToString() =>
        $"+P{(Months > 0 ? $"{Months}M" : "")}{(Rest > TimeSpan.Zero ? $"T{(long)Rest.TotalSeconds}S" : "")}";

    private static string TooLong(string text) => $"{text} is too long: at most {Longest.TotalDays:0} days at once (+P{Longest.TotalDays:0}D).";

    [GeneratedRegex(
        @"\A\+P((?<years>[0-9]+)Y)?((?<months>[0-9]+)M)?((?<weeks>[0-9]+)W)?((?<days>[0-9]+)D)?(T((?<hours>[0-9]+)H)?((?<minutes>[0-9]+)M)?((?<seconds>[0-9]+)S)?)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Iso8601();
}
