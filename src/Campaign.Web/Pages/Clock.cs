using System.Globalization;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Web.Pages;

/// <summary>Instants, days and numbers the way they are read in Vietnam.</summary>
public static class Clock
{
    /// <summary>14:05 22/11/2026.</summary>
    public static string At(DateTimeOffset instant) => instant.ToOffset(VietnamTime.Offset).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Until when: 14:05 22/11/2026; at the beginning of a day "hết ngày 21/11/2026", the end of 21 November 2026.</summary>
    public static Text Until(DateTimeOffset deadline) => VietnamTime.Until(deadline, at => new(At(at), At(at)));

    /// <summary>A deadline: "trước 14:05 22/11/2026"; at the beginning of a day "hết ngày 21/11/2026", by the end of 21 November 2026.</summary>
    public static Text By(DateTimeOffset deadline) => VietnamTime.By(deadline, at => new(At(at), At(at)));

    /// <summary>22/11/2026.</summary>
    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>128.450, in English 128,450.</summary>
    internal static string Count(PageContext on, long count) =>
        count.ToString("N0", CultureInfo.InvariantCulture) is var text && on.Language == Language.English ? text : text.Replace(',', '.');

    /// <summary>What is left until an instant, rounded down to the minute: "1 ngày 3 giờ", "3 giờ 12 phút", "dưới 1 phút".</summary>
    internal static string Left(PageContext on, TimeSpan left) => left switch
    {
        { TotalDays: >= 1 } => on.Say($"{left.Days} ngày {left.Hours} giờ", $"{left.Days} d {left.Hours} h"),
        { TotalHours: >= 1 } => on.Say($"{left.Hours} giờ {left.Minutes} phút", $"{left.Hours} h {left.Minutes} min"),
        { TotalMinutes: >= 1 } => on.Say($"{left.Minutes} phút", $"{left.Minutes} min"),
        _ => on.Say("dưới 1 phút", "less than a minute"),
    };
}
