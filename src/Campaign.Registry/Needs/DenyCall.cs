using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Needs;

/// <param name="Call">With the first time that the citizen said so.</param>
public sealed record CallDenied(NeedCall Call);

/// <summary>No call bears this id, or it is not of a need of the citizen's (I8).</summary>
internal sealed record CallNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy cuộc gọi này. Hãy mở lại trang “Chữ ký số của tôi”.",
        "No call has this id. Open “My digital signature” again.");
}

/// <summary>The 30 days are over.</summary>
internal sealed record CallNotDeniable(DateTimeOffset Until) : Refusal
{
    public override Text Message => new(
        $"Thời hạn 30 ngày để nói “Không ai gọi cho tôi” đã hết lúc {VietnamTime.Spoken(Until)}. Ông/bà vẫn gửi báo cáo cho Sở được.",
        $"The 30 days in which to say \"nobody called me\" ended at {VietnamTime.SpokenEnglish(Until)}. You can still report to the department.");

    public override Clause? Clause => Clause.NeedLapsesAfter48Hours;
}

/// <summary>
/// <para>
/// The citizen, or an officer for a citizen at the counter, says "nobody called me" of a call that the provider says it made (<see cref="CallIsDeniedWithin30DaysRule"/>). The call counts no more: a lapse that it excused is the
/// provider's fault again from then on, and is flagged. Asked again, the answer is the first denial.
/// </para>
/// <para>To deny is to give nothing away, so a phone that has just replaced another may.</para>
/// <para>Refusals, in order: CallNotFound, CallNotDeniable.</para>
/// </summary>
public sealed class DenyCall(UnitOfWork unitOfWork, ChangeSignal changes) : ICommand<string, CallDenied>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CallNotFound), typeof(CallNotDeniable)];

    public Task<Answer<CallDenied>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => DenyAsync(work, caller, id), cancel);

    private async Task<Decision<Answer<CallDenied>>> DenyAsync(Work work, Caller caller, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known)
            || await NeedCall.NeedOfAsync(work, known) is not { } needId
            || await OwnNeed.FindAsync(work, caller, needId.ToString("D")) is not { } seen)
        {
            return Decision.Discard<Answer<CallDenied>>(new CallNotFound());
        }

        var (need, now) = await NeedRow.LockAsync(work, seen);
        var call = need.Calls.Single(c => c.Id == known);
        if (call.DeniedAt is not null)
        {
            return Decision.Discard<Answer<CallDenied>>(new CallDenied(call));
        }

        if (!CallIsDeniedWithin30DaysRule.IsDeniable(call, now))
        {
            return Decision.Discard<Answer<CallDenied>>(new CallNotDeniable(CallIsDeniedWithin30DaysRule.DeniableUntil(call)));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(call.Deny(now));
        batch.BatchCommands.Add(NeedTransitions.Leaf(now, "NEED_CALL_DENIED", need, caller.Actor, new { call = call.Id }));
        batch.BatchCommands.Add(Message.ToProvider(
            now, need.CampaignId, need.ProviderId, "NEED_CALL_DENIED", need.Id, call.Id.ToString("D"), new { calledAt = Instant.Write(call.CalledAt) }).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        return Decision.Keep<Answer<CallDenied>>(new CallDenied(call with { DeniedAt = now }));
    }
}
