using System.Text.Json;

namespace Campaign.Testing;

/// <summary>Needs and switches, as officers and providers' systems would send them.</summary>
internal static partial class Operations
{
    private const string Need = "id campaign provider { code name } mode state registeredAt dueAt lapseReason calls { id calledAt notedAt deniedAt } nextCallFrom contact { name phone wardCode address }";

    public const string RegisterNeed = $$"""
        mutation($input: RegisterNeedInput!) { registerNeed(input: $input) { __typename {{Refused}}
          ... on NeedRegistered { replayed need { {{Need}} } } ... on InvalidContact { field } ... on CampaignNotOpen { opensAt closesAt }
          ... on ProviderNotParticipating { excludedAt } ... on AlreadyIssued { {{Holder}} yours revokeBy }
          ... on NeedAlreadyOpen { need { id state dueAt provider { code } } } } }
        """;

    public const string StartNeedSupport = $$"""
        mutation($input: StartNeedSupportInput!) { startNeedSupport(input: $input) { __typename {{Refused}}
          ... on NeedSupportStarted { need { {{Need}} } } ... on NeedNotServable { state } } }
        """;

    public const string CancelNeed = $$"""
        mutation($input: CancelNeedInput!) { cancelNeed(input: $input) { __typename {{Refused}}
          ... on NeedCancelled { need { {{Need}} } } ... on NeedNotServable { state } } }
        """;

    public const string DenyNeedSupport = $$"""
        mutation($input: CancelNeedInput!) { denyNeedSupport(input: $input) { __typename {{Refused}}
          ... on NeedCancelled { need { {{Need}} } } ... on NeedNotServable { state } } }
        """;

    public const string NoteCallNotReached = $$"""
        mutation($input: NoteCallNotReachedInput!) { noteCallNotReached(input: $input) { __typename {{Refused}}
          ... on CallNoted { replayed call { id calledAt notedAt deniedAt } need { {{Need}} } } ... on NeedNotServable { state } ... on CallDoesNotCount { reason from } } }
        """;

    public const string DenyCall = $$"""
        mutation($id: ID!) { denyCall(id: $id) { __typename {{Refused}} ... on CallDenied { call { id calledAt notedAt deniedAt } } ... on CallNotDeniable { until } } }
        """;

    public const string ConsentToSwitch = $$"""
        mutation($input: ConsentToSwitchInput!) { consentToSwitch(input: $input) { __typename {{Refused}}
          ... on SwitchConsented { consentCode expiresAt freePeriod { startsOn endsOn daysLeft } } ... on ProviderNotParticipating { excludedAt } } }
        """;

    public const string SwitchProvider = $$"""
        mutation($input: SwitchProviderInput!) { switchProvider(input: $input) { __typename {{Refused}} {{Recorded}}
          ... on AlreadyIssued { {{Holder}} yours revokeBy } ... on CheckRequired { reason revokeBy } ... on InvalidCertificate { field }
          ... on ProviderNotParticipating { excludedAt } ... on LicenceNotInForce { keyStorage expiredOn } ... on SerialNumberTaken { issuanceId }
          ... on NeedNotServable { state revokeBy } } }
        """;

    public static Task<JsonElement> RegisterNeedAsync(this TestRegistry registry, NeedInput input, string client = "department") =>
        registry.AskAsync(client, "registerNeed", RegisterNeed, new { input });

    public static Task<JsonElement> StartNeedSupportAsync(
        this TestRegistry registry, string client, string needId, DateTimeOffset? calledAt = null, DateTimeOffset? visitAt = null, string? staff = null) =>
        registry.AskAsync(client, "startNeedSupport", StartNeedSupport, new { input = new { needId, staff = staff ?? $"{client}-staff-1", evidence = new { calledAt, visitAt } } });

    public static Task<JsonElement> CancelNeedAsync(this TestRegistry registry, string needId) =>
        registry.AskAsync("department", "cancelNeed", CancelNeed, new { input = new { needId, reason = "changed my mind" } });

    public static Task<JsonElement> DenyNeedSupportAsync(this TestRegistry registry, string needId) =>
        registry.AskAsync("department", "denyNeedSupport", DenyNeedSupport, new { input = new { needId } });

    /// <summary>One need as this client sees it; null when it does not.</summary>
    public static Task<JsonElement> NeedAsync(this TestRegistry registry, string client, string id) =>
        registry.AskAsync(client, "need", $"query($id: ID!) {{ need(id: $id) {{ {Need} }} }}", new { id });

    public static Task<JsonElement> NeedsAsync(this TestRegistry registry, string client, object? filter = null, string campaign = "hue", int first = 20) =>
        registry.AskAsync(
            client, "needs",
            $"query($campaign: String!, $filter: NeedFilter, $first: Int) {{ needs(campaign: $campaign, filter: $filter, first: $first) {{ totalCount edges {{ node {{ {Need} }} }} }} }}",
            new { campaign, filter, first });

    /// <summary>A record of a certificate for a need, at the registry's instant, with a check of its own; issuedAt is checkedAt.</summary>
    public static async Task<JsonElement> ServeNeedAsync(this TestRegistry registry, string client, string citizen, string needId, string campaign = "hue")
    {
        var check = await registry.CheckAsync(client, citizen, "NEED", $"{client}-staff-1", campaign: campaign);
        return await registry.RecordAsync(client, new RecordInput
        {
            Campaign = campaign,
            CitizenId = citizen,
            Channel = "NEED",
            Staff = $"{client}-staff-1",
            Ticket = check.TypeName() == "CitizenCheck" ? check.Text("ticket") : null,
            NeedId = needId,
            Certificate = Make.Certificate(check.TypeName() == "CitizenCheck" ? check.Time("checkedAt") : null),
        });
    }

    public static Task<JsonElement> NoteCallAsync(
        this TestRegistry registry, string client, string needId, DateTimeOffset calledAt, string? requestId = null, string? staff = null) =>
        registry.AskAsync(client, "noteCallNotReached", NoteCallNotReached, new { input = new { requestId = requestId ?? Make.Id(), needId, calledAt, staff = staff ?? $"{client}-staff-1" } });

    public static Task<JsonElement> DenyCallAsync(this TestRegistry registry, string callId) => registry.AskAsync("department", "denyCall", DenyCall, new { id = callId });

    public static Task<JsonElement> ConsentAsync(this TestRegistry registry, string citizen, string toProvider, string campaign = "hue") =>
        registry.AskAsync("department", "consentToSwitch", ConsentToSwitch, new { input = new { campaign, citizenId = citizen, providerCode = toProvider } });

    public static Task<JsonElement> SwitchAsync(this TestRegistry registry, string client, SwitchInput input) =>
        registry.AskAsync(client, "switchProvider", SwitchProvider, new { input });
}

/// <summary>The contract's RegisterNeedInput.</summary>
internal sealed record NeedInput
{
    public string RequestId { get; init; } = Make.Id();

    public string Campaign { get; init; } = "hue";

    public string? CitizenId { get; init; }

    public string ProviderCode { get; init; } = "vnpt-ca";

    public string Mode { get; init; } = "BY_PHONE";

    public string ContactName { get; init; } = "Nguyễn Thị Lành";

    public string Phone { get; init; } = "0905000111";

    public bool ForSwitch { get; init; }

    public string? WardCode { get; init; }

    public string? Address { get; init; }
}

/// <summary>The contract's SwitchProviderInput.</summary>
internal sealed record SwitchInput
{
    public string RequestId { get; init; } = Make.Id();

    public string Campaign { get; init; } = "hue";

    public required string CitizenId { get; init; }

    public required string ConsentCode { get; init; }

    public string Channel { get; init; } = "PROVIDER_APP";

    public string? Staff { get; init; }

    public string? Ticket { get; init; }

    public string? NeedId { get; init; }

    public required Certificate Certificate { get; init; }

    public object? Dossier { get; init; }
}
