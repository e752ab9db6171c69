using System.Globalization;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Time;

/// <summary>Days are counted in Asia/Ho_Chi_Minh. Vietnam has kept UTC+7 without summer time since 1975, so the offset is a constant.</summary>
public static class VietnamTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>The calendar day in Vietnam at this instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>When a day begins in Vietnam; the end, exclusive, of the day before.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>
    /// A deadline, which is exclusive, as people say until when: the beginning of a day is the end of the day before, "hết ngày 08/12/2026". Read as it is written, "before 00:00 on the 9th" is taken for
    /// the 9th.
    /// </summary>
    /// <param name="deadline">Exclusive.</param>
    /// <param name="said">How an instant within a day is said.</param>
    public static Text Until(DateTimeOffset deadline, Func<DateTimeOffset, Text>? said = null) => LastDay(deadline) is { } last
        ? new($"hết ngày {last.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)}", $"the end of {last.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}")
        : said?.Invoke(deadline) ?? new(Spoken(deadline), SpokenEnglish(deadline));

    /// <summary>The same as the end of a sentence that says what is to be done: "hết ngày 08/12/2026", or "trước 14:05:30 ngày 22/11/2026".</summary>
    /// <inheritdoc cref="Until"/>
    public static Text By(DateTimeOffset deadline, Func<DateTimeOffset, Text>? said = null)
    {
        var until = Until(deadline, said);
        return LastDay(deadline) is null ? new($"trước {until.Vietnamese}", $"before {until.English}") : new(until.Vietnamese, $"by {until.English}");
    }

    /// <summary>The day at whose end the deadline is; null where it is within one.</summary>
    private static DateOnly? LastDay(DateTimeOffset deadline) =>
        deadline.ToOffset(Offset) is { TimeOfDay: var time } local && time == TimeSpan.Zero ? DateOnly.FromDateTime(local.DateTime).AddDays(-1) : null;

    /// <summary>An instant as people in Vietnam read it, e.g. "14:05:30 ngày 22/11/2026".</summary>
    public static string Spoken(DateTimeOffset instant) => instant.ToOffset(Offset).ToString("HH:mm:ss 'ngày' dd/MM/yyyy");

    /// <summary>The same in English, e.g. "14:05:30 on 22/11/2026".</summary>
    public static string SpokenEnglish(DateTimeOffset instant) => instant.ToOffset(Offset).ToString("HH:mm:ss 'on' dd/MM/yyyy");
}
