using System.Text.Json;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Testing;

/// <summary>Links between a person's numbers, as officers would make and see them.</summary>
internal static partial class Operations
{
    private const string NumberLink = "link { id source numbers linkedAt by reason undoneAt undoneBy undoReason } replayed";

    public const string LinkNumbers = $$"""
        mutation($input: LinkNumbersInput!) { linkNumbers(input: $input) { __typename {{Refused}}
          ... on NumbersLinked { {{NumberLink}} } ... on BothHoldCertificates { issuances { {{Issuance}} } } } }
        """;

    public const string UnlinkNumbers = $$"""
        mutation($input: UnlinkNumbersInput!) { unlinkNumbers(input: $input) { __typename {{Refused}} ... on NumbersUnlinked { {{NumberLink}} } } }
        """;

    public const string PersonNumbers = """
        query($citizenId: String!, $reason: String!) { personNumbers(citizenId: $citizenId, reason: $reason) {
          numbers { number kind knownSince } links { id source numbers linkedAt by reason undoneAt undoneBy undoReason } } }
        """;

    public static Task<JsonElement> LinkNumbersAsync(
        this TestRegistry registry, Caller officer, string citizenId, string otherCitizenId, string reason = "both cards seen at the counter", string? requestId = null) =>
        registry.AskAsync(officer, "linkNumbers", LinkNumbers, new { input = new { requestId = requestId ?? Make.Id(), citizenId, otherCitizenId, reason } });

    public static Task<JsonElement> UnlinkNumbersAsync(
        this TestRegistry registry, Caller officer, string linkId, string reason = "the cards were two persons'", string? requestId = null) =>
        registry.AskAsync(officer, "unlinkNumbers", UnlinkNumbers, new { input = new { requestId = requestId ?? Make.Id(), linkId, reason } });

    public static Task<JsonElement> PersonNumbersAsync(this TestRegistry registry, Caller officer, string citizenId, string reason = "a citizen asks at the counter") =>
        registry.AskAsync(officer, "personNumbers", PersonNumbers, new { citizenId, reason });
}
