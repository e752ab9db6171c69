using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>The roles of docs/reference/permissions.md, each with an access token by its own sign-in.</summary>
internal static class WalkedRoles
{
    public const string Public = "public";
    public const string Record = "provider: record";
    public const string Staff = "staff";
    public const string System = "department's system";
    public const string Viewer = "officer: viewer";
    public const string Reviewer = "officer: reviewer";
    public const string Administrator = "officer: administrator";
    public const string Citizen = "citizen";

    /// <summary>Whose the walked provider, staff and administrator are.</summary>
    public const string Provider = "vnpt-ca";

    private const string Phone = "0905000123";

    private static readonly Dictionary<string, Func<TestRegistry, string, Task<string>>> SignIns = new()
    {
        ["provider: check"] = (registry, _) => OfSystemAsync(registry, Provider, Scopes.Check),
        [Record] = (registry, _) => OfSystemAsync(registry, Provider, Scopes.Record),
        [Staff] = (registry, _) => registry.TokenAsStaffAsync(Provider),
        ["provider's administrator"] = (registry, _) => registry.TokenAsAdministratorAsync(Provider),
        [System] = (registry, _) => registry.TokenAsync("department"),
        [Viewer] = (registry, _) => registry.TokenAsOfficerAsync(Account.Viewer),
        [Reviewer] = (registry, _) => registry.TokenAsOfficerAsync(Account.Reviewer),
        [Administrator] = (registry, _) => registry.TokenAsOfficerAsync(Account.RoleOfAdministrators),
        [Citizen] = async (registry, number) => (await registry.SignInAsCitizenAsync(number, Phone)).Access,
    };

    public static IReadOnlyList<string> All { get; } = [Public, .. SignIns.Keys];

    /// <param name="citizen">The number of the citizen who is walked as.</param>
    /// <returns>Null for the public.</returns>
    public static async Task<IReadOnlyDictionary<string, string?>> TokensAsync(TestRegistry registry, string citizen)
    {
        var tokens = new Dictionary<string, string?> { [Public] = null };
        foreach (var (role, signIn) in SignIns)
        {
            tokens[role] = await signIn(registry, citizen);
        }

        return tokens;
    }

    private static async Task<string> OfSystemAsync(TestRegistry registry, string client, string scope)
    {
        using var response = await registry.Http.PostAsync(SignInServices.TokenPath, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = $"{client}-demo",
            ["scope"] = scope,
        }));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).Text("access_token");
    }
}

/// <summary>A registry in which every role has signed in, and in which what is asked for is there: of the walked provider and citizen, and of others.</summary>
public sealed class WalkedRegistry(TestPostgres postgres) : RegistryFixture(postgres), IAsyncLifetime
{
    internal const string OtherProvider = "ca2";

    internal IReadOnlyDictionary<string, string?> Tokens { get; private set; } = null!;

    /// <summary>Of the walked citizen, by the walked provider.</summary>
    internal string OwnIssuance { get; private set; } = "";

    /// <summary>Of somebody else, by another provider.</summary>
    internal string OthersIssuance { get; private set; } = "";

    /// <summary>Superseded by that issuance; of the walked citizen, with the walked provider.</summary>
    internal string OwnNeed { get; private set; } = "";

    internal string OthersNeed { get; private set; } = "";

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        var citizen = Make.Citizen();
        OwnNeed = (await Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = WalkedRoles.Provider })).Text("need", "id");
        OthersNeed = (await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = OtherProvider })).Text("need", "id");
        OwnIssuance = (await Registry.RecordAsync(WalkedRoles.Provider, Make.Record(citizen))).Text("issuance", "id");
        OthersIssuance = (await Registry.RecordAsync(OtherProvider, Make.Record())).Text("issuance", "id");
        Tokens = await WalkedRoles.TokensAsync(Registry, citizen);
    }
}
