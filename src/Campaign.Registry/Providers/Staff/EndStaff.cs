using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

public sealed record EndStaffInput(string Id);

public sealed record StaffEnded(StaffView Staff);

/// <summary>
/// <para>
/// A provider's administrator ends a period of service, from this transaction on and for good (<c>staff_leave_once</c>): badges, checks and records under it stop
/// standing at once, and so does whoever signed in under it: the sign-in asks for this period of service at each request. The account is then ended too. Asked again, the
/// answer is the same success with the first end, and an account that was still open is ended.
/// </para>
/// <para>Refusals, in order: StaffNotFound.</para>
/// </summary>
public sealed class EndStaff(UnitOfWork unitOfWork, ProviderDirectory providers, IStaffAccounts accounts) : ICommand<EndStaffInput, StaffEnded>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(StaffNotFound)];

    public async Task<Answer<StaffEnded>> HandleAsync(Caller caller, EndStaffInput input, CancellationToken cancel)
    {
        var answer = await unitOfWork.RunAsync(caller.Viewer, work => EndAsync(work, caller, input), cancel);
        if (answer.Success is { Staff: { ActiveTo: { } left } staff })
        {
            await accounts.EndOfStaffAsync(
                staff, caller.ClientId,
                account => JournalLeaf.Of(
                    left, "ACCOUNT_ENDED", account, caller.RequestOwner, JsonSerializer.Serialize(new { by = caller.ClientId, staff = staff.Id })),
                cancel);
        }

        return answer;
    }

    private async Task<Decision<Answer<StaffEnded>>> EndAsync(Work work, Caller caller, EndStaffInput input)
    {
        if (await StaffRow.LockOwnAsync(work, caller, input.Id) is not var (row, now))
        {
            return Decision.Discard<Answer<StaffEnded>>(new StaffNotFound());
        }

        if (row.ActiveTo is { } left && left <= now)
        {
            return Decision.Discard<Answer<StaffEnded>>(new StaffEnded(await row.ViewAsync(providers, now, work.Cancel)));
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement("update registry.staff set active_to = $2 where id = $1", Sql.Uuid(row.Id), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "STAFF_ENDED", row.Id, caller.RequestOwner, "{}").Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<StaffEnded>>(new StaffEnded(await (row with { ActiveTo = now, PhotoSetAt = null }).ViewAsync(providers, now, work.Cancel)));
    }
}
