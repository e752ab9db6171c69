using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Testing;

/// <summary>What the department decides while a campaign runs, as it would send it.</summary>
internal static class RunningOperations
{
    public const string Reinstate = """
        mutation($input: ReinstateProviderInput!) { reinstateProvider(input: $input) { __typename ... on Refusal { code message clause }
          ... on SecondOfficerNeeded { proposalId expiresAt } ... on ProviderReinstated { provider { code } reinstatedAt } } }
        """;

    public const string Publish = """
        mutation($input: PublishOfferInput!) { publishOffer(input: $input) { __typename ... on Refusal { code message clause } ... on InvalidOffer { field }
          ... on BeginsTooEarly { after } ... on OfferPublished { provider { code } policyVietnamese yearlyPrice phone effectiveFrom } } }
        """;

    public const string ChangeTerms = """
        mutation($input: ChangeCampaignTermsInput!) { changeCampaignTerms(input: $input) { __typename ... on Refusal { code message clause } ... on InvalidCampaign { field }
          ... on BeginsTooEarly { after } ... on CampaignTermsChanged { terms { effectiveFrom name closesAt needWindow freeMonths checksPerStaffPerHour } } } }
        """;

    public const string ChangeDepartment = """
        mutation($input: ChangeDepartmentDetailsInput!) { changeDepartmentDetails(input: $input) { __typename ... on Refusal { code message clause } ... on InvalidDepartmentDetails { field }
          ... on BeginsTooEarly { after } ... on DepartmentDetailsChanged { nameVietnamese nameEnglish phone effectiveFrom } } }
        """;

    public const string SetPopulations = """
        mutation($input: SetWardPopulationsInput!) { setWardPopulations(input: $input) { __typename ... on Refusal { code message clause } ... on InvalidWardPopulations { field }
          ... on BeginsTooEarly { after } ... on WardPopulationsSet { changed } } }
        """;

    public static object Reinstating(string providerCode, string reason = "mended", string? decisionNumber = "13/QĐ") =>
        new { input = new { campaign = "hue", providerCode, reason, decisionNumber } };

    /// <summary>What an officer's approval comes to: the type that answers, or 403.</summary>
    public static async Task<string> ApproveAsync(this TestRegistry registry, Caller officer, string id)
    {
        try
        {
            return (await registry.AskAsync(officer, "approveProposal", "mutation($id: ID!) { approveProposal(id: $id) { __typename } }", new { id })).TypeName();
        }
        catch (UnauthorizedAccessException)
        {
            return "403";
        }
    }
}
