using Campaign.SignIn.People;
using Campaign.Web.Department;

namespace Campaign.SignIn;

/// <summary>Where the sign-in's pages are, and where one may be led after it.</summary>
public static class SignInPaths
{
    public const string SignIn = "/signin";
    public const string SecondFactor = "/signin/second-factor";
    public const string SetUp = "/signin/set-up";
    public const string Sessions = "/signin/sessions";
    public const string Password = "/signin/password";
    public const string Staff = "/signin/staff";
    public const string Imports = "/signin/imports";
    public const string Questions = "/signin/questions";
    public const string Officers = "/signin/officers";
    public const string Proposals = "/signin/proposals";
    public const string SamePersons = "/signin/same-persons";
    public const string SignedOut = "/signin/out";
    public const string Logout = "/connect/logout";

    private static readonly string[] Landings =
    [
        Sessions, Password, Staff, Imports, Questions, Officers, Proposals, SamePersons, .. DeskEndpoints.Ways.Select(w => w.Path),
    ];

    /// <summary>
    /// Where to go after the sign-in: back to the authorization or the page that asked for it, and to nowhere else. An address that was put into the link by a stranger
    /// leads to one's own sessions.
    /// </summary>
    internal static string ReturnTo(string? asked) =>
        Landings.Contains(asked)
        || (asked is { Length: < 4_000 } && asked.StartsWith(PeopleGrants.AuthorizePath + "?", StringComparison.Ordinal) && !asked.Any(c => char.IsControl(c) || c == '\\'))
            ? asked!
            : Sessions;

    /// <summary>The sign-in, which leads back to this page.</summary>
    internal static string SignInFor(string page) => page == Sessions || !Landings.Contains(page) ? SignIn : $"{SignIn}?return={Uri.EscapeDataString(page)}";
}
