using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.DataRequests;

/// <param name="Reason">A <see cref="TypedText.Reason"/>, for the citizen. What looks like a citizen number in it is blanked.</param>
/// <param name="Clause">The clause of the law or of the regulation that the refusal rests on; a <see cref="TypedText.CitedClause"/>.</param>
public sealed record DeclineDataRequestInput(string Id, string Reason, string Clause);

public sealed record DataRequestDeclined(DataRequestView Request);

/// <summary>
/// <para>
/// An officer declines what a citizen has asked for, with the reason and the clause that it rests on (<c>declined_request_says_why</c>), for good; the citizen is told
/// and may ask anew. Asked again of a request that was declined, the answer is the first decision.
/// </para>
/// <para>Refusals, in order: DataRequestNotFound, DataRequestNotOpen, InvalidDataRequest.</para>
/// </summary>
public sealed class DeclineDataRequest(UnitOfWork unitOfWork, NumberVault vault) : ICommand<DeclineDataRequestInput, DataRequestDeclined>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(DataRequestNotFound), typeof(DataRequestNotOpen), typeof(InvalidDataRequest)];

    public Task<Answer<DataRequestDeclined>> HandleAsync(Caller caller, DeclineDataRequestInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => DeclineAsync(work, caller, input with { Reason = input.Reason.Trim(), Clause = input.Clause.Trim() }), cancel);

    private async Task<Decision<Answer<DataRequestDeclined>>> DeclineAsync(Work work, Caller caller, DeclineDataRequestInput input)
    {
        if (await DataRequestRow.LockOwnAsync(work, input.Id) is not var (row, now))
        {
            return Decision.Discard<Answer<DataRequestDeclined>>(new DataRequestNotFound());
        }

        if (row.Written == DataRequestState.Declined)
        {
            return Decision.Discard<Answer<DataRequestDeclined>>(new DataRequestDeclined(await row.ViewAsync(work, caller, vault, now)));
        }

        if (row.Written != DataRequestState.Open)
        {
            return Decision.Discard<Answer<DataRequestDeclined>>(new DataRequestNotOpen(row.Written));
        }

        if (Judge(input) is { } invalid)
        {
            return Decision.Discard<Answer<DataRequestDeclined>>(invalid);
        }

        var declined = row with
        {
            Written = DataRequestState.Declined,
            DecidedAt = now,
            DecidedBy = caller.RequestOwner,
            Reason = NumbersInText.Blank(input.Reason),
            Clause = NumbersInText.Blank(input.Clause),
        };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(declined.Decide());
        batch.BatchCommands.Add(DataRequestLeaf.Of(now, "DATA_REQUEST_DECLINED", row, caller, new { clause = declined.Clause }));
        batch.BatchCommands.Add(Message.ToCitizen(now, null, row.PersonId, "DATA_REQUEST_DECLINED", row.Id, details: new { kind = row.Kind.InDatabase() }).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<DataRequestDeclined>>(new DataRequestDeclined(await declined.ViewAsync(work, caller, vault, now)));
    }

    private static InvalidDataRequest? Judge(DeclineDataRequestInput input)
    {
        if (!TypedText.Reason.Fits(input.Reason))
        {
            return new("reason", TypedText.Reason.Bounds);
        }

        return TypedText.CitedClause.Fits(input.Clause) ? null : new("clause", TypedText.CitedClause.Bounds);
    }
}
