using System.Text.Json;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="ConsentCode">For the citizen to tell the provider's staff; shown once, kept nowhere.</param>
/// <param name="ExpiresAt">Exclusive; 15 minutes after the consent.</param>
public sealed record EndConsented(string ConsentCode, DateTimeOffset ExpiresAt);

/// <summary>
/// <para>
/// A citizen agrees to the end of a certificate (HUE-1.2) and gets a code to tell its provider's staff: for this certificate, once, for 15 minutes and 5 tries; a new one voids the old. An end by it is the citizen's own. The
/// free period runs on. The citizen is told of the code, and again when it is used.
/// </para>
/// <para>A phone that has just replaced another gives no consent (<see cref="NewPhoneWaits24HoursRule"/>).</para>
/// <para>Refusals, in order: IssuanceNotFound, CannotEndSo, PhoneIsNew.</para>
/// </summary>
public sealed class ConsentToEnd(UnitOfWork unitOfWork, ConsentCodes codes) : ICommand<string, EndConsented>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(IssuanceNotFound), typeof(CannotEndSo), typeof(PhoneIsNew)];

    public Task<Answer<EndConsented>> HandleAsync(Caller caller, string id, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => ConsentAsync(work, caller, id), cancel);

    private async Task<Decision<Answer<EndConsented>>> ConsentAsync(Work work, Caller caller, string issuanceId)
    {
        if (await OwnIssuance.FindAsync(work, caller, issuanceId) is not { } seen)
        {
            return Decision.Discard<Answer<EndConsented>>(new IssuanceNotFound());
        }

        var (row, now) = await IssuanceRow.LockAsync(work, seen);
        if (row.StatusAt(now) is var status && !status.IsLive())
        {
            return Decision.Discard<Answer<EndConsented>>(CannotEndSo.HasEnded(status));
        }

        if (await NewPhoneWaits24HoursRule.JudgeAsync(work, caller, now) is { } isNew)
        {
            return Decision.Discard<Answer<EndConsented>>(isNew);
        }

        var id = Guid.CreateVersion7(now);
        var code = ConsentCodes.New();
        await using var write = work.Batch();
        write.Add(EndConsent.Give(id, row, codes.Hash(ConsentCodes.Normalise(code), row.PersonId), now));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "END_CONSENTED", row.Id, caller.Actor, JsonSerializer.Serialize(new { consent = id, expiresAt = Instant.Write(now + SwitchConsent.Lifetime) })).Insert());
        write.BatchCommands.Add(Message.ToCitizen(now, row.CampaignId, row.PersonId, "END_CONSENTED", row.Id, id.ToString(), new { providerId = row.ProviderId }).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<EndConsented>>(new EndConsented(code, now + SwitchConsent.Lifetime));
    }
}
