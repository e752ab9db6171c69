using Campaign.Registry.Accounts;
using Campaign.SignIn.Citizens;
using Campaign.SignIn.People;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Campaign.Registry.Platform.Callers.Scopes;

namespace Campaign.SignIn;

/// <summary>
/// The registry's own public clients, by which people act: the tablet for staff, the desk for officers and providers' administrators, and what citizens use. They have no secret and need
/// none: PKCE and exact redirect addresses bind a code to who asked for it. Made at each start, at the addresses under which this registry is reached.
/// </summary>
internal static class SignInClients
{
    public const string Tablet = "campaign-tablet";
    public const string Desk = "campaign-desk";

    public static bool Serves(string? client, AccountKind kind) => client switch
    {
        Tablet => kind == AccountKind.Staff,
        Desk => kind is AccountKind.Officer or AccountKind.Administrator,
        _ => false,
    };

    /// <summary>Makes what is missing, and adds addresses that are not yet listed; another host's are left as they are.</summary>
    public static async Task EnsureAsync(IOpenIddictApplicationManager applications, IReadOnlyList<Uri> addresses, CancellationToken cancel)
    {
        await EnsureAsync(applications, Tablet, "tablet", [Scopes.Check, Scopes.Record], addresses, cancel);
        await EnsureAsync(
            applications, Desk, "desk", [Scopes.DepartmentRead, Scopes.DepartmentReview, Scopes.DepartmentAdministration, Scopes.ProviderAdministration], addresses, cancel);
        if (await applications.FindByClientIdAsync(CitizenGrants.Client, cancel) is null)
        {
            var citizens = new OpenIddictApplicationDescriptor { ClientId = CitizenGrants.Client, ClientType = ClientTypes.Public };
            citizens.Permissions.UnionWith(
                [Permissions.Endpoints.Token, Permissions.Prefixes.GrantType + CitizenGrants.GrantType, Permissions.Prefixes.Scope + Scopes.Citizen]);
            await applications.CreateAsync(citizens, cancel);
        }
    }

    private static async Task EnsureAsync(
        IOpenIddictApplicationManager applications, string client, string path, string[] scopes, IReadOnlyList<Uri> addresses, CancellationToken cancel)
    {
        var descriptor = new OpenIddictApplicationDescriptor();
        var existing = await applications.FindByClientIdAsync(client, cancel);
        if (existing is not null)
        {
            await applications.PopulateAsync(descriptor, existing, cancel);
        }

        var known = descriptor.RedirectUris.Count;
        foreach (var address in addresses)
        {
            descriptor.RedirectUris.Add(new Uri(address, $"/{path}/signed-in"));
            descriptor.PostLogoutRedirectUris.Add(new Uri(address, $"/{path}/signed-out"));
        }

        if (existing is not null)
        {
            if (descriptor.RedirectUris.Count > known)
            {
                await applications.UpdateAsync(existing, descriptor, cancel);
            }

            return;
        }

        descriptor.ClientId = client;
        descriptor.ClientType = ClientTypes.Public;
        descriptor.ConsentType = ConsentTypes.Implicit;
        descriptor.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode,
            Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, .. scopes.Select(s => Permissions.Prefixes.Scope + s),
        ]);
        descriptor.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        await applications.CreateAsync(descriptor, cancel);
    }
}
