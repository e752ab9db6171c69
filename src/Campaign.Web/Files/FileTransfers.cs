using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Campaign.Web.Files;

/// <summary>Too much was asked; when to ask again.</summary>
public sealed class TooManyRequestsException(TimeSpan retryAfter) : Exception("Too many requests.")
{
    public int RetryAfterSeconds { get; } = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
}

/// <summary>
/// Files on their way in or out: the one thing that is larger than a request and may last longer. A few at once over the host, two of one owner; each within half an hour and 1 GiB.
/// </summary>
public sealed class FileTransfers : IDisposable
{
    /// <summary>Enough beyond the largest file that one which is larger is told so by the registry, and not by a connection that is cut.</summary>
    public const long MaxBodyBytes = (1L << 30) + (2 << 20);

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private const int AtOnce = 8;
    private const int AtOncePerOwner = 2;

    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(30);

    private readonly ConcurrencyLimiter all = new(new() { PermitLimit = AtOnce, QueueLimit = 0 });

    private readonly PartitionedRateLimiter<string> owners = PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetConcurrencyLimiter(
        owner, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOncePerOwner, QueueLimit = 0 }));

    public void Dispose()
    {
        all.Dispose();
        owners.Dispose();
    }

    /// <summary>Lets a request of this size in, until it is disposed of. Before its body is touched.</summary>
    /// <param name="owner">Whose file it is.</param>
    /// <exception cref="TooManyRequestsException">Too many are under way.</exception>
    public IDisposable Enter(HttpContext http, string owner)
    {
        var own = owners.AttemptAcquire(owner);
        var one = own.IsAcquired ? all.AttemptAcquire() : null;
        if (one is not { IsAcquired: true })
        {
            one?.Dispose();
            own.Dispose();
            throw new TooManyRequestsException(WhenBusy);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBodyBytes;
        }

        return new Leases(own, one);
    }

    private sealed class Leases(RateLimitLease own, RateLimitLease one) : IDisposable
    {
        public void Dispose()
        {
            one.Dispose();
            own.Dispose();
        }
    }
}
