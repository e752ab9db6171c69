using System.Runtime.CompilerServices;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The life of an import.</summary>
public enum ImportState
{
    /// <summary>The file was handed in; nobody has ordered its import yet.</summary>
    Uploaded,

    /// <summary>Ordered; waits for its turn.</summary>
    Waiting,
    Running,

    /// <summary>Every row has its verdict.</summary>
    Done,

    /// <summary>The file could not be read to its end; the rows before have their verdicts.</summary>
    Damaged,

    /// <summary>The provider no longer takes part, the campaign is over, or the registry failed at it; the rows before have their verdicts, and it can be ordered again.</summary>
    Stopped,
}

/// <summary>What is kept of imports, and how far each is.</summary>
internal sealed class ImportStore(JobWork jobs)
{
    private const string KeepSql = """
        insert into registry.imports (id, campaign_id, provider_id, requested_by, requested_at, file_name, content_hash, size_bytes, form, encoding, columns, state, rows_done, upload_id)
        select $1, c.id, p.id, $4, registry.registry_now(), $5, $6, $7, $8, $9, $10, case when $12::uuid is null then 'WAITING' else 'UPLOADED' end, $11, $12
        from registry.campaign_codes c, registry.provider_codes p where c.code = $2 and p.code = $3
        on conflict on constraint one_import_per_file do nothing
        """;

    // A file that is handed in once more is kept from then on; it is the same one, by its hash.
    private const string AttachSql = """
        update registry.imports i set upload_id = $4 from registry.campaign_codes c, registry.provider_codes p
        where c.code = $1 and p.code = $2 and i.campaign_id = c.id and i.provider_id = p.id and i.content_hash = $3 and i.upload_id is distinct from $4 and $4 is not null
        """;

    private const string NextSql = """
        select i.id, i.campaign_id, c.code, i.provider_id, i.requested_by, i.upload_id, i.size_bytes from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id
        where i.state in ('WAITING', 'RUNNING') and i.upload_id is not null and i.ordered_at is not null
        order by i.ordered_at, i.id limit 1
        """;

    private const string FindSql = """
        select i.id, i.campaign_id, c.code, i.provider_id, i.requested_by from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id join registry.provider_codes p on p.id = i.provider_id
        where c.code = $1 and p.code = $2 and i.content_hash = $3
        """;

    private const string ForPreviewSql = """
        select '00000000-0000-0000-0000-000000000000'::uuid, c.id, c.code, p.id, 'nobody' from registry.campaign_codes c, registry.provider_codes p where c.code = $1 and p.code = $2
        """;

    // An ended run of a provider that takes part again goes on.
    private const string BeginSql = """
        update registry.imports set state = 'RUNNING', started_at = coalesce(started_at, registry.registry_now()), finished_at = null
        where id = $1 and state in ('UPLOADED', 'WAITING', 'RUNNING', 'STOPPED')
        """;

    private const string EndSql = """
        update registry.imports set state = $2, finished_at = registry.registry_now(), read_bytes = case when $2 = 'DONE' then size_bytes else read_bytes end
        where id = $1 and state = 'RUNNING'
        returning finished_at, recorded, already_ours, held_by_another, malformed, doubtful, requested_by
        """;

    private const string ProgressSql = """
        select state, read_bytes, size_bytes, rows_done, recorded, already_ours, held_by_another, malformed, doubtful from registry.imports where id = $1
        """;

    private const string RanSql = "select campaign_id, provider_id, started_at, finished_at from registry.imports where id = $1 and started_at is not null and finished_at is not null";

    private const string PartSql = """
        select first_row + rows - 1, verdicts::text from registry.import_parts where import_id = $1 and first_row > $2 order by first_row limit 1
        """;

    /// <summary>Keeps an import, or finds the one of the same file.</summary>
    /// <param name="upload">Where the file is kept; null when it is read where it lies.</param>
    /// <returns>Null when there is no such campaign or provider.</returns>
    public Task<ImportOrder?> KeepAsync(
        string campaign, string provider, string requestedBy, string fileName, byte[] contentHash, long sizeBytes, ImportFile file, Guid? upload, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(
                KeepSql, Sql.Uuid(Guid.NewGuid()), Sql.Text(campaign), Sql.Text(provider), Sql.Text(requestedBy), Sql.Text(NameOf(fileName)), Sql.Bytes(contentHash),
                Sql.Long(sizeBytes), Sql.Text(file.Form), Sql.Text(file.Encoding), Sql.Json(ColumnsJson.Write(file.Columns.Read)), Sql.Long(file.HeaderRow), Sql.Uuid(upload)));
            batch.BatchCommands.Add(Sql.Statement(AttachSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash), Sql.Uuid(upload)));
            batch.BatchCommands.Add(Sql.Statement(FindSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash)));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Keep(await results.NextAsync(OrderAsync));
        },
        cancel);

    /// <summary>Keeps the import of an uploaded file, or finds the one of the same file.</summary>
    /// <returns>And whether it was known already.</returns>
    public async Task<(ImportOrder Order, bool Known)> KeepUploadAsync(
        string campaign, string provider, string requestedBy, string fileName, KeptUpload upload, ImportFile file, CancellationToken cancel)
    {
        var known = await FindAsync(campaign, provider, upload.ContentHash, cancel) is not null;
        var order = await KeepAsync(campaign, provider, requestedBy, fileName, upload.ContentHash, upload.SizeBytes, file, upload.Id, cancel);
        return (order ?? throw new InvalidOperationException("A provider that takes part in a campaign has both."), known);
    }

    private Task<ImportOrder?> FindAsync(string campaign, string provider, byte[] contentHash, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(FindSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash)));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(OrderAsync));
        },
        cancel);

    /// <summary>As an import would be kept; nothing is.</summary>
    /// <returns>Null when there is no such campaign or provider.</returns>
    public Task<ImportOrder?> ForPreviewAsync(string campaign, string provider, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(ForPreviewSql, Sql.Text(campaign), Sql.Text(provider)));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(OrderAsync));
        },
        cancel);

    /// <summary>The uploaded file whose turn it is: first ordered, first run; null when none waits.</summary>
    public Task<(ImportOrder Order, Guid Upload, long SizeBytes)?> NextAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(NextSql));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync<(ImportOrder, Guid, long)?>(async (rows, token) =>
                await OrderAsync(rows, token) is { } order ? (order, rows.GetGuid(5), rows.GetInt64(6)) : null));
        },
        cancel);

    /// <summary>Marks it as running; answers how it stands.</summary>
    public Task<ImportProgress> BeginAsync(ImportOrder order, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(BeginSql, Sql.Uuid(order.Id)));
            batch.BatchCommands.Add(Sql.Statement(ProgressSql, Sql.Uuid(order.Id)));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Keep((await results.NextAsync(ProgressAsync))!);
        },
        cancel);

    /// <summary>Once; with its leaf in the journal.</summary>
    public Task EndAsync(Guid id, ImportState state, long sizeBytes, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            JournalLeaf? leaf;
            await using (var batch = work.Batch())
            {
                batch.BatchCommands.Add(Sql.Statement(EndSql, Sql.Uuid(id), Sql.Text(state.InDatabase())));
                await using var results = await batch.ReadAsync(work.Cancel);
                leaf = await results.NextAsync(async (rows, token) => await rows.ReadAsync(token)
                    ? JournalLeaf.Of(
                        rows.GetFieldValue<DateTimeOffset>(0), "IMPORT_ENDED", id, rows.GetString(6),
                        $$"""{"state":"{{state.InDatabase()}}","bytes":{{sizeBytes}},"recorded":{{rows.GetInt64(1)}},"alreadyOurs":{{rows.GetInt64(2)}},"heldByAnother":{{rows.GetInt64(3)}},"malformed":{{rows.GetInt64(4)}},"doubtful":{{rows.GetInt64(5)}}}""")
                    : null);
            }

            if (leaf is not null)
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(leaf.Insert());
                await batch.ExecuteNonQueryAsync(work.Cancel);
            }

            return Decision.Keep(true);
        },
        cancel);

    public Task<ImportProgress?> ProgressAsync(Guid id, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(ProgressSql, Sql.Uuid(id)));
            await using var results = await batch.ReadAsync(work.Cancel);
            return Decision.Discard(await results.NextAsync(ProgressAsync));
        },
        cancel);

    /// <summary>Whose certificates it has recorded, the last first; so many at most.</summary>
    public Task<Guid[]> PersonsAsync(Guid id, int most, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            (int Campaign, short Provider, DateTimeOffset From, DateTimeOffset To)? ran;
            await using (var batch = work.Batch())
            {
                batch.BatchCommands.Add(Sql.Statement(RanSql, Sql.Uuid(id)));
                await using var results = await batch.ReadAsync(work.Cancel);
                ran = await results.NextAsync<(int, short, DateTimeOffset, DateTimeOffset)?>(async (rows, token) => await rows.ReadAsync(token)
                    ? (rows.GetInt32(0), rows.GetInt16(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetFieldValue<DateTimeOffset>(3))
                    : null);
            }

            if (ran is not { } run)
            {
                return Decision.Discard<Guid[]>([]);
            }

            await using var persons = work.Batch();
            persons.BatchCommands.Add(IssuancesInBulk.LastImported(run.Campaign, run.Provider, run.From, run.To, most));
            await using var found = await persons.ReadAsync(work.Cancel);
            return Decision.Discard((await found.NextAsync((rows, token) => PagedSql.AllAsync(rows, r => r.GetGuid(0), token))).ToArray());
        },
        cancel);

    /// <summary>The verdicts part by part, in order, in transactions of their own.</summary>
    public async IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> VerdictsAsync(Guid id, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var from = after;
            var part = await jobs.RunAsync(
                async work =>
                {
                    await using var batch = work.Batch();
                    batch.BatchCommands.Add(Sql.Statement(PartSql, Sql.Uuid(id), Sql.Long(from)));
                    await using var results = await batch.ReadAsync(work.Cancel);
                    return Decision.Discard(await results.NextAsync<(long, IReadOnlyList<JudgedRow>)?>(async (rows, token) =>
                        await rows.ReadAsync(token) ? (rows.GetInt64(0), [.. VerdictJson.Read(rows.GetString(1))]) : null));
                },
                cancel);
            if (part is not { } found)
            {
                yield break;
            }

            yield return found;
            after = found.Item1;
        }
    }

    private static string NameOf(string file)
    {
        var name = NumbersInText.Blank(new string([.. Path.GetFileName(file).Where(c => !char.IsControl(c))]))!.Trim();
        return name.Length switch { 0 => "?", > 200 => name[..200], _ => name };
    }

    private static async Task<ImportOrder?> OrderAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.ReadAsync(cancel) ? new(rows.GetGuid(0), rows.GetInt32(1), rows.GetString(2), rows.GetInt16(3), rows.GetString(4)) : null;

    private static async Task<ImportProgress?> ProgressAsync(NpgsqlDataReader rows, CancellationToken cancel) => await rows.ReadAsync(cancel)
        ? new(
            Names.Parse<ImportState>(rows.GetString(0)), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7),
            rows.GetInt64(8))
        : null;
}
