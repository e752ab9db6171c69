using System.Security.Cryptography;
using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Photographs;

namespace Campaign.Registry.Oversight.Reports;

/// <param name="Photos">How many the report has now.</param>
public sealed record ReportPhotoAttached(int Photos);

/// <summary>
/// <para>
/// A photograph is added to a report by whoever knows its number, within a day of it and four at most (<c>report_has_four_photos_at_most</c>). What is kept is drawn anew
/// (<see cref="PhotoCleaning"/>), sealed, and read by the department alone. The same photograph again is the one that is there.
/// </para>
/// <para>Refusals, in order: ReportNotFound, ReportPhotosClosed, TooManyPhotos, PhotoNotUsable.</para>
/// </summary>
public sealed class AttachReportPhoto(UnitOfWork unitOfWork, PhotoVault vault)
{
    public const int MostPhotos = 4;

    private const string OncePerPlace = "one_photo_per_place";
    private const string OncePerContent = "same_photo_is_kept_once";

    /// <summary>Exclusive: at a day exactly it is too late.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(24);

    private const string LookSql = """
        select r.id, r.reported_at, (select count(*)::int from registry.report_photos p where p.report_id = r.id) as photos,
          exists (select from registry.report_photos p where p.report_id = r.id and p.content_hash = $2) as there
        from registry.reports r where r.reference = $1
        """;

    private const string InsertSql = """
        insert into registry.report_photos (id, report_id, place, encryption_key_id, sealed, width, height, content_hash, kept_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ReportNotFound), typeof(ReportPhotosClosed), typeof(TooManyPhotos), typeof(PhotoNotUsable)];

    /// <param name="caller">Null for the public.</param>
    public async Task<Answer<ReportPhotoAttached>> HandleAsync(Caller? caller, string reference, Stream content, CancellationToken cancel)
    {
        if (!ReportReference.TryRead(reference, out var known))
        {
            return new ReportNotFound();
        }

        // Before a byte of it is taken. One that is there already may be sent again though there are four.
        if ((await unitOfWork.RunAsync(Viewer.Registry, async work => Decision.Discard(await JudgeAsync(work, known, null)), cancel)).Refusal is { } early and not TooManyPhotos)
        {
            return early;
        }

        var cleaned = await PhotoCleaning.EvidenceAsync(content, cancel);
        return cleaned.Success is not { } photo
            ? cleaned.Refusal!
            : await unitOfWork.RunAsync(Viewer.Registry, (work, _) => AttachAsync(work, caller, known, photo), [OncePerPlace, OncePerContent], cancel);
    }

    private static async Task<(Guid Report, int Photos, bool There, DateTimeOffset Now, Refusal? Refusal)> JudgeAsync(Work work, string reference, byte[]? hash)
    {
        var found = await work.RowOrNullAsync<Report>(LookSql, Sql.Text(reference), Sql.Bytes(hash));
        var now = await RegistryClock.ReadAsync(work);
        return found switch
        {
            null => (default, 0, false, now, new ReportNotFound()),
            { There: true } report => (report.Id, report.Photos, true, now, null),
            { } report when now >= report.ReportedAt + OpenFor => (report.Id, report.Photos, false, now, new ReportPhotosClosed()),
            { Photos: >= MostPhotos } report => (report.Id, report.Photos, false, now, new TooManyPhotos()),
            { } report => (report.Id, report.Photos, false, now, null),
        };
    }

    private async Task<Decision<Answer<ReportPhotoAttached>>> AttachAsync(Work work, Caller? caller, string reference, CleanPhoto photo)
    {
        var hash = SHA256.HashData(photo.Jpeg);
        var (report, photos, there, now, refusal) = await JudgeAsync(work, reference, hash);
        if (refusal is not null)
        {
            return Decision.Discard<Answer<ReportPhotoAttached>>(refusal);
        }

        if (there)
        {
            return Decision.Discard<Answer<ReportPhotoAttached>>(new ReportPhotoAttached(photos));
        }

        var id = Guid.CreateVersion7(now);
        var (keyId, sealedPhoto) = vault.Seal(photo.Jpeg, id);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(id), Sql.Uuid(report), Sql.Small((short)(photos + 1)), Sql.Small(keyId), Sql.Bytes(sealedPhoto),
            Sql.Small((short)photo.Width), Sql.Small((short)photo.Height), Sql.Bytes(hash), Sql.At(now)));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "REPORT_PHOTO_ADDED", report, caller?.Actor ?? "public", JsonSerializer.Serialize(new { photo = id, sha256 = Convert.ToHexStringLower(hash) })).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ReportPhotoAttached>>(new ReportPhotoAttached(photos + 1));
    }

    private sealed record Report(Guid Id, DateTimeOffset ReportedAt, int Photos, bool There);
}
