using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Accounts;

/// <summary>No account can be opened under this user name.</summary>
public sealed record InvalidUserName(Text What) : FieldRefusal("userName", What)
{
    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>
/// A user name has 3 to 80 characters: small letters, digits, dots, dashes and underscores, a letter or digit first (<c>user_name_is_plain</c>). It stands in the journal
/// for ever, so it has fewer digits than a citizen number (I11). A provider's people bear its code in front: so no provider can take a name that looks like another's,
/// or learn from a name that is taken whom another one employs (I8).
/// </summary>
public static partial class UserNameIsPlainRule
{
    private const int TooManyDigits = 9;

    /// <summary>As it is kept: without blanks around it, in small letters.</summary>
    public static string Normal(string userName) => userName.Trim().ToLowerInvariant();

    /// <param name="provider">The code of the provider whose the bearer is; null for an officer.</param>
    public static InvalidUserName? Judge(string userName, string? provider) => userName switch
    {
        _ when !Plain().IsMatch(userName) => new(new(
            "gồm 3 đến 80 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới; bắt đầu bằng chữ hoặc số.",
            "must have 3 to 80 characters: lower-case letters a to z, digits, dots, dashes, underscores; beginning with a letter or digit.")),
        _ when userName.Count(char.IsAsciiDigit) >= TooManyDigits => new(new(
            "không được chứa số căn cước hay dãy số dài.", "must not contain a citizen number or a long run of digits.")),
        _ when provider is not null && !userName.StartsWith(provider + "-", StringComparison.Ordinal) => new(new(
            $"phải bắt đầu bằng “{provider}-”.", $"must begin with “{provider}-”.")),
        _ => null,
    };

    /// <summary>What a member of staff is called when nobody says how: the provider's code and the reference, without what no user name may have.</summary>
    public static string Derived(string provider, string reference)
    {
        var plain = Other().Replace(Normal(reference), "-").Trim('-', '.', '_');
        return plain.StartsWith(provider + "-", StringComparison.Ordinal) ? plain : $"{provider}-{plain}";
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{2,79}\z")]
    private static partial Regex Plain();

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex Other();
}
