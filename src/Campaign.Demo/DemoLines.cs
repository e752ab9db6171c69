using Campaign.SignIn.People;

namespace Campaign.Demo;

/// <summary>What whoever started a registry with the demo's data is told of it.</summary>
public static class DemoLines
{
    private const int UsualPort = 8080;

    public static IEnumerable<string> Of(int port) =>
    [
        "",
        $"Demo: campaign {DemoProviders.Campaign}; made-up citizens alone. Clients and secrets:",
        .. DemoProviders.All.Select(p => p.Code).Append(DemoProviders.DepartmentClient).Select(c => $"  {c,-12} {DemoProviders.SecretOf(c)}"),
        "People, who sign in at /signin:",
        .. DemoPeople.Officers.Select(o => $"  {o.Name,-18} {DemoPeople.PasswordOf(o.Name)}"),
        $"  officers' authenticator key, for all of them: {TimeCode.Base32(DemoPeople.OfficersSecret)}",
        "  <provider>-admin   <provider>-admin-demo-2026",
        "  <provider>-staff-1 <provider>-staff-1-demo-2026   (… -staff-3; for example vnpt-ca-staff-1)",
        "",
        "Play a day of the campaign, from another terminal:  ./campaign demo" + (port == UsualPort ? "" : $" --port {port}"),
    ];
}
