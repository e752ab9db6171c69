using System.Net;
using System.Text.Json;

namespace Campaign.Testing;

/// <summary>The operations on systems' keys and secrets, with every field of the answers.</summary>
internal static partial class Operations
{
    private const string Credential = "id kind keyId thumbprint validFrom validTo addedAt addedBy";

    private const string Client = $"clientId provider {{ code }} openedAt endedAt credentials {{ {Credential} }}";

    private const string Waits = "... on SecondOfficerNeeded { proposalId expiresAt }";

    public const string Clients = $$"""query($code: String) { clients(providerCode: $code) { {{Client}} } }""";

    public const string AddClientKey = $$"""
        mutation($input: AddClientKeyInput!) { addClientKey(input: $input) { __typename {{Refused}} ... on ClientKeyAdded { credential { {{Credential}} } }
          ... on ClientHasEnded { endedAt } ... on InvalidValidity { field } ... on TooManyClientCredentials { most } {{Waits}} } }
        """;

    public const string AddClientSecret = $$"""
        mutation($input: AddClientSecretInput!) { addClientSecret(input: $input) { __typename {{Refused}} ... on ClientSecretAdded { credential { {{Credential}} } secret replayed }
          ... on ClientHasEnded { endedAt } ... on InvalidValidity { field } ... on TooManyClientCredentials { most } } }
        """;

    public const string EndClientCredential = $$"""
        mutation($input: EndClientCredentialInput!) { endClientCredential(input: $input) { __typename {{Refused}}
          ... on ClientCredentialEnded { credential { {{Credential}} } } {{Waits}} } }
        """;

    public const string OpenClient = $$"""
        mutation($input: OpenClientInput!) { openClient(input: $input) { __typename {{Refused}} ... on ClientOpened { client { {{Client}} } secret }
          ... on InvalidClient { field } {{Waits}} } }
        """;

    public const string EndClient = $$"""
        mutation($input: EndClientInput!) { endClient(input: $input) { __typename {{Refused}} ... on ClientEnded { client { {{Client}} } } {{Waits}} } }
        """;

    public const string ProposeRegistryKeyChange = $$"""
        mutation($input: RegistryKeyChangeInput!) { proposeRegistryKeyChange(input: $input) { __typename {{Refused}}
          ... on RegistryKeyChangeProposed { proposalId expiresAt } } }
        """;

    public const string ApproveProposal = $$"""
        mutation($id: ID!) { approveProposal(id: $id) { __typename {{Refused}} ... on ProposalApproved { proposal { id act state input proposedBy decidedBy } }
          ... on ProposalNotOpen { state } ... on ProposedActRefused { because } {{Waits}} } }
        """;

    /// <summary>The one field of an answer to a request with this token; fails with the whole answer when there are errors.</summary>
    public static async Task<JsonElement> AskWithTokenAsync(this TestRegistry registry, string token, string query, object variables)
    {
        var (status, body) = await registry.SendWithTokenAsync(token, query, variables);
        return status == HttpStatusCode.OK && !body.TryGetProperty("errors", out _)
            ? body.GetProperty("data").EnumerateObject().Single().Value
            : throw new InvalidOperationException($"{(int)status}: {body}");
    }
}
