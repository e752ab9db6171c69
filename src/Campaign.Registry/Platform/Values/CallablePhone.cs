using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Values;

/// <summary>A line as it is written on a page, to be called: digits, blanks and dots, + before them. The database holds the same.</summary>
internal static partial class CallablePhone
{
    public static bool Is(string phone) => Line().IsMatch(phone);

    [GeneratedRegex(@"\A\+?[0-9][0-9 .]{2,28}\z")]
    private static partial Regex Line();
}
