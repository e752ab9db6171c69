namespace Campaign.Web.Accounts;

/// <summary>Addresses of the sign-in that other pages lead to.</summary>
public static class AccountPaths
{
    public const string SignIn = "/signin";
    public const string SetUp = "/signin/set-up";
    public const string Sessions = "/signin/sessions";
}
