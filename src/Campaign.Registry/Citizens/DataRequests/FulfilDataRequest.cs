using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.DataRequests;

/// <param name="NeedContact">Of a CORRECTION: the contact of an open need, as it is to be.</param>
/// <param name="Dossier">Of a CORRECTION: what is true of one field of a dossier.</param>
public sealed record FulfilDataRequestInput(string Id, NeedContactCorrectionInput? NeedContact, DossierCorrectionInput? Dossier);

/// <param name="Document">Of an EXPORT: everything that the registry holds under the citizen, JSON, to be handed to him or her.</param>
public sealed record DataRequestFulfilled(DataRequestView Request, string? Document);

/// <summary>
/// <para>
/// An officer does what a citizen has asked for (law 91/2025). EXPORT: the document, to be handed over; asked again by the same officer within 24 hours (exclusive) it is
/// made anew, with its trace. CORRECTION: of the contact of an open need, which changes; or of a dossier, beside which the correction stands, for history only grows
/// (I9). What a certificate says and when it was recorded is the CA's and the journal's, and is not corrected here. RESTRICTION: it is in force from then on
/// (<see cref="Restriction"/>). Late is possible too: an overdue request is still owed.
/// </para>
/// <para>Refusals, in order: DataRequestNotFound, DataRequestNotOpen, InvalidCorrection.</para>
/// </summary>
public sealed class FulfilDataRequest(
    UnitOfWork unitOfWork, NumberVault vault, PersonalData data, Restriction restriction, Corrections corrections)
    : ICommand<FulfilDataRequestInput, DataRequestFulfilled>
{
    private static readonly TimeSpan GivenAgain = TimeSpan.FromHours(24);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(DataRequestNotFound), typeof(DataRequestNotOpen), typeof(InvalidCorrection)];

    public Task<Answer<DataRequestFulfilled>> HandleAsync(Caller caller, FulfilDataRequestInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => FulfilAsync(work, caller, input), cancel);

    private async Task<Decision<Answer<DataRequestFulfilled>>> FulfilAsync(Work work, Caller caller, FulfilDataRequestInput input)
    {
        if (await DataRequestRow.LockOwnAsync(work, input.Id) is not var (row, now))
        {
            return Decision.Discard<Answer<DataRequestFulfilled>>(new DataRequestNotFound());
        }

        if (row.Written == DataRequestState.Fulfilled && row.DecidedBy == caller.RequestOwner && now < row.DecidedAt + GivenAgain)
        {
            return Decision.Keep<Answer<DataRequestFulfilled>>(await AnswerAsync(work, caller, row, now));
        }

        if (row.Written != DataRequestState.Open)
        {
            return Decision.Discard<Answer<DataRequestFulfilled>>(new DataRequestNotOpen(row.Written));
        }

        if (await CarryOutAsync(work, caller, row, input, now) is { } invalid)
        {
            return Decision.Discard<Answer<DataRequestFulfilled>>(invalid);
        }

        var fulfilled = row with { Written = DataRequestState.Fulfilled, DecidedAt = now, DecidedBy = caller.RequestOwner };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(fulfilled.Decide());
        batch.BatchCommands.Add(DataRequestLeaf.Of(now, "DATA_REQUEST_FULFILLED", row, caller, new { }));
        batch.BatchCommands.Add(Message.ToCitizen(now, null, row.PersonId, "DATA_REQUEST_FULFILLED", row.Id, details: new { kind = row.Kind.InDatabase() }).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        if (row.Kind == DataRequestKind.Restriction)
        {
            await restriction.TakeBackOpenNeedsAsync(work, caller, row.PersonId, now);
        }

        return Decision.Keep<Answer<DataRequestFulfilled>>(await AnswerAsync(work, caller, fulfilled, now));
    }

    private async Task<InvalidCorrection?> CarryOutAsync(Work work, Caller caller, DataRequestRow row, FulfilDataRequestInput input, DateTimeOffset now)
    {
        if (row.Kind == DataRequestKind.Correction)
        {
            return await corrections.CarryOutAsync(work, caller, row, input, now);
        }

        return input is { NeedContact: null, Dossier: null }
            ? null
            : new(input.NeedContact is null ? "dossier" : "needContact", new("chỉ dùng cho yêu cầu sửa dữ liệu.", "is only for a CORRECTION."));
    }

    private async Task<DataRequestFulfilled> AnswerAsync(Work work, Caller caller, DataRequestRow row, DateTimeOffset now) => new(
        await row.ViewAsync(work, caller, vault, now), row.Kind == DataRequestKind.Export ? await data.GiveAsync(work, caller, row.PersonId, now) : null);
}
