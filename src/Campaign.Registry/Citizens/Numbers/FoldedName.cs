using System.Globalization;
using System.Text;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// A person's name as names are compared: lower case, without tone and vowel marks, đ as d, one blank between words. Whatever spelling of the marks it came in (NFC, NFD),
/// the same name folds to the same text. The one implementation: the database keeps what it gives (<c>registry.person_details.name_folded</c>), and folds nothing itself.
/// </summary>
/// <remarks>
/// What is no letter and no digit parts words, as a blank does; an apostrophe and what is invisible part nothing. Ð (eth), which keyboards give for Đ, is d too. The order of the words stays,
/// and so do the particles: the comparison judges them, and not the folding.
/// </remarks>
public static class FoldedName
{
    /// <returns>Empty when the text has neither letter nor digit.</returns>
    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        var parted = false;
        foreach (var c in LatinLetters.Apart(name.ToLowerInvariant()))
        {
            switch (char.GetUnicodeCategory(c))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format:
                case UnicodeCategory.OtherPunctuation or UnicodeCategory.FinalQuotePunctuation when c is '\'' or '\u2019':
                    break;
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate:
                    if (parted && folded.Length > 0)
                    {
                        folded.Append(' ');
                    }

                    parted = false;
                    folded.Append(c is 'đ' or 'ð' ? 'd' : char.ToLowerInvariant(c));
                    break;
                default:
                    parted = true;
                    break;
            }
        }

        return folded.ToString();
    }
}
