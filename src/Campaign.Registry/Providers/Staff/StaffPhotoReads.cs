using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Photographs;

namespace Campaign.Registry.Providers.Staff;

/// <summary>The photograph of a member of the caller's own staff, as its administrator sees it.</summary>
public sealed class StaffPhotoReads(UnitOfWork unitOfWork, PhotoVault vault)
{
    private const string ReadSql = """
        select p.id, p.encryption_key_id, p.sealed from registry.staff_photos p join registry.staff s on s.id = p.staff_id
        where p.staff_id = $1 and s.provider_id = $2 and p.removed_at is null
        """;

    /// <summary>The JPEG; null when there is none, or it is not the caller's to see.</summary>
    public async Task<byte[]?> OwnAsync(Caller caller, string staff, CancellationToken cancel) => caller.Provider is not { } own || !Guid.TryParseExact(staff, "D", out var id)
        ? null
        : await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var photo = await work.RowOrNullAsync<Kept>(ReadSql, Sql.Uuid(id), Sql.Small(own.Id));
                return Decision.Discard(photo is null ? null : vault.Open(photo.EncryptionKeyId, photo.Sealed, photo.Id));
            },
            cancel);

    private sealed record Kept(Guid Id, short EncryptionKeyId, byte[] Sealed);
}
