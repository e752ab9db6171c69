using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Department;

/// <summary>An officer at the desk, by a session that stands at this moment.</summary>
/// <param name="Session">The session's id; not the secret in the browser's cookie.</param>
/// <param name="Ways">Where else the officer may go from here.</param>
public sealed record DeskOfficer(Guid Session, string Name, Caller Caller, IReadOnlyList<PageWay> Ways)
{
    /// <summary>Reviewing and administering officers look citizens up by their number; who may only read does not.</summary>
    public bool MayLookUpCitizens => MayReview;

    /// <summary>Works on cases and decides them; proposes and rejects what takes two officers.</summary>
    public bool MayReview => Caller.May(Scopes.DepartmentReview) || MayAdminister;

    /// <summary>Approves what another proposed; decides what holds in a campaign.</summary>
    public bool MayAdminister => Caller.May(Scopes.DepartmentAdministration);
}

/// <summary>Who is at the desk, as the sign-in knows it. Nobody but officers with a second factor is let in.</summary>
public interface IDeskSessions
{
    /// <summary>The page for an officer; everybody else is led to the sign-in, or told that it is not for them.</summary>
    Task<IResult> OpenAsync(HttpContext http, Func<DeskOfficer, Task<IResult>> then);

    /// <summary>The officer whose session this is; null when it has ended, or its bearer may not be at the desk any more.</summary>
    /// <param name="acts">True when the officer does something; a look by the page itself keeps no idle session alive.</param>
    Task<DeskOfficer?> FindAsync(Guid session, bool acts, CancellationToken cancel);

    /// <summary>Lets a file out, until it is disposed of; null when too many are under way.</summary>
    IDisposable? EnterFile(HttpContext http, DeskOfficer officer);
}
