using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Platform.Values;

/// <summary>The sign under which an agency numbers its minutes: BB- and 2 to 20 capitals.</summary>
internal static partial class AgencySign
{
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static void Require(string field, string sign)
    {
        if (!Sign().IsMatch(sign))
        {
            throw new InvalidInputException(
                field, new("gồm BB- và 2 đến 20 chữ hoa.", "is BB- and 2 to 20 capitals."), new("Hãy viết BB- và 2 đến 20 chữ hoa.", "Write BB- and 2 to 20 capitals."));
        }
    }

    [GeneratedRegex(@"\ABB-[A-ZĐ]{2,20}\z")]
    private static partial Regex Sign();
}
