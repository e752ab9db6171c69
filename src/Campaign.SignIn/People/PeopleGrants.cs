using System.Security.Claims;
using Campaign.Registry.Accounts;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Instant = Campaign.Registry.Platform.Time.Instant;

namespace Campaign.SignIn.People;

/// <summary>
/// Tokens for people, by authorization code with PKCE (S256): a person who has a session at this registry lets one of the registry's own clients act. Codes live a
/// minute and are good once; access tokens live 15 minutes; refresh tokens change with each use, and one that was copied ends all that came from the same code
/// (<see cref="RefreshReplays"/>). Every token names its session and ends with it. A member of staff gets refresh tokens only on a device that proves its key (<see cref="Devices"/>).
/// </summary>
internal static class PeopleGrants
{
    public const string AuthorizePath = "/connect/authorize";
    public const string ChallengePath = "/connect/device-challenge";
    public const string SessionClaim = "campaign_session";
    public const string StaffClaim = "campaign_staff";

    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    public static void MapPeopleGrants(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(AuthorizePath, ["GET", "POST"], AuthorizeAsync);
        routes.MapPost(ChallengePath, (Devices devices) =>
        {
            var (challenge, expiresAt) = devices.NewChallenge();
            return Results.Json(new { challenge, expiresAt = Instant.Write(expiresAt) });
        });
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, Sessions sessions, TimeProvider time)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The authorization endpoint was reached past OpenIddict.");
        if (await sessions.OfCookieAsync(http) is not { } session || request.HasPromptValue(PromptValues.Login))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refused(Errors.LoginRequired, "Nobody is signed in here.")
                : Results.Redirect($"{SignInPaths.SignIn}?return={Uri.EscapeDataString(AuthorizePath + QueryOf(request))}");
        }

        if (!SignInClients.Serves(request.ClientId, session.Account.Kind))
        {
            return Refused(Errors.AccessDenied, "This client is not for this account.");
        }

        return SignIn(session, request.GetScopes(), bound: true, time.GetUtcNow());
    }

    /// <summary>A code or a refresh token has been found good by OpenIddict; whether its bearer still is, is looked at here.</summary>
    public static async Task<IResult> RedeemAsync(HttpContext http, OpenIddictRequest request)
    {
        var services = http.RequestServices;
        var principal = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal
            ?? throw new InvalidOperationException("A grant without a principal.");
        var session = Guid.TryParse(principal.GetClaim(SessionClaim), out var id)
            ? await services.GetRequiredService<Sessions>().FindAsync(id, http.RequestAborted)
            : null;
        if (session is null)
        {
            return Refused(Errors.InvalidGrant, "The session is over. Sign in again.");
        }

        var bound = true;
        if (session.Account.Kind == AccountKind.Staff)
        {
            var proven = await ProveDeviceAsync(http, services.GetRequiredService<Devices>(), session, request);
            if (proven is null)
            {
                return Refused(Errors.InvalidGrant, "The device's proof does not hold. Sign in again on this device.");
            }

            bound = proven.Value;
        }

        if (request.IsRefreshTokenGrantType())
        {
            await services.GetRequiredService<RefreshReplays>().WithdrawOthersAsync(principal, http.RequestAborted);
        }

        return SignIn(session, principal.GetScopes(), bound, services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    /// <summary>True: a device has proved its key. False: none was shown, which a code allows. Null: the proof does not hold, or is missing where it must be.</summary>
    private static async Task<bool?> ProveDeviceAsync(HttpContext http, Devices devices, Session session, OpenIddictRequest request)
    {
        var cancel = http.RequestAborted;
        var (challenge, proof) = ((string?)request["device_challenge"], (string?)request["device_proof"]);
        if (request.IsRefreshTokenGrantType())
        {
            return await devices.KeyOfAsync(session, cancel) is { } known && devices.Proves(known, challenge, proof, request.RefreshToken) ? true : null;
        }

        if ((string?)request["device_key"] is not { } shown)
        {
            return false;
        }

        if (Devices.KeyFrom(shown) is not { } key || !devices.Proves(key, challenge, proof, request.Code))
        {
            return null;
        }

        await devices.RegisterAsync(session, key, (string?)request["device_label"], cancel);
        await http.RequestServices.GetRequiredService<SignInEvents>().WriteAsync(http, SignInEventKind.DeviceBound, session.Account.Id);
        return true;
    }

    private static IResult SignIn(Session session, IEnumerable<string> asked, bool bound, DateTimeOffset now)
    {
        var account = session.Account;
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.UserName);
        identity.SetClaim(SessionClaim, session.Id.ToString());
        identity.SetClaim(SignInServices.ProviderClaim, account.Provider);
        identity.SetClaim(StaffClaim, account.StaffReference);
        identity.SetScopes(GrantedOf(session.Scopes, [.. asked], bound));
        identity.SetResources(SignInServices.Audience);
        identity.SetDestinations(claim => claim.Type == Claims.Subject ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetAccessTokenLifetime(session.ExpiresAt - now < AccessTokenLifetime ? session.ExpiresAt - now : AccessTokenLifetime);
        principal.SetRefreshTokenLifetime(session.ExpiresAt - now);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>
    /// Of what the role allows, what was asked for, or all of it when nothing of the registry's was; openid and offline_access by asking alone.
    /// </summary>
    private static IEnumerable<string> GrantedOf(IReadOnlyList<string> allowed, IReadOnlyList<string> asked, bool bound)
    {
        var named = asked.Where(s => s is not (Scopes.OpenId or Scopes.OfflineAccess)).ToList();
        return (named.Count == 0 ? allowed : allowed.Intersect(named))
            .Concat(asked.Contains(Scopes.OpenId) ? [Scopes.OpenId] : [])
            .Concat(bound && asked.Contains(Scopes.OfflineAccess) ? [Scopes.OfflineAccess] : []);
    }

    /// <summary>The request as it was made, without its wish to be asked again, which the sign-in fulfils.</summary>
    private static QueryString QueryOf(OpenIddictRequest request) => QueryString.Create(request.GetParameters()
        .Where(p => p.Key != Parameters.Prompt && (string?)p.Value is not null)
        .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));

    private static IResult Refused(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
