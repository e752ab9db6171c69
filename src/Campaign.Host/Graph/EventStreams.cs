using Campaign.SignIn;
using GraphQL;
using Prometheus;

namespace Campaign.Host.Graph;

/// <summary>The streams that are open on this host: 500 at most, and 20 for one caller (a provider, whichever of its clients asks).</summary>
internal sealed class EventStreams(
    IGraphQLTextSerializer serializer, ErrorPresenter errors, IHostApplicationLifetime host, TimeProvider time, EventStreamSettings settings)
{
    private static readonly Gauge OpenNow = Metrics.CreateGauge("campaign_subscription_streams", "Subscriptions that are open on this host.");

    private readonly Dictionary<string, int> perCaller = [];
    private readonly Lock counting = new();
    private int open;

    public int Open => open;

    /// <summary>Takes a place; null when there is none.</summary>
    public EventStream? TryOpen(HttpContext http, Identification identification, OperationShape shape, string requestId)
    {
        var caller = identification.Caller?.RequestOwner ?? "";
        lock (counting)
        {
            var own = perCaller.GetValueOrDefault(caller);
            if (open >= settings.MaxStreams || own >= settings.MaxStreamsPerCaller)
            {
                return null;
            }

            perCaller[caller] = own + 1;
            open++;
            OpenNow.Inc();
        }

        var end = time.GetUtcNow() + settings.LongestLife;
        return new(
            http, serializer, time, settings.QuietFor, identification.ExpiresAt < end ? identification.ExpiresAt : end,
            result => PresentedResult.Of(result, shape, requestId, errors), () => Release(caller), host.ApplicationStopping);
    }

    private void Release(string caller)
    {
        lock (counting)
        {
            open--;
            OpenNow.Dec();
            if (--perCaller[caller] == 0)
            {
                perCaller.Remove(caller);
            }
        }
    }
}

/// <summary>Bounds of streams; tests alone give others.</summary>
internal sealed record EventStreamSettings
{
    public int MaxStreams { get; init; } = 500;

    public int MaxStreamsPerCaller { get; init; } = 20;

    /// <summary>A stream ends then at the latest, or with its access token.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so long without a result a comment is sent, so that nobody on the way takes the connection for dead.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromSeconds(12);
}
