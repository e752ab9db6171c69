using System.Threading.Channels;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using Microsoft.AspNetCore.Http.Features;

namespace Campaign.Host.Graph;

/// <summary>
/// One answer as server-sent events, after the protocol graphql-sse in distinct connections mode: an event <c>next</c> for each result, and <c>complete</c> at
/// the end. It ends when its source does, when the caller hangs up, when the host stops, and when the caller's access token expires.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly byte[] NextBegins = "event: next\ndata: "u8.ToArray();
    private static readonly byte[] EventEnds = "\n\n"u8.ToArray();
    private static readonly byte[] Complete = "event: complete\ndata:\n\n"u8.ToArray();
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    private readonly HttpContext http;
    private readonly IGraphQLTextSerializer serializer;
    private readonly TimeProvider time;
    private readonly TimeSpan quietFor;
    private readonly DateTimeOffset end;
    private readonly Func<ExecutionResult, PresentedResult> present;
    private readonly Action release;
    private readonly CancellationTokenSource life;

    // Not bounded by itself: the source gives no more than Pace lets it.
    private readonly Channel<ExecutionResult> results = Channel.CreateUnbounded<ExecutionResult>(new() { SingleReader = true });
    private IDisposable? following;

    /// <param name="end">Exclusive: from then on nothing more is sent.</param>
    /// <param name="release">Gives the stream's place back.</param>
    public EventStream(
        HttpContext http, IGraphQLTextSerializer serializer, TimeProvider time, TimeSpan quietFor, DateTimeOffset end,
        Func<ExecutionResult, PresentedResult> present, Action release, CancellationToken hostStopping)
    {
        this.http = http;
        this.serializer = serializer;
        this.time = time;
        this.quietFor = quietFor;
        this.end = end;
        this.present = present;
        this.release = release;
        life = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, hostStopping);
        Ended = life.Token;
    }

    /// <summary>Cancelled when the stream has ended, whichever way.</summary>
    public CancellationToken Ended { get; }

    public StreamPace Pace { get; } = new();

    /// <summary>The whole answer to what has one result.</summary>
    public static async Task WriteOneAsync(HttpContext http, PresentedResult result, IGraphQLTextSerializer serializer)
    {
        await BeginAsync(http);
        await WriteNextAsync(http, result, serializer);
        await http.Response.Body.WriteAsync(Complete, CancellationToken.None);
    }

    public void Follow(IObservable<ExecutionResult> source) => following = source.Subscribe(new Writer(results.Writer));

    public async Task RunAsync()
    {
        try
        {
            await BeginAsync(http);
            await SendAsync(Comment);
            while (await NextAsync() is { } result)
            {
                await WriteNextAsync(http, present(result), serializer);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                Pace.Written();
            }

            await SendAsync(Complete);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await life.CancelAsync();
        following?.Dispose();
        life.Dispose();
        release();
    }

    private static async Task BeginAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = AnswerForm.Events;
        http.Response.Headers.CacheControl = "no-cache";
        // Proxies are asked not to hold back what is to come at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await http.Response.StartAsync(http.RequestAborted);
    }

    private static async Task WriteNextAsync(HttpContext http, PresentedResult result, IGraphQLTextSerializer serializer)
    {
        using var message = new MemoryStream();
        message.Write(NextBegins);
        await result.WriteAsync(message, serializer);
        message.Write(EventEnds);
        await http.Response.Body.WriteAsync(message.GetBuffer().AsMemory(0, (int)message.Length), http.RequestAborted);
    }

    private async Task SendAsync(byte[] bytes)
    {
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Waits for the next result, with a comment now and then; null when the stream is to end.</summary>
    private async Task<ExecutionResult?> NextAsync()
    {
        Task<bool>? waiting = null;
        while (true)
        {
            var left = end - time.GetUtcNow();
            if (left <= TimeSpan.Zero || Ended.IsCancellationRequested)
            {
                http.RequestAborted.ThrowIfCancellationRequested();
                return null;
            }

            if (results.Reader.TryRead(out var result))
            {
                return result;
            }

            waiting ??= results.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            try
            {
                if (!await waiting.WaitAsync(left < quietFor ? left : quietFor, time, Ended))
                {
                    return null;
                }

                waiting = null;
            }
            catch (TimeoutException)
            {
                await SendAsync(Comment);
            }
            catch (OperationCanceledException) when (Ended.IsCancellationRequested)
            {
                http.RequestAborted.ThrowIfCancellationRequested();
                return null;
            }
        }
    }

    private sealed class Writer(ChannelWriter<ExecutionResult> results) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value) => results.TryWrite(value);

        /// <summary>The source broke: the error is the last result.</summary>
        public void OnError(Exception error)
        {
            results.TryWrite(new ExecutionResult { Executed = true, Errors = [error as ExecutionError ?? new ExecutionError("The stream broke.", error)] });
            results.TryComplete();
        }

        public void OnCompleted() => results.TryComplete();
    }
}
