using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Persons;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="LinkId">Of the link that was wrong.</param>
/// <param name="Reason">A <see cref="TypedText.ReasonOfALookup"/>. What looks like a citizen number in it is blanked.</param>
internal sealed record UnlinkNumbersInput(string RequestId, string LinkId, string Reason);

internal sealed record NumbersUnlinked(NumberLink Link, bool Replayed);

/// <summary>What waits for the second officer.</summary>
/// <param name="Numbers">The last three digits of each.</param>
public sealed record ProposedUnlink(Guid Undone, string[] Numbers, string Reason);

/// <summary>
/// <para>
/// An officer undoes a link that was wrong, by a new decision (I2). Each number leads to its own person again, with the history that it had. Possible while nothing was done
/// since that may be either's: no certificate, need, consent or request was recorded for the person, and no later link was made; else what was recorded is looked into first.
/// What the link ended stays ended. The link and its undoing stay in history and in the journal.
/// </para>
/// <para>
/// Each number has a place and a free year of its own again, so an officer's login undoes nothing alone: it is answered with SecondOfficerNeeded once the proposal is kept, and an administrator's approval undoes,
/// judged anew. The department's own client acts with both pairs of eyes. The phones of both numbers are told.
/// </para>
/// <para>Sent again with the same requestId and content, the link comes back as it stands.</para>
/// <para>Refusals, in order: RequestIdReused, NumberLinkNotFound, NumberLinkNotInForce, NumberLinkUsedSince, SecondOfficerNeeded.</para>
/// </summary>
internal sealed class UnlinkNumbers(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer) : ICommand<UnlinkNumbersInput, NumbersUnlinked>, IProposedAct
{
    public const string Operation = "unlinkNumbers";

    private const string PersonsSql = "select unnest(array[l.from_person, l.to_person]) from registry.person_links l where l.id = $1";

    private const string UnlinkSql = "select registry.unlink_persons($1, $2, null, $3)";

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(NumberLinkNotFound), typeof(NumberLinkNotInForce), typeof(NumberLinkUsedSince), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.UnlinkNumbers;

    public Task<Answer<NumbersUnlinked>> HandleAsync(Caller caller, UnlinkNumbersInput input, CancellationToken cancel)
    {
        var reason = TypedText.ReasonOfALookup.Parse("reason", input.Reason);
        var content = sealer.Seal(input.LinkId, reason);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, _) => UnlinkAsync(work, caller, input with { Reason = reason }, content), [RequestClaim.UniqueConstraint, ProposeAct.OpenOnce], cancel);
    }

    private async Task<Decision<Answer<NumbersUnlinked>>> UnlinkAsync(Work work, Caller caller, UnlinkNumbersInput input, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await ReplayAsync(work, key, content) is { } replay)
        {
            return Decision.Discard(replay);
        }

        if (!Guid.TryParseExact(input.LinkId, "D", out var link) || await NumberLinks.FindAsync(work, vault, link) is not { } found)
        {
            return Decision.Discard<Answer<NumbersUnlinked>>(new NumberLinkNotFound());
        }

        if (caller.IsOfficer)
        {
            // What could not be undone now is refused now, and not by whoever is to approve it.
            return found.UndoneAt is not null
                ? Decision.Discard<Answer<NumbersUnlinked>>(new NumberLinkNotInForce())
                : await ProposeAsync(work, caller, new(link, [.. found.Numbers], NumbersInText.Blank(input.Reason)!));
        }

        var (verdict, now) = await UnlinkAsync(work, link, caller.RequestOwner, NumbersInText.Blank(input.Reason)!);
        if (verdict != "UNLINKED")
        {
            // Of the same request sent twice at once the second finds the first's decision under its lock.
            return Decision.Discard(await ReplayAsync(work, key, content) ?? (verdict == "USED_SINCE" ? new NumberLinkUsedSince() : new NumberLinkNotInForce()));
        }

        await using var claim = work.Batch();
        claim.BatchCommands.Add(RequestClaim.Insert(key, content, null, link, now));
        await TellAsync(claim, work, link, now);
        await claim.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<NumbersUnlinked>>(new NumbersUnlinked(await NumberLinks.ByIdAsync(work, vault, link), Replayed: false));
    }

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ProposedUnlink>(input)!;
        var (verdict, now) = await UnlinkAsync(work, proposed.Undone, approver.RequestOwner, proposed.Reason);
        if (verdict != "UNLINKED")
        {
            return verdict == "USED_SINCE" ? new NumberLinkUsedSince() : new NumberLinkNotInForce();
        }

        await using var batch = work.Batch();
        await TellAsync(batch, work, proposed.Undone, now);
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return null;
    }

    private static async Task<Decision<Answer<NumbersUnlinked>>> ProposeAsync(Work work, Caller officer, ProposedUnlink unlink)
    {
        var proposed = await ProposeAct.ProposeAsync(work, officer, ProposedAct.UnlinkNumbers, unlink.Undone.ToString(), JsonSerializer.Serialize(unlink));
        return new(proposed.Value, proposed.Keep);
    }

    private static async Task<(string? Verdict, DateTimeOffset Now)> UnlinkAsync(Work work, Guid link, string actor, string reason)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(UnlinkSql, Sql.Uuid(link), Sql.Text(actor), Sql.Text(reason)));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        var verdict = await results.NextTextOrNullAsync();
        return (verdict, await results.NextAsync(RegistryClock.ReadAsync));
    }

    private static async Task TellAsync(NpgsqlBatch batch, Work work, Guid link, DateTimeOffset now)
    {
        foreach (var told in PersonLinks.TellUndone(link, await work.ValuesAsync<Guid>(PersonsSql, Sql.Uuid(link)), now))
        {
            batch.BatchCommands.Add(told);
        }
    }

    private async Task<Answer<NumbersUnlinked>?> ReplayAsync(Work work, RequestKey key, SealedContent content)
    {
        if (await RequestClaim.FindAsync(work, key) is not { } claim)
        {
            return null;
        }

        return claim.IsOf(content) ? new NumbersUnlinked(await NumberLinks.ByIdAsync(work, vault, claim.SubjectId!.Value), Replayed: true) : new RequestIdReused();
    }
}
