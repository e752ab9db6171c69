using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Assignee">Who is to work on it, as the timeline names actors (officer:account, client:system); null: whoever asks.</param>
public sealed record AssignCaseInput(string CaseId, string? Assignee);

public sealed record CaseAssigned(CaseView Case);

/// <summary>
/// <para>
/// A case is given to an officer, or taken by the one who asks (HUE-5.1). It may be given to another at any time; the timeline says who gave it to whom. That the account exists
/// is not looked at, for accounts are the sign-in's. Asked again, the answer is the same success.
/// </para>
/// <para>Refusals, in order: CaseNotFound, InvalidAssignee.</para>
/// </summary>
public sealed partial class AssignCase(UnitOfWork unitOfWork) : ICommand<AssignCaseInput, CaseAssigned>
{
    private const string AssignSql = "update registry.cases set assigned_to = $2 where id = $1";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(CaseNotFound), typeof(InvalidAssignee)];

    public Task<Answer<CaseAssigned>> HandleAsync(Caller caller, AssignCaseInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => AssignAsync(work, caller, input.Assignee?.Trim() ?? caller.RequestOwner, input.CaseId), cancel);

    private static async Task<Decision<Answer<CaseAssigned>>> AssignAsync(Work work, Caller caller, string assignee, string id)
    {
        if (await CaseRow.LockAsync(work, id) is not var (row, now))
        {
            return Decision.Discard<Answer<CaseAssigned>>(new CaseNotFound());
        }

        if (!OfTheDepartment().IsMatch(assignee) || NumbersInText.StandsAlone(assignee))
        {
            return Decision.Discard<Answer<CaseAssigned>>(new InvalidAssignee());
        }

        if (row.AssignedTo == assignee)
        {
            return Decision.Discard<Answer<CaseAssigned>>(new CaseAssigned(row.At(now)));
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(AssignSql, Sql.Uuid(row.Id), Sql.Text(assignee)));
        batch.BatchCommands.Add((CaseEvent.Of(row.Id, now, CaseEventKind.Assigned, caller.RequestOwner) with { AssignedTo = assignee }).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(now, "CASE_ASSIGNED", row.Id, caller.RequestOwner, new { to = assignee }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CaseAssigned(v));
    }

    [GeneratedRegex(@"\A(?:officer|client):[\w.@+-]{1,150}\z")]
    private static partial Regex OfTheDepartment();
}
