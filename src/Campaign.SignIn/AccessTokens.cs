using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Providers.Directory;
using Campaign.SignIn.Citizens;
using Campaign.SignIn.Issuers;
using Campaign.SignIn.People;
using Campaign.SignIn.Systems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace Campaign.SignIn;

/// <summary>Who a request comes from: nobody, somebody, or somebody with a token that does not hold.</summary>
/// <param name="Caller">Null for nobody.</param>
/// <param name="Rejected">A token was sent that does not hold.</param>
/// <param name="ExpiresAt">From then on the token does not hold.</param>
/// <param name="Unavailable">Whoever could tell does not answer: neither somebody nor nobody.</param>
public readonly record struct Identification(Caller? Caller, bool Rejected, DateTimeOffset ExpiresAt, bool Unavailable = false)
{
    /// <summary>A token that does not hold.</summary>
    internal static Identification NotGood { get; } = new(null, Rejected: true, DateTimeOffset.MinValue);

    internal static Identification NotNow { get; } = new(null, Rejected: false, DateTimeOffset.MinValue, Unavailable: true);
}

/// <summary>Who requests come from.</summary>
public interface ICallers
{
    /// <summary>Whether the request comes with a token that was just found good.</summary>
    bool Remembers(HttpContext http);

    /// <summary>Who asks. Never throws for a database that does not answer.</summary>
    ValueTask<Identification> IdentifyAsync(HttpContext http);
}

/// <summary>
/// Reads the caller from a bearer token, the registry's own or an outside issuer's. A token that was just found good is remembered for 30 seconds, for checking its signature costs as much as a check; a person's
/// is held against its session then, so that it stops within 30 seconds of the session's end. Without a token, from the cookie of a person who signed in with this
/// browser, but only where the request has the header X-Requested-With, which no other site can make a browser send; without it the cookie counts for nothing.
/// </summary>
internal sealed class AccessTokens(
    SignInSettings settings, ProviderDirectory providers, Sessions sessions, SystemClients clients, OutsideTokens outside, KeysInUse keys, NumberVault vault, TimeProvider time) : ICallers, IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private const int MaxRemembered = 10_000;

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public void Dispose() => known.Dispose();

    public bool Remembers(HttpContext http) => http.Request.Headers.Authorization.Count > 0 && Remembered(KeyOf(http)) is not null;

    public async ValueTask<Identification> IdentifyAsync(HttpContext http)
    {
        try
        {
            return await LookAsync(http);
        }
        catch (Exception e) when (e is RegistryUnavailableException || (e is not OperationCanceledException && Faults.IsUnavailability(e)))
        {
            return Identification.NotNow;
        }
    }

    private async ValueTask<Identification> LookAsync(HttpContext http)
    {
        var authorization = http.Request.Headers.Authorization;
        if (authorization.Count == 0)
        {
            return await OfCookieAsync(http);
        }

        var key = KeyOf(http);
        if (Remembered(key) is { } remembered)
        {
            return remembered;
        }

        if (await outside.IdentifyAsync(authorization.ToString(), http.RequestAborted) is { } foreign)
        {
            if (foreign.Caller is not null)
            {
                Remember(key, foreign.Caller, foreign.ExpiresAt);
            }

            return foreign;
        }

        var result = await http.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (!result.Succeeded || result.Principal is not { } principal || IsAheadOfTime(principal) || await CallerOfAsync(principal, http.RequestAborted) is not { } caller)
        {
            return Identification.NotGood;
        }

        var expiresAt = principal.GetExpirationDate() ?? time.GetUtcNow() + RememberedFor;
        Remember(key, caller, expiresAt);
        return new(caller, Rejected: false, expiresAt);
    }

    private void Remember(string key, Caller caller, DateTimeOffset expiresAt)
    {
        var until = time.GetUtcNow() + RememberedFor;
        known.Set(
            key, (caller, expiresAt < until ? expiresAt : until, expiresAt), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = RememberedFor });
    }

    /// <summary>Somebody who is signed in with this browser, with all that the role allows.</summary>
    public ValueTask<Caller> CallerOfAsync(Session session, CancellationToken cancel) => CallerOfAsync(session, session.Scopes, cancel);

    /// <summary>OpenIddict judges the end of a token's life, and not its beginning.</summary>
    private bool IsAheadOfTime(ClaimsPrincipal principal)
    {
        var latest = time.GetUtcNow() + ClockSkew;
        return principal.GetCreationDate() > latest
            || (principal.GetClaim(JwtRegisteredClaimNames.Nbf) is { } notBefore
                && (!long.TryParse(notBefore, out var seconds) || seconds > latest.ToUnixTimeSeconds()));
    }

    private Identification? Remembered(string key) =>
        known.TryGetValue(key, out (Caller Caller, DateTimeOffset Until, DateTimeOffset ExpiresAt) kept) && time.GetUtcNow() < kept.Until
            ? new(kept.Caller, Rejected: false, kept.ExpiresAt)
            : null;

    private static string KeyOf(HttpContext http) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())));

    private async ValueTask<Caller?> CallerOfAsync(ClaimsPrincipal principal, CancellationToken cancel)
    {
        if (principal.GetClaim(OpenIddictConstants.Claims.Subject) is not { Length: > 0 } client)
        {
            return null;
        }

        if (principal.GetClaim(PeopleGrants.SessionClaim) is { } sessionId)
        {
            return Guid.TryParse(sessionId, out var id) && await sessions.FindAsync(id, cancel) is { } session
                ? await CallerOfAsync(session, principal.GetScopes(), cancel)
                : null;
        }

        if (principal.GetClaim(CitizenGrants.NumberClaim) is { } sealedNumber)
        {
            return !settings.CitizensSignInElsewhere && CitizenGrants.CitizenOf(sealedNumber, keys.Now, vault) is { } citizen ? new(client, principal.GetScopes().ToFrozenSet(), Citizen: citizen) : null;
        }

        // A system that the department has ended keeps no hour that its token had left.
        return await clients.FindAsync(client, cancel) is { } system && system.Provider == principal.GetClaim(SignInServices.ProviderClaim)
            ? new(client, principal.GetScopes().ToFrozenSet(), await ProviderOfAsync(system.Provider, cancel))
            : null;
    }

    private async ValueTask<Identification> OfCookieAsync(HttpContext http)
    {
        var session = http.Request.Headers.ContainsKey("X-Requested-With") ? await sessions.OfCookieAsync(http) : null;
        return session is null
            ? new(null, Rejected: false, DateTimeOffset.MaxValue)
            : new(await CallerOfAsync(session, session.Scopes, http.RequestAborted), Rejected: false, session.ExpiresAt);
    }

    /// <summary>What the token grants and the person still may: who was given a smaller role does not keep the larger one until the token ends.</summary>
    private async ValueTask<Caller> CallerOfAsync(Session session, IEnumerable<string> granted, CancellationToken cancel)
    {
        var account = session.Account;
        return new(
            account.UserName, session.Scopes.Intersect(granted).ToFrozenSet(), await ProviderOfAsync(account.Provider, cancel), Staff: account.StaffReference);
    }

    private async ValueTask<CallerProvider?> ProviderOfAsync(string? code, CancellationToken cancel) => code is null
        ? null
        : await providers.IdOfAsync(code, cancel) is { } id
            ? new(id, code)
            : throw new InvalidOperationException("A token names a provider that is not in the database.");
}
