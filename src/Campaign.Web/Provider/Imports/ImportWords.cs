using System.Globalization;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Web.Provider.Imports;

/// <summary>How an import is told to the administrator who handed it in.</summary>
internal static class ImportWords
{
    private static readonly NumberFormatInfo Vietnamese = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };
    private static readonly NumberFormatInfo English = NumberFormatInfo.InvariantInfo;

    /// <summary>128.450 in Vietnamese, 128,450 in English.</summary>
    public static Text Number(long number) => new(number.ToString("N0", Vietnamese), number.ToString("N0", English));

    public static Text Size(long bytes)
    {
        var (value, unit) = bytes switch { < 1 << 10 => (bytes, "B"), < 1 << 20 => (bytes / 1024.0, "KiB"), < 1 << 30 => (bytes / 1048576.0, "MiB"), _ => (bytes / 1073741824.0, "GiB") };
        var digits = bytes < 1 << 20 ? "N0" : "N1";
        return new($"{value.ToString(digits, Vietnamese)} {unit}", $"{value.ToString(digits, English)} {unit}");
    }

    /// <summary>Whole minutes above one.</summary>
    public static Text Duration(int seconds) => seconds < 90
        ? new($"khoảng {seconds} giây", $"about {seconds} seconds")
        : new($"khoảng {(seconds + 30) / 60} phút", $"about {(seconds + 30) / 60} minutes");

    /// <summary>The line under the progress bar.</summary>
    public static Text Progress(ImportView import)
    {
        var rows = Number(Math.Max(0, import.RowsDone - 1));
        var vietnamese = $"Đã xét {rows.Vietnamese} dòng";
        var english = $"{rows.English} rows judged";
        if (import.RowsPerSecond is { } rate)
        {
            vietnamese += $" · {Number(rate).Vietnamese} dòng/giây";
            english += $" · {Number(rate).English} rows a second";
        }

        return import.SecondsLeft is { } left
            ? new($"{vietnamese} · còn {Duration(left).Vietnamese}", $"{english} · {Duration(left).English} left")
            : new(vietnamese, english);
    }

    public static int Percent(ImportView import) => import.SizeBytes == 0 ? 100 : (int)Math.Min(100, import.ReadBytes * 100 / import.SizeBytes);

    public static Text Of(RowVerdict verdict) => verdict switch
    {
        RowVerdict.Recorded => new("Được ghi nhận", "Recorded"),
        RowVerdict.AlreadyOurs => new("Đã là của doanh nghiệp", "Already ours"),
        RowVerdict.HeldByAnother => new("Doanh nghiệp khác đã có", "Held by another"),
        RowVerdict.Malformed => new("Dòng có lỗi", "Malformed"),
        _ => new("Nghi trùng người", "Doubtful person"),
    };

    /// <summary>How many rows have had which verdict so far; what has none is left out, but for those recorded.</summary>
    public static Text Counts(ImportView import)
    {
        string Join(Func<Text, string> say) => string.Join(
            " · ", CountsOf(import).Where(c => c.Count > 0 || c.Verdict == RowVerdict.Recorded).Select(c => $"{say(Of(c.Verdict))}: {say(Number(c.Count))}"));
        return new(Join(t => t.Vietnamese), Join(t => t.English));
    }

    public static (RowVerdict Verdict, long Count)[] CountsOf(ImportView import) =>
    [
        (RowVerdict.Recorded, import.Recorded), (RowVerdict.AlreadyOurs, import.AlreadyOurs), (RowVerdict.HeldByAnother, import.HeldByAnother),
        (RowVerdict.Malformed, import.Malformed), (RowVerdict.DoubtfulPerson, import.Doubtful),
    ];

    /// <summary>The look that stands beside the word; never the colour alone.</summary>
    public static string LookOf(RowVerdict verdict) => verdict switch
    {
        RowVerdict.Recorded => "good",
        RowVerdict.AlreadyOurs or RowVerdict.DoubtfulPerson => "wait",
        _ => "bad",
    };

    public static Text Of(ImportField field) => new(ImportColumns.NameOf(field), ImportColumns.EnglishNameOf(field));

    /// <summary>Of a preview: nothing has become of the row yet.</summary>
    public static Text Foretold(RowVerdict verdict) => verdict == RowVerdict.Recorded ? new("Sẽ ghi nhận", "Would be recorded") : Of(verdict);
}
