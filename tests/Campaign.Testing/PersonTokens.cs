using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Demo;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn;
using Campaign.SignIn.Citizens;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Campaign.Testing;

/// <summary>Access tokens of the demo's people, through the real pages and grants, and requests that are made with them.</summary>
internal static class PersonTokens
{
    /// <summary>VIEWER, REVIEWER or ADMINISTRATOR; the second administrator for acts that need four eyes.</summary>
    public static Task<string> TokenAsOfficerAsync(this TestRegistry registry, string role, bool second = false)
    {
        var officers = DemoPeople.Officers.Where(o => o.Role.InDatabase() == role).ToList();
        return registry.TokenOfPersonAsync(officers[second ? 1 : 0].Name, SignInClients.Desk);
    }

    /// <summary>The sign-in leads back to this host at the port that it was given, as after a start by <c>up</c>.</summary>
    public static async Task LeadBackToItselfAsync(this TestRegistry registry)
    {
        await using var scope = registry.Services.CreateAsyncScope();
        await SignInClients.EnsureAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>(), [registry.Address], CancellationToken.None);
    }

    public static Task<string> TokenAsAdministratorAsync(this TestRegistry registry, string provider) =>
        registry.TokenOfPersonAsync(DemoPeople.AdministratorOf(provider), SignInClients.Desk);

    /// <summary>The provider's n-th member of staff, from 1.</summary>
    public static Task<string> TokenAsStaffAsync(this TestRegistry registry, string provider, int number = 1) =>
        registry.TokenOfPersonAsync(DemoProviders.StaffOf(provider, number), SignInClients.Tablet);

    /// <summary>Asks for a code to a phone; the ticket under which it is entered, and the status.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> AskForCodeAsync(this TestRegistry registry, string number, string phone)
    {
        using var response = await registry.Http.PostAsJsonAsync(CitizenGrants.CodePath, new { number, phone });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static async Task<TokenAnswer> EnterCodeAsync(this TestRegistry registry, string ticket, string code)
    {
        using var response = await registry.Http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = CitizenGrants.GrantType,
            ["client_id"] = CitizenGrants.Client,
            ["ticket"] = ticket,
            ["code"] = code,
        }));
        return new(response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static async Task<TokenAnswer> SignInAsCitizenAsync(this TestRegistry registry, string number, string phone)
    {
        var (_, asked) = await registry.AskForCodeAsync(number, phone);
        return await registry.EnterCodeAsync(asked.Text("ticket"), registry.Services.GetRequiredService<KeptCodes>().Last[phone]);
    }

    /// <summary>A GraphQL request with this access token.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> SendWithTokenAsync(
        this TestRegistry registry, string token, string query, object? variables = null, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await registry.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
