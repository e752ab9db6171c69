using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

/// <param name="File">JPEG, PNG or WebP, at most 10 MiB.</param>
public sealed record SetStaffPhotoInput(string Id, UploadedContent File);

public sealed record StaffPhotoSet(StaffView Staff);

/// <summary>
/// <para>
/// A provider's administrator sets the photograph that a citizen sees on the badge of a member of staff (HUE-3.1): drawn anew, 480 × 600, without metadata, and kept sealed. The
/// one before is shown no more from this transaction on (<c>one_photo_per_staff_member</c>) and goes with the retention.
/// </para>
/// <para>Refusals, in order: StaffNotFound, StaffHasLeft, PhotoNotUsable.</para>
/// </summary>
public sealed class SetStaffPhoto(UnitOfWork unitOfWork, PhotoVault vault, ProviderDirectory providers) : ICommand<SetStaffPhotoInput, StaffPhotoSet>
{
    private const string InsertSql = "insert into registry.staff_photos (id, staff_id, encryption_key_id, sealed, set_at, set_by) values ($1, $2, $3, $4, $5, $6)";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(StaffNotFound), typeof(StaffHasLeft), typeof(PhotoNotUsable)];

    public async Task<Answer<StaffPhotoSet>> HandleAsync(Caller caller, SetStaffPhotoInput input, CancellationToken cancel)
    {
        // Before a byte of it is taken.
        if (await unitOfWork.RunAsync(caller.Viewer, async work => Decision.Discard((await LookAsync(work, caller, input.Id)).Refusal), cancel) is { } early)
        {
            return early;
        }

        var cleaned = await PhotoCleaning.PortraitAsync(input.File.Content, cancel);
        return cleaned.Success is { } photo
            ? await unitOfWork.RunAsync(caller.Viewer, work => SetAsync(work, caller, input.Id, photo), cancel)
            : cleaned.Refusal!;
    }

    private static async Task<(StaffRow? Row, DateTimeOffset Now, Refusal? Refusal)> LookAsync(Work work, Caller caller, string id) =>
        await StaffRow.LockOwnAsync(work, caller, id) switch
        {
            null => (null, default, new StaffNotFound()),
            var (row, now) when row.ActiveTo is { } left && left <= now => (row, now, new StaffHasLeft(left)),
            var (row, now) => (row, now, null),
        };

    private async Task<Decision<Answer<StaffPhotoSet>>> SetAsync(Work work, Caller caller, string staff, CleanPhoto photo)
    {
        var (row, now, refusal) = await LookAsync(work, caller, staff);
        if (refusal is not null)
        {
            return Decision.Discard<Answer<StaffPhotoSet>>(refusal);
        }

        var id = Guid.CreateVersion7(now);
        var (keyId, sealedPhoto) = vault.Seal(photo.Jpeg, id);
        await using var write = work.Batch();
        write.BatchCommands.Add(RemoveStaffPhoto.Remove(row!.Id, caller, now));
        write.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Uuid(row.Id), Sql.Small(keyId), Sql.Bytes(sealedPhoto), Sql.At(now), Sql.Text(caller.RequestOwner)));
        write.BatchCommands.Add(JournalLeaf.Of(
            now, "STAFF_PHOTO_SET", row.Id, caller.RequestOwner, JsonSerializer.Serialize(new { photo = id, by = caller.ClientId })).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<StaffPhotoSet>>(new StaffPhotoSet(await (row with { PhotoSetAt = now }).ViewAsync(providers, now, work.Cancel)));
    }
}
