using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Campaign.Registry.Platform.Callers;
using Campaign.Web.Files;

namespace Campaign.Host.Limits;

/// <summary>
/// Limits per address, caller and citizen. Nothing waits in a queue: what is beyond a limit is told at once when to come again. In the demo there is none per
/// address on loopback.
/// </summary>
internal sealed class HostLimits(HostSettings host, LimitSettings settings) : IDisposable
{
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> addresses = Buckets(settings.AddressBurst, settings.AddressPerSecond, TimeSpan.FromSeconds(1));
    private readonly PartitionedRateLimiter<string> signIns = Buckets(settings.SignInBurst, 1, TimeSpan.FromSeconds(settings.SignInSeconds));
    private readonly PartitionedRateLimiter<string> citizens = Buckets(settings.CitizenBurst, settings.CitizenPerSecond, TimeSpan.FromSeconds(1));

    private readonly PartitionedRateLimiter<string> atOnce = PartitionedRateLimiter.Create<string, string>(owner => RateLimitPartition.GetConcurrencyLimiter(
        owner, _ => new ConcurrencyLimiterOptions { PermitLimit = settings.AtOncePerCaller, QueueLimit = 0 }));

    public void Dispose()
    {
        addresses.Dispose();
        signIns.Dispose();
        citizens.Dispose();
        atOnce.Dispose();
    }

    /// <summary>One request of nobody, or of somebody not yet known.</summary>
    /// <exception cref="TooManyRequestsException">The address has asked too much.</exception>
    public void CountAddress(HttpContext http) => Count(addresses, http);

    /// <summary>One attempt to sign in.</summary>
    /// <exception cref="TooManyRequestsException">The address has tried too often.</exception>
    public void CountSignIn(HttpContext http) => Count(signIns, http);

    /// <summary>A request of this caller, until it is disposed of.</summary>
    /// <exception cref="TooManyRequestsException">The caller has too many under way, or the citizen has asked too much.</exception>
    public IDisposable Enter(Caller caller)
    {
        if (caller.Citizen is not null)
        {
            using var spent = citizens.AttemptAcquire(caller.RequestOwner);
            Require(spent);
        }

        var lease = atOnce.AttemptAcquire(caller.RequestOwner);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw new TooManyRequestsException(WhenBusy);
    }

    private void Count(PartitionedRateLimiter<string> limiter, HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (host.SeedsDemo && IPAddress.IsLoopback(address))
        {
            return;
        }

        using var lease = limiter.AttemptAcquire(PartitionOf(address));
        Require(lease);
    }

    private static void Require(RateLimitLease lease)
    {
        if (!lease.IsAcquired)
        {
            throw new TooManyRequestsException(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : WhenBusy);
        }
    }

    /// <summary>One household or office has a whole /64 of IPv6; by single addresses it would have as many limits as it likes.</summary>
    internal static string PartitionOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }

    private static PartitionedRateLimiter<string> Buckets(int burst, int tokens, TimeSpan period) =>
        PartitionedRateLimiter.Create<string, string>(subject => RateLimitPartition.GetTokenBucketLimiter(subject, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = period,
            QueueLimit = 0,
            AutoReplenishment = true,
        }));
}
