using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// Looks at the whole of a file before an officer decides on it (HUE-2.3): one pass, in constant memory. It asks the database about no citizen, so it tells nothing of who holds what and leaves no trace; what it keeps are figures,
/// row numbers, and the keyed hashes of the numbers, by which a check says that an earlier certificate is claimed. Ended at any point it is made again from the start, and comes to the same.
/// </summary>
internal sealed class ImportLook(JobWork jobs, NumberVault vault, ILogger<ImportLook> log)
{
    /// <summary>Numbers that are kept in one transaction.</summary>
    private const int NumbersAtOnce = 10_000;

    private const string StillSql = "select state = 'BEING_LOOKED_AT' from registry.imports where id = $1";

    private const string EndSql = """
        update registry.imports set state = 'AWAITING_APPROVAL', awaiting_since = $2 where id = $1 and state = 'BEING_LOOKED_AT' returning requested_by
        """;

    private const string KeepSql = "insert into registry.import_looks (id, import_id, looked_at, rows, malformed, numbers, findings) values ($1, $2, $3, $4, $5, $6, $7)";

    /// <param name="order">A kept import that was started.</param>
    /// <param name="file">The file; stays the caller's.</param>
    /// <param name="cancel">Between rows.</param>
    /// <exception cref="UnreadableFileException">It cannot be read to its end.</exception>
    public async Task LookAsync(ImportOrder order, Stream file, CancellationToken cancel)
    {
        using var opened = ImportFile.Open(file);
        var (now, opensAt, issuers, licences) = await FactsAsync(order, cancel);
        var reading = new RowReading(opened.Columns, opened.Table.Since1904, opensAt, now, order.ProviderId, issuers);
        var findings = new ImportFindings(opened.Columns, licences);
        var numbers = new List<NumberKey>(NumbersAtOnce);
        var cells = new List<Cell>();
        while (opened.Table.Read(cells, out var number, out var fault))
        {
            cancel.ThrowIfCancellationRequested();
            if (fault is not null)
            {
                findings.AddUnread();
                continue;
            }

            if (cells.Count == 0)
            {
                continue;
            }

            var (row, malformed) = reading.Read(cells);
            findings.Add(number, cells, row, malformed);
            if (row is not null)
            {
                numbers.Add(vault.CurrentKeyOf(row.Number));
            }

            if (numbers.Count == NumbersAtOnce)
            {
                if (!await KeepAsync(order.Id, numbers, cancel))
                {
                    return;
                }

                numbers.Clear();
            }
        }

        if (await KeepAsync(order.Id, numbers, cancel))
        {
            await EndAsync(order.Id, findings, cancel);
        }
    }

    /// <returns>False when it was withdrawn meanwhile.</returns>
    private Task<bool> KeepAsync(Guid id, List<NumberKey> numbers, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            if (await work.ValueOrNullAsync<bool>(StillSql, Sql.Uuid(id)) != true)
            {
                return Decision.Discard(false);
            }

            if (numbers.Count > 0)
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(PlaceClaims.Add(id, numbers));
                await batch.ExecuteNonQueryAsync(work.Cancel);
            }

            return Decision.Keep(true);
        },
        cancel);

    private Task<bool> EndAsync(Guid id, ImportFindings findings, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            var numbers = await work.ValueOrNullAsync<long>(PlaceClaims.CountSql, Sql.Uuid(id)) ?? 0;
            var now = await RegistryClock.ReadAsync(work);
            if (await work.TextOrNullAsync(EndSql, Sql.Uuid(id), Sql.At(now)) is not { } actor)
            {
                return Decision.Discard(false);
            }

            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(
                KeepSql, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(id), Sql.At(now), Sql.Long(findings.Rows), Sql.Long(findings.Malformed), Sql.Long(numbers),
                Sql.Json(FindingsJson.Write(findings.Found))));
            batch.BatchCommands.Add(JournalLeaf.Of(
                now, "IMPORT_LOOKED_AT", id, actor, $$"""{"rows":{{findings.Rows}},"malformed":{{findings.Malformed}},"numbers":{{numbers}}}""").Insert());
            await batch.ExecuteNonQueryAsync(work.Cancel);
            log.LogInformation("Import {Import} was looked at: {Rows} rows; it waits for an officer", id, findings.Rows);
            return Decision.Keep(true);
        },
        cancel);

    private Task<(DateTimeOffset Now, DateTimeOffset OpensAt, ProviderIssuers Issuers, IReadOnlyDictionary<KeyStorage, IReadOnlyList<Licence>> Licences)> FactsAsync(
        ImportOrder order, CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(CampaignTimeline.Read(order.CampaignCode));
            batch.BatchCommands.Add(ProviderIssuers.Read(order.ProviderId));
            var storages = Enum.GetValues<KeyStorage>();
            foreach (var storage in storages)
            {
                batch.BatchCommands.Add(Licence.Read(order.ProviderId, storage));
            }

            await using var results = await batch.ReadAsync(work.Cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now) ?? throw new InvalidOperationException("A kept import has a campaign.");
            var issuers = await results.NextAsync(ProviderIssuers.FromAsync);
            var licences = new Dictionary<KeyStorage, IReadOnlyList<Licence>>();
            foreach (var storage in storages)
            {
                licences[storage] = await results.NextAsync(Licence.FromAsync);
            }

            return Decision.Discard((now, terms.OpensAt, issuers, (IReadOnlyDictionary<KeyStorage, IReadOnlyList<Licence>>)licences));
        },
        cancel);
}
