namespace Campaign.Registry.Platform.Graph;

/// <summary>How far a subscription may run ahead of its reader: at most 32 results wait to be written, whatever the source has in store.</summary>
public sealed class StreamPace : IDisposable
{
    private const int MaxAhead = 32;

    private readonly SemaphoreSlim turns = new(MaxAhead);

    public void Dispose() => turns.Dispose();

    /// <summary>One result was written to its reader.</summary>
    public void Written() => turns.Release();

    internal Task TurnAsync(CancellationToken cancel) => turns.WaitAsync(cancel);
}

/// <summary>A subscription's source as the library takes it. Once the token is cancelled it has ended.</summary>
internal sealed class PacedSource<T>(IAsyncEnumerable<T> source, StreamPace pace, CancellationToken cancel) : IObservable<object?>
{
    public IDisposable Subscribe(IObserver<object?> observer)
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _ = Task.Run(() => DrawAsync(observer, ended.Token), CancellationToken.None);
        return new Ended(ended);
    }

    private async Task DrawAsync(IObserver<object?> observer, CancellationToken ended)
    {
        try
        {
            await foreach (var item in source.WithCancellation(ended))
            {
                await pace.TurnAsync(ended);
                observer.OnNext(item);
            }

            observer.OnCompleted();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            observer.OnCompleted();
        }
        catch (Exception e)
        {
            observer.OnError(e);
        }
    }

    private sealed class Ended(CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
