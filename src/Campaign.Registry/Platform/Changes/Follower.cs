using System.Threading.Channels;

namespace Campaign.Registry.Platform.Changes;

/// <summary>One who follows: what concerns it waits here, 10,000 changes at most, until it is read. The feed never waits for a reader.</summary>
internal sealed class Follower(IFollowed what, Audience audience)
{
    public const int MaxWaiting = 10_000;

    private readonly Channel<Change> waiting = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    public IFollowed What => what;

    public Audience Audience => audience;

    public ChannelReader<Change> Changes => waiting.Reader;

    /// <summary>One change too many ends this follower once it has read what waits.</summary>
    public void Tell(Change change)
    {
        if (!waiting.Writer.TryWrite(change))
        {
            waiting.Writer.TryComplete(new FollowerTooFarBehindException());
        }
    }
}
