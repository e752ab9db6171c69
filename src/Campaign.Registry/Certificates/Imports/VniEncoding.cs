using System.Text;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// VNI-Windows, in which Vietnamese was written before Unicode: a vowel, and behind it a character for its marks. Read here out of a Unicode text that holds the characters of
/// its bytes.
/// </summary>
internal static class VniEncoding
{
    private const string Grave = "\u0300", Acute = "\u0301", Hook = "\u0309", Tilde = "\u0303", Dot = "\u0323", Hat = "\u0302", Breve = "\u0306";

    /// <summary>The marks that a character behind a vowel stands for; of upper-case letters, the same in upper case.</summary>
    private static readonly Dictionary<char, string> Marks = new()
    {
        ['ù'] = Acute,
        ['ø'] = Grave,
        ['û'] = Hook,
        ['õ'] = Tilde,
        ['ï'] = Dot,
        ['â'] = Hat,
        ['á'] = Hat + Acute,
        ['à'] = Hat + Grave,
        ['å'] = Hat + Hook,
        ['ã'] = Hat + Tilde,
        ['ä'] = Hat + Dot,
        ['ê'] = Breve,
        ['é'] = Breve + Acute,
        ['è'] = Breve + Grave,
        ['ú'] = Breve + Hook,
        ['ü'] = Breve + Tilde,
        ['ë'] = Breve + Dot,
    };

    private static readonly Dictionary<char, string> Letters = new()
    {
        ['ñ'] = "đ",
        ['ô'] = "ơ",
        ['ö'] = "ư",
        ['í'] = "í",
        ['ì'] = "ì",
        ['æ'] = "i" + Hook,
        ['ó'] = "i" + Tilde,
        ['ò'] = "i" + Dot,
        ['î'] = "y" + Dot,
    };

    /// <returns>With the marks behind their letters, not composed.</returns>
    public static string Read(string text)
    {
        var read = new StringBuilder(text.Length);
        var previous = '\0';
        foreach (var c in text)
        {
            var lower = char.ToLowerInvariant(c);
            var carries = char.ToLowerInvariant(previous) is 'a' or 'e' or 'o' or 'u' or 'y' or 'ô' or 'ö';
            if (carries && Marks.TryGetValue(lower, out var marks))
            {
                read.Append(marks);
            }
            else if (Letters.TryGetValue(lower, out var letter))
            {
                read.Append(lower == c ? letter : char.ToUpperInvariant(letter[0]) + letter[1..]);
            }
            else
            {
                read.Append(c);
            }

            previous = c;
        }

        return read.ToString();
    }
}
