using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Reason">A <see cref="TypedText.Reason"/>. What looks like a citizen number in it is blanked.</param>
public sealed record WithdrawPublicationInput(string CaseId, string Reason) : ICheckedInput
{
    public void Check() => TypedText.Reason.Require("reason", Reason);
}

public sealed record PublicationWithdrawn(CaseView Case);

/// <summary>
/// <para>
/// A publication is taken back, and why (HUE-5.3): the public page names it no longer, the decision holds on, and the timeline keeps that it was published. Of what is not
/// published the answer is the same success.
/// </para>
/// <para>Refusals, in order: CaseNotFound.</para>
/// </summary>
public sealed class WithdrawPublication(UnitOfWork unitOfWork) : ICommand<WithdrawPublicationInput, PublicationWithdrawn>
{
    private const string WithdrawSql = "update registry.cases set published_at = null where id = $1 and published_at is not null";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CaseNotFound)];

    public Task<Answer<PublicationWithdrawn>> HandleAsync(Caller caller, WithdrawPublicationInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, work => WithdrawAsync(work, caller, input), cancel);
    }

    private static async Task<Decision<Answer<PublicationWithdrawn>>> WithdrawAsync(Work work, Caller caller, WithdrawPublicationInput input)
    {
        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<PublicationWithdrawn>>(new CaseNotFound());
        }

        if (row.PublishedAt is null)
        {
            return Decision.Discard<Answer<PublicationWithdrawn>>(new PublicationWithdrawn(row.At(now)));
        }

        var moved = await CaseRow.MoveViolationsAsync(work, row.Id, ViolationState.Confirmed, ViolationState.Published);
        var withdrawn = CaseEvent.Of(row.Id, now, CaseEventKind.Withdrawn, caller.RequestOwner) with { Text = input.Reason };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(WithdrawSql, Sql.Uuid(row.Id)));
        batch.BatchCommands.Add(withdrawn.Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_PUBLICATION_WITHDRAWN", row.Id, caller.RequestOwner, new { reason = withdrawn.Text }, moved, ViolationState.Confirmed));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new PublicationWithdrawn(v));
    }
}
