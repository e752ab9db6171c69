using System.Security.Claims;
using Campaign.Registry.Accounts;
using Campaign.SignIn.People;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Campaign.SignIn;

/// <summary>
/// A refresh token that comes a second time was copied, or its answer was lost. Staff stand where answers are lost: a device that proves its key renews again with a token of whose successors none was used yet.
/// Everything else ends all that came from the same code, and is written down for the account: a token whose successor was used, one that comes a second time without a device, and a successor that comes after
/// another of the same token was used, for then two hold what one was given (RFC 9700, 4.14.2).
/// </summary>
internal sealed class RefreshReplays(IOpenIddictTokenManager tokens, SignInEvents events, Sessions sessions) : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>Just before OpenIddict looks at the token's state, which lets pass what is not refused here.</summary>
    public static readonly int Order = OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 1;

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal?.GetTokenType() != TokenTypeIdentifiers.RefreshToken || context.Principal.GetTokenId() is not { Length: > 0 } id
            || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
        {
            return;
        }

        var cancel = http.RequestAborted;
        if (await tokens.FindByIdAsync(id, cancel) is not { } token || await tokens.HasStatusAsync(token, Statuses.Valid, cancel))
        {
            return;
        }

        var family = await FamilyOfAsync(token, cancel);
        var redeemed = await tokens.HasStatusAsync(token, Statuses.Redeemed, cancel);
        var session = Guid.TryParse(context.Principal.GetClaim(PeopleGrants.SessionClaim), out var named) ? named : Guid.Empty;
        // Whether the device proves its key is looked at where the token is redeemed; who has the token alone gets nothing there, and ends nothing.
        if (redeemed && await sessions.LookAtAsync(session, cancel) is { DeviceId: not null } && !await UsedSinceAsync(token, family, cancel))
        {
            return;
        }

        if (redeemed || await AnyUnusedAsync(family, cancel))
        {
            await EndFamilyAsync(http, token, session);
        }

        context.Reject(Errors.InvalidGrant, "This refresh token was used before. Sign in again.");
    }

    /// <summary>The first use of a token withdraws those that were given beside it, in answers that were taken for lost.</summary>
    public async Task WithdrawOthersAsync(ClaimsPrincipal used, CancellationToken cancel)
    {
        if (await tokens.FindByIdAsync(used.GetTokenId() ?? "", cancel) is not { } token || !await tokens.HasStatusAsync(token, Statuses.Valid, cancel))
        {
            return;
        }

        foreach (var other in await FamilyOfAsync(token, cancel))
        {
            if (await IsUnusedAsync(other, cancel))
            {
                await tokens.TryRevokeAsync(other, CancellationToken.None);
            }
        }
    }

    /// <summary>To its end: whoever hangs up keeps nothing by it.</summary>
    private async Task EndFamilyAsync(HttpContext http, object token, Guid session)
    {
        if (await tokens.GetAuthorizationIdAsync(token, CancellationToken.None) is { Length: > 0 } authorization)
        {
            await tokens.RevokeByAuthorizationIdAsync(authorization, CancellationToken.None);
        }

        if (await sessions.AccountOfAsync(session, CancellationToken.None) is { } account)
        {
            await events.WriteAsync(http, SignInEventKind.RefreshReplayed, account);
        }
    }

    /// <summary>All other tokens that came from the same code.</summary>
    private async Task<List<object>> FamilyOfAsync(object token, CancellationToken cancel)
    {
        var family = new List<object>();
        var id = await tokens.GetIdAsync(token, cancel);
        if (await tokens.GetAuthorizationIdAsync(token, cancel) is { Length: > 0 } authorization)
        {
            await foreach (var other in tokens.FindByAuthorizationIdAsync(authorization, cancel))
            {
                if (await tokens.GetIdAsync(other, cancel) != id)
                {
                    family.Add(other);
                }
            }
        }

        return family;
    }

    /// <summary>A token of the family that was used after this one came from it: each renewal makes the next token after the last was used.</summary>
    private async Task<bool> UsedSinceAsync(object token, List<object> family, CancellationToken cancel)
    {
        var used = await tokens.GetRedemptionDateAsync(token, cancel);
        foreach (var other in family)
        {
            if (await tokens.GetRedemptionDateAsync(other, cancel) >= used)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> AnyUnusedAsync(List<object> family, CancellationToken cancel)
    {
        foreach (var other in family)
        {
            if (await IsUnusedAsync(other, cancel))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsUnusedAsync(object token, CancellationToken cancel) =>
        await tokens.HasTypeAsync(token, TokenTypeIdentifiers.RefreshToken, cancel) && await tokens.HasStatusAsync(token, Statuses.Valid, cancel);
}
