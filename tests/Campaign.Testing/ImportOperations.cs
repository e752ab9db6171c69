using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Campaign.Testing;

/// <summary>Files of earlier certificates, handed in as the GraphQL multipart request specification says.</summary>
internal static class ImportOperations
{
    private const string Import = """
        id campaign provider { code } fileName sizeBytes form encoding columns { field name } state orderedAt readBytes rowsDone recorded alreadyOurs heldByAnother malformed doubtful fileKept
        awaitingSince approvedAt approvedBy rejectedBy reason claims look { rows malformed numbers findings { kind rows examples } }
        """;

    public const string Upload = $$"""
        mutation($input: UploadImportInput!) { uploadImport(input: $input) { __typename ... on Refusal { code message clause }
          ... on ImportUploaded { known import { {{Import}} } } ... on FileNotReadable { fault column } } }
        """;

    public const string Start = $$"""
        mutation($id: ID!) { startImport(id: $id) { __typename ... on Refusal { code message } ... on ImportStarted { import { {{Import}} } } ... on FileNotReadable { fault } } }
        """;

    public const string Approve = $$"""
        mutation($id: ID!) { approveImport(id: $id) { __typename ... on Refusal { code message clause } ... on ImportApproved { import { {{Import}} } } ... on ImportNotOpen { state } ... on ImportsHaveEnded { until } } }
        """;

    public const string Reject = $$"""
        mutation($id: ID!, $reason: String!) { rejectImport(id: $id, reason: $reason) { __typename ... on Refusal { code message } ... on ImportRejected { import { {{Import}} } } ... on ImportNotOpen { state } } }
        """;

    public const string Withdraw = $$"""
        mutation($id: ID!) { withdrawImport(id: $id) { __typename ... on Refusal { code message } ... on ImportWithdrawn { import { {{Import}} } } ... on ImportNotOpen { state } } }
        """;

    public const string Preview = """
        query($id: ID!) { importPreview(id: $id) { __typename ... on Refusal { code message }
          ... on ImportPreview { columns { field name } rows { row cells verdict field fault reason } } } }
        """;

    public const string One = $$"""query($id: ID!) { import(id: $id) { {{Import}} rowsPerSecond secondsLeft } }""";

    public const string List = $$"""{ imports { totalCount edges { node { {{Import}} } } } }""";

    public static async Task<(HttpStatusCode Status, JsonElement Body)> UploadAsync(
        this TestRegistry registry, string? token, HttpContent file, string campaign = "hue", string? map = null, string name = "cũ.csv")
    {
        using var body = new MultipartFormDataContent
        {
            { JsonContent.Create(new { query = Upload, variables = new { input = new { campaign, file = (string?)null } } }), "operations" },
            { new StringContent(map ?? """{"0": ["variables.input.file"]}"""), "map" },
            { file, "0", name },
        };
        return await registry.SendAsync(token, body);
    }

    public static Task<(HttpStatusCode Status, JsonElement Body)> UploadAsync(this TestRegistry registry, string? token, byte[] file, string campaign = "hue", string? map = null) =>
        registry.UploadAsync(token, new ByteArrayContent(file), campaign, map);

    public static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(this TestRegistry registry, string? token, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = body };
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await registry.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static async Task<JsonElement> UploadedAsync(this TestRegistry registry, string token, byte[] file) =>
        (await registry.UploadAsync(token, file)).Body.At("data").GetProperty("uploadImport");

    public static async Task<HttpResponseMessage> VerdictsAsync(this TestRegistry registry, string? token, string import)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/imports/{import}/verdicts");
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await registry.Http.SendAsync(request);
    }

    /// <summary>Starts a file that was handed in and has it looked at: it then waits for an officer.</summary>
    public static async Task LookAsync(this TestRegistry registry, string token, string id)
    {
        var started = (await registry.SendWithTokenAsync(token, Start, new { id })).Body.At("data", "startImport");
        if (started.TypeName() != "ImportStarted" || started.Text("import", "state") != "BEING_LOOKED_AT")
        {
            throw new InvalidOperationException(started.ToString());
        }

        await registry.RunJobAsync("look-at-imports");
    }

    /// <summary>An officer approves a file that waits.</summary>
    public static Task<JsonElement> ApproveImportAsync(this TestRegistry registry, string id, string officer = "officer-1") =>
        registry.AskAsync(Callers.Officer(officer, Callers.Reviewing), "approveImport", Approve, new { id });

    public static Task<JsonElement> RejectImportAsync(this TestRegistry registry, string id, string reason = "Ngày cấp không khớp với sổ") =>
        registry.AskAsync(Callers.Officer("officer-1", Callers.Reviewing), "rejectImport", Reject, new { id, reason });

    public static async Task<JsonElement> WithdrawImportAsync(this TestRegistry registry, string token, string id) =>
        (await registry.SendWithTokenAsync(token, Withdraw, new { id })).Body.At("data", "withdrawImport");

    /// <summary>An import as the department sees it.</summary>
    public static Task<JsonElement> ImportAsync(this TestRegistry registry, string id) => registry.AskAsync("department", "import", One, new { id });

    /// <summary>The whole way of a file that was handed in: its provider starts it, it is looked at, an officer approves it, and its turn comes.</summary>
    public static async Task RunImportAsync(this TestRegistry registry, string token, string id)
    {
        await registry.LookAsync(token, id);
        var approved = await registry.ApproveImportAsync(id);
        if (approved.TypeName() != "ImportApproved")
        {
            throw new InvalidOperationException(approved.ToString());
        }

        await registry.RunJobAsync("run-imports");
    }

    /// <summary>A row for each of these citizens, of serial numbers of its own.</summary>
    public static byte[] FileOf(params IEnumerable<string> citizens) => Encoding.UTF8.GetBytes(
        string.Join("\r\n", ["Số CCCD,Họ và tên,Số sê-ri,Ngày cấp", .. citizens.Select(c => $"{c},Lê Thị Tám,{Make.Serial()},2024-03-01 10:00"), ""]));
}
