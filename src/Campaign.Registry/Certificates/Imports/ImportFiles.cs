using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>The first rows of a file, and what importing it now would do with each. Nothing is written.</summary>
/// <param name="Columns">The columns that are read, in the order of the cells.</param>
public sealed record ImportPreviewView(IReadOnlyList<ImportColumn> Columns, IReadOnlyList<PreviewedRow> Rows);

/// <summary>What became of each row, as a file of the same form.</summary>
/// <param name="Name">What to save it as.</param>
/// <param name="WriteAsync">Writes it, part by part; once.</param>
public sealed record VerdictDownload(string Name, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync);

/// <summary>Looks into uploaded files: the provider's own administrator alone, for in them are citizens' numbers and names (I8, I11).</summary>
public sealed class ImportFiles
{
    private readonly ImportQueries queries;
    private readonly UploadStore uploads;
    private readonly ImportStore store;
    private readonly ImportRun run;

    internal ImportFiles(ImportQueries queries, UploadStore uploads, ImportStore store, ImportRun run) =>
        (this.queries, this.uploads, this.store, this.run) = (queries, uploads, store, run);

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ImportNotFound), typeof(FileNotReadable)];

    /// <summary>Citizen numbers but for their last three digits are hidden.</summary>
    public async Task<Answer<ImportPreviewView>> PreviewAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (await OwnAsync(caller, id, cancel) is not { Upload: { } upload } found)
        {
            return new ImportNotFound();
        }

        try
        {
            await using var file = uploads.Open(upload, found.View.SizeBytes);
            var preview = await Task.Run(() => run.PreviewAsync(found.Order, file, cancel), cancel);
            return new ImportPreviewView([.. preview.Columns.Select(c => new ImportColumn(c.Field, c.Name))], preview.Rows);
        }
        catch (UnreadableFileException e)
        {
            return new FileNotReadable(e.Fault, e.What);
        }
    }

    /// <summary>The file with what became of each row beside it; rows that have no verdict yet say so.</summary>
    public async Task<Answer<VerdictDownload>> VerdictsAsync(Caller caller, string id, Language language, CancellationToken cancel)
    {
        if (await OwnAsync(caller, id, cancel) is not { Upload: { } upload } found)
        {
            return new ImportNotFound();
        }

        if (!found.View.FileKept)
        {
            return new FileNotReadable(FileFault.NotKept, null);
        }

        var view = found.View;
        return new VerdictDownload(
            $"{Path.GetFileNameWithoutExtension(view.FileName)}.{(language == Language.English ? "verdicts" : "ket-qua")}{(view.Form == "CSV" ? ".csv" : ".xlsx")}",
            VerdictFile.ContentType(view.Form),
            async (output, token) =>
            {
                await using var file = uploads.Open(upload, view.SizeBytes);
                await Task.Run(
                    async () =>
                    {
                        using var opened = ImportFile.Open(file);
                        await VerdictFile.WriteAsync(opened, file, store.VerdictsAsync(view.Id, token), output, language, token);
                    },
                    token);
            });
    }

    /// <summary>The department sees figures, and no file.</summary>
    private async Task<ImportRow?> OwnAsync(Caller caller, string id, CancellationToken cancel) =>
        await queries.FindRowAsync(caller, id, cancel) is { } found && found.Order.ProviderId == caller.Provider?.Id ? found : null;
}
