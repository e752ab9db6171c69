using System.Globalization;
using Campaign.Registry.Platform.Time;

namespace Campaign.Web.Department;

/// <summary>What officers type into the desk's forms, read; an instant is one in Vietnam.</summary>
internal static class DeskInput
{
    /// <summary>As a field for an instant holds it: 2026-11-22T14:05.</summary>
    public static bool TryInstant(string? text, out DateTimeOffset? instant)
    {
        instant = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var read = DateTime.TryParseExact(text.Trim(), ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        instant = read ? new DateTimeOffset(local, VietnamTime.Offset) : null;
        return read;
    }

    /// <summary>A whole number, with the dots or blanks that people put into it; null when nothing was typed.</summary>
    public static bool TryWhole(string? text, out int? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var read = int.TryParse(text.Trim().Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var whole);
        number = read ? whole : null;
        return read;
    }
}
