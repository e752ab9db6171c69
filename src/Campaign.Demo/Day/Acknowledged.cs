using System.Text.Json;

namespace Campaign.Demo.Day;

/// <summary>The receipt, its texts as they were given: the signature is over them.</summary>
internal sealed record GivenReceipt(string JournalKeyId, string LeafHash, string RecordedAt, string Signature)
{
    public static GivenReceipt Of(JsonElement receipt) => new(
        receipt.GetProperty("journalKeyId").GetString()!, receipt.GetProperty("leafHash").GetString()!,
        receipt.GetProperty("recordedAt").GetString()!, receipt.GetProperty("signature").GetString()!);
}

/// <summary>An issuance that the registry has acknowledged to a provider, and the state in which its answers have left it.</summary>
internal sealed class Acknowledged
{
    public required string Id { get; init; }

    public required string Provider { get; init; }

    public required string SerialNumber { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required GivenReceipt Receipt { get; init; }

    /// <summary>As the last answer about it said.</summary>
    public required string Status { get; set; }

    /// <summary>The free period as its provider was told, "from/until"; null while nothing was ever active.</summary>
    public string? FreePeriod { get; set; }

    public bool IsLive => HoldsAPlace(Status);

    /// <summary>By the contract's words, which are all that a client knows.</summary>
    public static bool HoldsAPlace(string status) => status is "ACTIVE" or "PENDING_ACTIVATION" or "SUSPENDED";

    public static Acknowledged Of(string provider, JsonElement recorded)
    {
        var issuance = recorded.GetProperty("issuance");
        return new()
        {
            Id = issuance.GetProperty("id").GetString()!,
            Provider = provider,
            SerialNumber = issuance.GetProperty("serialNumber").GetString()!,
            RecordedAt = issuance.GetProperty("recordedAt").GetDateTimeOffset(),
            Receipt = GivenReceipt.Of(recorded.GetProperty("receipt")),
            Status = issuance.GetProperty("status").GetString()!,
            FreePeriod = FreePeriodOf(issuance),
        };
    }

    public static string? FreePeriodOf(JsonElement issuance) =>
        issuance.GetProperty("freePeriod") is { ValueKind: JsonValueKind.Object } free
            ? $"{free.GetProperty("startsOn").GetString()}/{free.GetProperty("endsOn").GetString()}"
            : null;
}
