using System.ComponentModel;
using System.Diagnostics;
using System.Threading.RateLimiting;
using Campaign.Web.Department.Minutes;

namespace Campaign.Host.Printing;

/// <summary>
/// Prints by Chromium, one process for one document: with a folder of its own that goes with it, without this host's environment, without a network, and ended with all that it started when it takes too long or nobody
/// waits for it any more. Two print at once and a few wait, so that documents never take the host's memory from what matters more.
/// </summary>
internal sealed partial class ChromiumPrinter(HostSettings settings, PrinterLimits limits, ILogger<ChromiumPrinter> log) : IPagePrinter, IDisposable
{
    private const long MostBytes = 32 << 20;

    private static readonly string[] Arguments =
    [
        "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update",
        "--disable-breakpad", "--disable-dev-shm-usage", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
        "--renderer-process-limit=1", "--no-pdf-header-footer",
    ];

    private readonly ConcurrencyLimiter atOnce = new(new() { PermitLimit = limits.AtOnce, QueueLimit = limits.Waiting });

    public void Dispose() => atOnce.Dispose();

    public async Task<byte[]> PrintAsync(string html, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(limits.Patience);
        try
        {
            using var lease = await atOnce.AcquireAsync(1, patience.Token);
            return lease.IsAcquired ? await PrintInFolderAsync(html, patience.Token) : throw new NotPrintedException(NotPrinted.Busy);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            LogTooSlow(log, limits.Patience);
            throw new NotPrintedException(NotPrinted.TooSlow);
        }
    }

    private async Task<byte[]> PrintInFolderAsync(string html, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("campaign-print-").FullName;
        try
        {
            var (page, document) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "document.pdf"));
            await File.WriteAllTextAsync(page, html, cancel);
            var code = await RunAsync(StartOf(folder, page, document), cancel);
            if (code == 0 && new FileInfo(document) is { Exists: true, Length: > 0 and <= MostBytes })
            {
                return await File.ReadAllBytesAsync(document, cancel);
            }

            LogFailed(log, code);
            throw new NotPrintedException(NotPrinted.Failed);
        }
        finally
        {
            Remove(folder);
        }
    }

    private static async Task<int> RunAsync(ProcessStartInfo start, CancellationToken cancel)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new NotPrintedException(NotPrinted.Missing, e);
        }

        try
        {
            // What it says is read, so that it never waits for a reader, and kept nowhere.
            var said = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancel), process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancel));
            await process.WaitForExitAsync(cancel);
            await said;
            return process.ExitCode;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private ProcessStartInfo StartOf(string folder, string page, string document)
    {
        var start = new ProcessStartInfo(settings.Chromium) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in Arguments.Append($"--user-data-dir={Path.Combine(folder, "profile")}").Append($"--print-to-pdf={document}"))
        {
            start.ArgumentList.Add(argument);
        }

        if (Environment.UserName == "root")
        {
            // Chromium's sandbox refuses root. Let the host run as somebody else.
            start.ArgumentList.Add("--no-sandbox");
        }

        start.ArgumentList.Add(new Uri(page).AbsoluteUri);
        start.Environment.Clear();
        foreach (var (name, value) in new[] { ("PATH", Environment.GetEnvironmentVariable("PATH")), ("HOME", folder), ("TMPDIR", folder), ("LANG", "C.UTF-8") })
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>What was just ended may still write; what then stays has no name of anybody's that the registry would not print, and the next start of the machine takes it.</summary>
    private void Remove(string folder)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < 2)
            {
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogLeft(log, e);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Printing was stopped after {Patience}")]
    private static partial void LogTooSlow(ILogger logger, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The printing program ended with {Code} and no document")]
    private static partial void LogFailed(ILogger logger, int code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of a printing could not be removed")]
    private static partial void LogLeft(ILogger logger, Exception fault);
}

/// <param name="Patience">From asking to having the document, waiting for others included.</param>
internal sealed record PrinterLimits(int AtOnce, int Waiting, TimeSpan Patience)
{
    public static PrinterLimits Usual { get; } = new(2, 6, TimeSpan.FromSeconds(30));
}
