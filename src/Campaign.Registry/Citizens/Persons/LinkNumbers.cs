using System.Text.Json;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Citizens.Persons;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="CitizenId">12 digits (CCCD) or 9 (CMND).</param>
/// <param name="OtherCitizenId">Another number of the same person.</param>
/// <param name="Reason">A <see cref="TypedText.ReasonOfALookup"/>: what the officer has seen. What looks like a citizen number in it is blanked.</param>
internal sealed record LinkNumbersInput(string RequestId, string CitizenId, string OtherCitizenId, string Reason);

/// <summary>What waits for the second officer: the persons behind the two numbers, and as much of these as may be shown.</summary>
/// <param name="Numbers">The last three digits of each.</param>
public sealed record ProposedLink(Guid Link, Guid One, Guid Other, string[] Numbers, string Reason);

internal sealed record NumbersLinked(NumberLink Link, bool Replayed);

/// <summary>
/// <para>
/// An officer decides that two numbers are one person's, e.g. a CCCD and the CMND that it replaced (I2, HUE-1.3). From then on both lead to one person, who holds one place;
/// history keeps what it said, and the free period is the earliest that either had (HUE-1.5). A number that the registry did not know becomes known by it.
/// </para>
/// <para>
/// Two who each hold a live certificate are never merged: a case is opened, once per pair, both numbers go on reading as held, and the officer ends one of the
/// certificates first. The database decides it, under both persons' locks (<c>registry.link_persons</c>), and holds it (<c>absorbed_person_holds_nothing</c>).
/// </para>
/// <para>
/// A link moves a place, a need and a sign-in, so an officer's login links nothing alone: it is answered with SecondOfficerNeeded once the proposal is kept, and an administrator's approval links, judged anew. The
/// department's own client acts with both pairs of eyes. Whoever answers the phone of either number is told, and neither phone consents to anything for 24 hours (<see cref="Phones.NewPhoneWaits24HoursRule"/>).
/// </para>
/// <para>Sent again with the same requestId and content, the link comes back as it stands.</para>
/// <para>Refusals, in order: RequestIdReused, InvalidCitizenId, BothHoldCertificates, AlreadyOnePerson, SecondOfficerNeeded.</para>
/// </summary>
internal sealed class LinkNumbers(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<LinkNumbersInput, NumbersLinked>, IProposedAct
{
    public const string Operation = "linkNumbers";

    private const string HeldSql = """
        select i.id from registry.live_issuances($3) i where i.person_id in (registry.survivor_of($1), registry.survivor_of($2))
        order by i.recorded_at, i.id
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(BothHoldCertificates), typeof(AlreadyOnePerson), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.LinkNumbers;

    public Task<Answer<NumbersLinked>> HandleAsync(Caller caller, LinkNumbersInput input, CancellationToken cancel)
    {
        var reason = TypedText.ReasonOfALookup.Parse("reason", input.Reason);
        var number = CitizenNumber.ParseOrNull(input.CitizenId);
        var other = CitizenNumber.ParseOrNull(input.OtherCitizenId);
        var content = sealer.Seal(number?.Digits ?? input.CitizenId, other?.Digits ?? input.OtherCitizenId, reason);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, _) => LinkAsync(work, caller, input with { Reason = reason }, number, other, content),
            [RequestClaim.UniqueConstraint, PersonRegistration.LostRace, ProposeAct.OpenOnce], cancel);
    }

    private async Task<Decision<Answer<NumbersLinked>>> LinkAsync(
        Work work, Caller caller, LinkNumbersInput input, CitizenNumber? number, CitizenNumber? other, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await RequestClaim.FindAsync(work, key) is { } claim)
        {
            return Decision.Discard(await ReplayAsync(work, claim, content));
        }

        var now = await RegistryClock.ReadAsync(work);
        var today = VietnamTime.DateOf(now);
        if (number?.CouldBeBorneOn(today) != true)
        {
            return Decision.Discard<Answer<NumbersLinked>>(new InvalidCitizenId());
        }

        if (other?.CouldBeBorneOn(today) != true || number.IsSameAs(other))
        {
            return Decision.Discard<Answer<NumbersLinked>>(new InvalidCitizenId("otherCitizenId"));
        }

        var link = Guid.CreateVersion7(now);
        var (one, two) = await NamedPersons.EnsureAsync(work, vault, number, other, now);
        // What opens a case, or does nothing, moves nothing and takes one.
        if (caller.IsOfficer && !await PersonLinks.AreOneAsync(work, one, two) && !await PersonLinks.BothHoldAsync(work, one, two, now))
        {
            return await ProposeAsync(work, caller, new(link, one, two, [number.Masked, other.Masked], NumbersInText.Blank(input.Reason)!));
        }

        var verdict = await LinkAsync(work, PersonLinks.Link(link, one, two, NumberLinkSource.Officer, caller.RequestOwner, null, input.Reason));
        if (verdict == LinkVerdict.BothHold)
        {
            // What is kept is the case; a refusal is judged anew.
            work.OnCommitted(changes.Raise);
            return Decision.Keep<Answer<NumbersLinked>>(new BothHoldCertificates(await HeldAsync(work, one, two)));
        }

        if (verdict == LinkVerdict.SameAlready)
        {
            // Of the same request sent twice at once the second finds the first's link under its lock.
            return Decision.Discard(
                await RequestClaim.FindAsync(work, key) is { } late ? await ReplayAsync(work, late, content) : new AlreadyOnePerson());
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, link, now));
        foreach (var told in PersonLinks.Tell(link, one, two, now))
        {
            batch.BatchCommands.Add(told);
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        // A need that was open twice has ended by it.
        work.OnCommitted(changes.Raise);
        return Decision.Keep<Answer<NumbersLinked>>(new NumbersLinked(await NumberLinks.ByIdAsync(work, vault, link), Replayed: false));
    }

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ProposedLink>(input)!;
        var verdict = await LinkAsync(
            work, PersonLinks.Link(proposed.Link, proposed.One, proposed.Other, NumberLinkSource.Officer, approver.RequestOwner, null, proposed.Reason));
        if (verdict != LinkVerdict.Linked)
        {
            return verdict == LinkVerdict.SameAlready ? new AlreadyOnePerson() : new BothHoldCertificates(await HeldAsync(work, proposed.One, proposed.Other));
        }

        await using var batch = work.Batch();
        foreach (var told in PersonLinks.Tell(proposed.Link, proposed.One, proposed.Other, await RegistryClock.ReadAsync(work)))
        {
            batch.BatchCommands.Add(told);
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        return null;
    }

    private static async Task<Decision<Answer<NumbersLinked>>> ProposeAsync(Work work, Caller officer, ProposedLink link)
    {
        // Whichever is named first.
        var ordered = link.One.CompareTo(link.Other) < 0 ? link : link with { One = link.Other, Other = link.One, Numbers = [.. link.Numbers.Reverse()] };
        var proposed = await ProposeAct.ProposeAsync(work, officer, ProposedAct.LinkNumbers, $"{ordered.One}/{ordered.Other}", JsonSerializer.Serialize(ordered));
        return new(proposed.Value, proposed.Keep);
    }

    private async Task<Answer<NumbersLinked>> ReplayAsync(Work work, RequestClaim claim, SealedContent content) => claim.IsOf(content)
        ? new NumbersLinked(await NumberLinks.ByIdAsync(work, vault, claim.SubjectId!.Value), Replayed: true)
        : new RequestIdReused();

    private static async Task<LinkVerdict> LinkAsync(Work work, NpgsqlBatchCommand statement)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(statement);
        await using var results = await batch.ReadAsync(work.Cancel);
        return await PersonLinks.VerdictAsync(results);
    }

    private async Task<IReadOnlyList<IssuanceView>> HeldAsync(Work work, Guid one, Guid other)
    {
        var now = await RegistryClock.ReadAsync(work);
        var ids = await work.ValuesAsync<Guid>(HeldSql, Sql.Uuid(one), Sql.Uuid(other), Sql.At(now));
        var held = new List<IssuanceView>(ids.Count);
        foreach (var id in ids)
        {
            held.Add(await (await IssuanceRow.ReadWithClockAsync(work, id)).Row!.ViewAsync(providers, now, work.Cancel));
        }

        return held;
    }
}
