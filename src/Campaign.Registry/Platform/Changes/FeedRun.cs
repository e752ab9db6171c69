using System.Diagnostics.Metrics;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// The feed from its first follower to its last: listens first, then reads, then waits to be woken, a second at most, for a notification can be lost. A broken
/// connection is made anew, and what was missed meanwhile is read from the journal.
/// </summary>
internal sealed class FeedRun : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly Meter Meter = new("campaign.changes");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "lag_seconds", "s", "From a change's instant to its being told to those on this host who follow it.");

    private readonly NpgsqlDataSource source;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly JournalTail tail;
    private readonly HashSet<Follower> followers = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task running;
    private volatile bool woken;

    public FeedRun(NpgsqlDataSource source, TimeProvider time, ILogger log)
    {
        this.source = source;
        this.time = time;
        this.log = log;
        tail = new(time);
        running = Task.Run(() => RunAsync(stopping.Token));
    }

    /// <summary>Done once every change that is committed from then on will be told of.</summary>
    public Task Listening => listening.Task;

    public bool IsEmpty
    {
        get
        {
            lock (followers)
            {
                return followers.Count == 0;
            }
        }
    }

    public void Add(Follower follower)
    {
        lock (followers)
        {
            followers.Add(follower);
        }
    }

    public bool Remove(Follower follower)
    {
        lock (followers)
        {
            return followers.Remove(follower);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        var pause = FirstPause;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancel);
                connection.Notification += (_, _) => woken = true;
                await using var listen = new NpgsqlCommand($"listen {ChangeConnections.Channel}", connection);
                await listen.ExecuteNonQueryAsync(cancel);
                await tail.BeginAsync(connection, cancel);
                while (true)
                {
                    // A notification that comes during the look is taken off the wire there, and nobody would be woken by it afterwards.
                    woken = false;
                    await tail.ReadAsync(connection, (changes, now) => TellAsync(connection, changes, now, cancel), cancel);
                    listening.TrySetResult();
                    pause = FirstPause;
                    if (!woken)
                    {
                        await connection.WaitAsync(tail.LookAgainAfter, cancel);
                    }
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning("Changes cannot be followed ({Fault}: {Message}); trying again in {Pause}", e.GetType().Name, e.Message, pause);
                await Task.Delay(pause, time, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task TellAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, DateTimeOffset now, CancellationToken cancel)
    {
        // Whoever comes after this has come after these changes were committed.
        ILookup<IFollowed, Follower> present;
        lock (followers)
        {
            present = followers.ToLookup(f => f.What);
        }

        var told = new List<(Follower Follower, Change Change)>();
        foreach (var group in present)
        {
            var included = changes.Where(c => group.Key.Includes(c.Kind)).ToList();
            if (included.Count == 0)
            {
                continue;
            }

            var audiences = await group.Key.AudiencesOfAsync(connection, [.. included.Select(c => c.SubjectId).Distinct()], cancel);
            var concerned = group.ToLookup(f => f.Audience);
            told.AddRange(included.SelectMany(c => audiences.TryGetValue(c.SubjectId, out var audience) ? concerned[audience].Select(f => (f, c)) : []));
        }

        // Only once all that can fail is done: what fails is read anew, and would be told twice.
        foreach (var (follower, change) in told)
        {
            follower.Tell(change);
        }

        foreach (var change in changes)
        {
            Lag.Record(Math.Max(0, (now - change.At).TotalSeconds));
        }
    }
}
