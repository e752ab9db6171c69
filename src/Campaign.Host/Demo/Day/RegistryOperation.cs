namespace Campaign.Host.Demo.Day;

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
}
