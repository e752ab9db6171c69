using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The first rows of a file, and what importing it now would do with each. Nothing is written but the traces of the looks.</summary>
/// <param name="Columns">The columns that are read, in the order of the cells.</param>
/// <param name="Sheet">Of a workbook: the sheet that is read, the first that is not hidden.</param>
public sealed record ImportPreviewView(IReadOnlyList<ImportColumn> Columns, IReadOnlyList<PreviewedRow> Rows, string? Sheet = null);

/// <summary>
/// <para>
/// A provider's administrator looks at the first rows of an uploaded file before ordering its import. In the file are citizens' numbers and names: nobody else looks
/// into it (I8, I11), and of citizen numbers the last three digits alone are shown.
/// </para>
/// <para>
/// It tells what will happen to the file, and never who holds what. Each citizen of its rows is told that the provider looked (HUE-1.7), and the looks count as the import's do.
/// </para>
/// <para>Refusals, in order: ImportNotFound, FileNotReadable, ImportBudgetSpent.</para>
/// </summary>
public sealed class ImportPreview : ICommand<string, ImportPreviewView>
{
    private readonly ImportQueries queries;
    private readonly UploadStore uploads;
    private readonly ImportRun run;

    internal ImportPreview(ImportQueries queries, UploadStore uploads, ImportRun run) => (this.queries, this.uploads, this.run) = (queries, uploads, run);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ImportNotFound), typeof(FileNotReadable), typeof(ImportBudgetSpent)];

    public async Task<Answer<ImportPreviewView>> HandleAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await queries.FindOwnRowAsync(caller, id, cancel) is not { Upload: { } upload } found)
        {
            return new ImportNotFound();
        }

        try
        {
            await using var file = uploads.Open(upload, found.View.SizeBytes);
            // Who looks is who previews, whoever handed the file in.
            var (preview, most) = await Task.Run(() => run.PreviewAsync(found.Order with { Actor = caller.ClientId }, file, cancel), cancel);
            return preview is null ? new ImportBudgetSpent(most) : new ImportPreviewView([.. preview.Columns.Select(c => new ImportColumn(c.Field, c.Name))], preview.Rows, preview.Sheet);
        }
        catch (UnreadableFileException e)
        {
            return new FileNotReadable(e.Fault, e.What);
        }
    }
}
