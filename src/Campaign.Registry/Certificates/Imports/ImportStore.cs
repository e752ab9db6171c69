using System.Runtime.CompilerServices;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The life of an import.</summary>
public enum ImportState
{
    /// <summary>The file was handed in; its provider has not started it yet.</summary>
    Uploaded,

    /// <summary>Started; the whole file is looked at, or waits for that.</summary>
    BeingLookedAt,

    /// <summary>Looked at; an officer decides.</summary>
    AwaitingApproval,

    /// <summary>Approved; waits for its turn.</summary>
    Waiting,
    Running,

    /// <summary>So many rows are claims on others' places that an officer looks again before it goes on.</summary>
    Held,

    /// <summary>Every row has its verdict.</summary>
    Done,

    /// <summary>The file could not be read to its end; the rows before have their verdicts.</summary>
    Damaged,

    /// <summary>The provider no longer takes part, the campaign is over, or the registry failed at it; the rows before have their verdicts, and it can be started again.</summary>
    Stopped,

    /// <summary>An officer said no, with a reason.</summary>
    Rejected,

    /// <summary>The provider took it back before it was approved.</summary>
    Withdrawn,
}

/// <summary>What is kept of imports, and how far each is.</summary>
internal sealed class ImportStore(JobWork jobs)
{
    private const string KeepSql = """
        insert into registry.imports (id, campaign_id, provider_id, requested_by, requested_at, file_name, content_hash, size_bytes, form, encoding, columns, state, rows_done, upload_id,
          approved_by, approved_at)
        select $1, c.id, p.id, $4, registry.registry_now(), $5, $6, $7, $8, $9, $10, case when $12::uuid is null then 'WAITING' else 'UPLOADED' end, $11, $12,
          case when $12::uuid is null then $13 end, case when $12::uuid is null then registry.registry_now() end
        from registry.campaign_codes c, registry.provider_codes p where c.code = $2 and p.code = $3
        on conflict on constraint one_import_per_file do nothing
        """;

    // A file that is handed in once more is kept from then on; it is the same one, by its hash. One that was withdrawn is as it was when it was handed in first.
    private const string AttachSql = """
        update registry.imports i set upload_id = $4, state = case when i.state = 'WITHDRAWN' then 'UPLOADED' else i.state end,
          finished_at = case when i.state <> 'WITHDRAWN' then i.finished_at end, ordered_by = case when i.state <> 'WITHDRAWN' then i.ordered_by end,
          ordered_at = case when i.state <> 'WITHDRAWN' then i.ordered_at end
        from registry.campaign_codes c, registry.provider_codes p
        where c.code = $1 and p.code = $2 and i.campaign_id = c.id and i.provider_id = p.id and i.content_hash = $3 and i.upload_id is distinct from $4 and $4 is not null
        """;

    private const string NextSql = """
        select i.id, i.campaign_id, c.code as campaign_code, i.provider_id, i.requested_by as actor, i.upload_id, i.size_bytes from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id
        where i.state in ('WAITING', 'RUNNING') and i.upload_id is not null and i.ordered_at is not null and (i.goes_on_at is null or i.goes_on_at <= registry.registry_now())
        order by i.approved_at, i.id limit 1
        """;

    private const string NextLookSql = """
        select i.id, i.campaign_id, c.code as campaign_code, i.provider_id, i.requested_by as actor, i.upload_id, i.size_bytes from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id where i.state = 'BEING_LOOKED_AT' and i.upload_id is not null order by i.ordered_at, i.id limit 1
        """;

    // What an officer rejected, or the provider withdrew, stays so.
    private const string ApproveByOperatorSql = """
        update registry.imports set state = 'WAITING', approved_by = $2, approved_at = registry.registry_now(), awaiting_since = null, finished_at = null, claims_seen = claims
        where id = $1 and state in ('UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL', 'HELD', 'STOPPED')
        returning approved_at, rows_done
        """;

    private const string FindSql = """
        select i.id, i.campaign_id, c.code as campaign_code, i.provider_id, i.requested_by as actor from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id join registry.provider_codes p on p.id = i.provider_id
        where c.code = $1 and p.code = $2 and i.content_hash = $3
        """;

    private const string ForPreviewSql = """
        select '00000000-0000-0000-0000-000000000000'::uuid as id, c.id as campaign_id, c.code as campaign_code, p.id as provider_id, 'nobody' as actor
        from registry.campaign_codes c, registry.provider_codes p where c.code = $1 and p.code = $2
        """;

    private const string BeginSql = """
        update registry.imports set state = 'RUNNING', started_at = coalesce(started_at, registry.registry_now()), finished_at = null, goes_on_at = null
        where id = $1 and state in ('WAITING', 'RUNNING')
        """;

    private const string WaitSql = "update registry.imports set state = 'WAITING', goes_on_at = $2 where id = $1 and state = 'RUNNING'";

    private const string EndSql = """
        update registry.imports set state = $2, finished_at = registry.registry_now(), read_bytes = case when $2 = 'DONE' then size_bytes else read_bytes end
        where id = $1 and state in ('RUNNING', 'BEING_LOOKED_AT')
        returning finished_at, recorded, already_ours, held_by_another, malformed, doubtful, requested_by
        """;

    private const string ProgressSql = """
        select state, read_bytes, size_bytes, rows_done, recorded, already_ours, held_by_another, malformed, doubtful from registry.imports where id = $1
        """;

    private const string RanSql = "select campaign_id, provider_id, started_at, finished_at from registry.imports where id = $1 and started_at is not null and finished_at is not null";

    private const string PartSql = """
        select first_row + rows - 1 as last_row, verdicts::text from registry.import_parts where import_id = $1 and first_row > $2 order by first_row limit 1
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
                Sql.Long(sizeBytes), Sql.Text(file.Form), Sql.Text(file.Encoding), Sql.Json(ColumnsJson.Write(file.Columns.Read)), Sql.Long(file.HeaderRow), Sql.Uuid(upload),
                Sql.Text(ImportBudgetRule.Operator)));
            batch.BatchCommands.Add(Sql.Statement(AttachSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash), Sql.Uuid(upload)));
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(await work.RowOrNullAsync<ImportOrder>(FindSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash)));
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
        async work => Decision.Discard(await work.RowOrNullAsync<ImportOrder>(FindSql, Sql.Text(campaign), Sql.Text(provider), Sql.Bytes(contentHash))),
        cancel);

    /// <summary>As an import would be kept; nothing is.</summary>
    /// <returns>Null when there is no such campaign or provider.</returns>
    public Task<ImportOrder?> ForPreviewAsync(string campaign, string provider, CancellationToken cancel) => jobs.RunAsync(
        async work => Decision.Discard(await work.RowOrNullAsync<ImportOrder>(ForPreviewSql, Sql.Text(campaign), Sql.Text(provider))),
        cancel);

    /// <summary>The uploaded file whose turn it is: first approved, first run; null when none waits.</summary>
    public Task<(ImportOrder Order, Guid Upload, long SizeBytes)?> NextAsync(CancellationToken cancel) => NextAsync(NextSql, cancel);

    /// <summary>The uploaded file that is to be looked at: first started, first looked at; null when none is.</summary>
    public Task<(ImportOrder Order, Guid Upload, long SizeBytes)?> NextLookAsync(CancellationToken cancel) => NextAsync(NextLookSql, cancel);

    /// <summary>The operator's command line counts as an officer's approval; with its leaf in the journal.</summary>
    public Task ApproveByOperatorAsync(Guid id, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            if (await work.RowOrNullAsync<Approved>(ApproveByOperatorSql, Sql.Uuid(id), Sql.Text(ImportBudgetRule.Operator)) is { } approved)
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(JournalLeaf.Of(
                    approved.ApprovedAt, "IMPORT_APPROVED", id, ImportBudgetRule.Operator, $$"""{"by":"command-line","afterRow":{{approved.RowsDone}}}""").Insert());
                await batch.ExecuteNonQueryAsync(work.Cancel);
            }

            return Decision.Keep(true);
        },
        cancel);

    private Task<(ImportOrder Order, Guid Upload, long SizeBytes)?> NextAsync(string sql, CancellationToken cancel) => jobs.RunAsync(
        async work => Decision.Discard<(ImportOrder, Guid, long)?>(await work.RowOrNullAsync<Next>(sql) is { } next
            ? (new(next.Id, next.CampaignId, next.CampaignCode, next.ProviderId, next.Actor), next.UploadId, next.SizeBytes)
            : null),
        cancel);

    /// <summary>Marks it as running; answers how it stands.</summary>
    public Task<ImportProgress> BeginAsync(ImportOrder order, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(BeginSql, Sql.Uuid(order.Id)));
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep((await ProgressAsync(work, order.Id))!);
        },
        cancel);

    /// <summary>Once; with its leaf in the journal.</summary>
    public Task EndAsync(Guid id, ImportState state, long sizeBytes, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            if (await work.RowOrNullAsync<Ended>(EndSql, Sql.Uuid(id), Sql.Text(state.InDatabase())) is { } ended)
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(JournalLeaf.Of(
                    ended.FinishedAt, "IMPORT_ENDED", id, ended.RequestedBy,
                    $$"""{"state":"{{state.InDatabase()}}","bytes":{{sizeBytes}},"recorded":{{ended.Recorded}},"alreadyOurs":{{ended.AlreadyOurs}},"heldByAnother":{{ended.HeldByAnother}},"malformed":{{ended.Malformed}},"doubtful":{{ended.Doubtful}}}""").Insert());
                await batch.ExecuteNonQueryAsync(work.Cancel);
            }

            return Decision.Keep(true);
        },
        cancel);

    /// <summary>It waits for the next day, when the provider may look at citizens again (<see cref="ImportBudgetRule"/>).</summary>
    public Task WaitAsync(Guid id, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(WaitSql, Sql.Uuid(id), Sql.At(ImportBudgetRule.GoesOnAt(await RegistryClock.ReadAsync(work)))));
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(true);
        },
        cancel);

    public Task<ImportProgress?> ProgressAsync(Guid id, CancellationToken cancel) => jobs.RunAsync(async work => Decision.Discard(await ProgressAsync(work, id)), cancel);

    /// <summary>Whose certificates it has recorded, the last first; so many at most.</summary>
    public Task<Guid[]> PersonsAsync(Guid id, int most, CancellationToken cancel) => jobs.RunAsync(
        async work => Decision.Discard(await work.RowOrNullAsync<Ran>(RanSql, Sql.Uuid(id)) is { } ran
            ? (await work.ValuesAsync<Guid>(IssuancesInBulk.LastImported(ran.CampaignId, ran.ProviderId, ran.StartedAt, ran.FinishedAt, most))).ToArray()
            : []),
        cancel);

    /// <summary>The verdicts part by part, in order, in transactions of their own.</summary>
    public async IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> VerdictsAsync(Guid id, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var from = after;
            if (await jobs.RunAsync(async work => Decision.Discard(await work.RowOrNullAsync<Part>(PartSql, Sql.Uuid(id), Sql.Long(from))), cancel) is not { } part)
            {
                yield break;
            }

            yield return (part.LastRow, [.. VerdictJson.Read(part.Verdicts)]);
            after = part.LastRow;
        }
    }

    private static string NameOf(string file)
    {
        var name = NumbersInText.Blank(new string([.. Path.GetFileName(file).Where(c => !char.IsControl(c))]))!.Trim();
        return name.Length switch { 0 => "?", > 200 => name[..200], _ => name };
    }

    private static async Task<ImportProgress?> ProgressAsync(Work work, Guid id) => await work.RowOrNullAsync<Progress>(ProgressSql, Sql.Uuid(id)) is { } p
        ? new(Names.Parse<ImportState>(p.State), p.ReadBytes, p.SizeBytes, p.RowsDone, p.Recorded, p.AlreadyOurs, p.HeldByAnother, p.Malformed, p.Doubtful)
        : null;

    private sealed record Approved(DateTimeOffset ApprovedAt, long RowsDone);

    private sealed record Ran(int CampaignId, short ProviderId, DateTimeOffset StartedAt, DateTimeOffset FinishedAt);

    private sealed record Next(Guid Id, int CampaignId, string CampaignCode, short ProviderId, string Actor, Guid UploadId, long SizeBytes);

    private sealed record Ended(DateTimeOffset FinishedAt, long Recorded, long AlreadyOurs, long HeldByAnother, long Malformed, long Doubtful, string RequestedBy);

    private sealed record Progress(
        string State, long ReadBytes, long SizeBytes, long RowsDone, long Recorded, long AlreadyOurs, long HeldByAnother, long Malformed, long Doubtful);

    private sealed record Part(long LastRow, string Verdicts);
}
