using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Providers.Staff;

public sealed record RemoveStaffPhotoInput(string Id);

public sealed record StaffPhotoRemoved(StaffView Staff);

/// <summary>
/// <para>
/// A provider's administrator takes the photograph of a member of staff from the badge, from this transaction on; what was kept goes with the retention. Asked again, or where
/// there is none, the answer is the same success.
/// </para>
/// <para>Refusals, in order: StaffNotFound.</para>
/// </summary>
public sealed class RemoveStaffPhoto(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<RemoveStaffPhotoInput, StaffPhotoRemoved>
{
    private const string RemoveSql = "update registry.staff_photos set removed_at = $2, removed_by = $3 where staff_id = $1 and removed_at is null";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(StaffNotFound)];

    public Task<Answer<StaffPhotoRemoved>> HandleAsync(Caller caller, RemoveStaffPhotoInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => RemoveAsync(work, caller, input), cancel);

    /// <summary>The member of staff is locked.</summary>
    internal static NpgsqlBatchCommand Remove(Guid staff, Caller caller, DateTimeOffset now) =>
        Sql.Statement(RemoveSql, Sql.Uuid(staff), Sql.At(now), Sql.Text(caller.RequestOwner));

    private async Task<Decision<Answer<StaffPhotoRemoved>>> RemoveAsync(Work work, Caller caller, RemoveStaffPhotoInput input)
    {
        if (await StaffRow.LockOwnAsync(work, caller, input.Id) is not var (row, now))
        {
            return Decision.Discard<Answer<StaffPhotoRemoved>>(new StaffNotFound());
        }

        var removed = new StaffPhotoRemoved(await (row with { PhotoSetAt = null }).ViewAsync(providers, now, work.Cancel));
        if (row.PhotoSetAt is null)
        {
            return Decision.Discard<Answer<StaffPhotoRemoved>>(removed);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(Remove(row.Id, caller, now));
        write.BatchCommands.Add(JournalLeaf.Of(now, "STAFF_PHOTO_REMOVED", row.Id, caller.RequestOwner, JsonSerializer.Serialize(new { by = caller.ClientId })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<StaffPhotoRemoved>>(removed);
    }
}
