using System.Text;
using System.Text.Unicode;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The encoding of a text file, by the name that the import keeps of it.</summary>
internal sealed record TextEncoding(string Name, Encoding Encoding);

/// <summary>
/// Tells UTF-8, UTF-16, Windows-1258 and TCVN3 apart, by a byte order mark or else by what the bytes mean: what is well-formed UTF-8 is UTF-8, and of the two older
/// encodings it is the one in which the letters are Vietnamese. What fits none is not guessed at.
/// </summary>
internal static class TextEncodings
{
    /// <summary>Grave, acute, hook, tilde, dot below.</summary>
    private const string Tones = "\u0300\u0301\u0309\u0303\u0323";

    private const int WindowBytes = 64 * 1024;
    private const int Windows = 16;

    private const string Vietnamese =
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ";

    private static readonly TextEncoding Utf8 = new("UTF-8", new UTF8Encoding(false, throwOnInvalidBytes: false));
    private static readonly TextEncoding Utf16Le = new("UTF-16LE", new UnicodeEncoding(bigEndian: false, byteOrderMark: true));
    private static readonly TextEncoding Utf16Be = new("UTF-16BE", new UnicodeEncoding(bigEndian: true, byteOrderMark: true));
    private static readonly TextEncoding Windows1258 = new("WINDOWS-1258", CodePagesEncodingProvider.Instance.GetEncoding(1258)!);
    private static readonly TextEncoding Tcvn3 = new("TCVN3", new Tcvn3Encoding());

    private static readonly HashSet<char> Letters = [.. Vietnamese];

    public static TextEncoding Named(string name) => new[] { Utf8, Utf16Le, Utf16Be, Windows1258, Tcvn3 }.Single(e => e.Name == name);

    /// <summary>Looks at the beginning and at places all over the file, and leaves it at its beginning.</summary>
    /// <returns>Null when it is no text in any of them.</returns>
    public static TextEncoding? Of(Stream file)
    {
        var windows = Read(file);
        file.Position = 0;
        var head = windows[0];
        // UTF-32, whose mark begins as that of UTF-16 does.
        if (head is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..])
        {
            return null;
        }

        if (ByMark(head) is { } marked)
        {
            return marked;
        }

        if (WithZeros(head) is { } wide)
        {
            return wide;
        }

        // A table has no control characters but tabs and line ends.
        if (windows.Any(w => w.AsSpan().IndexOfAnyInRange((byte)0, (byte)8) >= 0))
        {
            return null;
        }

        if (windows.All(IsUtf8))
        {
            return Utf8;
        }

        var scored = new[] { Windows1258, Tcvn3 }.Select(e => (Encoding: e, Score: windows.Sum(w => Score(e.Encoding.GetString(w))))).MaxBy(e => e.Score);
        return scored.Score > 0 ? scored.Encoding : null;
    }

    private static List<byte[]> Read(Stream file)
    {
        var windows = new List<byte[]>();
        var step = Math.Max(WindowBytes, file.Length / Windows);
        for (var at = 0L; at < file.Length || at == 0; at += step)
        {
            file.Position = at;
            var window = new byte[WindowBytes];
            windows.Add(window[..file.ReadAtLeast(window, WindowBytes, throwOnEndOfStream: false)]);
        }

        return windows;
    }

    private static TextEncoding? ByMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Utf8,
        [0xFF, 0xFE, ..] => Utf16Le,
        [0xFE, 0xFF, ..] => Utf16Be,
        _ => null,
    };

    /// <summary>The digits, separators and line ends of a table have a zero byte beside them in UTF-16.</summary>
    private static TextEncoding? WithZeros(ReadOnlySpan<byte> head)
    {
        int even = 0, odd = 0;
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        return (even, odd) switch
        {
            _ when odd > head.Length / 5 && even < odd / 10 => Utf16Le,
            _ when even > head.Length / 5 && odd < even / 10 => Utf16Be,
            _ => null,
        };
    }

    /// <summary>Whether a window is UTF-8 but for the letters that its ends may have cut.</summary>
    private static bool IsUtf8(byte[] window)
    {
        var text = window.AsSpan();
        for (var i = 0; i < 3 && text.Length > 0 && (text[0] & 0xC0) == 0x80; i++)
        {
            text = text[1..];
        }

        for (var tail = 0; tail < 4; tail++)
        {
            if (Utf8IsValid(text[..Math.Max(0, text.Length - tail)]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Utf8IsValid(ReadOnlySpan<byte> text) => System.Text.Unicode.Utf8.IsValid(text);

    /// <summary>Letters of Vietnamese words: a syllable has one tone at most, which tells the two encodings apart where both give letters.</summary>
    private static int Score(string text)
    {
        int score = 0, letters = 0, tones = 0;
        foreach (var c in LatinLetters.Together(text).Append(' '))
        {
            if (char.IsAsciiLetter(c) || Letters.Contains(c))
            {
                letters += c < 0x80 ? 0 : 1;
                tones += c >= 0x80 && LatinLetters.Apart($"{c}").AsSpan().IndexOfAny(Tones) >= 0 ? 1 : 0;
                continue;
            }

            score += (tones > 1 ? -3 : 1) * letters;
            score -= c < 0x80 ? 0 : 3;
            (letters, tones) = (0, 0);
        }

        return score;
    }
}
