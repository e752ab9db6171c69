using System.Globalization;
using Campaign.Registry;
using NodaTime;
using NodaTime.Text;

namespace Campaign.Host.Clock;

/// <summary>
/// By how much a simulation's clock is moved: an ISO 8601 duration with a leading plus and whole numbers, e.g. <c>+P30D</c>, <c>+PT1H30M</c>, <c>+P1Y6M</c>,
/// <c>+P2W</c>. Years and months are those of the calendar in Vietnam, counted first (31 January and a month is the last of February); the rest is exact, a day
/// being 24 hours. Refused: less than a second, anything else than forward, more than 3660 days.
/// </summary>
internal sealed record ForwardDuration
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    private const int ShortestMonthDays = 28;
    private const int MaxDigits = 9;

    private static readonly DateTimeZone Vietnam = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private readonly Period months;
    private readonly Duration rest;

    private ForwardDuration(Period months, Duration rest) => (this.months, this.rest) = (months, rest);

    /// <summary>Reads one. The refusal, when it is none, says what is wrong and what would be right.</summary>
    public static (ForwardDuration? Duration, string? Refusal) Read(string text)
    {
        if (text.StartsWith('-'))
        {
            return (null, $"{text}: the clock moves forward only. Give a duration like +P30D.");
        }

        if (text.Split("+PYMWDTHS".ToCharArray()).Any(number => number.Length > MaxDigits && number.All(char.IsAsciiDigit)))
        {
            return (null, TooLong(text));
        }

        // What ends with a letter that counts nothing would be read as nothing.
        if (!text.StartsWith('+') || text.EndsWith('P') || text.EndsWith('T') || !PeriodPattern.Roundtrip.Parse(text[1..]).TryGetValue(Period.Zero, out var period)
            || period is not { Milliseconds: 0, Ticks: 0, Nanoseconds: 0 } || text.Any(c => c == '-' || char.IsAsciiLetterLower(c)))
        {
            return (null, $"{text} is no duration that the clock can be moved by. Give one in ISO 8601 with a leading plus and whole numbers: +P30D, +PT1H30M, +P1M.");
        }

        var months = (12L * period.Years) + period.Months;
        var seconds = (86_400 * ((7L * period.Weeks) + period.Days)) + (3_600 * period.Hours) + (60 * period.Minutes) + period.Seconds;
        if (months == 0 && seconds == 0)
        {
            return (null, $"{text} does not move the clock. Give a duration like +P30D.");
        }

        // How many days the months have is known only from the instant that they are counted from; see After.
        return (86_400 * ShortestMonthDays * months) + seconds > (long)Longest.TotalSeconds
            ? (null, TooLong(text))
            : (new(Period.FromMonths((int)months), Duration.FromSeconds(seconds)), null);
    }

    /// <summary>The instant that is later by this duration.</summary>
    /// <exception cref="StartupException">It is more than 3660 days later, or outside the years that the registry writes, which end with 2199.</exception>
    public DateTimeOffset After(DateTimeOffset start)
    {
        var begins = Instant.FromDateTimeOffset(start).InZone(Vietnam);
        var later = ((begins.LocalDateTime + months).InZoneLeniently(Vietnam).ToInstant() + rest).ToDateTimeOffset();
        if (later - start > Longest)
        {
            throw new StartupException(TooLong(ToString()));
        }

        return later.Year <= 2199
            ? later
            : throw new StartupException($"{this} from {start:yyyy-MM-dd} leads past the year 2199, the last that the registry writes.");
    }

    public override string ToString() =>
        $"+P{(months.Months > 0 ? $"{months.Months}M" : "")}{(rest > Duration.Zero ? string.Create(CultureInfo.InvariantCulture, $"T{(long)rest.TotalSeconds}S") : "")}";

    private static string TooLong(string text) => $"{text} is too long: at most {Longest.TotalDays:0} days at once (+P{Longest.TotalDays:0}D).";
}
