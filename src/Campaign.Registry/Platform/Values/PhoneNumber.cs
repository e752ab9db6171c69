using System.Text.RegularExpressions;

namespace Campaign.Registry.Platform.Values;

/// <summary>A citizen's phone: 10 digits from 0, or +84 and 9 digits, blanks and dots between digits ignored.</summary>
public static partial class PhoneNumber
{
    private const int MaxLength = 40;

    /// <summary>10 digits from 0; null when it is no phone number.</summary>
    public static string? Normal(string phone)
    {
        if (phone.Length > MaxLength || !Phone().IsMatch(phone.Trim()))
        {
            return null;
        }

        var digits = new string([.. phone.Where(char.IsAsciiDigit)]);
        return phone.Contains('+', StringComparison.Ordinal) ? "0" + digits[2..] : digits;
    }

    [GeneratedRegex(@"\A(0([ .]?[0-9]){9}|\+84([ .]?[0-9]){9})\z")]
    private static partial Regex Phone();
}
