using Campaign.SignIn.People;
using Campaign.Web.Accounts;
using Campaign.Web.Department;
using Campaign.Web.Provider;

namespace Campaign.SignIn;

/// <summary>Where the sign-in's pages are, and where one may be led after it.</summary>
public static class SignInPaths
{
    public const string SignIn = AccountPaths.SignIn;
    public const string SecondFactor = "/signin/second-factor";
    public const string SetUp = AccountPaths.SetUp;
    public const string Sessions = AccountPaths.Sessions;
    public const string Password = "/signin/password";
    public const string SignedOut = "/signin/out";
    public const string Logout = "/connect/logout";

    /// <summary>Pages that were here once, and where they are now.</summary>
    public static IReadOnlyDictionary<string, string> Moved { get; } = new Dictionary<string, string>
    {
        ["/signin/officers"] = DeskEndpoints.Officers,
        ["/signin/proposals"] = DeskEndpoints.Proposals,
        ["/signin/same-persons"] = DeskEndpoints.SamePersons,
        ["/signin/staff"] = ProviderEndpoints.Staff,
        ["/signin/imports"] = ProviderEndpoints.Imports,
        ["/signin/questions"] = ProviderEndpoints.Questions,
    };

    private static readonly string[] Landings =
    [
        Sessions, Password, .. DeskEndpoints.Ways.Concat(ProviderEndpoints.Ways).Select(w => w.Path), .. Moved.Keys,
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
