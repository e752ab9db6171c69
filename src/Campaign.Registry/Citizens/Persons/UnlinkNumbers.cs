using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.Persons;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="LinkId">Of the link that was wrong.</param>
/// <param name="Reason">A <see cref="TypedText.ReasonOfALookup"/>. What looks like a citizen number in it is blanked.</param>
internal sealed record UnlinkNumbersInput(string RequestId, string LinkId, string Reason);

internal sealed record NumbersUnlinked(NumberLink Link, bool Replayed);

/// <summary>
/// <para>
/// An officer undoes a link that was wrong, by a new decision (I2). Each number leads to its own person again, with the history that it had. Possible while nothing was done
/// since that may be either's: no certificate, need, consent or request was recorded for the person, and no later link was made; else what was recorded is looked into first.
/// What the link ended stays ended. The link and its undoing stay in history and in the journal.
/// </para>
/// <para>Sent again with the same requestId and content, the link comes back as it stands.</para>
/// <para>Refusals, in order: RequestIdReused, NumberLinkNotFound, NumberLinkNotInForce, NumberLinkUsedSince.</para>
/// </summary>
internal sealed class UnlinkNumbers(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer) : ICommand<UnlinkNumbersInput, NumbersUnlinked>
{
    public const string Operation = "unlinkNumbers";

    private const string UnlinkSql = "select registry.unlink_persons($1, $2, null, $3)";

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(NumberLinkNotFound), typeof(NumberLinkNotInForce), typeof(NumberLinkUsedSince)];

    public Task<Answer<NumbersUnlinked>> HandleAsync(Caller caller, UnlinkNumbersInput input, CancellationToken cancel)
    {
        var reason = TypedText.ReasonOfALookup.Parse("reason", input.Reason);
        var content = sealer.Seal(input.LinkId, reason);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, _) => UnlinkAsync(work, caller, input with { Reason = reason }, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private async Task<Decision<Answer<NumbersUnlinked>>> UnlinkAsync(Work work, Caller caller, UnlinkNumbersInput input, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await ReplayAsync(work, key, content) is { } replay)
        {
            return Decision.Discard(replay);
        }

        if (!Guid.TryParseExact(input.LinkId, "D", out var link) || await NumberLinks.FindAsync(work, vault, link) is null)
        {
            return Decision.Discard<Answer<NumbersUnlinked>>(new NumberLinkNotFound());
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            UnlinkSql, Sql.Uuid(link), Sql.Text(caller.RequestOwner), Sql.Text(NumbersInText.Blank(input.Reason))));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        var verdict = await results.NextTextOrNullAsync();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        await results.DisposeAsync();
        if (verdict != "UNLINKED")
        {
            // Of the same request sent twice at once the second finds the first's decision under its lock.
            return Decision.Discard(await ReplayAsync(work, key, content) ?? (verdict == "USED_SINCE" ? new NumberLinkUsedSince() : new NumberLinkNotInForce()));
        }

        await using var claim = work.Batch();
        claim.BatchCommands.Add(RequestClaim.Insert(key, content, null, link, now));
        await claim.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<NumbersUnlinked>>(new NumbersUnlinked(await NumberLinks.ByIdAsync(work, vault, link), Replayed: false));
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
