using System.Text;
using Campaign.Registry.Accounts;
using Campaign.SignIn;

namespace Campaign.Demo;

/// <summary>
/// The demo's people, whose passwords and whose officers' one secret everybody knows: they open made-up data alone, and a registry with <c>--no-demo</c> never has
/// them.
/// </summary>
public static class DemoPeople
{
    /// <summary>The secret of all the demo's officers, 20 bytes, so that anybody's authenticator app can be one of them.</summary>
    public static byte[] OfficersSecret { get; } = Encoding.ASCII.GetBytes("campaign-demo-secret");

    public static IReadOnlyList<(string Name, OfficerRole Role)> Officers { get; } =
    [
        ("officer-viewer", OfficerRole.Viewer),
        ("officer-reviewer", OfficerRole.Reviewer),
        ("officer-admin", OfficerRole.Administrator),
        ("officer-admin-2", OfficerRole.Administrator),
    ];

    public static string AdministratorOf(string provider) => $"{provider}-admin";

    public static string PasswordOf(string name) => $"{name}-demo-2026";

    /// <summary>Adds who is missing; whoever is there already stays as he or she is.</summary>
    public static async Task SeedAsync(SignInStore store, CancellationToken cancel)
    {
        foreach (var (name, role) in Officers)
        {
            await store.AddForDemoAsync(new(name, AccountKind.Officer, PasswordOf(name), Role: role, SecondFactor: OfficersSecret), cancel);
        }

        foreach (var provider in DemoProviders.All)
        {
            var administrator = AdministratorOf(provider.Code);
            await store.AddForDemoAsync(new(administrator, AccountKind.Administrator, PasswordOf(administrator), provider.Code), cancel);
            for (var number = 1; number <= DemoProviders.StaffPerProvider; number++)
            {
                var staff = DemoProviders.StaffOf(provider.Code, number);
                await store.AddForDemoAsync(new(staff, AccountKind.Staff, PasswordOf(staff), provider.Code, staff), cancel);
            }
        }
    }
}
