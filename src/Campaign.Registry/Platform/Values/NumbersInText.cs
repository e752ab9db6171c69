using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Values;

/// <summary>Blanks what could be a citizen number in text that people wrote, before it is kept where nothing can be deleted (I11).</summary>
public static partial class NumbersInText
{
    public static string? Blank(string? text) => Exchange(text, _ => "•••");

    /// <param name="text">What people wrote.</param>
    /// <param name="kept">What stands for a number that was found, given as it was written.</param>
    public static string? Exchange(string? text, Func<string, string> kept) => text is null ? null : LooksLikeANumber().Replace(text, found => kept(found.Value));

    /// <summary>Whether a number stands by itself in text that cannot be blanked; one inside an id, between letters, digits and hyphens, does not count.</summary>
    public static bool StandsAlone(string text) => NumberByItself().IsMatch(text);

    [GeneratedRegex(@"(?<![\p{L}\d-])\d(?:[ .]?\d){8,}(?![\p{L}\d-])")]
    private static partial Regex NumberByItself();

    // Nine digits or more, blanks and dots between them allowed: a date or an amount is shorter, a longer one may hide a number.
    [GeneratedRegex(@"\d(?:[ .]?\d){8,}")]
    private static partial Regex LooksLikeANumber();
}
