using System.Globalization;
using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Time;

/// <summary>
/// Instants on the wire: RFC 3339 with an offset, between 1900 and 2199, precise to the microsecond (what PostgreSQL keeps; finer digits are cut).
/// Written in UTC with six digits and Z, always the same way, for receipts are signed over this text.
/// </summary>
public static partial class Instant
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    public static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static bool TryRead(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || text.Length > 40 || !Rfc3339().IsMatch(text))
        {
            return false;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            || read.UtcDateTime.Year is < 1900 or > 2199)
        {
            return false;
        }

        instant = ToMicroseconds(read.ToUniversalTime());
        return true;
    }

    /// <summary>Cuts what is finer than a microsecond, so that an instant equals itself after a journey through the database.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TicksPerMicrosecond));

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])\z")]
    private static partial Regex Rfc3339();
}
