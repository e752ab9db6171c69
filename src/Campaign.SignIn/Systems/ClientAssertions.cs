using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Campaign.SignIn.Systems;

/// <summary>
/// private_key_jwt (RFC 7523): an assertion that the client signed with a key of its own. Judged here and not by OpenIddict, which knows one set of keys without dates, holds an audience good by its
/// path alone, and does not remember what was used. It is for this registry and nobody else, lives no more than 5 minutes, and is good once. What is wrong with one is not
/// told beyond what its maker needs.
/// </summary>
internal sealed class ClientAssertions(ClientCredentials credentials, SignInSettings settings, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>Before OpenIddict's own look, which takes a principal that is there as it is.</summary>
    public static readonly int Order = OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order - 500;

    private const int MaxLength = 8_000;
    private const int MaxIdLength = 255;

    private static readonly string[] Algorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes is not { Count: 1 } types || !types.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
        {
            return;
        }

        var cancel = context.CancellationToken;
        if (Read(context.Token) is not { } assertion || assertion.Issuer is not { Length: > 0 and <= 100 } client || assertion.Subject != client)
        {
            Refuse(context, "The client assertion is a JWT, signed, with iss and sub that are the client_id.");
            return;
        }

        var keys = await credentials.KeysAsync(client, string.IsNullOrEmpty(assertion.Kid) ? null : assertion.Kid, cancel);
        var result = keys.Count == 0 ? null : await Handler.ValidateTokenAsync(context.Token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = Algorithms,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        if (result is not { IsValid: true })
        {
            Refuse(context, "No key of the client that is good now has signed the client assertion (ES256, RS256 or PS256).");
            return;
        }

        if (!IsForThisRegistry(assertion, context.Transaction.GetHttpRequest()!.HttpContext))
        {
            Refuse(context, "The aud of the client assertion is this registry's issuer, or the address of its token endpoint, and nothing else.");
            return;
        }

        if (ExpiryOf(assertion) is not { } expiresAt)
        {
            Refuse(context, "The client assertion has an exp that is no more than 5 minutes ahead, and is not from the future.");
            return;
        }

        if (assertion.Id is not { Length: > 0 and <= MaxIdLength } id || !await credentials.UseAsync(client, id, expiresAt, cancel))
        {
            Refuse(context, "The client assertion has a jti, and was not used before. Make a new one for each request.");
            return;
        }

        context.DisableAudienceValidation = true;
        context.Principal = new ClaimsPrincipal(result.ClaimsIdentity).SetTokenType(TokenTypeIdentifiers.Private.ClientAssertion);
    }

    private static JsonWebToken? Read(string token)
    {
        try
        {
            // What has critical extensions must be refused by whoever does not know them (RFC 7515 §4.1.11).
            return token.Length <= MaxLength && new JsonWebToken(token) is var read && !read.IsEncrypted && !read.TryGetHeaderValue<object>("crit", out _) ? read : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>Null when it has expired, lives too long, or has not begun.</summary>
    private DateTimeOffset? ExpiryOf(JsonWebToken assertion)
    {
        var now = time.GetUtcNow();
        return assertion.TryGetPayloadValue<long>(Claims.ExpiresAt, out var seconds) && seconds is > 0 and < 253_402_300_799
            && DateTimeOffset.FromUnixTimeSeconds(seconds) is var expiresAt && now < expiresAt && expiresAt <= now + LongestLife + ClientCredentials.ClockSkew
            && HasCome(assertion, Claims.NotBefore, now) && HasCome(assertion, Claims.IssuedAt, now)
            ? expiresAt
            : null;
    }

    private static bool HasCome(JsonWebToken assertion, string claim, DateTimeOffset now) =>
        !assertion.TryGetPayloadValue<object>(claim, out _)
        || (assertion.TryGetPayloadValue<long>(claim, out var seconds) && seconds <= (now + ClientCredentials.ClockSkew).ToUnixTimeSeconds());

    private bool IsForThisRegistry(JsonWebToken assertion, HttpContext http)
    {
        var audiences = assertion.Audiences.ToList();
        return audiences.Count > 0 && audiences.All(audience => AudiencesAt(http).Contains(audience));
    }

    /// <summary>
    /// The issuer's name, and the token endpoint at the address of CAMPAIGN_PUBLIC_ADDRESS or, without it, at the loopback's. Never at the address that a request says it
    /// was sent to: whoever had an assertion made for somewhere else could name that.
    /// </summary>
    private IEnumerable<string> AudiencesAt(HttpContext http)
    {
        var issuer = SignInServices.Issuer.AbsoluteUri;
        var addresses = settings.PublicAddress is { } reached
            ? [reached]
            : settings.IsLoopback ? new Uri[] { new($"http://127.0.0.1:{http.Connection.LocalPort}"), new($"http://localhost:{http.Connection.LocalPort}") } : [];
        return addresses.Select(a => new Uri(a, SignInServices.TokenPath).AbsoluteUri).Append(issuer).Append(issuer.TrimEnd('/'));
    }

    private static void Refuse(ValidateTokenContext context, string why) => context.Reject(Errors.InvalidClient, why);
}
