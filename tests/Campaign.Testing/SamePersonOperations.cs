using System.Text.Json;
using Campaign.Registry.Kernel;

namespace Campaign.Testing;

/// <summary>The review of persons who may be one, as officers would send it.</summary>
internal static partial class Operations
{
    private const string Side = "numbers said { at source providerCode name birthDate sex wardCode } issuances { id campaign providerCode status recordedAt }";

    private const string Pair = $$"""
        id score state foundAt decidedAt decidedBy reason fields { field comparison how points bearers } first { {{Side}} } second { {{Side}} }
        """;

    public const string PossibleSamePersons = $$"""
        query($campaign: String, $state: SamePersonState, $first: Int, $after: String) { possibleSamePersons(campaign: $campaign, state: $state, first: $first, after: $after) {
          totalCount pageInfo { endCursor hasNextPage } edges { node { {{Pair}} } } } }
        """;

    public const string DecideSamePerson = $$"""
        mutation($input: DecideSamePersonInput!) { decideSamePerson(input: $input) { __typename {{Refused}}
          ... on SamePersonDecided { pair { {{Pair}} } } ... on SamePersonAlreadyDecided { state } } }
        """;

    public static Task<JsonElement> PossibleSamePersonsAsync(
        this TestRegistry registry, Caller caller, string? campaign = null, string? state = null, int first = 100, string? after = null) =>
        registry.AskAsync(caller, "possibleSamePersons", PossibleSamePersons, new { campaign, state, first, after });

    public static Task<JsonElement> DecideSamePersonAsync(this TestRegistry registry, Caller caller, string pairId, string decision, string reason = "compared at the counter") =>
        registry.AskAsync(caller, "decideSamePerson", DecideSamePerson, new { input = new { pairId, decision, reason } });
}

/// <summary>The contract's HolderInput.</summary>
internal sealed record Holder(string? Name = null, string? BirthDate = null, string? Sex = null, string? Phone = null, string? WardCode = null);
