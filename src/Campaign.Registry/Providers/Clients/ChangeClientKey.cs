using System.Text.Json;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Providers.Clients;

/// <summary>What an officer has proposed: exactly one of these. No secret is ever in it, for no officer makes one.</summary>
public sealed record ProposedClientChange
{
    public AddClientKeyInput? AddKey { get; init; }

    public EndClientCredentialInput? EndCredential { get; init; }

    public OpenClientInput? OpenClient { get; init; }

    public EndClientInput? EndClient { get; init; }
}

/// <summary>Four eyes on systems' keys: an officer's change of a provider's client is a proposal, and a second officer's approval does it, judged anew.</summary>
internal sealed class ChangeClientKey(OpenClient open, EndClient end) : IProposedAct
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public ProposedAct Act => ProposedAct.ChangeClientKey;

    public static Task<Decision<SecondOfficerNeeded>> ProposeAsync(Work work, Caller officer, string subject, ProposedClientChange change) =>
        ProposeAct.ProposeAsync(work, officer, ProposedAct.ChangeClientKey, subject, JsonSerializer.Serialize(change, Written));

    public async Task<Refusal?> CarryOutAsync(Work work, Caller approver, string input) => JsonSerializer.Deserialize<ProposedClientChange>(input, Written) switch
    {
        { AddKey: { } add } => (await AddClientKey.AddAsync(work, approver, add, withBothPairsOfEyes: true)).Value.Refusal,
        { EndCredential: { } ended } => (await EndClientCredential.EndAsync(work, approver, ended, withBothPairsOfEyes: true)).Value.Refusal,
        { OpenClient: { } opened } => (await open.OpenAsync(work, approver, opened, withBothPairsOfEyes: true)).Value.Refusal,
        { EndClient: { } client } => (await end.EndAsync(work, approver, client, withBothPairsOfEyes: true)).Value.Refusal,
        _ => throw new InvalidOperationException("A proposal names no change of a client."),
    };
}
