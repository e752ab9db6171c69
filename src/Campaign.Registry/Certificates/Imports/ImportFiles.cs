using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Certificates.Imports;

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

    internal ImportFiles(ImportQueries queries, UploadStore uploads, ImportStore store) => (this.queries, this.uploads, this.store) = (queries, uploads, store);

    /// <summary>The file with what became of each row beside it; rows that have no verdict yet say so.</summary>
    public async Task<Answer<VerdictDownload>> VerdictsAsync(Caller caller, string id, Language language, CancellationToken cancel)
    {
        if (await queries.FindOwnRowAsync(caller, id, cancel) is not { Upload: { } upload } found)
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
}
