using System.Text.Json;

namespace Campaign.Demo.Day;

/// <summary>One operation of the public contract, asking for what the player needs to know of the answer.</summary>
/// <param name="Name">How latencies name it.</param>
/// <param name="Field">The top-level field that is answered.</param>
internal sealed record RegistryOperation(string Name, string Field, string Document)
{
    private const string Recorded = """
        ... on IssuanceRecorded { replayed
          issuance { id status serialNumber recordedAt freePeriod { startsOn endsOn } }
          receipt { journalKeyId leafHash recordedAt signature } }
        """;

    private const string Page = """
        edges { node { id provider { code } status serialNumber recordedAt } } pageInfo { hasNextPage endCursor }
        """;

    public static readonly RegistryOperation Check = new("check", "checkCitizen", """
        mutation($input: CheckCitizenInput!) { checkCitizen(input: $input) { __typename
          ... on CitizenCheck { ticket checkedAt standing holder { provider { code } } } } }
        """);

    public static readonly RegistryOperation Record = new("record", "recordIssuance", $$"""
        mutation($input: RecordIssuanceInput!) { recordIssuance(input: $input) { __typename {{Recorded}}
          ... on AlreadyIssued { holder { provider { code } recordedAt } yours revokeBy } } }
        """);

    public static readonly RegistryOperation Switch = new("switch", "switchProvider", $$"""
        mutation($input: SwitchProviderInput!) { switchProvider(input: $input) { __typename {{Recorded}} } }
        """);

    public static readonly RegistryOperation Consent = new("consent", "consentToSwitch", """
        mutation($input: ConsentToSwitchInput!) { consentToSwitch(input: $input) { __typename
          ... on SwitchConsented { consentCode freePeriod { startsOn endsOn } } } }
        """);

    public static readonly RegistryOperation RegisterNeed = new("register need", "registerNeed", """
        mutation($input: RegisterNeedInput!) { registerNeed(input: $input) { __typename ... on NeedRegistered { need { id registeredAt dueAt } } } }
        """);

    public static readonly RegistryOperation StartSupport = new("start support", "startNeedSupport", """
        mutation($input: StartNeedSupportInput!) { startNeedSupport(input: $input) { __typename ... on NeedSupportStarted { need { dueAt } } } }
        """);

    public static readonly RegistryOperation DenySupport = new("deny support", "denyNeedSupport", """
        mutation($input: CancelNeedInput!) { denyNeedSupport(input: $input) { __typename } }
        """);

    public static readonly RegistryOperation CancelNeed = new("cancel need", "cancelNeed", """
        mutation($input: CancelNeedInput!) { cancelNeed(input: $input) { __typename } }
        """);

    public static readonly RegistryOperation Need = new("need", "need", "query($id: ID!) { need(id: $id) { state } }");

    public static readonly RegistryOperation CreateCampaign = new("create campaign", "createCampaign", """
        mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }
        """);

    public static readonly RegistryOperation OpenCase = new("open case", "openCase", """
        mutation($input: OpenCaseInput!) { openCase(input: $input) { __typename ... on CaseOpened { case { id } } } }
        """);

    public static readonly RegistryOperation DecideCase = new("decide", "decideCase", """
        mutation($input: DecideCaseInput!) { decideCase(input: $input) { __typename } }
        """);

    public static readonly RegistryOperation DrawUpMinutes = new("minutes", "drawUpMinutes", """
        mutation($input: DrawUpMinutesInput!) { drawUpMinutes(input: $input) { __typename } }
        """);

    public static readonly RegistryOperation PublishCase = new("publish", "publishCase", """
        mutation($id: ID!) { publishCase(id: $id) { __typename } }
        """);

    public static readonly RegistryOperation Exclude = new("exclude", "excludeProvider", """
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on ProviderExcluded { needsReleased } } }
        """);

    public static readonly RegistryOperation Violations = new("violations", "violations", """
        query($campaign: String!, $after: String) { violations(campaign: $campaign, first: 100, after: $after) {
          edges { node { id kind clause provider { code } flaggedAt evidence { at summary issuanceId needId } } } pageInfo { hasNextPage endCursor } } }
        """);

    public static readonly RegistryOperation Activate = new("activate", "activateIssuance", """
        mutation($input: ActivateIssuanceInput!) { activateIssuance(input: $input) { __typename
          ... on IssuanceActivated { issuance { id status freePeriod { startsOn endsOn } } } } }
        """);

    public static readonly RegistryOperation Replace = new("replace", "replaceCertificate", $$"""
        mutation($input: ReplaceCertificateInput!) { replaceCertificate(input: $input) { __typename {{Recorded}} } }
        """);

    public static readonly RegistryOperation End = new("end", "endIssuance", """
        mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { __typename ... on IssuanceEnded { issuance { id status } } } }
        """);

    public static readonly RegistryOperation ConfirmRevocation = new("confirm revocation", "confirmRevocation", """
        mutation($input: ConfirmRevocationInput!) { confirmRevocation(input: $input) { __typename ... on RevocationConfirmed { inTime } } }
        """);

    public static readonly RegistryOperation FirstPage = new("list", "issuances", $$"""
        query($campaign: String!, $filter: IssuanceFilter) { issuances(campaign: $campaign, filter: $filter, first: 100) { totalCount {{Page}} } }
        """);

    public static readonly RegistryOperation NextPage = new("list", "issuances", $$"""
        query($campaign: String!, $filter: IssuanceFilter, $after: String) {
          issuances(campaign: $campaign, filter: $filter, first: 100, after: $after) { {{Page}} } }
        """);

    /// <summary>Which member of the operation's result union an answer is.</summary>
    public static string TypeOf(JsonElement answer) => answer.GetProperty("__typename").GetString()!;
}
