using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Needs;

/// <param name="Reason">A <see cref="TypedText.Note"/>. What looks like a citizen number in it is blanked.</param>
public sealed record CancelNeedInput(string NeedId, string? Reason) : ICheckedInput
{
    public void Check() => TypedText.Note.Require("reason", Reason);
}

public sealed record NeedCancelled(NeedView Need);

/// <summary>
/// <para>The citizen, or an officer for a citizen at the counter, takes an open need back. Asked again, the answer is the same success.</para>
/// <para>Refusals, in order: NeedNotFound, NeedNotServable.</para>
/// </summary>
public sealed class CancelNeed(UnitOfWork unitOfWork, ContactSealer contacts, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<CancelNeedInput, NeedCancelled>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(NeedNotFound), typeof(NeedNotServable)];

    public Task<Answer<NeedCancelled>> HandleAsync(Caller caller, CancelNeedInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, work => CancelAsync(work, caller, input), cancel);
    }

    private async Task<Decision<Answer<NeedCancelled>>> CancelAsync(Work work, Caller caller, CancelNeedInput input)
    {
        if (await OwnNeed.FindAsync(work, caller, input.NeedId) is not { } seen)
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedNotFound());
        }

        var (need, now) = await NeedRow.LockAsync(work, seen);
        var state = need.StateAt(now);
        if (state == NeedState.Cancelled)
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedCancelled(await need.ViewAsync(caller, providers, contacts, now, work.Cancel)));
        }

        if (!state.IsOpen())
        {
            return Decision.Discard<Answer<NeedCancelled>>(new NeedNotServable(state, null));
        }

        await using var batch = work.Batch();
        batch.Add(NeedTransitions.Cancel(need, input.Reason, caller.Actor, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        var cancelled = need with { Written = NeedState.Cancelled };
        return Decision.Keep<Answer<NeedCancelled>>(new NeedCancelled(await cancelled.ViewAsync(caller, providers, contacts, now, work.Cancel)));
    }
}
