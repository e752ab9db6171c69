using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>What the commands on cases share: each request id acts once (I3), is looked for first, and again once the case is locked.</summary>
internal static class CaseRequests
{
    /// <summary>Null when nothing was done under this request id.</summary>
    public static async Task<Answer<TSuccess>?> RepeatedAsync<TSuccess>(
        Work work, RequestKey key, SealedContent content, Func<CaseView, TSuccess> success)
        where TSuccess : class =>
        await RequestClaim.FindAsync(work, key) is not { } claim ? null
        : !claim.IsOf(content) ? new RequestIdReused()
        : await CaseRow.ViewAsync(work, claim.SubjectId!.Value) is { } view ? success(view)
        : throw new InvalidOperationException("A case is never deleted.");

    public static async Task<Decision<Answer<TSuccess>>> DoneAsync<TSuccess>(Work work, Guid id, Func<CaseView, TSuccess> success)
        where TSuccess : class => Decision.Keep<Answer<TSuccess>>(success((await CaseRow.ViewAsync(work, id))!));
}
