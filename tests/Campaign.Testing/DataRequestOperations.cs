using System.Text.Json;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Testing;

/// <summary>Requests about the citizen's own data, as citizens and officers would send them.</summary>
internal static partial class Operations
{
    private const string DataRequest = """
        id kind state citizen atCounter wish receivedAt dueAt decidedAt reason clause liftedAt receivedBy decidedBy
        corrections { id subject subjectId field value correctedAt }
        """;

    public const string OpenDataRequest = $$"""
        mutation($input: OpenDataRequestInput!) { openDataRequest(input: $input) { __typename {{Refused}}
          ... on DataRequestOpened { request { {{DataRequest}} } document replayed } ... on InvalidDataRequest { field }
          ... on DataRequestAlreadyOpen { request { id state dueAt } } } }
        """;

    public const string FulfilDataRequest = $$"""
        mutation($input: FulfilDataRequestInput!) { fulfilDataRequest(input: $input) { __typename {{Refused}}
          ... on DataRequestFulfilled { request { {{DataRequest}} } document } ... on DataRequestNotOpen { state } ... on InvalidCorrection { field } } }
        """;

    public const string DeclineDataRequest = $$"""
        mutation($input: DeclineDataRequestInput!) { declineDataRequest(input: $input) { __typename {{Refused}}
          ... on DataRequestDeclined { request { {{DataRequest}} } } ... on DataRequestNotOpen { state } ... on InvalidDataRequest { field } } }
        """;

    public const string LiftRestriction = $$"""
        mutation($id: ID!) { liftRestriction(id: $id) { __typename {{Refused}}
          ... on RestrictionLifted { request { {{DataRequest}} } } ... on DataRequestNotOpen { state } } }
        """;

    public const string DataRequests = $$"""
        query($state: DataRequestState, $kind: DataRequestKind, $first: Int, $after: String) { dataRequests(state: $state, kind: $kind, first: $first, after: $after) {
          totalCount pageInfo { endCursor hasNextPage } edges { node { {{DataRequest}} } } } }
        """;

    /// <summary>At the counter when a citizen is named, else by the caller's own login.</summary>
    public static Task<JsonElement> OpenDataRequestAsync(
        this TestRegistry registry, Caller caller, string kind, string? citizenId = null, string? wish = null, string? requestId = null) =>
        registry.AskAsync(caller, "openDataRequest", OpenDataRequest, new { input = new { requestId = requestId ?? Make.Id(), kind, citizenId, wish } });

    public static Task<JsonElement> FulfilDataRequestAsync(this TestRegistry registry, Caller caller, string id, object? needContact = null, object? dossier = null) =>
        registry.AskAsync(caller, "fulfilDataRequest", FulfilDataRequest, new { input = new { id, needContact, dossier } });

    public static Task<JsonElement> DeclineDataRequestAsync(this TestRegistry registry, Caller caller, string id, string reason, string clause) =>
        registry.AskAsync(caller, "declineDataRequest", DeclineDataRequest, new { input = new { id, reason, clause } });

    public static Task<JsonElement> LiftRestrictionAsync(this TestRegistry registry, Caller caller, string id) =>
        registry.AskAsync(caller, "liftRestriction", LiftRestriction, new { id });

    public static Task<JsonElement> DataRequestsAsync(
        this TestRegistry registry, Caller caller, string? state = null, string? kind = null, int first = 20, string? after = null) =>
        registry.AskAsync(caller, "dataRequests", DataRequests, new { state, kind, first, after });
}
