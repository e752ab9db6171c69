using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="ViolationIds">1 to 500 flags of the case's campaign and provider.</param>
public sealed record JoinCaseInput(string CaseId, IReadOnlyList<string> ViolationIds) : ICheckedInput
{
    public void Check() => CaseFlag.Require("violationIds", ViolationIds);
}

public sealed record CaseJoined(CaseView Case);

/// <summary>
/// <para>
/// Further flags of the same campaign and provider come into a case that is not decided yet (HUE-5.1): what one cause has flagged is judged in one place. The case becomes as
/// grave as the gravest of them. Flags that are in it already stay; asked again, the answer is the same success.
/// </para>
/// <para>Refusals, in order: CaseNotFound, CaseAlreadyDecided, ViolationNotFound, ViolationsDiffer, ViolationInAnotherCase.</para>
/// </summary>
public sealed class JoinCase(UnitOfWork unitOfWork) : ICommand<JoinCaseInput, CaseJoined>
{
    private const string SeveritySql = "update registry.cases set severity = $2 where id = $1 and state <> 'DECIDED'";

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(CaseNotFound), typeof(CaseAlreadyDecided), typeof(ViolationNotFound), typeof(ViolationsDiffer), typeof(ViolationInAnotherCase)];

    public Task<Answer<CaseJoined>> HandleAsync(Caller caller, JoinCaseInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => JoinAsync(work, caller, input), [CaseRow.OncePerViolation], cancel);
    }

    private static async Task<Decision<Answer<CaseJoined>>> JoinAsync(Work work, Caller caller, JoinCaseInput input)
    {
        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<CaseJoined>>(new CaseNotFound());
        }

        if (row.Decision is { } decided)
        {
            return Decision.Discard<Answer<CaseJoined>>(new CaseAlreadyDecided(decided));
        }

        if (CaseFlag.Ids(input.ViolationIds) is not { } ids)
        {
            return Decision.Discard<Answer<CaseJoined>>(new ViolationNotFound());
        }

        var flags = await CaseFlag.LockAsync(work, ids);
        if (CaseFlag.Judge(flags, ids.Length, (row.CampaignId, row.ProviderId), row.Id) is { } refused)
        {
            return Decision.Discard<Answer<CaseJoined>>(refused);
        }

        Guid[] joining = [.. flags.Where(f => f.CaseId is null).Select(f => f.Id)];
        if (joining.Length == 0)
        {
            return Decision.Discard<Answer<CaseJoined>>(new CaseJoined(row.At(now)));
        }

        await using var batch = work.Batch();
        batch.Add(CaseFlag.Join(joining, row.Id, now));
        batch.BatchCommands.Add(Sql.Statement(
            SeveritySql, Sql.Uuid(row.Id), Sql.Text(SeverityOfKinds.Of(flags.Select(f => f.Kind).Concat(row.Kinds)).InDatabase())));
        batch.BatchCommands.Add((CaseEvent.Of(row.Id, now, CaseEventKind.Joined, caller.RequestOwner) with { Violations = joining.Length }).Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_JOINED", row.Id, caller.RequestOwner, new { violations = joining.Length }, joining, Violations.ViolationState.UnderReview));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CaseJoined(v));
    }
}
