using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

/// <param name="Name">A <see cref="TypedText.PersonName"/>.</param>
public sealed record ChangeStaffInput(string Id, string Name);

public sealed record StaffChanged(StaffView Staff);

/// <summary>
/// <para>
/// A provider's administrator gives a member of staff another name, from this transaction on; the names before stay as history. Id, reference and quotas stay the same
/// person's. Asked again with the name that is in force, the answer is the same success.
/// </para>
/// <para>Refusals, in order: StaffNotFound, StaffHasLeft, InvalidStaff.</para>
/// </summary>
public sealed class ChangeStaff(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<ChangeStaffInput, StaffChanged>
{
    private const string InsertSql = "insert into registry.staff_names (staff_id, full_name, valid_from) values ($1, $2, $3)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(StaffNotFound), typeof(StaffHasLeft), typeof(InvalidStaff)];

    public Task<Answer<StaffChanged>> HandleAsync(Caller caller, ChangeStaffInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => ChangeAsync(work, caller, input with { Name = input.Name.Trim() }), cancel);

    private async Task<Decision<Answer<StaffChanged>>> ChangeAsync(Work work, Caller caller, ChangeStaffInput input)
    {
        if (await StaffRow.LockOwnAsync(work, caller, input.Id) is not var (row, now))
        {
            return Decision.Discard<Answer<StaffChanged>>(new StaffNotFound());
        }

        if (row.ActiveTo is { } left && left <= now)
        {
            return Decision.Discard<Answer<StaffChanged>>(new StaffHasLeft(left));
        }

        if (StaffAreDescribedRule.Name(input.Name) is { } invalid)
        {
            return Decision.Discard<Answer<StaffChanged>>(invalid);
        }

        if (row.Name == input.Name)
        {
            return Decision.Discard<Answer<StaffChanged>>(new StaffChanged(await row.ViewAsync(providers, now, work.Cancel)));
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Sql.Statement(InsertSql, Sql.Uuid(row.Id), Sql.Text(input.Name), Sql.At(now)));
        write.BatchCommands.Add(JournalLeaf.Of(now, "STAFF_RENAMED", row.Id, caller.RequestOwner, "{}").Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<StaffChanged>>(new StaffChanged(await (row with { Name = input.Name }).ViewAsync(providers, now, work.Cancel)));
    }
}
