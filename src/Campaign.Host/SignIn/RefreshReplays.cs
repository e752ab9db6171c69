using Campaign.Host.SignIn.People;
using Campaign.Registry.Accounts;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Campaign.Host.SignIn;

/// <summary>
/// A refresh token that comes a second time was copied, or its answer was lost: OpenIddict ends all that came from the same code, and here it is written down for the
/// account. It looks just before OpenIddict does, and changes nothing.
/// </summary>
internal sealed class RefreshReplays(IOpenIddictTokenManager tokens, SignInEvents events, Sessions sessions) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static readonly int Order = OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 1;

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal?.GetTokenType() != TokenTypeIdentifiers.RefreshToken || context.Principal.GetTokenId() is not { Length: > 0 } id
            || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
        {
            return;
        }

        if (await tokens.FindByIdAsync(id, http.RequestAborted) is { } token && await tokens.HasStatusAsync(token, Statuses.Redeemed, http.RequestAborted)
            && Guid.TryParse(context.Principal.GetClaim(PeopleGrants.SessionClaim), out var session)
            && await sessions.AccountOfAsync(session, http.RequestAborted) is { } account)
        {
            await events.WriteAsync(http, SignInEventKind.RefreshReplayed, account);
        }
    }
}
