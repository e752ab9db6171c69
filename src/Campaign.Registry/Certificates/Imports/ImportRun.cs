using System.Security.Cryptography;
using System.Threading.Channels;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>How far an import is.</summary>
/// <param name="ReadBytes">Of <paramref name="SizeBytes"/>.</param>
/// <param name="RowsDone">The last row that has a verdict, as a spreadsheet numbers rows.</param>
public sealed record ImportProgress(ImportState State, long ReadBytes, long SizeBytes, long RowsDone, long Recorded, long AlreadyOurs, long HeldByAnother, long Malformed, long Doubtful);

/// <summary>
/// Imports a file: rows are read, checked and encrypted on one side while the database writes those before them on the other, so memory does not grow with the file. Ended at any
/// point, it goes on where it stood when it is run again; two at once do not do anything twice.
/// </summary>
internal sealed class ImportRun(JobWork jobs, PartWriting writing, ImportStore store, NumberVault vault, PhoneVault phones, SamePersonSearch samePersons, ILogger<ImportRun> log)
{
    /// <summary>Rows that are written in one transaction: enough that its commit costs little, few enough that whoever records one of these citizens waits for less than a second.</summary>
    public const int PartRows = 5_000;

    /// <summary>So many of the persons are compared with everybody at once (HUE-1.3); those of a larger file in the night.</summary>
    private const int ComparedAtOnce = 10_000;

    private const int PartsAhead = 2;
    private const int PreviewRows = 20;

    /// <param name="order">A kept import.</param>
    /// <param name="file">The file that it was kept for; stays the caller's.</param>
    /// <param name="tell">Told after each part.</param>
    /// <param name="cancel">Between parts and within.</param>
    public async Task<ImportState> RunAsync(ImportOrder order, Stream file, Action<ImportProgress>? tell, CancellationToken cancel)
    {
        var at = await store.BeginAsync(order, cancel);
        if (at.State != ImportState.Running)
        {
            return at.State;
        }

        log.LogInformation("Import {Import} goes on after row {Row}", order.Id, at.RowsDone);
        ImportFile opened;
        try
        {
            opened = ImportFile.Open(file);
        }
        catch (UnreadableFileException)
        {
            return await EndAsync(ImportState.Damaged);
        }

        using (opened)
        {
            var state = await RunAsync(order, opened, at.RowsDone, tell, cancel);
            if (state is not { } ended)
            {
                return (await store.ProgressAsync(order.Id, cancel))!.State;
            }

            await EndAsync(ended);
            try
            {
                await samePersons.LookAsync(await store.PersonsAsync(order.Id, ComparedAtOnce, cancel), cancel);
            }
            catch (RegistryUnavailableException e)
            {
                // The import stands, and whoever waits for its verdicts gets them: the night looks at everybody.
                log.LogWarning("Import {Import}: who may be one person is looked for in the night instead: {Why}", order.Id, e.Message);
            }

            return ended;
        }

        async Task<ImportState> EndAsync(ImportState state)
        {
            await store.EndAsync(order.Id, state, file.Length, cancel);
            log.LogInformation("Import {Import} ended: {State}", order.Id, state);
            if (tell is not null)
            {
                tell((await store.ProgressAsync(order.Id, cancel))!);
            }

            return state;
        }
    }

    /// <summary>The first rows, each with what would become of it. Nothing is written but the traces of the looks (HUE-1.7).</summary>
    /// <returns>No preview when the provider has looked at as many citizens today as it may; and how many that is.</returns>
    /// <exception cref="UnreadableFileException">The file cannot be imported.</exception>
    public async Task<(FilePreview? Preview, int MostADay)> PreviewAsync(ImportOrder order, Stream file, CancellationToken cancel)
    {
        using var opened = ImportFile.OpenToImport(file, cancel);
        var (may, most) = await writing.MayLookAsync(order, PreviewRows, cancel);
        if (!may)
        {
            return (null, most);
        }

        var preparation = await PreparationAsync(order, opened, cancel);
        var cells = new List<Cell>();
        var read = new List<(PreparedRow Row, IReadOnlyList<string> Cells)>();
        while (read.Count < PreviewRows && opened.Table.Read(cells, out var number, out var fault))
        {
            if (cells.Count == 0 && fault is null)
            {
                continue;
            }

            read.Add((preparation.Prepare(number, cells, fault), [.. opened.Columns.Read.Select(c => Shown(c.Field, opened.Columns.In(cells, c.Field), opened.Table.Since1904))]));
        }

        // Together, as they are imported: a citizen or a serial number that stands twice is recorded once.
        IReadOnlyList<JudgedRow> verdicts = read.Count == 0
            ? [] : await writing.ForetellAsync(order, new(read[0].Row.Number, read[^1].Row.Number, 0, [.. read.Select(r => r.Row)]), cancel);
        return (
            new(opened.Form, opened.Encoding, opened.Table.Sheet, [.. opened.Columns.Read], [.. read.Zip(verdicts, (r, verdict) => new PreviewedRow(r.Row.Number, r.Cells, verdict))]),
            most);
    }

    private static string Shown(ImportField field, Cell cell, bool since1904) => field switch
    {
        // A workbook keeps a day as a number, which nobody can check.
        ImportField.BirthDate or ImportField.IssuedAt or ImportField.ValidUntil when cell.Kind == CellKind.Number && ImportDates.Shown(cell, since1904) is { } date => date,
        ImportField.CitizenId or ImportField.OtherId => CitizenNumber.ParseOrNull(cell.Text)?.Masked ?? NumbersInText.Blank(Short(cell.Text))!,
        ImportField.SerialNumber => Short(cell.Text),
        ImportField.Pem => cell.Text.Length == 0 ? "" : "PEM",
        // People write numbers into every cell.
        _ => NumbersInText.Blank(Short(cell.Text))!,
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";

    /// <returns>Null when another run has gone on with it, or it waits for the next day or for an officer.</returns>
    private async Task<ImportState?> RunAsync(ImportOrder order, ImportFile file, long rowsDone, Action<ImportProgress>? tell, CancellationToken cancel)
    {
        var preparation = await PreparationAsync(order, file, cancel);
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var parts = Channel.CreateBounded<ImportPart>(PartsAhead);
        var reading = Task.Run(() => ReadAsync(file.Table, preparation, rowsDone, parts.Writer, ahead.Token), CancellationToken.None);
        try
        {
            if (await WriteAsync(order, parts.Reader, tell, cancel) is var ended and not PartOutcome.Written)
            {
                if (ended == PartOutcome.BudgetSpent)
                {
                    await store.WaitAsync(order.Id, cancel);
                    log.LogInformation("Import {Import} waits for the next day", order.Id);
                }
                else if (ended == PartOutcome.Held)
                {
                    log.LogInformation("Import {Import} is held for an officer: many of its rows are claims on others' places", order.Id);
                }

                return ended == PartOutcome.NotTaken ? ImportState.Stopped : null;
            }
        }
        finally
        {
            await ahead.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        try
        {
            await reading;
            return ImportState.Done;
        }
        catch (UnreadableFileException)
        {
            return ImportState.Damaged;
        }
    }

    /// <summary>Two parts are under way at once where they share nothing: the database then works on both of its sides. They are committed in their order.</summary>
    private async Task<PartOutcome> WriteAsync(ImportOrder order, ChannelReader<ImportPart> parts, Action<ImportProgress>? tell, CancellationToken cancel)
    {
        UnderWay? earlier = null;
        await foreach (var part in parts.ReadAllAsync(cancel))
        {
            if (earlier is not null && earlier.Part.SharesWith(part))
            {
                if (await earlier.Done is var outcome and not PartOutcome.Written)
                {
                    return outcome;
                }

                earlier = null;
            }

            if (earlier is null)
            {
                earlier = Begin(part, null);
                await Task.WhenAny(earlier.Turn.WhenLocked, earlier.Done);
                continue;
            }

            var later = Begin(part, earlier.Done);
            if (await EndAsync(earlier, later) is var ended and not PartOutcome.Written)
            {
                return ended;
            }

            earlier = later.Done.IsFaulted || later.Done.IsCanceled ? Begin(part, null) : later;
            await Task.WhenAny(earlier.Turn.WhenLocked, earlier.Done);
        }

        return earlier is null ? PartOutcome.Written : await EndAsync(earlier, null);

        UnderWay Begin(ImportPart part, Task<PartOutcome>? before)
        {
            var turn = new PartTurn(before);
            return new(part, turn, writing.WriteAsync(order, part, turn, cancel));
        }

        async Task<PartOutcome> EndAsync(UnderWay first, UnderWay? behind)
        {
            PartOutcome outcome;
            try
            {
                outcome = await first.Done;
            }
            catch (Exception e) when (behind is not null && e is not OperationCanceledException)
            {
                // The two stood in each other's way. The later one has given up with it; then the earlier goes alone.
                log.LogInformation("Import {Import}: the part from row {Row} is written by itself, after a {Fault}", order.Id, first.Part.FirstRow, e.GetType().Name);
                await Task.WhenAny(behind.Done);
                outcome = await writing.WriteAsync(order, first.Part, null, cancel);
            }

            if (outcome != PartOutcome.Written && behind is not null)
            {
                await Task.WhenAny(behind.Done);
            }

            if (outcome is PartOutcome.Written or PartOutcome.Held && tell is not null)
            {
                tell((await store.ProgressAsync(order.Id, cancel))!);
            }

            return outcome;
        }
    }

    private sealed record UnderWay(ImportPart Part, PartTurn Turn, Task<PartOutcome> Done);

    private static async Task ReadAsync(ITable table, RowPreparation preparation, long rowsDone, ChannelWriter<ImportPart> parts, CancellationToken cancel)
    {
        try
        {
            var builder = new PartBuilder(PartRows, rowsDone + 1);
            var cells = new List<Cell>();
            var upTo = rowsDone;
            while (table.Read(cells, out var number, out var fault))
            {
                cancel.ThrowIfCancellationRequested();
                if (number <= rowsDone)
                {
                    continue;
                }

                if (cells.Count == 0 && fault is null)
                {
                    upTo = number;
                    continue;
                }

                var row = preparation.Prepare(number, cells, fault);
                if (builder.IsFull)
                {
                    await parts.WriteAsync(builder.Take(number - 1, table.ReadBytes)!, cancel);
                }

                builder.Add(row);
                upTo = number;
            }

            if (builder.Take(upTo, table.ReadBytes) is { } last)
            {
                await parts.WriteAsync(last, cancel);
            }

            parts.Complete();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // What was read before is written; then this is told.
            parts.Complete();
            throw;
        }
        catch
        {
            parts.TryComplete();
            throw;
        }
    }

    private async Task<RowPreparation> PreparationAsync(ImportOrder order, ImportFile file, CancellationToken cancel)
    {
        var (now, opensAt, issuers) = await jobs.RunAsync(
            async work =>
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
                batch.BatchCommands.Add(CampaignTimeline.Read(order.CampaignCode));
                batch.BatchCommands.Add(ProviderIssuers.Read(order.ProviderId));
                await using var results = await batch.ReadAsync(work.Cancel);
                var at = await results.NextAsync(RegistryClock.ReadAsync);
                var timeline = await results.NextAsync(CampaignTimeline.FromAsync);
                var registered = await results.NextAsync(ProviderIssuers.FromAsync);
                var terms = timeline.At(at) ?? throw new InvalidOperationException("A kept import has a campaign.");
                return Decision.Discard((at, terms.OpensAt, registered));
            },
            cancel);
        return new(new(file.Columns, file.Table.Since1904, opensAt, now, order.ProviderId, issuers), vault, phones, now);
    }

    /// <summary>SHA-256 of all of a file, by which it is known again.</summary>
    public static async Task<byte[]> HashAsync(Stream file, CancellationToken cancel)
    {
        file.Position = 0;
        return await SHA256.HashDataAsync(file, cancel);
    }
}

/// <summary>The first rows of a file, as it is read, each with what importing it would do.</summary>
/// <param name="Sheet">Of a workbook: the sheet that is read.</param>
public sealed record FilePreview(string Form, string? Encoding, string? Sheet, IReadOnlyList<(ImportField Field, string Name)> Columns, IReadOnlyList<PreviewedRow> Rows);

/// <param name="Cells">As the columns; citizen numbers masked.</param>
public sealed record PreviewedRow(long Row, IReadOnlyList<string> Cells, JudgedRow Verdict);
