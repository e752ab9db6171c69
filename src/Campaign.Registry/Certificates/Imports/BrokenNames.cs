using System.Text;
using System.Text.RegularExpressions;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Names that were broken before the file was made, which no encoding of the file mends: question marks for the letters that a database could not hold, and texts of an older encoding, or
/// UTF-8, taken for Western letters. They are read where there is one reading, by which every word becomes a Vietnamese syllable; what is not read so is no name.
/// </summary>
internal static partial class BrokenNames
{
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Tcvn3 = new Tcvn3Encoding();

    /// <summary>A name as it was meant; null when it is broken and what it was cannot be told.</summary>
    public static string? Mended(string name)
    {
        if (name.All(char.IsAscii))
        {
            return IsBroken(name) ? null : name;
        }

        if (IsVietnamese(name))
        {
            return name;
        }

        var readings = new[] { FromBytes(name, Utf8), FromBytes(name, Tcvn3), name.All(c => c <= '\u00FF') ? LatinLetters.Together(VniEncoding.Read(name)) : null }
            .OfType<string>().Where(r => r != name && IsVietnamese(r)).Distinct().ToList();
        return readings is [var one] ? one : IsBroken(name) ? null : name;
    }

    /// <summary>Signs that stand in no name, in any language. A name of another country has letters of its own and is none of these.</summary>
    private static bool IsBroken(string name) => name.Any(c => c == '?' || (c > '\u007F' && !char.IsLetter(c) && !IsMark(c) && c is not ('\u2019' or '\u00B7' or '\u2010' or '\u2013' or '\u00A0')));

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static string? FromBytes(string name, Encoding meant)
    {
        try
        {
            // Five bytes have no letter in Windows-1252; tools pass them on as control characters.
            var bytes = name.Select(c => c is >= '\u0080' and <= '\u009F' ? [(byte)c] : Western.GetBytes([c])).SelectMany(b => b).ToArray();
            return LatinLetters.Together(meant.GetString(bytes));
        }
        catch (Exception e) when (e is EncoderFallbackException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsVietnamese(string name) =>
        name.Split((char[])[' ', '-', '.', '\'', '\u2019'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words && words.All(w => Syllable().IsMatch(WithoutTone(w)));

    /// <summary>Lower case, its one tone mark taken out; with more than one, as it is, which is no syllable.</summary>
    private static string WithoutTone(string word)
    {
        var apart = LatinLetters.Apart(word.ToLowerInvariant());
        var tones = apart.Count(c => c is '\u0300' or '\u0301' or '\u0309' or '\u0303' or '\u0323');
        return tones > 1 ? apart : LatinLetters.Together(string.Concat(apart.Where(c => c is not ('\u0300' or '\u0301' or '\u0309' or '\u0303' or '\u0323'))));
    }

    [GeneratedRegex(
        "\\A(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|q|r|s|t|th|tr|v|x)?" +
        "(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oe|oi|oo|oai|oao|oay|oeo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|uây|uôi|uya|uyê|uyu|uai|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)" +
        "(?:c|ch|m|n|ng|nh|p|t|k)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Syllable();
}
