using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Changes;

/// <summary>For each change that concerns a follower, what changed, as it stands when the follower has room for it.</summary>
internal sealed class ChangedSubjects(ChangeFeed feed, TimeProvider time)
{
    /// <summary>Subjects that are read at once for one follower.</summary>
    private const int BatchSize = 100;

    /// <summary>A database that is gone for less than about 10 s delays a stream and does not end it.</summary>
    private const int MaxTries = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Begins to follow; every change that is committed after the answer is told of, until the token is cancelled.</summary>
    /// <param name="what">The changes that are followed.</param>
    /// <param name="audience">Who follows; what concerns others is not told.</param>
    /// <param name="look">Reads these subjects for this follower; what it may not see is not among the answers, and not told.</param>
    /// <param name="until">Cancelled when the follower's stream has ended.</param>
    /// <exception cref="RegistryUnavailableException">The database does not answer now.</exception>
    public async Task<IAsyncEnumerable<T>> FollowAsync<T>(
        IFollowed what, Audience audience, Func<Guid[], CancellationToken, Task<Dictionary<Guid, T>>> look, CancellationToken until) =>
        ReadAsync(await feed.FollowAsync(what, audience, until), look, until);

    private async IAsyncEnumerable<T> ReadAsync<T>(
        ChannelReader<Change> changes, Func<Guid[], CancellationToken, Task<Dictionary<Guid, T>>> look, [EnumeratorCancellation] CancellationToken until)
    {
        while (await changes.WaitToReadAsync(until))
        {
            var waiting = new List<Guid>(BatchSize);
            while (waiting.Count < BatchSize && changes.TryRead(out var change))
            {
                waiting.Add(change.SubjectId);
            }

            var found = await LookPatientlyAsync(look, [.. waiting.Distinct()], until);
            foreach (var id in waiting)
            {
                if (found.TryGetValue(id, out var subject))
                {
                    yield return subject;
                }
            }
        }
    }

    private async Task<Dictionary<Guid, T>> LookPatientlyAsync<T>(
        Func<Guid[], CancellationToken, Task<Dictionary<Guid, T>>> look, Guid[] ids, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await look(ids, cancel);
            }
            catch (Exception e) when (attempt < MaxTries && !cancel.IsCancellationRequested && (e is RegistryUnavailableException || Faults.IsUnavailability(e)))
            {
                await Task.Delay(Pause, time, cancel);
            }
        }
    }
}
