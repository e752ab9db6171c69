using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Where a record and a switch differ: how the citizen's place is judged once it is locked, what is left for the new, and what a refusal costs.</summary>
internal abstract class RecordKind
{
    /// <summary>The refusals between CheckRequired and NeedNotServable.</summary>
    public abstract Task<Refusal?> JudgePlaceAsync(RecordRequest request, LockedFacts locked, CancellationToken cancel);

    /// <summary>The holding whose place the new issuance takes; null when the place is free.</summary>
    public virtual Holding? Leaves(LockedFacts locked) => null;

    /// <summary>Writes what a refusal after the lock leaves beside its trace.</summary>
    public virtual Task OnRefusedAsync(Work work, RecordRequest request, LockedFacts locked, Refusal refusal) => Task.CompletedTask;
}

/// <summary>
/// The one way from a request to an issuance, for records and switches: the facts, the refusals in their order, the quota, the lock, everything once more at the
/// instant that the issuance would bear, and the writing of it all.
/// </summary>
internal sealed class RecordFlow(
    UnitOfWork unitOfWork, NumberVault vault, TicketSealer tickets, Quotas quotas, RecordWriting writing, ProviderDirectory providers, ChangeSignal changes)
{
    /// <param name="looks">False: the first try leaves uniqueness to the database alone.</param>
    internal Task<Answer<IssuanceRecorded>> RunAsync(Viewer viewer, RecordRequest request, RecordKind kind, bool looks, CancellationToken cancel) =>
        unitOfWork.RunAsync(viewer, (work, attempt) => RunAsync(work, request, kind, looks || attempt > 1), Replay.LostRaces, cancel);

    private async Task<Decision<Answer<IssuanceRecorded>>> RunAsync(Work work, RecordRequest request, RecordKind kind, bool looks)
    {
        var facts = await RecordFacts.ReadAsync(work, request);
        if (facts.Claim is not null)
        {
            return Decision.Discard(await ReplayAsync(work, request, facts.Claim));
        }

        if (RecordJudgement.BeforeQuota(request, facts, facts.Now) is { } early)
        {
            return Decision.Discard<Answer<IssuanceRecorded>>(early);
        }

        var terms = facts.TermsAt(facts.Now)!;
        var staffId = facts.StaffIdAt(facts.Now);
        if (await quotas.JudgeAsync(work, terms, request.ProviderId, staffId, request.AskedAbout, facts.Now) is { } exceeded)
        {
            return Decision.Discard<Answer<IssuanceRecorded>>(exceeded);
        }

        var ticket = request.OpenTicket(tickets);
        if (RecordJudgement.BeforeLock(request, ticket, terms, facts.Now) is { } refused)
        {
            return Decision.Keep<Answer<IssuanceRecorded>>(await RefusedRecord.KeepAsync(work, request, refused, ticket, terms, staffId, facts.Now));
        }

        var locked = await LockedFacts.ReadAsync(work, request, vault, facts.Now);
        if (looks && locked.Claim is not null)
        {
            return Decision.Discard(await ReplayAsync(work, request, locked.Claim));
        }

        // Time has passed while others held the lock: every window is judged again at the instant that the issuance would bear.
        terms = facts.TermsAt(locked.Now)!;
        var late = (locked.ConfirmedRevoked ? RevokedSerial.Refusal() : null)
            ?? RecordJudgement.BeforeQuota(request, facts, locked.Now)
            ?? RecordJudgement.BeforeLock(request, ticket, terms, locked.Now)
            ?? (looks ? await kind.JudgePlaceAsync(request, locked, work.Cancel) : null)
            ?? RecordJudgement.Need(request, locked);
        if (late is not null)
        {
            await LockedFacts.UndoAsync(work);
            await kind.OnRefusedAsync(work, request, locked, late);
            return Decision.Keep<Answer<IssuanceRecorded>>(
                await RefusedRecord.KeepAsync(work, request, late, ticket, terms, facts.StaffIdAt(locked.Now), locked.Now, locked.Holder?.Holding));
        }

        if (locked.OpenNeed is not null)
        {
            work.OnCommitted(changes.Raise);
        }

        return Decision.Keep<Answer<IssuanceRecorded>>(await writing.WriteAsync(work, request, facts, locked, ticket, terms, kind.Leaves(locked)));
    }

    private Task<Answer<IssuanceRecorded>> ReplayAsync(Work work, RecordRequest request, RequestClaim claim) => Replay.OfAsync(
        work, claim, request.Content,
        async (row, now) => new IssuanceRecorded(await row.ViewAsync(providers, now, work.Cancel), row.Receipt, Replayed: true));
}
