using Campaign.SignIn.People;
using Campaign.Web.Department;

namespace Campaign.SignIn;

/// <summary>Where the sign-in's pages are, and where one may be led after it.</summary>
internal static class SignInPaths
{
    public const string SignIn = "/signin";
    public const string SecondFactor = "/signin/second-factor";
    public const string SetUp = "/signin/set-up";
    public const string Sessions = "/signin/sessions";
    public const string Password = "/signin/password";
    public const string Staff = "/signin/staff";
    public const string Imports = "/signin/imports";
    public const string Questions = "/signin/questions";
    public const string SignedOut = "/signin/out";
    public const string Logout = "/connect/logout";

    /// <summary>Pages that were here once, and where they are now.</summary>
    public static IReadOnlyDictionary<string, string> Moved { get; } = new Dictionary<string, string>
    {
        ["/signin/officers"] = DeskEndpoints.Officers,
        ["/signin/proposals"] = DeskEndpoints.Proposals,
        ["/signin/same-persons"] = DeskEndpoints.SamePersons,
    };

    private static readonly string[] Landings =
    [
        Sessions, Password, Staff, Imports, Questions, .. DeskEndpoints.Ways.Select(w => w.Path), .. Moved.Keys,
    ];

    /// <summary>
    /// Where to go after the sign-in: back to the authorization or the page that asked for it, and to nowhere else. An address that was put into the link by a stranger
    /// leads to one's own sessions.
    /// </summary>
    public static string ReturnTo(string? asked) =>
        Landings.Contains(asked)
        || (asked is { Length: < 4_000 } && asked.StartsWith(PeopleGrants.AuthorizePath + "?", StringComparison.Ordinal) && !asked.Any(c => char.IsControl(c) || c == '\\'))
            ? asked!
            : Sessions;

    /// <summary>The sign-in, which leads back to this page.</summary>
    public static string SignInFor(string page) => page == Sessions || !Landings.Contains(page) ? SignIn : $"{SignIn}?return={Uri.EscapeDataString(page)}";
}
