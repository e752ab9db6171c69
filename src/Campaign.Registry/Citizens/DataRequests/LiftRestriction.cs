using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Citizens.DataRequests;

public sealed record RestrictionLifted(DataRequestView Request);

/// <summary>
/// <para>
/// The citizen, or an officer for a citizen at the counter, lifts a restriction: from then on everybody sees again what is theirs to see. Asked again, the answer is the
/// same success; another restriction is another request.
/// </para>
/// <para>To lift is to consent, and a phone that has just replaced another does not (<see cref="NewPhoneWaits24HoursRule"/>).</para>
/// <para>Refusals, in order: DataRequestNotFound, DataRequestNotOpen, PhoneIsNew.</para>
/// </summary>
public sealed class LiftRestriction(UnitOfWork unitOfWork, NumberVault vault) : ICommand<string, RestrictionLifted>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(DataRequestNotFound), typeof(DataRequestNotOpen), typeof(PhoneIsNew)];

    public Task<Answer<RestrictionLifted>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => LiftAsync(work, caller, id), cancel);

    private async Task<Decision<Answer<RestrictionLifted>>> LiftAsync(Work work, Caller caller, string id)
    {
        if (await DataRequestRow.LockOwnAsync(work, id) is not var (row, now))
        {
            return Decision.Discard<Answer<RestrictionLifted>>(new DataRequestNotFound());
        }

        if (row.Written == DataRequestState.Lifted)
        {
            return Decision.Discard<Answer<RestrictionLifted>>(new RestrictionLifted(await row.ViewAsync(work, caller, vault, now)));
        }

        if (!row.IsInForce)
        {
            return Decision.Discard<Answer<RestrictionLifted>>(new DataRequestNotOpen(row.StateAt(now)));
        }

        if (await NewPhoneWaits24HoursRule.JudgeAsync(work, caller, now) is { } isNew)
        {
            return Decision.Discard<Answer<RestrictionLifted>>(isNew);
        }

        var lifted = row with { Written = DataRequestState.Lifted, LiftedAt = now, LiftedBy = caller.Actor };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(lifted.Lift());
        batch.BatchCommands.Add(DataRequestLeaf.Of(now, "RESTRICTION_LIFTED", row, caller, new { }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<RestrictionLifted>>(new RestrictionLifted(await lifted.ViewAsync(work, caller, vault, now)));
    }
}
