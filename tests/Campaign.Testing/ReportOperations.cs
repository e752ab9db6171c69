using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Campaign.Testing;

/// <summary>Citizens' reports and photographs of staff.</summary>
internal static class ReportOperations
{
    public const string Submit = """
        mutation($input: SubmitReportInput!) { submitReport(input: $input) { __typename ... on Refusal { code message clause }
          ... on ReportSubmitted { reference reportedAt replayed } ... on InvalidReport { field } ... on ReportLimitReached { retryAfterSeconds } } }
        """;

    public const string Progress = "query($reference: String!) { reportProgress(reference: $reference) { state reportedAt changedAt } }";

    public const string List = """
        query($campaign: String!, $filter: ReportFilter, $first: Int, $after: String) { reports(campaign: $campaign, filter: $filter, first: $first, after: $after) { totalCount
          edges { node { id reference kind clause state text provider { code } badge badgeValidUntil staff issuanceId lookupId signedIn contactPhone reportedAt changedAt violationId
            photos { id url width height keptAt } } } pageInfo { hasNextPage endCursor } } }
        """;

    public const string SetPhoto = """
        mutation($input: SetStaffPhotoInput!) { setStaffPhoto(input: $input) { __typename ... on Refusal { code message } ... on StaffPhotoSet { staff { id photoSetAt } }
          ... on PhotoNotUsable { fault } } }
        """;

    public const string RemovePhoto = """
        mutation($input: RemoveStaffPhotoInput!) { removeStaffPhoto(input: $input) { __typename ... on Refusal { code } ... on StaffPhotoRemoved { staff { id photoSetAt } } } }
        """;

    /// <param name="client">Null: nobody signed in.</param>
    public static async Task<JsonElement> ReportAsync(this TestRegistry registry, ReportInput input, string? client = null) =>
        (await registry.SendAsync(client, Submit, new { input })).Body.At("data", "submitReport");

    /// <summary>As somebody who has this access token.</summary>
    public static async Task<JsonElement> ReportWithTokenAsync(this TestRegistry registry, string token, ReportInput input) =>
        (await registry.SendAsync(token, JsonContent.Create(new { query = Submit, variables = new { input } }))).Body.At("data", "submitReport");

    public static async Task<JsonElement> ProgressAsync(this TestRegistry registry, string reference) =>
        (await registry.SendAsync(null, Progress, new { reference })).Body.At("data", "reportProgress");

    public static Task<JsonElement> ReportsAsync(this TestRegistry registry, object? filter = null, string campaign = "hue") =>
        registry.AskAsync("department", "reports", List, new { campaign, filter });

    public static async Task<JsonElement> SetStaffPhotoAsync(this TestRegistry registry, string? token, string staff, byte[] file)
    {
        using var body = new MultipartFormDataContent
        {
            { JsonContent.Create(new { query = SetPhoto, variables = new { input = new { id = staff, file = (string?)null } } }), "operations" },
            { new StringContent("""{"0": ["variables.input.file"]}"""), "map" },
            { new ByteArrayContent(file), "0", "photo.jpg" },
        };
        return (await registry.SendAsync(token, body)).Body;
    }

    public static async Task<HttpResponseMessage> GetAsync(this TestRegistry registry, string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await registry.Http.SendAsync(request);
    }
}

/// <summary>The contract's SubmitReportInput.</summary>
internal sealed record ReportInput
{
    public string RequestId { get; init; } = Make.Id();

    public string Campaign { get; init; } = "hue";

    public string Kind { get; init; } = "ASKED_FOR_MONEY";

    public string? Text { get; init; } = "Họ đòi 50.000 đồng.";

    public string? ProviderCode { get; init; }

    public string? BadgeToken { get; init; }

    public string? IssuanceId { get; init; }

    public string? LookupId { get; init; }

    public string? ContactPhone { get; init; }
}
