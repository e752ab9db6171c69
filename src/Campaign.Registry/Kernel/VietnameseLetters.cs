using System.Collections.Frozen;
using System.Text;

namespace Campaign.Registry.Kernel;

/// <summary>
/// The canonical forms (Unicode NFC and NFD) of the letters that Vietnamese is written with. The registry runs without ICU, so that it sorts, compares and formats alike on
/// every machine; there <see cref="string.Normalize()"/> leaves every text as it is.
/// </summary>
public static class VietnameseLetters
{
    private const string Tones = "\u0300\u0301\u0309\u0303\u0323";

    /// <summary>A letter without shape and tone; its shape mark or a blank; the shaped letter and its five tones, in the order of <see cref="Tones"/>.</summary>
    private static readonly (char Base, char Shape, string Letters)[] Rows =
    [
        ('a', ' ', "aàáảãạ"), ('a', '\u0306', "ăằắẳẵặ"), ('a', '\u0302', "âầấẩẫậ"), ('e', ' ', "eèéẻẽẹ"), ('e', '\u0302', "êềếểễệ"), ('i', ' ', "iìíỉĩị"),
        ('o', ' ', "oòóỏõọ"), ('o', '\u0302', "ôồốổỗộ"), ('o', '\u031B', "ơờớởỡợ"), ('u', ' ', "uùúủũụ"), ('u', '\u031B', "ưừứửữự"), ('y', ' ', "yỳýỷỹỵ"),
    ];

    private static readonly FrozenDictionary<(char, char), char> Pairs = MakePairs();
    private static readonly FrozenDictionary<char, string> Parts = MakeParts();

    /// <summary>Whether a character is a mark that stands above, in or below the letter before it.</summary>
    public static bool IsMark(char c) => c is >= '\u0300' and <= '\u036F';

    /// <summary>Whether a letter bears one of the five tone marks.</summary>
    public static bool HasTone(char c) => Parts.TryGetValue(c, out var parts) && parts.AsSpan().IndexOfAny(Tones) >= 0;

    /// <summary>Each letter with its marks as one character, in whatever order the marks came.</summary>
    public static string Compose(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u0300', '\u036F') < 0)
        {
            return text;
        }

        var composed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsMark(c) && composed.Length > 0 && Pairs.TryGetValue((composed[^1], c), out var letter))
            {
                composed[^1] = letter;
            }
            else
            {
                composed.Append(c);
            }
        }

        return composed.ToString();
    }

    /// <summary>Each letter, then its marks.</summary>
    public static string Decompose(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        var parts = new StringBuilder(text.Length * 2);
        foreach (var c in text)
        {
            _ = Parts.TryGetValue(c, out var decomposed) ? parts.Append(decomposed) : parts.Append(c);
        }

        return parts.ToString();
    }

    private static FrozenDictionary<(char, char), char> MakePairs()
    {
        var pairs = new Dictionary<(char, char), char>();
        foreach (var (plain, shape, letters) in Rows)
        {
            var bare = Rows.First(r => r.Base == plain && r.Shape == ' ').Letters;
            for (var tone = 0; tone <= Tones.Length; tone++)
            {
                if (tone > 0)
                {
                    pairs[(letters[0], Tones[tone - 1])] = letters[tone];
                }

                if (shape != ' ')
                {
                    pairs[(bare[tone], shape)] = letters[tone];
                }
            }
        }

        return pairs.SelectMany(p => new[] { p, KeyValuePair.Create((char.ToUpperInvariant(p.Key.Item1), p.Key.Item2), char.ToUpperInvariant(p.Value)) }).ToFrozenDictionary();
    }

    private static FrozenDictionary<char, string> MakeParts()
    {
        var parts = new Dictionary<char, string>();
        foreach (var (plain, shape, letters) in Rows)
        {
            for (var tone = 0; tone <= Tones.Length; tone++)
            {
                // In the order of their combining classes: horn, dot below, what stands above.
                var marks = new[] { shape, tone == 0 ? ' ' : Tones[tone - 1] }.Where(m => m != ' ').OrderBy(m => m switch { '\u031B' => 0, '\u0323' => 1, _ => 2 }).ToArray();
                if (marks.Length > 0)
                {
                    parts[letters[tone]] = plain + new string(marks);
                    parts[char.ToUpperInvariant(letters[tone])] = char.ToUpperInvariant(plain) + new string(marks);
                }
            }
        }

        return parts.ToFrozenDictionary();
    }
}
