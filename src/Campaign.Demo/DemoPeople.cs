using System.Text;
using Campaign.Registry.Accounts;
using Campaign.SignIn;
using Campaign.SignIn.People;

namespace Campaign.Demo;

/// <summary>
/// The demo's people, whose passwords and whose officers' one secret everybody knows: they open made-up data alone, and a registry with <c>--no-demo</c> never has
/// them.
/// </summary>
internal static class DemoPeople
{
    /// <summary>The secret of all the demo's officers, 20 bytes, so that anybody's authenticator app can be one of them.</summary>
    public static byte[] OfficersSecret { get; } = Encoding.ASCII.GetBytes("campaign-demo-secret");

    public static IReadOnlyList<(string Name, string Role)> Officers { get; } =
    [
        ("officer-viewer", Account.Viewer),
        ("officer-reviewer", Account.Reviewer),
        ("officer-admin", Account.RoleOfAdministrators),
        ("officer-admin-2", Account.RoleOfAdministrators),
    ];

    public static string AdministratorOf(string provider) => $"{provider}-admin";

    public static string PasswordOf(string name) => $"{name}-demo-2026";

    /// <summary>Adds who is missing; whoever is there already stays as he or she is.</summary>
    public static async Task SeedAsync(SignInStore store, CancellationToken cancel)
    {
        foreach (var (name, role) in Officers)
        {
            if (await AddAsync(store, name, AccountKind.Officer, null, null, role, cancel) is { } officer)
            {
                await store.SecondFactors.KeepAsync(officer.Id, OfficersSecret, confirmed: true, cancel);
            }
        }

        foreach (var provider in DemoProviders.All)
        {
            await AddAsync(store, AdministratorOf(provider.Code), AccountKind.Administrator, provider.Code, null, null, cancel);
            for (var number = 1; number <= DemoProviders.StaffPerProvider; number++)
            {
                var staff = DemoProviders.StaffOf(provider.Code, number);
                await AddAsync(store, staff, AccountKind.Staff, provider.Code, staff, null, cancel);
            }
        }
    }

    private static Task<Account?> AddAsync(
        SignInStore store, string name, AccountKind kind, string? provider, string? staff, string? role, CancellationToken cancel) =>
        store.Accounts.OpenAsync(name, kind, provider, staff, role, cancel, Passwords.HashForDemo(PasswordOf(name)), demo: true);
}
