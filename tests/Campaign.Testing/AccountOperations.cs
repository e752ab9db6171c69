using System.Text.Json;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Testing;

/// <summary>The operations on accounts, with every field of the answers asked for.</summary>
internal static class AccountOperations
{
    public const string Account = """
        id userName kind providerCode staffReference staffId role activeFrom activeTo setUp secondFactor setupCode { expiresAt issuedBy awaitsSecondAdministrator }
        sessions { id createdAt lastSeenAt label network } devices { id label registeredAt }
        """;

    private const string Refused =
        "... on Refusal { code message clause } ... on StaffHasLeft { leftAt } ... on AccountHasEnded { endedAt } ... on StaffHasAccount { userName } ... on SecondAdministratorNeeded { issuedBy }";

    /// <summary>The operations whose success shows the account, with the name of that success.</summary>
    private static readonly Dictionary<string, string> Successes = new()
    {
        ["openStaffAccount"] = "StaffAccountOpened",
        ["openAdministratorAccount"] = "AdministratorAccountOpened",
        ["openOfficerAccount"] = "OfficerAccountOpened",
        ["changeOfficerRole"] = "OfficerRoleChanged",
        ["issueSetupCode"] = "SetupCodeIssued",
        ["confirmSetupCode"] = "SetupCodeConfirmed",
        ["endAccount"] = "AccountEnded",
        ["endDevice"] = "DeviceEnded",
    };

    /// <summary>Changes an account with this token, and answers the union's member.</summary>
    public static async Task<JsonElement> ChangeAccountAsync(this TestRegistry registry, string token, string operation, object input)
    {
        var name = char.ToUpperInvariant(operation[0]) + operation[1..];
        var more = operation == "issueSetupCode" ? " code expiresAt awaitsSecondAdministrator" : "";
        var refusals = string.Join(' ', Refused.Split(" ... ").Where(part => part.Contains("Refusal {", StringComparison.Ordinal) || Says(operation, part)).Select(
            part => part.StartsWith("...", StringComparison.Ordinal) ? part : "... " + part));
        var query = $$"""
            mutation($input: {{name}}Input!) { {{operation}}(input: $input) { __typename {{refusals}} ... on {{Successes[operation]}} { account { {{Account}} }{{more}} } } }
            """;
        return await registry.AskWithTokenAsync(token, operation, query, new { input });
    }

    public static Task<JsonElement> AccountsAsync(this TestRegistry registry, string token, string arguments = "(first: 100)") => registry.AskWithTokenAsync(
        token, "accounts", $$"""{ accounts{{arguments}} { edges { node { {{Account}} } } pageInfo { hasNextPage endCursor } totalCount } }""");

    public static Task<JsonElement> SignInEventsAsync(this TestRegistry registry, string token, string arguments = "(first: 100)") => registry.AskWithTokenAsync(
        token, "signInEvents", $$"""{ signInEvents{{arguments}} { edges { node { id at kind accountId userName actor network } } totalCount } }""");

    private const string BindPhone = """
        mutation($input: BindCitizenPhoneInput!) { bindCitizenPhone(input: $input) { __typename ... on Refusal { code message clause } ... on SecondOfficerNeeded { proposalId expiresAt }
          ... on CitizenPhoneBound { boundAt } } }
        """;

    private const string ConfirmPhone = "mutation($id: ID!) { confirmCitizenPhone(id: $id) { __typename ... on Refusal { code message clause } ... on CitizenPhoneBound { boundAt } } }";

    public static Task<JsonElement> BindPhoneAsync(this TestRegistry registry, string token, string citizenId, string phone) =>
        registry.AskWithTokenAsync(token, "bindCitizenPhone", BindPhone, new { input = new { citizenId, phone } });

    public static Task<JsonElement> BindPhoneAsync(this TestRegistry registry, Caller caller, string citizenId, string phone) =>
        registry.AskAsync(caller, "bindCitizenPhone", BindPhone, new { input = new { citizenId, phone } });

    public static Task<JsonElement> ConfirmPhoneAsync(this TestRegistry registry, string token, string id) => registry.AskWithTokenAsync(token, "confirmCitizenPhone", ConfirmPhone, new { id });

    public static Task<JsonElement> ConfirmPhoneAsync(this TestRegistry registry, Caller caller, string id) => registry.AskAsync(caller, "confirmCitizenPhone", ConfirmPhone, new { id });

    /// <summary>The one account of this user name that the caller administers.</summary>
    public static async Task<JsonElement> AccountAsync(this TestRegistry registry, string token, string userName) => (await registry.AccountsAsync(token))
        .GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node")).Single(n => n.Text("userName") == userName);

    /// <summary>The data of one field, asked with a token; fails with the whole answer when there are errors.</summary>
    public static async Task<JsonElement> AskWithTokenAsync(this TestRegistry registry, string token, string field, string query, object? variables = null)
    {
        var (status, body) = await registry.SendWithTokenAsync(token, query, variables);
        return body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && !body.TryGetProperty("errors", out _)
            ? data.GetProperty(field)
            : throw new InvalidOperationException($"{(int)status}: {body}");
    }

    private static bool Says(string operation, string part) => part.Split(' ').First(word => char.IsUpper(word[0])) switch
    {
        "StaffHasLeft" or "StaffHasAccount" => operation == "openStaffAccount",
        "AccountHasEnded" => operation is "changeOfficerRole" or "issueSetupCode",
        "SecondAdministratorNeeded" => operation == "confirmSetupCode",
        _ => false,
    };
}
