using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Campaign.Host;
using Campaign.Registry;

namespace Campaign.Bench;

/// <summary>
/// A host in a process of its own, so that the client's work is not the registry's. It ends with the benchmark, even when that is killed: the shell around it
/// waits at the other end of a pipe.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Answers = "The campaign registry answers at ";
    private const string OwnId = "pid ";

    private const string Supervisor = """
        exec 3<&0 0</dev/null
        "$@" &
        host=$!
        echo "pid $host"
        ( while read -r _ <&3; do :; done; kill -TERM "$host" 2>/dev/null ) &
        watcher=$!
        wait "$host"
        status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process supervisor;
    private readonly Process host;

    private HostProcess(Process supervisor, Process host, Uri address)
    {
        this.supervisor = supervisor;
        this.host = host;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Processor time that the host has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            host.Refresh();
            return host.TotalProcessorTime;
        }
    }

    public static async Task<HostProcess> StartAsync(string database, CancellationToken cancel)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Campaign.Host.dll");
        // setsid: Ctrl+C reaches the benchmark alone, which then stops the host.
        string[] arguments = ["/bin/sh", "-c", Supervisor + "\n", "supervisor", "dotnet", assembly, "up", "--port", FreePort(), "--demo"];
        var start = new ProcessStartInfo("setsid", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[HostSettings.DatabaseVariable] = database;
        var supervisor = Process.Start(start) ?? throw new StartupException("The host could not be started.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(StartPatience);
        try
        {
            Process? host = null;
            while (await supervisor.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith(OwnId, StringComparison.Ordinal))
                {
                    host = Process.GetProcessById(int.Parse(line[OwnId.Length..]));
                }
                else if (line.StartsWith(Answers, StringComparison.Ordinal))
                {
                    // What else it prints is of no interest, but has to go somewhere.
                    _ = supervisor.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return new(supervisor, host!, new Uri(line[Answers.Length..].Trim()));
                }
            }

            throw new StartupException("The host ended before it listened; its log is above.");
        }
        catch
        {
            supervisor.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>One that nobody has just now. With port 0 the host would not know before it listens where the tablet's sign-in may lead back to.</summary>
    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        supervisor.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await supervisor.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            supervisor.Kill(entireProcessTree: true);
        }

        host.Dispose();
        supervisor.Dispose();
    }
}
