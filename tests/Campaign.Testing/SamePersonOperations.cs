using System.Text.Json;
using Campaign.Registry.Platform.Callers;

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

    /// <summary>Two persons of whom the same is nearly said, each with a certificate of another provider's; found by the job. The pair's id.</summary>
    public static async Task<Guid> PairWhoBothHoldAsync(this TestRegistry registry, Holder first, Holder second)
    {
        await registry.RecordAsync("vnpt-ca", Make.Record() with { Holder = first });
        await registry.RecordAsync("ca2", Make.Record() with { Holder = second });
        return await registry.NewestPairAsync();
    }

    /// <summary>The second has asked for help under another number, and has no certificate.</summary>
    public static async Task<Guid> PairOfWhomOneHoldsAsync(this TestRegistry registry, Holder first, string nameOfSecond)
    {
        await registry.RecordAsync("viettel-ca", Make.Record() with { Holder = first });
        await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "misa-ca", ContactName = nameOfSecond, Phone = first.Phone!, WardCode = first.WardCode });
        return await registry.NewestPairAsync();
    }

    private static async Task<Guid> NewestPairAsync(this TestRegistry registry)
    {
        await registry.RunJobAsync("find-same-persons");
        return await registry.Database.ScalarAsync<Guid>("select id from registry.same_person_pairs order by found_at desc, id desc limit 1");
    }
}

/// <summary>The contract's HolderInput.</summary>
internal sealed record Holder(string? Name = null, string? BirthDate = null, string? Sex = null, string? Phone = null, string? WardCode = null);
