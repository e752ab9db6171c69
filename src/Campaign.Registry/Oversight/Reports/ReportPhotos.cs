using System.Text.Json;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Photographs;

namespace Campaign.Registry.Oversight.Reports;

/// <summary>Photographs of reports, for the department; each look leaves a trace.</summary>
public sealed class ReportPhotos(UnitOfWork unitOfWork, PhotoVault vault)
{
    private const string Path = "/reports/photos/";

    private const string ReadSql = """
        select p.encryption_key_id, p.sealed, p.report_id from registry.report_photos p where p.id = $1
        """;

    public static string UrlOf(Guid photo) => $"{Path}{photo}";

    /// <summary>The JPEG; null when there is none by this id. The trace is in the transaction of the look: what cannot be traced is not shown.</summary>
    public async Task<byte[]?> ReadAsync(Caller caller, string id, CancellationToken cancel) => !Guid.TryParseExact(id, "D", out var photo)
        ? null
        : await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                if (await work.RowOrNullAsync<Kept>(ReadSql, Sql.Uuid(photo)) is not var (keyId, sealedPhoto, report))
                {
                    return Decision.Discard<byte[]?>(null);
                }

                var now = await RegistryClock.ReadAsync(work);
                await using var write = work.Batch();
                write.BatchCommands.Add(ReadTrace.OfSubjects(caller, LookupAct.ReportPhoto, now, ReportRow.SubjectsSql, [report])!);
                write.BatchCommands.Add(JournalLeaf.Of(
                    now, "REPORT_PHOTO_SEEN", report, caller.Actor, JsonSerializer.Serialize(new { photo, by = caller.ClientId })).Insert());
                await write.ExecuteNonQueryAsync(work.Cancel);
                return Decision.Keep<byte[]?>(vault.Open(keyId, sealedPhoto, photo));
            },
            cancel);

    private sealed record Kept(short EncryptionKeyId, byte[] Sealed, Guid ReportId);
}
