using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaign.Host;
using Campaign.Registry;

namespace Campaign.Bench;

/// <summary>
/// A Chromium of its own, spoken to by its protocol alone. What drives a browser otherwise prepares each page for scripts of its own, which on a processor divided by four takes a tenth of a second that
/// nobody waits for who opens a page without a script.
/// </summary>
internal sealed class BarePhone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string profile;
    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> asked = [];
    private readonly SemaphoreSlim sending = new(1);
    private Task listening = Task.CompletedTask;
    private int last;

    private BarePhone(string profile, Process process)
    {
        this.profile = profile;
        this.process = process;
    }

    /// <summary>What the browser tells of, as it tells of it: the method and its parameters.</summary>
    public event Action<string, JsonElement>? Told;

    public static async Task<BarePhone> StartAsync(CancellationToken cancel)
    {
        var profile = Directory.CreateTempSubdirectory("campaign-phone-").FullName;
        var start = new ProcessStartInfo(HeadlessShell.Path, [.. HeadlessShell.Arguments, "--headless", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"]) { RedirectStandardError = true };
        var phone = new BarePhone(profile, Process.Start(start)!);
        phone.process.ErrorDataReceived += (_, _) => { };
        phone.process.BeginErrorReadLine();
        try
        {
            var waited = Stopwatch.StartNew();
            var file = Path.Combine(profile, "DevToolsActivePort");
            while (!File.Exists(file) || (await File.ReadAllLinesAsync(file, cancel)).Length < 2)
            {
                if (waited.Elapsed > Patience || phone.process.HasExited)
                {
                    throw new StartupException("Chromium did not start.");
                }

                await Task.Delay(50, cancel);
            }

            var lines = await File.ReadAllLinesAsync(file, cancel);
            await phone.socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), cancel);
            phone.listening = phone.ListenAsync();
            return phone;
        }
        catch
        {
            await phone.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> AskAsync(string method, JsonObject parameters, string? session, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref last);
        var answer = asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await sending.WaitAsync(cancel);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancel);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(Patience, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await listening;
        socket.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        ended.Dispose();
        sending.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A process of the browser's may still be writing.
        }
    }

    private async Task ListenAsync()
    {
        var (buffer, message) = (new byte[1 << 16], new MemoryStream());
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), ended.Token);
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                {
                    continue;
                }

                var told = JsonDocument.Parse(message.ToArray()).RootElement;
                message.SetLength(0);
                if (!told.TryGetProperty("id", out var id))
                {
                    Told?.Invoke(told.GetProperty("method").GetString()!, told.GetProperty("params"));
                }
                else if (asked.TryRemove(id.GetInt32(), out var waiting))
                {
                    if (told.TryGetProperty("error", out var error))
                    {
                        waiting.SetException(new InvalidOperationException(error.ToString()));
                    }
                    else
                    {
                        waiting.SetResult(told.GetProperty("result"));
                    }
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in asked.Values)
            {
                waiting.TrySetException(new InvalidOperationException("The browser has ended.", e));
            }
        }
    }
}
