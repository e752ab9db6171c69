using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.DataRequests;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="CitizenId">Named by the officer at the counter; a citizen's login implies it.</param>
/// <param name="Wish">What is to be corrected, or why; a <see cref="TypedText.Wish"/>, and needed for CORRECTION. What looks like a citizen number in it is blanked.</param>
public sealed record OpenDataRequestInput(string RequestId, DataRequestKind Kind, string? CitizenId, string? Wish);

/// <param name="Document">Of an EXPORT by the citizen's own login: everything that the registry holds, JSON.</param>
/// <param name="Replayed">True when this requestId had opened it before: the request as it stands now, and the document made anew.</param>
public sealed record DataRequestOpened(DataRequestView Request, string? Document, bool Replayed);

/// <summary>
/// <para>
/// A citizen asks for a copy of the citizen's own data, for its correction or for its restriction (law 91/2025, HUE-1.7): signed in as that citizen, or at the counter, where an officer
/// opens the request. It is due at the end of the second working day (<see cref="AnsweredInTwoWorkingDaysRule"/>). Signed in as the citizen, an EXPORT and a RESTRICTION are
/// fulfilled at once, in the same transaction, for nobody is to judge them; everything else an officer decides.
/// </para>
/// <para>
/// A person has one open request of a kind. Of whom the registry knows nothing there is nothing to give: a request makes nobody known.
/// </para>
/// <para>Refusals, in order: RequestIdReused, InvalidCitizenId, InvalidDataRequest, NothingHeld, DataRequestAlreadyOpen.</para>
/// </summary>
public sealed class OpenDataRequest(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer, PersonalData data, Restriction restriction)
    : ICommand<OpenDataRequestInput, DataRequestOpened>
{
    public const string Operation = "openDataRequest";

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(InvalidDataRequest), typeof(NothingHeld), typeof(DataRequestAlreadyOpen)];

    /// <summary>Tests alone clear this, to see that the database holds one open request per person and kind without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public Task<Answer<DataRequestOpened>> HandleAsync(Caller caller, OpenDataRequestInput input, CancellationToken cancel)
    {
        input = input with { Wish = string.IsNullOrWhiteSpace(input.Wish) ? null : input.Wish.Trim() };
        var number = NamedCitizen.Of(caller, input.CitizenId);
        var content = sealer.Seal(input.Kind, number?.Digits ?? input.CitizenId, input.Wish);
        return unitOfWork.RunAsync(
            caller.Viewer, (work, attempt) => OpenAsync(work, caller, input, number, content, LooksBeforeWriting || attempt > 1),
            [RequestClaim.UniqueConstraint, DataRequestRow.OpenOnce], cancel);
    }

    private async Task<Decision<Answer<DataRequestOpened>>> OpenAsync(
        Work work, Caller caller, OpenDataRequestInput input, CitizenNumber? number, SealedContent content, bool looks)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await RequestClaim.FindAsync(work, key) is { } claim)
        {
            return await ReplayAsync(work, caller, claim, content);
        }

        if (number?.CouldBeBorneOn(VietnamTime.DateOf(await RegistryClock.ReadAsync(work))) != true)
        {
            return Decision.Discard<Answer<DataRequestOpened>>(new InvalidCitizenId());
        }

        if (Judge(input) is { } invalid)
        {
            return Decision.Discard<Answer<DataRequestOpened>>(invalid);
        }

        var (person, now, lateClaim) = await LockAsync(work, number, key);
        if (lateClaim is not null)
        {
            return await ReplayAsync(work, caller, lateClaim, content);
        }

        if (person is not { } known)
        {
            return Decision.Discard<Answer<DataRequestOpened>>(new NothingHeld());
        }

        if (looks && await DataRequestRow.FindOpenAsync(work, known, input.Kind) is { } open)
        {
            return Decision.Discard<Answer<DataRequestOpened>>(new DataRequestAlreadyOpen(await open.ViewAsync(work, caller, vault, now)));
        }

        return Decision.Keep<Answer<DataRequestOpened>>(await WriteAsync(work, caller, input, key, content, known, now));
    }

    private static InvalidDataRequest? Judge(OpenDataRequestInput input)
    {
        if (input.Wish is null)
        {
            return input.Kind == DataRequestKind.Correction
                ? new("wish", new("hãy ghi rõ điều cần sửa.", "state what should be corrected."))
                : null;
        }

        return TypedText.Wish.Fits(input.Wish) ? null : new("wish", TypedText.Wish.Bounds);
    }

    private async Task<(Guid? Person, DateTimeOffset Now, RequestClaim? Claim)> LockAsync(Work work, CitizenNumber number, RequestKey key)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLock.TakeByNumber([.. vault.KeysOf(number).Select(k => k.Hash)]));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(RequestClaim.Read(key));
        await using var results = await batch.ReadAsync(work.Cancel);
        var person = await results.NextValueOrNullAsync<Guid>();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        return (person, now, await results.NextAsync(RequestClaim.FromAsync));
    }

    private async Task<DataRequestOpened> WriteAsync(
        Work work, Caller caller, OpenDataRequestInput input, RequestKey key, SealedContent content, Guid person, DateTimeOffset now)
    {
        var atOnce = caller.Citizen is not null && input.Kind != DataRequestKind.Correction;
        var dueAt = await AnsweredInTwoWorkingDaysRule.DueAsync(work, now);
        var row = new DataRequestRow(
            Guid.CreateVersion7(now), person, input.Kind, NumbersInText.Blank(input.Wish), now, dueAt, caller.Actor,
            atOnce ? DataRequestState.Fulfilled : DataRequestState.Open, atOnce ? now : null, atOnce ? caller.Actor : null, null, null, null, null, new(0, []));
        await using var batch = work.Batch();
        batch.BatchCommands.Add(row.Insert());
        batch.BatchCommands.Add(DataRequestLeaf.Of(now, "DATA_REQUEST_OPENED", row, caller, new { person, kind = row.Kind.InDatabase(), dueAt = Instant.Write(dueAt) }));
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, person, row.Id, now));
        batch.BatchCommands.Add(atOnce
            ? DataRequestLeaf.Of(now, "DATA_REQUEST_FULFILLED", row, caller, new { })
            : Message.ToDepartment(now, null, "DATA_REQUEST_OPENED", row.Id, details: new { kind = row.Kind.InDatabase(), dueAt = Instant.Write(dueAt) }).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        if (atOnce && input.Kind == DataRequestKind.Restriction)
        {
            await restriction.TakeBackOpenNeedsAsync(work, caller, person, now);
        }

        return await AnswerAsync(work, caller, row.Id, replayed: false);
    }

    private async Task<Decision<Answer<DataRequestOpened>>> ReplayAsync(Work work, Caller caller, RequestClaim claim, SealedContent content) =>
        claim.IsOf(content)
            // What is shown again leaves its trace again.
            ? Decision.Keep<Answer<DataRequestOpened>>(await AnswerAsync(work, caller, claim.SubjectId!.Value, replayed: true))
            : Decision.Discard<Answer<DataRequestOpened>>(new RequestIdReused());

    private async Task<DataRequestOpened> AnswerAsync(Work work, Caller caller, Guid id, bool replayed)
    {
        var row = await DataRequestRow.FindAsync(work, id) ?? throw new InvalidOperationException("A request is never deleted.");
        var now = await RegistryClock.ReadAsync(work);
        var document = row.Kind == DataRequestKind.Export && caller.Citizen is not null ? await data.GiveAsync(work, caller, row.PersonId, now) : null;
        return new(await row.ViewAsync(work, caller, vault, now), document, replayed);
    }
}

/// <summary>What the journal keeps of a request: never its wish, its values or a number (I10, I11).</summary>
internal static class DataRequestLeaf
{
    public static Npgsql.NpgsqlBatchCommand Of(DateTimeOffset now, string kind, DataRequestRow row, Caller caller, object payload) =>
        JournalLeaf.Of(now, kind, row.Id, caller.Actor, JsonSerializer.Serialize(payload)).Insert();
}
