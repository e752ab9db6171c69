namespace Campaign.Web.Accounts;

/// <summary>Addresses of the sign-in that other pages lead to.</summary>
public static class AccountPaths
{
    /// <summary>Name and password.</summary>
    public const string SignIn = "/signin";
    /// <summary>Where a set-up code is used.</summary>
    public const string SetUp = "/signin/set-up";
    /// <summary>The sessions and devices of who is signed in.</summary>
    public const string Sessions = "/signin/sessions";
}
