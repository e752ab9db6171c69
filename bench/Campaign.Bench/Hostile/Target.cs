using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Demo;
using Campaign.Host;
using Campaign.Registry;

namespace Campaign.Bench.Hostile;

/// <summary>
/// What is attacked: a citizen who holds a certificate of one provider, a need with that provider, a ticket of it, a consent to leave it; and the access token of a
/// competitor, who attacks.
/// </summary>
internal sealed record Target(
    string OwnersToken, string AttackersToken, string DepartmentsToken, string HeldCitizen, string FreeCitizen, string IssuanceId, string NeedId, string Ticket, string AppTicket,
    string RequestId, string RecordBody, DateTimeOffset IssuedAt)
{
    public const string Owner = "vnpt-ca";
    public const string Attacker = "bkav-ca";

    /// <summary>A campaign with the regulation's own quotas, for the demo's are boundless.</summary>
    public const string NarrowCampaign = "enumerated";

    public static async Task<Target> MakeAsync(BenchRegistry registry, DateTimeOffset now, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = registry.Address };
        var owner = await SignInAsync(http, Owner, cancel);
        var attacker = await SignInAsync(http, Attacker, cancel);
        var department = await SignInAsync(http, DemoProviders.DepartmentClient, cancel);
        const string Held = "046203900001";
        const string Free = "046203900002";
        var ask = new Asker(http, cancel);

        var requestId = Guid.NewGuid().ToString();
        var issuedAt = now.AddSeconds(-5);
        object Record(string citizen) => new
        {
            requestId,
            campaign = DemoProviders.Campaign,
            citizenId = citizen,
            channel = "PROVIDER_APP",
            certificate = new { serialNumber = "A1B2C3D4E5F60718", issuedAt },
        };
        var body = Asker.Body(Documents.Record, Record(Held));
        var recorded = await ask.FieldAsync(owner, body, "recordIssuance");
        var need = await ask.FieldAsync(department, Asker.Body(Documents.RegisterNeed, new
        {
            requestId = Guid.NewGuid().ToString(),
            campaign = DemoProviders.Campaign,
            citizenId = "046203900003",
            providerCode = Owner,
            mode = "BY_PHONE",
            contactName = "Nguyễn Thị Thử",
            phone = "0912345678",
        }), "registerNeed");
        object Check(string citizen, string channel) => new { campaign = DemoProviders.Campaign, citizenId = citizen, channel, staff = DemoProviders.StaffOf(Owner, 1) };
        var atTheDoor = await ask.FieldAsync(owner, Asker.Body(Documents.Check, Check(Free, "DOOR_TO_DOOR")), "checkCitizen");
        var inTheApp = await ask.FieldAsync(owner, Asker.Body(Documents.Check, Check(Free, "PROVIDER_APP")), "checkCitizen");
        await ask.FieldAsync(department, Asker.Body(Documents.Consent, new { campaign = DemoProviders.Campaign, citizenId = Held, providerCode = Attacker }), "consentToSwitch");
        await ask.FieldAsync(department, Asker.Body(Documents.CreateCampaign, new
        {
            code = NarrowCampaign,
            name = "Campaign with the regulation's quotas",
            opensAt = now.AddDays(-1),
            closesAt = now.AddDays(30),
            providerCodes = DemoProviders.All.Select(p => p.Code).ToArray(),
        }), "createCampaign");
        return new(
            owner, attacker, department, Held, Free, recorded.GetProperty("issuance").GetProperty("id").GetString()!, need.GetProperty("need").GetProperty("id").GetString()!,
            atTheDoor.GetProperty("ticket").GetString()!, inTheApp.GetProperty("ticket").GetString()!, requestId, body, issuedAt);
    }

    private static async Task<string> SignInAsync(HttpClient http, string client, CancellationToken cancel)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client,
            ["client_secret"] = DemoProviders.SecretOf(client),
        });
        using var response = await http.PostAsync("/connect/token", form, cancel);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("access_token").GetString()!;
    }

    /// <summary>Sets the scene by honest requests; one that is refused ends the run.</summary>
    private sealed class Asker(HttpClient http, CancellationToken cancel)
    {
        public static string Body(string query, object input) => JsonSerializer.Serialize(new { query, variables = new { input } });

        public async Task<JsonElement> FieldAsync(string token, string body, string field)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(body, null, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, cancel);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
            return answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty(field, out var found)
                && !found.TryGetProperty("code", out _)
                ? found
                : throw new StartupException($"The scene could not be set: {field} answered {answer}");
        }
    }
}

/// <summary>The operations that attacks send.</summary>
internal static class Documents
{
    private const string Refused = "__typename ... on Refusal { code }";

    public const string Check = $$"""
        mutation($input: CheckCitizenInput!) { checkCitizen(input: $input) { {{Refused}} ... on CitizenCheck { ticket standing openNeed { id } holder { recordedAt freePeriod { endsOn } } } } }
        """;

    public const string Record = $$"""
        mutation($input: RecordIssuanceInput!) { recordIssuance(input: $input) { {{Refused}} ... on IssuanceRecorded { replayed issuance { id } } } }
        """;

    public const string Switch = $$"""
        mutation($input: SwitchProviderInput!) { switchProvider(input: $input) { {{Refused}} ... on IssuanceRecorded { replayed issuance { id } } } }
        """;

    public const string RegisterNeed = $$"""
        mutation($input: RegisterNeedInput!) { registerNeed(input: $input) { {{Refused}} ... on NeedRegistered { need { id } } } }
        """;

    public const string Consent = $$"""
        mutation($input: ConsentToSwitchInput!) { consentToSwitch(input: $input) { {{Refused}} ... on SwitchConsented { consentCode } } }
        """;

    public const string CreateCampaign = $$"""
        mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { {{Refused}} ... on CampaignCreated { campaign { code } } } }
        """;

    public const string Exclude = $$"""
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { {{Refused}} ... on ProviderExcluded { needsReleased } } }
        """;

    public const string End = $$"""
        mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { {{Refused}} ... on IssuanceEnded { issuance { id } } } }
        """;

    public const string Activate = $$"""
        mutation($input: ActivateIssuanceInput!) { activateIssuance(input: $input) { {{Refused}} ... on IssuanceActivated { issuance { id } } } }
        """;

    public const string Replace = $$"""
        mutation($input: ReplaceCertificateInput!) { replaceCertificate(input: $input) { {{Refused}} ... on IssuanceRecorded { issuance { id } } } }
        """;

    public const string StartSupport = $$"""
        mutation($input: StartNeedSupportInput!) { startNeedSupport(input: $input) { {{Refused}} ... on NeedSupportStarted { need { id } } } }
        """;
}
