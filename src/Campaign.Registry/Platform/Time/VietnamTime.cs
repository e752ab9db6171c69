namespace Campaign.Registry.Platform.Time;

/// <summary>Days are counted in Asia/Ho_Chi_Minh. Vietnam has kept UTC+7 without summer time since 1975, so the offset is a constant.</summary>
public static class VietnamTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>The calendar day in Vietnam at this instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>When a day begins in Vietnam; the end, exclusive, of the day before.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>An instant as people in Vietnam read it, e.g. "14:05:30 ngày 22/11/2026".</summary>
    public static string Spoken(DateTimeOffset instant) => instant.ToOffset(Offset).ToString("HH:mm:ss 'ngày' dd/MM/yyyy");

    /// <summary>The same in English, e.g. "14:05:30 on 22/11/2026".</summary>
    public static string SpokenEnglish(DateTimeOffset instant) => instant.ToOffset(Offset).ToString("HH:mm:ss 'on' dd/MM/yyyy");
}
