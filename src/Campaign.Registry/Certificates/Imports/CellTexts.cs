using System.Globalization;
using System.Text.RegularExpressions;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// What a cell says, without what the way into the file has put around it; and what no person has written: a number that a tool took for a quantity.
/// </summary>
internal static partial class CellTexts
{
    /// <summary>Without blanks around, invisible characters, the apostrophe of a spreadsheet, or ="…" around a text of digits.</summary>
    public static string Plain(string cell)
    {
        var text = (cell.Any(IsInvisible) ? string.Concat(cell.Where(c => !IsInvisible(c))) : cell).Trim();
        return AsText(text) ?? (text.StartsWith('\'') ? text[1..] : text);
    }

    /// <summary>="046…" is how spreadsheets write a text of digits into CSV; the text of such a cell, else null.</summary>
    public static string? AsText(string cell) =>
        cell.Length >= 4 && cell.StartsWith("=\"", StringComparison.Ordinal) && cell.EndsWith('"') && cell.AsSpan(2, cell.Length - 3).IndexOf('"') < 0 ? cell[2..^1] : null;

    /// <summary>A citizen number without the zeros that it began with: a digit or more too short, "12399978.0", "4.6204E+10".</summary>
    public static bool HasLostZeros(string number) =>
        (number.Length is 8 or 10 or 11 && number.All(char.IsAsciiDigit)) || (IdTakenForQuantity().IsMatch(number) && !IsNumberTakenForQuantity(number));

    /// <summary>"046203111247.0", "191299567,00": a number whose digits are all there, and which is one no more all the same.</summary>
    public static bool IsNumberTakenForQuantity(string number) => IdWithDecimals().IsMatch(number);

    /// <summary>"1.23E+15". Not "6404E12": that is hexadecimal, and whoever wrote it into a cell of text meant it.</summary>
    public static bool IsQuantity(string serial) => SerialTakenForQuantity().IsMatch(serial);

    /// <summary>A serial number as Windows and the software of tokens show it, in the way certificates are recorded: without 0x, and without blanks or hyphens between groups.</summary>
    public static string Serial(string shown)
    {
        var text = shown.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? shown[2..].TrimStart() : shown;
        return ShownInGroups().IsMatch(text) ? string.Concat(text.Where(char.IsAsciiHexDigit)) : text;
    }

    /// <summary>What a workbook writes for characters that XML cannot bear, and for some that it can: _x000D_ is a carriage return (ECMA-376, 22.9.2.19).</summary>
    public static string Unescaped(string text) => text.Contains("_x", StringComparison.OrdinalIgnoreCase)
        ? Escape().Replace(text, e => ((char)int.Parse(e.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString())
        : text;

    // In TCVN3 a soft hyphen is the letter ư.
    private static bool IsInvisible(char c) => c > '\u007F' && c != '\u00AD' && char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    [GeneratedRegex(@"\A[0-9]{1,12}[.,]0+\z|\A[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdTakenForQuantity();

    [GeneratedRegex(@"\A(?:[0-9]{9}|[0-9]{12})[.,]0+\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdWithDecimals();

    [GeneratedRegex(@"\A[0-9]+[.,][0-9]+(?:[eE][+-]?[0-9]+)?\z|\A[0-9]+[eE]\+[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SerialTakenForQuantity();

    [GeneratedRegex(@"\A[0-9A-Fa-f]+(?:(?:[:-]|\s+)[0-9A-Fa-f]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShownInGroups();

    [GeneratedRegex("_[xX]([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
