using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.Persons;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="CitizenId">12 digits (CCCD) or 9 (CMND).</param>
/// <param name="OtherCitizenId">The number that somebody states beside it, and that is another person's.</param>
/// <param name="Reason">A <see cref="TypedText.ReasonOfALookup"/>: what the officer has seen. What looks like a citizen number in it is blanked.</param>
internal sealed record PartNumbersInput(string RequestId, string CitizenId, string OtherCitizenId, string Reason);

/// <param name="Numbers">The last three digits of each.</param>
internal sealed record NumbersParted(IReadOnlyList<string> Numbers, DateTimeOffset PartedAt, bool Replayed);

/// <summary>
/// <para>
/// An officer decides that two numbers which somebody states as a pair are two persons' (I2, HUE-1.3): from then on the pair counts for nothing, and whoever states it is answered by each number alone. So nobody is shut out
/// for good by a stranger's certificate under a number that a provider put beside the citizen's own. It moves nothing and takes one officer; pairs that the search has found are decided by decideSamePerson.
/// </para>
/// <para>Asked again, the answer is the same success. Numbers that a link has made one are parted by unlinkNumbers.</para>
/// <para>Refusals, in order: RequestIdReused, InvalidCitizenId, NumbersAreLinked.</para>
/// </summary>
internal sealed class PartNumbers(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer) : ICommand<PartNumbersInput, NumbersParted>
{
    public const string Operation = "partNumbers";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(NumbersAreLinked)];

    public Task<Answer<NumbersParted>> HandleAsync(Caller caller, PartNumbersInput input, CancellationToken cancel)
    {
        var reason = TypedText.ReasonOfALookup.Parse("reason", input.Reason);
        var (number, other) = (CitizenNumber.ParseOrNull(input.CitizenId), CitizenNumber.ParseOrNull(input.OtherCitizenId));
        var content = sealer.Seal(number?.Digits ?? input.CitizenId, other?.Digits ?? input.OtherCitizenId, reason);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, _) => PartAsync(work, caller, input with { Reason = NumbersInText.Blank(reason)! }, number, other, content),
            [RequestClaim.UniqueConstraint, PersonRegistration.LostRace], cancel);
    }

    private async Task<Decision<Answer<NumbersParted>>> PartAsync(
        Work work, Caller caller, PartNumbersInput input, CitizenNumber? number, CitizenNumber? other, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        var claim = await RequestClaim.FindAsync(work, key);
        if (claim?.IsOf(content) == false)
        {
            return Decision.Discard<Answer<NumbersParted>>(new RequestIdReused());
        }

        var now = await RegistryClock.ReadAsync(work);
        var today = VietnamTime.DateOf(now);
        if (number?.CouldBeBorneOn(today) != true)
        {
            return Decision.Discard<Answer<NumbersParted>>(new InvalidCitizenId());
        }

        if (other?.CouldBeBorneOn(today) != true || number.IsSameAs(other))
        {
            return Decision.Discard<Answer<NumbersParted>>(new InvalidCitizenId("otherCitizenId"));
        }

        var (one, two) = await NamedPersons.EnsureAsync(work, vault, number, other, now);
        if (await PersonLinks.AreOneAsync(work, one, two))
        {
            return Decision.Discard<Answer<NumbersParted>>(new NumbersAreLinked());
        }

        string[] shown = [number.Masked, other.Masked];
        if (await PartedPersons.PartedAtAsync(work, one, two) is { } before)
        {
            return Decision.Discard<Answer<NumbersParted>>(new NumbersParted(shown, before, Replayed: claim is not null));
        }

        var id = Guid.CreateVersion7(now);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PartedPersons.Insert(one, two, now, caller.RequestOwner));
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, id, now));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "NUMBERS_PARTED", id, caller.RequestOwner, JsonSerializer.Serialize(new { persons = new[] { one, two }, reason = input.Reason })).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<NumbersParted>>(new NumbersParted(shown, now, Replayed: false));
    }
}
