using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Callers;

namespace Campaign.SignIn.People;

/// <summary>How much one network, and one who has signed in, may report: counted over all hosts, as the tries to sign in are.</summary>
internal sealed class ReportPace(SignInAttempts attempts, IHttpContextAccessor accessor) : IReportPace
{
    public Task<TimeSpan?> CountAsync(Caller? caller, CancellationToken cancel) =>
        attempts.CountAsync(attempts.ForReport(caller?.RequestOwner, accessor.HttpContext?.Connection.RemoteIpAddress), cancel);
}
