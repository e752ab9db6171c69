using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Campaign.Registry.Oversight.Reports;

/// <summary>
/// The number under which a citizen asks how a report stands: <c>BC-7F3K-92QM-…</c>, four groups of four. 29 characters are used, of which none is taken for another: no 0 and O, no 1
/// and I, no B, S and Z beside 8, 5 and 2. Fifteen are drawn at random, 72 bits; the last is a check character, by which one mistyped character, or two that changed places, are
/// noticed. Read back leniently: case, blanks and hyphens do not matter, and a letter that is not used reads as what it looks like.
/// </summary>
public static class ReportReference
{
    private const string Characters = "23456789ACDEFGHJKLMNPQRTUVWXY";
    private const string Prefix = "BC";
    private const int Length = 16;
    private const int GroupLength = 4;

    public static string New() => Written(Checked(RandomNumberGenerator.GetString(Characters, Length - 1)));

    /// <summary>The reference as it is kept, when this text could be one.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? reference)
    {
        reference = null;
        if (text is null or { Length: > 100 })
        {
            return false;
        }

        var plain = new string([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        plain = plain.Length == Length + Prefix.Length && plain.StartsWith(Prefix, StringComparison.Ordinal) ? plain[Prefix.Length..] : plain;
        plain = new([.. plain.Select(Meant)]);
        if (plain.Length != Length || !plain.All(Characters.Contains) || Checked(plain[..^1]) != plain)
        {
            return false;
        }

        reference = Written(plain);
        return true;
    }

    private static char Meant(char c) => c switch
    {
        'B' => '8',
        'S' => '5',
        'Z' => '2',
        'I' or '1' => 'L',
        _ => c,
    };

    /// <summary>Weights from 1 to 15 under a prime: each single error, and each exchange of two, changes the sum.</summary>
    private static string Checked(string drawn) => drawn + Characters[drawn.Select((c, i) => (i + 1) * Characters.IndexOf(c)).Sum() % Characters.Length];

    private static string Written(string plain) => $"{Prefix}-{string.Join('-', plain.Chunk(GroupLength).Select(g => new string(g)))}";
}
