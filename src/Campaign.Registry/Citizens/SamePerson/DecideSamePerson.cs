using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>What an officer decides of two persons who may be one.</summary>
public enum SamePersonDecision
{
    Keep,
    Link,
    NotTheSame,
}

/// <param name="Reason">A <see cref="TypedText.Reason"/>. What looks like a citizen number in it is blanked.</param>
public sealed record DecideSamePersonInput(string PairId, SamePersonDecision Decision, string Reason) : ICheckedInput
{
    public void Check() => TypedText.Reason.Require("reason", Reason);
}

/// <summary>What waits for the second officer.</summary>
public sealed record ProposedSamePerson(Guid Link, Guid PairId, string Reason);

public sealed record SamePersonDecided(SamePersonPairView Pair);

/// <summary>
/// <para>
/// An officer has compared two persons who may be one (HUE-1.3). KEEP leaves both as they are, and asks again when the facts change; NOT_THE_SAME is remembered for good, and
/// the two are never asked about again, and a caller who states their numbers as a pair is answered by each alone; LINK makes them one person under both numbers (I2), in the same transaction. Asked again, the same decision is the same success.
/// Two who each hold a live certificate are not linked but become a case: an officer ends one first.
/// </para>
/// <para>
/// LINK moves a place, a need and a sign-in, so an officer's login links nothing alone: it is answered with SecondOfficerNeeded once the proposal is kept, and an administrator's approval links, judged anew, as in
/// <see cref="LinkNumbers"/>. The other two decisions move nothing of the citizen's and take one officer.
/// </para>
/// <para>Refusals, in order: SamePersonPairNotFound, SamePersonAlreadyDecided, TwoCertificatesHeld, SecondOfficerNeeded.</para>
/// </summary>
public sealed class DecideSamePerson : ICommand<DecideSamePersonInput, SamePersonDecided>, IProposedAct
{
    private readonly UnitOfWork unitOfWork;
    private readonly PersonSides sides;

    internal DecideSamePerson(UnitOfWork unitOfWork, PersonSides sides) => (this.unitOfWork, this.sides) = (unitOfWork, sides);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(SamePersonPairNotFound), typeof(SamePersonAlreadyDecided), typeof(TwoCertificatesHeld), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.LinkSamePerson;

    public Task<Answer<SamePersonDecided>> HandleAsync(Caller caller, DecideSamePersonInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(
            caller.Viewer, (work, _) => DecideAsync(work, caller, input, NumbersInText.Blank(input.Reason.Trim())!, null), [ProposeAct.OpenOnce], cancel);
    }

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ProposedSamePerson>(input)!;
        return (await DecideAsync(work, approver, new(proposed.PairId.ToString(), SamePersonDecision.Link, proposed.Reason), proposed.Reason, proposed.Link)).Value.Refusal;
    }

    private async Task<Decision<Answer<SamePersonDecided>>> DecideAsync(Work work, Caller caller, DecideSamePersonInput input, string reason, Guid? approved)
    {
        if (await SamePersonPair.LockAsync(work, input.PairId) is not var (pair, now))
        {
            return Decision.Discard<Answer<SamePersonDecided>>(new SamePersonPairNotFound());
        }

        var decided = StateOf(input.Decision);
        if (pair.State == decided)
        {
            return Decision.Discard<Answer<SamePersonDecided>>(new SamePersonDecided(await ViewAsync(work, pair, now)));
        }

        if (pair.State is SamePersonState.Linked or SamePersonState.NotTheSame)
        {
            return Decision.Discard<Answer<SamePersonDecided>>(new SamePersonAlreadyDecided(pair.State));
        }

        var link = approved ?? Guid.CreateVersion7(now);
        if (decided == SamePersonState.Linked && caller.IsOfficer && approved is null && !await PersonLinks.AreOneAsync(work, pair.PersonA, pair.PersonB)
            && !await PersonLinks.BothHoldAsync(work, pair.PersonA, pair.PersonB, now))
        {
            var proposed = await ProposeAct.ProposeAsync(
                work, caller, ProposedAct.LinkSamePerson, pair.Id.ToString(), JsonSerializer.Serialize(new ProposedSamePerson(link, pair.Id, reason)));
            return new(proposed.Value, proposed.Keep);
        }

        if (decided == SamePersonState.Linked && await LinkAsync(work, link, pair, caller.RequestOwner, now) == LinkVerdict.BothHold)
        {
            // The case that is opened by it stays.
            return Decision.Keep<Answer<SamePersonDecided>>(new TwoCertificatesHeld());
        }

        await using (var batch = work.Batch())
        {
            batch.BatchCommands.Add(pair.Decide(decided, now, caller.RequestOwner, reason));
            if (decided == SamePersonState.Linked)
            {
                foreach (var told in PersonLinks.Tell(link, pair.PersonA, pair.PersonB, now))
                {
                    batch.BatchCommands.Add(told);
                }
            }

            if (decided == SamePersonState.NotTheSame)
            {
                batch.BatchCommands.Add(PartedPersons.Insert(pair.PersonA, pair.PersonB, now, caller.RequestOwner));
            }

            batch.BatchCommands.Add(JournalLeaf.Of(
                now, "SAME_PERSON_DECIDED", pair.Id, caller.RequestOwner,
                JsonSerializer.Serialize(new { persons = new[] { pair.PersonA, pair.PersonB }, decision = decided.InDatabase(), score = pair.Score, reason })).Insert());
            await batch.ExecuteNonQueryAsync(work.Cancel);
        }

        var after = pair with { State = decided, DecidedAt = now, DecidedBy = caller.RequestOwner, Reason = reason };
        return Decision.Keep<Answer<SamePersonDecided>>(new SamePersonDecided(await ViewAsync(work, after, now)));
    }

    private static async Task<LinkVerdict> LinkAsync(Work work, Guid link, SamePersonPair pair, string actor, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLinks.Link(link, pair.PersonA, pair.PersonB, NumberLinkSource.Officer, actor, now, $"same-person-pair:{pair.Id}"));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await PersonLinks.VerdictAsync(results);
    }

    private async Task<SamePersonPairView> ViewAsync(Work work, SamePersonPair pair, DateTimeOffset now)
    {
        var sideOf = await sides.OfAsync(work, [pair.PersonA, pair.PersonB], now);
        return pair.ViewOf(sideOf(pair.PersonA), sideOf(pair.PersonB));
    }

    private static SamePersonState StateOf(SamePersonDecision decision) => decision switch
    {
        SamePersonDecision.Keep => SamePersonState.Kept,
        SamePersonDecision.Link => SamePersonState.Linked,
        _ => SamePersonState.NotTheSame,
    };
}
