using System.Text.Json;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Why an issuance ends. The first two end in WITHDRAWN, the others in REVOKED.</summary>
internal enum EndReason
{
    FaultNotResolved,
    WrongCitizen,
    Revoked,
    CitizenAsked,
}

/// <param name="EffectiveAt">In [issuedAt, now + 5 minutes].</param>
/// <param name="Note">For the file; a <see cref="TypedText.Note"/>. What looks like a citizen number in it is blanked.</param>
/// <param name="ConsentCode">What the citizen got from consentToEnd; without it the citizen is told at once and may deny to have asked.</param>
internal sealed record EndIssuanceInput(string RequestId, string IssuanceId, EndReason Reason, DateTimeOffset EffectiveAt, string? Note, string? ConsentCode = null) : ICheckedInput
{
    public void Check()
    {
        TypedText.Note.Require("note", Note);
        if (ConsentCode is not null)
        {
            TypedText.ConsentCode.Require("consentCode", ConsentCode);
        }
    }
}

internal sealed record IssuanceEnded(IssuanceView Issuance, bool Replayed);

/// <summary>
/// <para>
/// An issuance comes to its end, by its own provider or by the department. The citizen's place is free from this transaction on; the free period runs on and is
/// never renewed by an end (HUE-1.5). One exception: WRONG_CITIZEN (a mistyped number) also undoes the free period that this issuance had started, for the citizen
/// whose number it was never got a certificate.
/// </para>
/// <para>
/// FAULT_NOT_RESOLVED fits only what is pending. WRONG_CITIZEN is the provider's to say within 72 hours (inclusive) of the first record of the chain, later the
/// department's alone. What has ended the same way is answered as ended; another way, it is refused.
/// </para>
/// <para>
/// An end by a provider takes the citizen's code, which is then spent and told to the citizen. Without it, whatever the reason, the citizen is told at once and may say for 30 days "I did not ask" (<see cref="DenyEnd"/>). A
/// wrong code ends nothing; the fifth voids the consent.
/// </para>
/// <para>Refusals, in order: RequestIdReused, IssuanceNotFound, CannotEndSo, ConsentNotProven.</para>
/// </summary>
internal sealed class EndIssuance(UnitOfWork unitOfWork, ContentSealer sealer, ConsentCodes codes, ProviderDirectory providers) : ICommand<EndIssuanceInput, IssuanceEnded>
{
    public const string Operation = "endIssuance";
    public static readonly TimeSpan WrongCitizenWindow = TimeSpan.FromHours(72);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(IssuanceNotFound), typeof(CannotEndSo), typeof(ConsentNotProven)];

    public async Task<Answer<IssuanceEnded>> HandleAsync(Caller caller, EndIssuanceInput input, CancellationToken cancel)
    {
        input.Check();
        // Without a code the content is what it was before there were codes, so that a request of then is still known.
        var content = input.ConsentCode is null
            ? sealer.Seal(input.IssuanceId, input.Reason, Instant.Write(input.EffectiveAt), input.Note)
            : sealer.Seal(input.IssuanceId, input.Reason, Instant.Write(input.EffectiveAt), input.Note, ConsentCodes.Normalise(input.ConsentCode));
        return await unitOfWork.RunAsync(caller.Viewer, (work, _) => EndAsync(work, caller, input, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private async Task<Decision<Answer<IssuanceEnded>>> EndAsync(Work work, Caller caller, EndIssuanceInput input, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await ReplayAsync(work, key, content) is { } replay)
        {
            return Decision.Discard(replay);
        }

        if (await OwnIssuance.FindAsync(work, caller, input.IssuanceId) is not { } seen)
        {
            return Decision.Discard<Answer<IssuanceEnded>>(new IssuanceNotFound());
        }

        var (row, now) = await IssuanceRow.LockAsync(work, seen);
        if (await ReplayAsync(work, key, content) is { } lateReplay)
        {
            return Decision.Discard(lateReplay);
        }

        var status = row.StatusAt(now);
        var endedSo = row.EndReason == input.Reason.InDatabase();
        if (!endedSo && (Judge(caller, input, row, status, now) ?? await JudgeExcludedAsync(work, caller, input, row, status, now)) is { } refusal)
        {
            return Decision.Discard<Answer<IssuanceEnded>>(refusal);
        }

        var consent = endedSo || input.ConsentCode is null ? null : await EndConsent.ReadAsync(work, row.Id);
        if (!endedSo && input.ConsentCode is { } code && !IsProven(consent, code, now))
        {
            return await RefuseCodeAsync(work, consent, now);
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, row.PersonId, row.Id, now));
        var ended = row;
        if (!endedSo)
        {
            var to = input.Reason is EndReason.FaultNotResolved or EndReason.WrongCitizen ? IssuanceStatus.Withdrawn : IssuanceStatus.Revoked;
            batch.BatchCommands.Add(IssuanceTransitions.End(row.PersonId, row.Id, to, input.EffectiveAt, input.Reason.InDatabase(), caller.RequestOwner));
            if (input.Reason == EndReason.WrongCitizen)
            {
                batch.BatchCommands.Add(IssuanceTransitions.UndoFreePeriod(row.PersonId, row.CampaignId, row.RootId, now));
            }

            batch.BatchCommands.Add(JournalLeaf.Of(
                now, "ISSUANCE_ENDED", row.Id, caller.RequestOwner,
                JsonSerializer.Serialize(new
                {
                    from = row.Written.InDatabase(),
                    to = to.InDatabase(),
                    reason = input.Reason.InDatabase(),
                    effectiveAt = Instant.Write(input.EffectiveAt),
                    note = NumbersInText.Blank(input.Note),
                    consent = consent?.Id,
                })).Insert());
            if (consent is not null)
            {
                batch.BatchCommands.Add(consent.Use(now));
            }

            if (caller.Provider is not null)
            {
                var end = new ProviderEnd(row.Id, row.PersonId, row.CampaignId, row.ProviderId, now, consent?.Id, null);
                batch.BatchCommands.Add(end.Insert());
                batch.BatchCommands.Add(Tell(end).Insert());
            }
            ended = row with { Written = to };
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        if (!endedSo && input.Reason == EndReason.WrongCitizen)
        {
            // Whether the free period was this chain's to undo, the database knows.
            ended = (await IssuanceRow.ReadWithClockAsync(work, row.Id)).Row!;
        }

        return Decision.Keep<Answer<IssuanceEnded>>(new IssuanceEnded(await ended.ViewAsync(providers, now, work.Cancel), Replayed: endedSo));
    }

    private static Message Tell(ProviderEnd end) => EndIsDeniedWithin30DaysRule.DeniableUntil(end) is { } until
        ? Message.ToCitizen(end.ToldAt, end.CampaignId, end.PersonId, "CERTIFICATE_ENDED", end.IssuanceId, details: new { providerId = end.ProviderId, deniableUntil = Instant.Write(until) })
        : Message.ToCitizen(end.ToldAt, end.CampaignId, end.PersonId, "CERTIFICATE_ENDED_BY_CODE", end.IssuanceId, details: new { providerId = end.ProviderId });

    private bool IsProven(EndConsent? consent, string code, DateTimeOffset now) =>
        consent is not null && now < consent.ExpiresAt && codes.Fits(consent, ConsentCodes.Normalise(code));

    /// <summary>A wrong code for a consent that is open counts against it.</summary>
    private static async Task<Decision<Answer<IssuanceEnded>>> RefuseCodeAsync(Work work, EndConsent? consent, DateTimeOffset now)
    {
        if (consent is null || now >= consent.ExpiresAt)
        {
            return Decision.Discard<Answer<IssuanceEnded>>(new ConsentNotProven());
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(consent.CountWrongTry(now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<IssuanceEnded>>(new ConsentNotProven());
    }

    /// <summary>
    /// An excluded provider reports revocations that happened, and ends with the citizen's code; that it had the wrong citizen undoes a free year, and goes to an officer (HUE-5.3). Many ends in a day do too, as MASS_ENDS.
    /// </summary>
    private static async Task<CannotEndSo?> JudgeExcludedAsync(Work work, Caller caller, EndIssuanceInput input, IssuanceRow row, IssuanceStatus status, DateTimeOffset now) =>
        caller.Provider is not null && input.Reason == EndReason.WrongCitizen && (await CampaignOf.ReadAsync(work, row, now)).Participation.ExcludedAt(now) is not null
            ? new(status, new(
                "Doanh nghiệp đã bị loại khỏi chiến dịch: nhầm công dân do cán bộ của Sở xử lý. Hãy gửi yêu cầu cho Sở.",
                "The provider has been excluded from the campaign: a wrong citizen is for an officer of the department. Ask the department."))
            : null;

    private static CannotEndSo? Judge(Caller caller, EndIssuanceInput input, IssuanceRow row, IssuanceStatus status, DateTimeOffset now)
    {
        if (!status.IsLive())
        {
            return CannotEndSo.HasEnded(status);
        }

        if (input.EffectiveAt < row.IssuedAt || input.EffectiveAt > now + StatedInstantsRule.ClockTolerance)
        {
            return new(status, new(
                "effectiveAt phải từ lúc tạo chứng thư đến hiện tại. Hãy kiểm tra lại đồng hồ.",
                "effectiveAt must be between the issuing of the certificate and now. Check the clock."));
        }

        if (input.Reason == EndReason.FaultNotResolved && status != IssuanceStatus.PendingActivation)
        {
            return new(status, new(
                "Lý do 'lỗi kỹ thuật không khắc phục được' chỉ dùng cho chứng thư đang chờ kích hoạt.",
                "FAULT_NOT_RESOLVED is only for an issuance that is pending activation."));
        }

        if (input.Reason == EndReason.WrongCitizen && !caller.IsDepartment && now > row.RootRecordedAt + WrongCitizenWindow)
        {
            return new(status, new(
                "Đã quá 72 giờ từ khi ghi nhận: nhầm số công dân nay chỉ Sở mới sửa được. Hãy gửi đề nghị cho Sở.",
                "More than 72 hours have passed since the record: a wrong citizen can now only be corrected by the department. Ask the department."));
        }

        return null;
    }

    private Task<Answer<IssuanceEnded>?> ReplayAsync(Work work, RequestKey key, SealedContent content) => Replay.FindAsync(
        work, key, content,
        async (row, now) => new IssuanceEnded(await row.ViewAsync(providers, now, work.Cancel), Replayed: true));
}
