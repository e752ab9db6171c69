using Prometheus;

namespace Campaign.SignIn;

/// <summary>
/// Requests that came from nobody or from somebody without the right (ASVS V16.3.2): counted, not written down, for whoever wants to fill a table has only to ask. Who is
/// refused much shows in the numbers, and whose a token was in the sign-in's events.
/// </summary>
public static class RefusedRequests
{
    private static readonly Counter Refused = Metrics.CreateCounter("campaign_refused_requests_total", "Requests refused for want of sign-in or of the right, by status.", "status");

    public static void Count(int status) => Refused.WithLabels($"{status}").Inc();
}
