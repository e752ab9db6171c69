using System.Diagnostics;
using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Host.Commands;

/// <param name="File">The file's path.</param>
/// <param name="Verdicts">Where the file of verdicts goes; null: beside the file.</param>
internal sealed record ImportOptions(string File, string Campaign, string Provider, bool Preview, string? Verdicts);

/// <summary>
/// <c>import</c>: a provider's earlier certificates from a file on this machine. It works on the database of CAMPAIGN_DATABASE_RUNTIME or CAMPAIGN_DATABASE, or the private one, whether a host
/// runs on it or not, as campaign_runtime. Ended at any point, the same command on the same file goes on where it stood.
/// </summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(HostSettings settings, ImportOptions options, TextWriter output, CancellationToken cancel)
    {
        using var loggers = CommandLine.Loggers();
        var log = loggers.CreateLogger("Campaign.Host.Import");
        settings = KeyConfiguration.OfExisting(settings);
        try
        {
            await using var file = new FileStream(options.File, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var keys = await KeyConfiguration.ReadAsync(settings, TimeProvider.System, log, cancel);
            if ((settings.RuntimeDatabase ?? settings.Database) is { } given)
            {
                return await AtAsync(given, Migrations.RuntimeRole);
            }

            var data = DataDirectory.Existing(settings.DataDirectory, ServerUser.Choose()) ?? throw new StartupException($"There is no registry in {settings.DataDirectory}.");
            try
            {
                await using var own = await PrivatePostgres.StartAsync(settings.DataDirectory, "its import", [], log, cancel);
                return await AtAsync(own.RuntimeConnectionString, null);
            }
            catch (HomeInUseException) when (data.SocketDirectory is { } sockets)
            {
                return await AtAsync(PrivatePostgres.RuntimeConnectionStringAt(sockets), null);
            }

            async Task<int> AtAsync(string connection, string? role)
            {
                await using var database = RegistryDatabase.Open(connection, role, loggers);
                await using var jobDatabase = JobDatabase.Open(connection, role, loggers: loggers);
                await KeyChecks.VerifyAsync(keys.Held, database.Source, cancel);
                return await RunAsync(options, file, new(database, jobDatabase, keys, TimeProvider.System, loggers), output, cancel);
            }
        }
        catch (UnreadableFileException e)
        {
            throw new StartupException(e.Told.English, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{options.File}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidKeyringException or NpgsqlException or RegistryUnavailableException or CommitInDoubtException)
        {
            throw new StartupException(e is NpgsqlException or InvalidKeyringException ? e.Message : $"{e.Message} The same command goes on where it stood.", e);
        }
    }

    private static async Task<int> RunAsync(ImportOptions options, FileStream file, LocalImports imports, TextWriter output, CancellationToken cancel)
    {
        if (options.Preview)
        {
            await ShowAsync(await imports.PreviewAsync(options.Campaign, options.Provider, file, cancel) ?? throw Unknown(options), output);
            return 0;
        }

        var import = await imports.OpenAsync(options.Campaign, options.Provider, options.File, file, cancel) ?? throw Unknown(options);
        var bar = new ProgressBar(output, await import.ProgressAsync(cancel));
        var state = await import.RunAsync(bar.Tell, cancel);
        await output.WriteLineAsync();
        var end = await import.ProgressAsync(cancel);
        await output.WriteLineAsync(
            $"{state.InDatabase()}: {end.Recorded:N0} recorded, {end.AlreadyOurs:N0} already ours, {end.HeldByAnother:N0} held by another, {end.Malformed:N0} malformed, {end.Doubtful:N0} of a doubtful person.");
        await WriteVerdictsAsync(options, import, output, cancel);
        return state == ImportState.Done ? 0 : CommandLine.Failed;
    }

    private static async Task WriteVerdictsAsync(ImportOptions options, LocalImport import, TextWriter output, CancellationToken cancel)
    {
        var path = options.Verdicts ?? Path.ChangeExtension(options.File, null) + ".verdicts" + (import.Form == "CSV" ? ".csv" : ".xlsx");
        // Beside the file and then in its place, so that a file of verdicts is whole; it holds what the file holds, so its owner alone reads it.
        var unfinished = path + ".part";
        await using (var verdicts = new FileStream(unfinished, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await import.WriteVerdictsAsync(verdicts, Language.Vietnamese, cancel);
        }

        File.Move(unfinished, path, overwrite: true);
        await output.WriteLineAsync($"What became of each row: {path}");
    }

    private static async Task ShowAsync(FilePreview preview, TextWriter output)
    {
        await output.WriteLineAsync($"{preview.Form}{(preview.Encoding is null ? "" : $" in {preview.Encoding}")}{(preview.Sheet is null ? "" : $", sheet “{preview.Sheet}”")}; columns: {string.Join(", ", preview.Columns.Select(c => $"{c.Field} = “{c.Name}”"))}");
        foreach (var row in preview.Rows)
        {
            await output.WriteLineAsync($"{row.Row,8}  {string.Join(" | ", row.Cells)}  →  {string.Join(": ", VerdictFile.Told(row.Verdict, Language.English))}");
        }

        await output.WriteLineAsync("Nothing was imported: --preview.");
    }

    private static StartupException Unknown(ImportOptions options) => new($"There is no campaign {options.Campaign}, or no provider {options.Provider}.");

    /// <summary>"[########------------] 40.0 %  row 4,000, 8,120 rows a second, 7 s left", written over itself on a terminal and line by line elsewhere.</summary>
    private sealed class ProgressBar(TextWriter output, ImportProgress begun)
    {
        private const int Width = 20;
        private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
        private static readonly TimeSpan PaceOfLines = TimeSpan.FromSeconds(10);

        private readonly Stopwatch elapsed = Stopwatch.StartNew();
        private readonly bool terminal = !Console.IsOutputRedirected;
        private TimeSpan last = -PaceOfLines;

        public void Tell(ImportProgress at)
        {
            if (elapsed.Elapsed - last < (terminal ? Pace : PaceOfLines) && at.State == ImportState.Running)
            {
                return;
            }

            last = elapsed.Elapsed;
            var share = at.SizeBytes == 0 ? 1 : Math.Min(1, (double)at.ReadBytes / at.SizeBytes);
            var rate = (at.RowsDone - begun.RowsDone) / Math.Max(0.001, elapsed.Elapsed.TotalSeconds);
            var bytesASecond = (at.ReadBytes - begun.ReadBytes) / Math.Max(0.001, elapsed.Elapsed.TotalSeconds);
            var left = bytesASecond > 0 ? $"{Math.Ceiling((at.SizeBytes - at.ReadBytes) / bytesASecond):N0} s left" : "…";
            var full = (int)(share * Width);
            var line = $"[{new string('#', full)}{new string('-', Width - full)}] {share * 100,5:N1} %  row {at.RowsDone:N0}, {rate:N0} rows a second, {left}   ";
            output.Write(terminal ? "\r" + line : line + Environment.NewLine);
            output.Flush();
        }
    }
}
