using System.Globalization;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Web.Pages;

/// <summary>Instants, days and numbers the way they are read in Vietnam.</summary>
public static class Clock
{
    /// <summary>14:05 22/11/2026.</summary>
    public static string At(DateTimeOffset instant) => instant.ToOffset(VietnamTime.Offset).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>22/11/2026.</summary>
    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>128.450, in English 128,450.</summary>
    public static string Count(PageContext on, long count) =>
        count.ToString("N0", CultureInfo.InvariantCulture) is var text && on.Language == Language.English ? text : text.Replace(',', '.');

    /// <summary>What is left until an instant, rounded down to the minute: "1 ngày 3 giờ", "3 giờ 12 phút", "dưới 1 phút".</summary>
    public static string Left(PageContext on, TimeSpan left) => left switch
    {
        { TotalDays: >= 1 } => on.Say($"{left.Days} ngày {left.Hours} giờ", $"{left.Days} d {left.Hours} h"),
        { TotalHours: >= 1 } => on.Say($"{left.Hours} giờ {left.Minutes} phút", $"{left.Hours} h {left.Minutes} min"),
        { TotalMinutes: >= 1 } => on.Say($"{left.Minutes} phút", $"{left.Minutes} min"),
        _ => on.Say("dưới 1 phút", "less than a minute"),
    };
}
