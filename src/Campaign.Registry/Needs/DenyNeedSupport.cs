using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Needs;

/// <summary>
/// <para>
/// The citizen says that no support began (HUE-4.5): the need waits on until its first due time, or has lapsed at it, as if support had never begun. The denial
/// stands beside what the provider claimed. Asked again, and of a need whose support never began, the answer is the need as it stands.
/// </para>
/// <para>Refusals, in order: NeedNotFound, NeedNotServable.</para>
/// </summary>
public sealed class DenyNeedSupport(UnitOfWork unitOfWork, ContactSealer contacts, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<CancelNeedInput, NeedCancelled>
{
    private const string DenySql = """
        update registry.need_supports set denied_at = $3 where person_id = $1 and need_id = $2 and denied_at is null
        """;

    private const string DeniedSql = "select exists (select from registry.need_supports where person_id = $1 and need_id = $2 and denied_at is not null)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(NeedNotFound), typeof(NeedNotServable)];

    public Task<Answer<NeedCancelled>> HandleAsync(Caller caller, CancelNeedInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, work => DenyAsync(work, caller, input), cancel);
    }

    private async Task<Decision<Answer<NeedCancelled>>> DenyAsync(Work work, Caller caller, CancelNeedInput input)
    {
        if (await OwnNeed.FindAsync(work, caller, input.NeedId) is not { } seen)
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedNotFound());
        }

        var (need, now) = await NeedRow.LockAsync(work, seen);
        var state = need.StateAt(now);
        if (state == NeedState.Waiting || (state == NeedState.Lapsed && need.SupportUntil is null && await WasDeniedAsync(work, need)))
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedCancelled(await need.ViewAsync(caller, providers, contacts, now, work.Cancel)));
        }

        if (state != NeedState.InSupport)
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedNotServable(state, null));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(DenySql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.At(now)));
        batch.BatchCommands.Add(NeedTransitions.Leaf(
            now, "NEED_SUPPORT_DENIED", need, caller.Actor, new { reason = NumbersInText.Blank(input.Reason) }));
        batch.Add(NeedTransitions.WaitAgain(need, now));
        batch.BatchCommands.Add(Message.ToProvider(now, need.CampaignId, need.ProviderId, "NEED_SUPPORT_DENIED", need.Id, Instant.Write(now)).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        var waiting = need with { Written = NeedState.Waiting, SupportUntil = null, DueAt = need.WaitingUntil };
        return Decision.Keep<Answer<NeedCancelled>>(new NeedCancelled(await waiting.ViewAsync(caller, providers, contacts, now, work.Cancel)));
    }

    private static async Task<bool> WasDeniedAsync(Work work, NeedRow need)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(DeniedSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<bool>() == true;
    }
}
