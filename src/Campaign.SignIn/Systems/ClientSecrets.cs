using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Campaign.SignIn.Systems;

/// <summary>A client's secret at the token endpoint, in the place of OpenIddict's own look, which knows one for each client and no end.</summary>
internal sealed class ClientSecrets(ClientCredentials credentials) : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static readonly int Order = OpenIddictServerHandlers.ValidateClientSecret.Descriptor.Order;

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token || context.ClientId is not { Length: > 0 } client || context.ClientSecret is not { Length: > 0 } secret)
        {
            return;
        }

        if (!string.IsNullOrEmpty(context.ClientAssertion))
        {
            context.Reject(Errors.InvalidRequest, "Send a client secret or a client assertion, and not both.");
        }
        else if (!await credentials.IsSecretAsync(client, secret, context.CancellationToken))
        {
            context.Reject(Errors.InvalidClient, "The client id or secret is not right, or the secret has ended.");
        }
    }
}
