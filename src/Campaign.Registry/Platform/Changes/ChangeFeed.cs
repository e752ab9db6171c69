using System.Threading.Channels;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// Committed changes, on whichever host they were made, for those on this one who follow them: in the order of the journal, each once. It listens and reads only
/// while somebody follows.
/// </summary>
internal sealed class ChangeFeed(ChangeConnections connections, TimeProvider time, ILogger<ChangeFeed> log) : IAsyncDisposable
{
    private readonly Lock changing = new();
    private FeedRun? current;
    private Task ended = Task.CompletedTask;

    public bool IsRunning
    {
        get
        {
            lock (changing)
            {
                return current is not null;
            }
        }
    }

    /// <summary>Begins to follow; every change that is committed after the answer is told of, until the token is cancelled.</summary>
    /// <exception cref="RegistryUnavailableException">The database does not answer now.</exception>
    /// <remarks>The reader throws <see cref="FollowerTooFarBehindException"/> when more has come than is kept for it.</remarks>
    public async Task<ChannelReader<Change>> FollowAsync(IFollowed what, Audience audience, CancellationToken until)
    {
        var follower = new Follower(what, audience);
        FeedRun run;
        lock (changing)
        {
            run = current ??= new FeedRun(connections.Source, time, log);
            run.Add(follower);
        }

        // The token is cancelled when the follower's stream ends, whichever way.
        until.Register(() => Leave(run, follower));
        try
        {
            await run.Listening.WaitAsync(RegistryDatabase.WorkWait, time, until);
            return follower.Changes;
        }
        catch (TimeoutException e)
        {
            Leave(run, follower);
            throw new RegistryUnavailableException("Changes cannot be followed now.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (changing)
        {
            last = current?.DisposeAsync().AsTask() ?? ended;
            current = null;
        }

        await last;
    }

    private void Leave(FeedRun run, Follower follower)
    {
        lock (changing)
        {
            if (run.Remove(follower) && run.IsEmpty && run == current)
            {
                current = null;
                ended = run.DisposeAsync().AsTask();
            }
        }
    }
}
