using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>CCCD: the 12-digit citizen identity number. CMND: the 9-digit number of the older identity card.</summary>
public enum NumberKind
{
    Cccd,
    Cmnd,
}

/// <summary>
/// A citizen number that has the structure of one. The one implementation of what a number is, for the API, the tablet and the import alike.
/// It prints masked, so that it cannot reach a log by accident (I11).
/// </summary>
/// <remarks>
/// CCCD: three digits of the province of birth registration, one of century and sex (0 and 1: born 1900–1999, man and woman; 2 and 3: 2000–2099; and so on to
/// 8 and 9), two of the year, six more. CMND: nine digits without further structure.
/// </remarks>
public sealed partial class CitizenNumber
{
    private const int CccdLength = 12;
    private const int CmndLength = 9;

    /// <summary>Longest text that is looked at: 12 digits with their separators, and blanks around.</summary>
    private const int MaxTextLength = 40;

    private CitizenNumber(string digits) => Digits = digits;

    /// <summary>The digits alone. For hashing and encryption; never to be printed.</summary>
    internal string Digits { get; }

    /// <summary>The same for the sign-in, which hashes and seals it under keys of its own. A method, so that nothing that reads properties (JSON, logs) meets it (I11).</summary>
    public string InTheClear() => Digits;

    public NumberKind Kind => Digits.Length == CccdLength ? NumberKind.Cccd : NumberKind.Cmnd;

    /// <summary>The three digits of the province of birth registration; null for a CMND.</summary>
    public string? ProvinceCode => Kind == NumberKind.Cccd ? Digits[..3] : null;

    /// <summary>The year of birth that a CCCD states; null for a CMND.</summary>
    public int? BirthYear => Kind == NumberKind.Cccd ? 1900 + (100 * ((Digits[3] - '0') / 2)) + int.Parse(Digits.AsSpan(4, 2)) : null;

    /// <summary>True for a woman, false for a man, null for a CMND.</summary>
    public bool? IsFemale => Kind == NumberKind.Cccd ? (Digits[3] - '0') % 2 == 1 : null;

    /// <summary>The last three digits behind dots: how every answer and page shows a number.</summary>
    public string Masked => new string('•', Digits.Length - 3) + Digits[^3..];

    /// <summary>
    /// Reads a number. ASCII digits alone; blanks around are ignored. One blank or dot may stand where people group: after the 3rd, 6th and 9th, or the 4th and 8th, of 12 digits, and
    /// after the 3rd and 6th of 9. Anywhere else it would make one number of another: "46204991234.0" is what a tool leaves that took a number for a quantity. Refused too: digits of
    /// other scripts, signs, letters, other lengths.
    /// </summary>
    /// <param name="text">What was typed, scanned or sent.</param>
    /// <param name="number">The number, when it is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CitizenNumber? number)
    {
        number = null;
        if (text is null || text.Length > MaxTextLength)
        {
            return false;
        }

        if (!Grouped().IsMatch(text))
        {
            return false;
        }

        number = new CitizenNumber(string.Concat(text.Where(char.IsAsciiDigit)));
        return true;
    }

    public static CitizenNumber? ParseOrNull(string? text) => TryParse(text, out var number) ? number : null;

    /// <summary>False for a CCCD whose year of birth is yet to come: nobody bears such a number.</summary>
    /// <param name="today">The day in Vietnam, by the registry's clock.</param>
    public bool CouldBeBorneOn(DateOnly today) => BirthYear is null || BirthYear <= today.Year;

    /// <summary>True when both texts were the same number, however they were written.</summary>
    public bool IsSameAs(CitizenNumber? other) => other?.Digits == Digits;

    public override string ToString() => Masked;

    [GeneratedRegex(@"\A *[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}(?:[ .]?[0-9]{3})? *\z|\A *[0-9]{4}[ .]?[0-9]{4}[ .]?[0-9]{4} *\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();
}

/// <summary>The text is no citizen number, or one that identifies nobody alone. Never repeats what was sent.</summary>
internal sealed record InvalidCitizenId(string Field = "citizenId", bool IsCmndAlone = false) : FieldRefusal(Field, IsCmndAlone ? NeedsPersonalNumber : NoNumber)
{
    public override Clause? Clause => Clause.OneCertificatePerCitizen;

    private static Text NoNumber => new(
        "đây không phải số căn cước công dân (12 chữ số) hay số chứng minh nhân dân (9 chữ số) hợp lệ. Hãy quét lại thẻ hoặc nhập lại từng chữ số.",
        "this is not a citizen identity number (12 digits) nor an identity card number (9 digits). Scan the card again, or type each digit again.");

    private static Text NeedsPersonalNumber => new(
        "số chứng minh nhân dân (9 chữ số) không còn giá trị. Hãy hỏi số định danh cá nhân 12 chữ số: trên giấy khai sinh, thông báo cư trú hoặc VNeID; số này dùng được cả khi không có thẻ.",
        "an identity card number (9 digits) is no longer valid. Ask for the 12-digit personal number: birth certificate, residence notice or VNeID; it is valid without a card.");
}
