using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Campaign.Testing;

/// <summary>A host in a process of its own, as an operator would start it, so that it can be killed.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    // Test projects that run at once begin at different places.
    private static int portsGiven = Environment.ProcessId * 37 % Ports;

    private readonly List<string> output = [];
    private bool disposed;

    internal HostProcess(Process process, int port)
    {
        Process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public Uri Address { get; }

    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>
    /// A port that nobody listens on, and that this run hands out to nobody else: a host that was killed finds its own again. Below those that the system gives to
    /// outgoing connections.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref portsGiven) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    /// <summary>An environment that speaks of another PostgreSQL than the registry's own.</summary>
    public static IReadOnlyDictionary<string, string?> AnotherServer { get; } = new Dictionary<string, string?>
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = "1",
        ["PGUSER"] = "somebody",
        ["PGDATABASE"] = "elsewhere",
        ["PGOPTIONS"] = "-c search_path=elsewhere",
        ["PGSSLMODE"] = "require",
    };

    /// <summary>Starts <c>up</c> with these arguments; does not wait until it answers.</summary>
    /// <param name="host">Where its binaries are; null for those beside the tests.</param>
    /// <param name="asUser">Another user of the operating system; null for the one who runs the tests.</param>
    public static HostProcess Start(int port, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? asUser = null,
        string? host = null)
    {
        string[] command = [.. asUser is null ? [] : new[] { "setpriv", $"--reuid={asUser}", "--regid=65534", "--clear-groups", "--" },
            "dotnet", host ?? TestSettings.Program, "up", "--port", port.ToString(), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, port);
    }

    /// <summary>Runs another command of the host's to its end; answers the exit code and all that it printed.</summary>
    public static Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments) => CommandAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>The same in an environment that has these variables too.</summary>
    public static async Task<(int ExitCode, string Output)> CommandAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [TestSettings.Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    /// <summary>Waits until it has printed this.</summary>
    public async Task UntilOutputAsync(string text)
    {
        var waited = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (Process.HasExited || waited.Elapsed > StartPatience)
            {
                throw new InvalidOperationException($"The host did not print \"{text}\".\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <param name="patience">How long it may take to get ready; null for as long as a busy machine needs.</param>
    /// <param name="answerPatience">How long it may take with one answer before it is asked again.</param>
    public async Task<HostProcess> UntilReadyAsync(TimeSpan? patience = null, TimeSpan? answerPatience = null)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = answerPatience ?? TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < (patience ?? StartPatience) && !Process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync("/health/ready");
                if (response.IsSuccessStatusCode)
                {
                    return this;
                }
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException)
            {
                // Not yet; nor is a slow answer (a TaskCanceledException) one that says no.
            }

            await Task.Delay(50);
        }

        await DisposeAsync();
        throw new InvalidOperationException($"The host did not get ready.\n{Output}");
    }

    public async Task<int> ExitCodeAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        await Process.WaitForExitAsync(timeout.Token);
        return Process.ExitCode;
    }

    public void Kill() => Process.Kill();

    public void Signal(string signal) => Run("kill", $"-{signal}", Process.Id.ToString());

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        try
        {
            if (!Process.HasExited)
            {
                Signal("TERM");
                await ExitCodeAsync(StopPatience);
            }
        }
        finally
        {
            // One that does not stop is told of, and not left behind.
            if (!Process.HasExited)
            {
                Process.Kill(entireProcessTree: true);
            }

            Process.Dispose();
        }
    }

    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            if (line is not null)
            {
                output.Add(line);
            }
        }
    }
}
