using System.Buffers;
using System.Globalization;

namespace Campaign.Registry.Platform.Values;

/// <summary>Characters that nobody sees: by them a text that says nothing looks long enough, and two that read alike are told apart.</summary>
public static class InvisibleCharacters
{
    private static readonly SearchValues<char> Turning = SearchValues.Create("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>What is seen of a text, without the blanks around it.</summary>
    public static int CountVisible(string? text) => text is null ? 0 : Without(text).Trim().Length;

    /// <summary>Whether it holds a character that turns the direction of reading.</summary>
    public static bool TurnDirection(string? text) => text is not null && text.AsSpan().ContainsAny(Turning);

    /// <summary>Without format characters and controls, but for line breaks and tabs.</summary>
    public static string Without(string text) =>
        text.Any(IsInvisible) ? string.Concat(text.Where(c => !IsInvisible(c))) : text;

    /// <summary>As a number of a contract or a name on a form is compared: without what is invisible, and every dash a hyphen.</summary>
    public static string Plain(string text) => string.Concat(Without(text).Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == '\u2212' ? '-' : c));

    private static bool IsInvisible(char c) => c is not ('\n' or '\r' or '\t') && (char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control
        || c is '\u115f' or '\u1160' or '\u3164' or '\uffa0' or '\u2800');
}
