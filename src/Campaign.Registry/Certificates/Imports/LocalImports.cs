using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>Imports from files on this machine, for the command line: on databases that it opened, whether a host runs on them or not.</summary>
public sealed class LocalImports
{
    private readonly ImportStore store;
    private readonly ImportRun run;

    /// <param name="database">Stays the caller's, as does <paramref name="jobDatabase"/>.</param>
    /// <param name="jobDatabase">On which everything is read and written.</param>
    /// <param name="keys">Those of the database.</param>
    /// <param name="time">The machine's clock.</param>
    /// <param name="loggers">Told how far an import is.</param>
    public LocalImports(RegistryDatabase database, JobDatabase jobDatabase, KeysInUse keys, TimeProvider time, ILoggerFactory loggers)
    {
        var jobs = new JobWork(jobDatabase, loggers.CreateLogger<JobWork>());
        var (vault, phones) = (new NumberVault(keys), new PhoneVault(keys));
        store = new(jobs);
        run = new(jobs, new(jobs, phones, metered: false), store, vault, phones, new(jobs), loggers.CreateLogger<ImportRun>());
    }

    /// <summary>The first rows of a file, each with what would become of it. Nothing is written but the trace of the look.</summary>
    /// <returns>Null when there is no such campaign or provider.</returns>
    /// <exception cref="UnreadableFileException">The file cannot be imported.</exception>
    public async Task<FilePreview?> PreviewAsync(string campaign, string provider, Stream file, CancellationToken cancel) =>
        await store.ForPreviewAsync(campaign, provider, cancel) is { } order ? (await run.PreviewAsync(order, file, cancel)).Preview : null;

    /// <summary>The import of a file: a new one, or the one that was begun with the same file.</summary>
    /// <param name="path">Where it lies; its name is kept.</param>
    /// <param name="file">Can be read from any place; stays the caller's, as long as the import is used.</param>
    /// <returns>Null when there is no such campaign or provider.</returns>
    /// <exception cref="UnreadableFileException">The file cannot be imported.</exception>
    public async Task<LocalImport?> OpenAsync(string campaign, string provider, string path, Stream file, CancellationToken cancel)
    {
        using var opened = ImportFile.OpenToImport(file, cancel);
        var hash = await ImportRun.HashAsync(file, cancel);
        if (await store.KeepAsync(campaign, provider, ImportBudgetRule.Operator, path, hash, file.Length, opened, null, cancel) is not { } order)
        {
            return null;
        }

        return new(order, file, opened.Form, store, run);
    }
}

/// <summary>An import from a file on this machine.</summary>
public sealed class LocalImport
{
    private readonly ImportOrder order;
    private readonly Stream file;
    private readonly ImportStore store;
    private readonly ImportRun run;

    internal LocalImport(ImportOrder order, Stream file, string form, ImportStore store, ImportRun run) => (this.order, this.file, Form, this.store, this.run) = (order, file, form, store, run);

    /// <summary>CSV or XLSX; its file of verdicts has the same.</summary>
    public string Form { get; }

    /// <summary>How far it is.</summary>
    public async Task<ImportProgress> ProgressAsync(CancellationToken cancel) => (await store.ProgressAsync(order.Id, cancel))!;

    /// <summary>Goes on where it stands. Whoever keeps the machine has decided it: that counts as the approval, but for a file that was rejected or withdrawn.</summary>
    /// <param name="tell">Told after each part.</param>
    /// <param name="cancel">Between parts and within.</param>
    public async Task<ImportState> RunAsync(Action<ImportProgress> tell, CancellationToken cancel)
    {
        await store.ApproveByOperatorAsync(order.Id, cancel);
        return await run.RunAsync(order, file, tell, cancel);
    }

    /// <summary>The file again, each row with what became of it.</summary>
    /// <param name="output">Stays the caller's.</param>
    /// <param name="language">Of the reasons.</param>
    /// <param name="cancel">Between parts.</param>
    public async Task WriteVerdictsAsync(Stream output, Language language, CancellationToken cancel)
    {
        using var source = ImportFile.Open(file);
        await VerdictFile.WriteAsync(source, file, store.VerdictsAsync(order.Id, cancel), output, language, cancel);
    }
}
