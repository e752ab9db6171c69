using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Shouldly;

namespace Campaign.Testing;

/// <summary>The department's cases, and what providers are asked in them.</summary>
internal static class CaseOperations
{
    private const string Case = """
        id number campaign provider { code } severity state openedAt openedBy assignedTo answerDueAt answerIsOverdue decision { id decision reason by at } publishedAt kinds violations
        """;

    private const string Refused = "... on Refusal { code message clause }";

    private const string Decided = "... on CaseAlreadyDecided { decision { id decision by } }";

    private const string Question = "id caseNumber campaign question askedAt answerDueAt remindedAt answer answeredAt answerIsLate evidence { at summary issuanceId needId checkId }";

    public const string List = $$"""
        query($campaign: String!, $filter: CaseFilter, $first: Int, $after: String, $last: Int, $before: String) {
          cases(campaign: $campaign, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
            totalCount edges { cursor node { {{Case}} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    public const string File = $$"""
        query($id: ID!) { case(id: $id) { case { {{Case}} }
          timeline { at kind actor text decision decisionId assignedTo providerCode dueAt isLate joined violationId issuanceId needId checkId }
          violations { id kind state evidence { summary } } issuanceIds needIds reports { id reference } alike minutes { number version sha256 } } }
        """;

    public const string Questions = $$"""
        query($first: Int, $after: String) { caseQuestions(first: $first, after: $after) { totalCount edges { node { {{Question}} } } pageInfo { hasNextPage endCursor } } }
        """;

    public const string Open = $$"""
        mutation($input: OpenCaseInput!) { openCase(input: $input) { __typename {{Refused}} ... on CaseOpened { replayed case { {{Case}} } }
          ... on ViolationInAnotherCase { caseId caseNumber } } }
        """;

    public const string Join = $$"""
        mutation($input: JoinCaseInput!) { joinCase(input: $input) { __typename {{Refused}} {{Decided}} ... on CaseJoined { case { {{Case}} } } ... on ViolationInAnotherCase { caseId } } }
        """;

    public const string Assign = $$"""
        mutation($input: AssignCaseInput!) { assignCase(input: $input) { __typename {{Refused}} ... on CaseAssigned { case { {{Case}} } } } }
        """;

    public const string Note = $$"""
        mutation($input: NoteOnCaseInput!) { noteOnCase(input: $input) { __typename {{Refused}} ... on CaseNoted { replayed case { {{Case}} } } } }
        """;

    public const string Ask = $$"""
        mutation($input: AskProviderInput!) { askProvider(input: $input) { __typename {{Refused}} {{Decided}} ... on ProviderAsked { replayed case { {{Case}} } }
          ... on AnswerAwaited { answerDueAt } } }
        """;

    public const string Answer = $$"""
        mutation($input: AnswerCaseInput!) { answerCase(input: $input) { __typename {{Refused}} ... on CaseAnswered { replayed question { {{Question}} } } } }
        """;

    public const string Decide = $$"""
        mutation($input: DecideCaseInput!) { decideCase(input: $input) { __typename {{Refused}} {{Decided}} ... on CaseDecided { replayed case { {{Case}} } } } }
        """;

    public const string Publish = $$"""
        mutation($id: ID!) { publishCase(id: $id) { __typename {{Refused}} ... on CasePublished { case { {{Case}} } } ... on SecondOfficerNeeded { proposalId } } }
        """;

    public const string Withdraw = $$"""
        mutation($input: WithdrawPublicationInput!) { withdrawPublication(input: $input) { __typename {{Refused}} ... on PublicationWithdrawn { case { {{Case}} } } } }
        """;

    public const string DrawUp = $$"""
        mutation($input: DrawUpMinutesInput!) { drawUpMinutes(input: $input) { __typename {{Refused}}
          ... on MinutesDrawnUp { replayed minutes { id number year version drawnUpAt drawnUpBy sha256 content } } } }
        """;

    public static Task<JsonElement> CasesAsync(this TestRegistry registry, Caller caller, object? filter = null, int? first = null, string? after = null) =>
        registry.AskAsync(caller, "cases", List, new { campaign = "hue", filter, first, after });

    public static Task<JsonElement> CaseAsync(this TestRegistry registry, Caller caller, string id) => registry.AskAsync(caller, "case", File, new { id });

    public static Task<JsonElement> CaseQuestionsAsync(this TestRegistry registry, Caller caller) => registry.AskAsync(caller, "caseQuestions", Questions, new { first = 100 });

    public static Task<JsonElement> OpenCaseAsync(this TestRegistry registry, Caller caller, string[] violationIds, bool joinAlike = false, string? requestId = null) =>
        registry.AskAsync(caller, "openCase", Open, new { input = new { requestId = requestId ?? Make.Id(), violationIds, joinAlike } });

    public static Task<JsonElement> JoinCaseAsync(this TestRegistry registry, Caller caller, string caseId, params string[] violationIds) =>
        registry.AskAsync(caller, "joinCase", Join, new { input = new { caseId, violationIds } });

    public static Task<JsonElement> AssignCaseAsync(this TestRegistry registry, Caller caller, string caseId, string? assignee = null) =>
        registry.AskAsync(caller, "assignCase", Assign, new { input = new { caseId, assignee } });

    public static Task<JsonElement> NoteOnCaseAsync(this TestRegistry registry, Caller caller, string caseId, string text, string? requestId = null) =>
        registry.AskAsync(caller, "noteOnCase", Note, new { input = new { requestId = requestId ?? Make.Id(), caseId, text } });

    public static Task<JsonElement> AskProviderAsync(
        this TestRegistry registry, Caller caller, string caseId, string question = "What happened?", string? providerCode = null, DateTimeOffset? answerBy = null,
        string? requestId = null) =>
        registry.AskAsync(caller, "askProvider", Ask, new { input = new { requestId = requestId ?? Make.Id(), caseId, providerCode, question, answerBy } });

    public static Task<JsonElement> AnswerCaseAsync(this TestRegistry registry, Caller caller, string questionId, string answer = "It was a test.", string? requestId = null) =>
        registry.AskAsync(caller, "answerCase", Answer, new { input = new { requestId = requestId ?? Make.Id(), questionId, answer } });

    public static Task<JsonElement> DecideCaseAsync(
        this TestRegistry registry, Caller caller, string caseId, string decision, string reason = "seen at the provider", string? overturns = null, string? requestId = null) =>
        registry.AskAsync(caller, "decideCase", Decide, new { input = new { requestId = requestId ?? Make.Id(), caseId, decision, reason, overturns } });

    public static Task<JsonElement> PublishCaseAsync(this TestRegistry registry, Caller caller, string id) => registry.AskAsync(caller, "publishCase", Publish, new { id });

    /// <summary>One officer proposes the publication, another approves it.</summary>
    public static async Task PublishCaseByTwoAsync(this TestRegistry registry, Caller first, Caller second, string id)
    {
        var proposed = await registry.PublishCaseAsync(first, id);
        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        (await registry.AskAsync(second, "approveProposal", Operations.ApproveProposal, new { id = proposed.Text("proposalId") })).TypeName().ShouldBe("ProposalApproved");
    }

    public static Task<JsonElement> WithdrawPublicationAsync(this TestRegistry registry, Caller caller, string caseId, string reason = "the court said so") =>
        registry.AskAsync(caller, "withdrawPublication", Withdraw, new { input = new { caseId, reason } });

    public static Task<JsonElement> DrawUpMinutesAsync(
        this TestRegistry registry, Caller caller, string caseId, string? remarks = null, string? sign = null, string? requestId = null) => registry.AskAsync(
        caller, "drawUpMinutes", DrawUp,
        new { input = new { requestId = requestId ?? Make.Id(), caseId, place = "Số 6 Lê Lợi, Huế", attendees = new[] { "Trần Thị Lan, chuyên viên" }, remarks, sign } });
}
