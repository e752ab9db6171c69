using System.Buffers.Binary;
using System.Security.Cryptography;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>A file that was handed in whole.</summary>
/// <param name="ContentHash">SHA-256.</param>
internal sealed record KeptUpload(Guid Id, long SizeBytes, byte[] ContentHash);

/// <summary>
/// Uploaded files, kept as they come: sealed in pieces of 1 MiB, each in a transaction of its own, so that neither memory nor a transaction grows with the file. One that
/// breaks off leaves pieces that belong to no import; the retention takes them like the rest, 30 days after.
/// </summary>
internal sealed class UploadStore(JobWork jobs, JobDatabase database, KeysInUse keys)
{
    public const int PieceBytes = 1 << 20;

    /// <summary>1 GiB: more than ten million rows.</summary>
    public const int MaxPieces = 1_024;

    public const long MaxBytes = (long)MaxPieces * PieceBytes;

    /// <summary>Of one provider within 24 hours: 5 GiB.</summary>
    public const int MaxPiecesADay = 5 * MaxPieces;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private const string OfADaySql = """
        select count(*)::int from registry.import_uploads u join registry.import_pieces p on p.upload_id = u.id where u.provider_id = $1 and u.uploaded_at > $2
        """;

    private const string BeginSql = "insert into registry.import_uploads (id, provider_id, uploaded_by, uploaded_at) values ($1, $2, $3, registry.registry_now())";

    private const string PieceSql = """
        insert into registry.import_pieces (upload_id, piece, encryption_key_id, sealed, kept_at) values ($1, $2, $3, $4, registry.registry_now())
        """;

    private const string ReadSql = "select encryption_key_id, sealed from registry.import_pieces where upload_id = $1 and piece = $2";

    /// <summary>Whether the provider has handed in as much as it may within 24 hours.</summary>
    public Task<bool> IsFullAsync(short provider, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            return Decision.Discard(await work.ValueOrNullAsync<int>(OfADaySql, Sql.Small(provider), Sql.At(now - Day)) >= MaxPiecesADay);
        },
        cancel);

    /// <param name="by">The account that sends it.</param>
    /// <returns>Null when it is larger than <see cref="MaxBytes"/>.</returns>
    public async Task<KeptUpload?> KeepAsync(short provider, string by, Stream content, CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        await WriteAsync(Sql.Statement(BeginSql, Sql.Uuid(id), Sql.Small(provider), Sql.Text(by)));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[PieceBytes];
        var size = 0L;
        for (var piece = 0; ; piece++)
        {
            var length = await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancel);
            if (length == 0)
            {
                return new(id, size, hash.GetHashAndReset());
            }

            if (piece == MaxPieces)
            {
                return null;
            }

            hash.AppendData(buffer, 0, length);
            size += length;
            var key = keys.Now.EncryptionKeys[^1];
            await WriteAsync(Sql.Statement(
                PieceSql, Sql.Uuid(id), Sql.Int(piece), Sql.Small(key.Id), Sql.Bytes(SealedBytes.Seal(key, buffer.AsSpan(0, length), PlaceOf(id, piece)))));
        }

        Task WriteAsync(NpgsqlBatchCommand command) => jobs.RunAsync(
            async work =>
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(command);
                await batch.ExecuteNonQueryAsync(work.Cancel);
                return Decision.Keep(true);
            },
            cancel);
    }

    /// <summary>A kept file, to be read from any place. A piece that is gone ends the reading with <see cref="FileFault.NotKept"/>.</summary>
    public Stream Open(Guid upload, long sizeBytes) => new UploadedFile(piece => Read(upload, piece), sizeBytes);

    /// <summary>Whoever reads tables reads on a thread of its own, and waits there.</summary>
    private byte[] Read(Guid upload, int piece)
    {
        try
        {
            using var connection = database.Source.OpenConnection();
            using var db = MappedRows.Over(connection);
            return MappedRows.Of<Piece>(db, ReadSql, Sql.Uuid(upload), Sql.Int(piece)).AsEnumerable().SingleOrDefault() is { } kept
                ? SealedBytes.Open(KeyOf(kept.EncryptionKeyId), kept.Sealed, PlaceOf(upload, piece))
                : throw new UnreadableFileException(FileFault.NotKept);
        }
        catch (Exception e) when (Faults.IsUnavailability(e))
        {
            throw new RegistryUnavailableException("The database did not serve a piece of an uploaded file.", e);
        }
    }

    private sealed record Piece(short EncryptionKeyId, byte[] Sealed);

    private SymmetricSecret KeyOf(short id) => keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == id) ?? throw new CryptographicException($"Encryption key {id} is not at hand.");

    private static byte[] PlaceOf(Guid upload, int piece)
    {
        var place = new byte[20];
        upload.TryWriteBytes(place);
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(16), piece);
        return place;
    }
}
