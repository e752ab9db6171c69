using System.Globalization;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Dates and times as spreadsheets of offices have them: day before month, or year first; with a time or without; as a workbook's days. Never month first, for what could be read two
/// ways is read one way here. Times without an offset are Vietnam's.
/// </summary>
internal static partial class ImportDates
{
    private const int FirstYear = 1900;
    private const int LastYear = 2200;
    private const double MaxSerial = 110_000; // in the year 2200

    /// <summary>Until this day clocks in the south of Vietnam were an hour ahead of today's.</summary>
    private static readonly DateTime EndOfEarlierTime = new(1975, 6, 13);

    /// <summary>The day of a birth. A year alone is a year: no day. An instant of another offset, as tools export days, is the day in Vietnam.</summary>
    public static (DateOnly? Day, int? Year, RowFault? Fault) Birth(Cell cell, bool since1904)
    {
        if (cell.Text.Trim() is { Length: 4 } year && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var alone))
        {
            return alone is >= FirstYear and <= LastYear ? (null, alone, null) : (null, null, RowFault.DateNotRead);
        }

        var (at, exact, fault) = Read(cell, since1904);
        if (at is not { } read)
        {
            return (null, null, fault);
        }

        var there = exact is { } offset && offset != VietnamTime.Offset ? OfBirthInVietnam(read - offset + VietnamTime.Offset) : read;
        return (DateOnly.FromDateTime(there), there.Year, null);
    }

    /// <summary>Midnight of those years is told as 16:00 of the day before by tools that know the clocks of the time.</summary>
    private static DateTime OfBirthInVietnam(DateTime at) => at.TimeOfDay == TimeSpan.FromHours(23) && at < EndOfEarlierTime ? at.AddHours(1) : at;

    /// <summary>An instant. A day without a time is its last second, so that who says less is never the earlier.</summary>
    public static (DateTimeOffset? At, RowFault? Fault) Beginning(Cell cell, bool since1904)
    {
        var (at, exact, fault) = Read(cell, since1904);
        return at is { } read ? (InVietnam(exact is null ? read.AddDays(1).AddSeconds(-1) : read, exact), null) : (null, fault);
    }

    /// <summary>An exclusive end. A day without a time is whole.</summary>
    public static (DateTimeOffset? At, RowFault? Fault) End(Cell cell, bool since1904)
    {
        var (at, exact, fault) = Read(cell, since1904);
        return at is { } read ? (InVietnam(exact is null ? read.AddDays(1) : read, exact), null) : (null, fault);
    }

    /// <summary>The day, where a day is all that was said.</summary>
    public static DateOnly? DayAlone(Cell cell, bool since1904) => Read(cell, since1904) is ({ } at, null, null) ? DateOnly.FromDateTime(at) : null;

    /// <summary>As it was read, for people: 28/07/2023, with the time where one was said; null where it is none.</summary>
    public static string? Shown(Cell cell, bool since1904) => Read(cell, since1904) is ({ } at, var exact, null)
        ? at.ToString(exact is null ? "dd/MM/yyyy" : "HH:mm:ss dd/MM/yyyy", CultureInfo.InvariantCulture)
        : null;

    private static DateTimeOffset InVietnam(DateTime local, TimeSpan? offset) => new(local, offset ?? VietnamTime.Offset);

    /// <returns>The local time; its offset when a time of day was said, null for a day alone.</returns>
    private static (DateTime? At, TimeSpan? Exact, RowFault? Fault) Read(Cell cell, bool since1904)
    {
        if (cell.Kind == CellKind.Number)
        {
            return double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) ? OfSerial(serial, since1904) : (null, null, RowFault.DateNotRead);
        }

        var text = cell.Text.Trim();
        var said = text.Length > 40 ? null : YearFirst().Match(text) is { Success: true } y ? y : DayFirst().Match(text) is { Success: true } d ? d : null;
        if (said is null)
        {
            return (null, null, RowFault.DateNotRead);
        }

        int Part(string name) => said.Groups[name].Success ? int.Parse(said.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        if (year is < FirstYear or > LastYear || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return (null, null, year > LastYear ? RowFault.DateOfAnotherCalendar : RowFault.DateNotRead);
        }

        if (day > DateTime.DaysInMonth(year, month))
        {
            return (null, null, day <= 30 ? RowFault.DateOfAnotherCalendar : RowFault.DateNotRead);
        }

        var (hour, minute, second) = (Part("hour"), Part("minute"), Part("second"));
        if (hour > 23 || minute > 59 || second > 59)
        {
            return (null, null, RowFault.DateNotRead);
        }

        var at = new DateTime(year, month, day, hour, minute, second);
        if (said.Groups["fraction"] is { Success: true } fraction)
        {
            at = at.AddTicks((long)(double.Parse("0." + fraction.Value, CultureInfo.InvariantCulture) * 1_000_000) * 10);
        }

        if (!said.Groups["hour"].Success)
        {
            return (at, null, null);
        }

        return said.Groups["offset"] is not { Success: true } offset ? Timed(at, VietnamTime.Offset)
            : OffsetOf(offset.Value) is { } exact ? Timed(at, exact) : (null, null, RowFault.DateNotRead);
    }

    /// <summary>Exactly midnight, where it was written or in Vietnam, is how tools write a day: it says no time, and so never the first instant of the day.</summary>
    private static (DateTime? At, TimeSpan? Exact, RowFault? Fault) Timed(DateTime at, TimeSpan offset)
    {
        if (at.TimeOfDay == TimeSpan.Zero)
        {
            return (at, null, null);
        }

        var there = at - offset + VietnamTime.Offset;
        return there.TimeOfDay == TimeSpan.Zero ? (there, null, null) : (at, offset, null);
    }

    private static (DateTime? At, TimeSpan? Exact, RowFault? Fault) OfSerial(double serial, bool since1904)
    {
        // Of the epoch 1900 the 60th day is 29 February 1900, which was not; nobody is born before and imported.
        // Asked this way round, for NaN is neither below nor above.
        if (serial is not (>= 61 and <= MaxSerial))
        {
            return (null, null, RowFault.DateNotRead);
        }

        var epoch = since1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30);
        var at = epoch.AddSeconds(Math.Round(serial * 86_400));
        return Timed(at, VietnamTime.Offset);
    }

    private static TimeSpan? OffsetOf(string text)
    {
        if (text is "Z" or "z")
        {
            return TimeSpan.Zero;
        }

        var digits = text[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var (hours, minutes) = (int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture), int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture));
        return hours > 14 || minutes > 59 || (hours == 14 && minutes > 0) ? null : new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex(@"\A(?<year>[0-9]{4})(?<s>[-/.]?)(?<month>[0-9]{1,2})\k<s>(?<day>[0-9]{1,2})([T ] *(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)? *(?<offset>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\z")]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"\A(?<day>[0-9]{1,2})(?<s>[-/.])(?<month>[0-9]{1,2})\k<s>(?<year>[0-9]{4})([T ] *(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)? *(?<offset>[Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?)?\z")]
    private static partial Regex DayFirst();
}
