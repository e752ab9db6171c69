using System.Text.Json;

namespace Campaign.Testing;

/// <summary>Campaigns beside the demo's, as the department's system would set them up.</summary>
internal static class CampaignOperations
{
    public const string Create = """
        mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename ... on Refusal { code message clause }
          ... on InvalidCampaign { field } ... on CampaignCreated { campaign { code name opensAt closesAt programme isTrial providers { code } } } } }
        """;

    private static readonly string[] All = ["vnpt-ca", "viettel-ca", "misa-ca", "bkav-ca", "fpt-ca", "ca2"];

    /// <summary>By the law's figures, unless the policy says others; open from yesterday for a hundred days.</summary>
    public static Task<JsonElement> CreateCampaignAsync(
        this TestRegistry registry, string code, object? policy = null, string? programme = null, DateTimeOffset? opensAt = null, string[]? providers = null)
    {
        var opens = opensAt ?? DateTimeOffset.UtcNow.AddDays(-1);
        return registry.AskAsync("department", "createCampaign", Create, new
        {
            input = new { code, name = $"Chiến dịch {code}", opensAt = opens, closesAt = opens.AddDays(100), providerCodes = providers ?? All, policy, programme },
        });
    }
}
