using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Journal;
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

public sealed record SamePersonDecided(SamePersonPairView Pair);

/// <summary>
/// <para>
/// An officer has compared two persons who may be one (HUE-1.3). KEEP leaves both as they are, and asks again when the facts change; NOT_THE_SAME is remembered for good, and
/// the two are never asked about again, and a caller who states their numbers as a pair is answered by each alone; LINK makes them one person under both numbers (I2), in the same transaction. Asked again, the same decision is the same success.
/// Two who each hold a live certificate are not linked but become a case: an officer ends one first.
/// </para>
/// <para>Refusals, in order: SamePersonPairNotFound, SamePersonAlreadyDecided, TwoCertificatesHeld.</para>
/// </summary>
public sealed class DecideSamePerson : ICommand<DecideSamePersonInput, SamePersonDecided>
{
    private readonly UnitOfWork unitOfWork;
    private readonly PersonSides sides;

    internal DecideSamePerson(UnitOfWork unitOfWork, PersonSides sides) => (this.unitOfWork, this.sides) = (unitOfWork, sides);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(SamePersonPairNotFound), typeof(SamePersonAlreadyDecided), typeof(TwoCertificatesHeld)];

    public Task<Answer<SamePersonDecided>> HandleAsync(Caller caller, DecideSamePersonInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, work => DecideAsync(work, caller, input, NumbersInText.Blank(input.Reason.Trim())!), cancel);
    }

    private async Task<Decision<Answer<SamePersonDecided>>> DecideAsync(Work work, Caller caller, DecideSamePersonInput input, string reason)
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

        if (decided == SamePersonState.Linked && await LinkAsync(work, pair, caller.RequestOwner, now) == LinkVerdict.BothHold)
        {
            // The case that is opened by it stays.
            return Decision.Keep<Answer<SamePersonDecided>>(new TwoCertificatesHeld());
        }

        await using (var batch = work.Batch())
        {
            batch.BatchCommands.Add(pair.Decide(decided, now, caller.RequestOwner, reason));
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

    private static async Task<LinkVerdict> LinkAsync(Work work, SamePersonPair pair, string actor, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLinks.Link(Guid.CreateVersion7(now), pair.PersonA, pair.PersonB, NumberLinkSource.Officer, actor, now, $"same-person-pair:{pair.Id}"));
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
