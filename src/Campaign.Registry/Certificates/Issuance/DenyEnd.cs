using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="DeniedAt">The first time that the citizen said so.</param>
public sealed record EndDenied(DateTimeOffset DeniedAt);

/// <summary>An end by a provider without the citizen's code, as the citizen sees it.</summary>
/// <param name="DeniedAt">When the citizen said "I did not ask"; null when that was not said.</param>
/// <param name="MayDeny">It may be said still.</param>
public sealed record EndWithoutCode(DateTimeOffset ToldAt, DateTimeOffset DeniableUntil, DateTimeOffset? DeniedAt, bool MayDeny);

/// <summary>The certificate has not ended, was ended by the citizen's code or by the department, or the 30 days are over.</summary>
internal sealed record EndNotDeniable(DateTimeOffset? Until) : Refusal
{
    public override Text Message => Until is { } until
        ? new($"Thời hạn 30 ngày để nói “Tôi không yêu cầu” đã hết lúc {VietnamTime.Spoken(until)}. Ông/bà vẫn gửi báo cáo cho Sở được.",
            $"The 30 days in which to say \"I did not ask\" ended at {VietnamTime.SpokenEnglish(until)}. You can still report to the department.")
        : new("Không có lần kết thúc nào như vậy để phủ nhận: chứng thư còn hiệu lực, hoặc được kết thúc bằng mã của ông/bà hay bởi Sở.",
            "There is no such end to deny: the certificate is in force, or was ended by your code or by the department.");

    public override Clause? Clause => Clause.FreeYearIsCarriedOver;
}

/// <summary>
/// <para>
/// The citizen says "I did not ask" of an end by a provider without the citizen's code (<see cref="EndIsDeniedWithin30DaysRule"/>). It is flagged at the provider that ended (END_NOT_ASKED_FOR) and a case is opened with the
/// records before and after it. The end stands and the free year runs on; who recorded afterwards is not held to it. Asked again, the answer is the first denial.
/// </para>
/// <para>To deny is to give nothing away, so a phone that has just replaced another may.</para>
/// <para>Refusals, in order: IssuanceNotFound, EndNotDeniable.</para>
/// </summary>
public sealed class DenyEnd(UnitOfWork unitOfWork) : ICommand<string, EndDenied>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(IssuanceNotFound), typeof(EndNotDeniable)];

    public Task<Answer<EndDenied>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => DenyAsync(work, caller, id), cancel);

    /// <summary>The citizen's own certificates that providers ended without a code: of which it may still be said, and of which it was.</summary>
    public Task<Dictionary<Guid, EndWithoutCode>> OwnAsync(Caller citizen, CancellationToken cancel) => unitOfWork.RunAsync(
        citizen.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var ends = (await ProviderEnd.OwnAsync(work)).Where(e => EndIsDeniedWithin30DaysRule.DeniableUntil(e) is not null);
            return Decision.Discard(ends.ToDictionary(
                e => e.IssuanceId,
                e => new EndWithoutCode(
                    e.ToldAt, EndIsDeniedWithin30DaysRule.DeniableUntil(e)!.Value, e.DeniedAt, e.DeniedAt is null && EndIsDeniedWithin30DaysRule.IsDeniable(e, now))));
        },
        cancel);

    private static async Task<Decision<Answer<EndDenied>>> DenyAsync(Work work, Caller caller, string issuanceId)
    {
        if (await OwnIssuance.FindAsync(work, caller, issuanceId) is not { } seen)
        {
            return Decision.Discard<Answer<EndDenied>>(new IssuanceNotFound());
        }

        var (row, now) = await IssuanceRow.LockAsync(work, seen);
        var end = await ProviderEnd.ReadAsync(work, row.Id);
        if (end?.DeniedAt is { } first)
        {
            return Decision.Discard<Answer<EndDenied>>(new EndDenied(first));
        }

        if (end is null || !EndIsDeniedWithin30DaysRule.IsDeniable(end, now))
        {
            return Decision.Discard<Answer<EndDenied>>(new EndNotDeniable(EndIsDeniedWithin30DaysRule.DeniableUntil(end)));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(end.Deny(now));
        batch.BatchCommands.Add(JournalLeaf.Of(now, "END_DENIED", row.Id, caller.Actor, "{}").Insert());
        batch.BatchCommands.Add(Message.ToProvider(now, row.CampaignId, row.ProviderId, "END_DENIED", row.Id).Insert());
        batch.BatchCommands.Add(Message.ToDepartment(now, row.CampaignId, "END_DENIED", row.Id).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<EndDenied>>(new EndDenied(now));
    }
}
