using Campaign.Registry.Platform.Callers;
using Campaign.SignIn.Pages;
using Campaign.SignIn.People;
using Campaign.Web.Department;
using Campaign.Web.Files;

namespace Campaign.SignIn;

/// <summary>The desk's officers, by the sessions of the sign-in.</summary>
internal sealed class DeskSessions(Sessions sessions, AccessTokens tokens, FileTransfers transfers) : IDeskSessions
{
    public Task<IResult> OpenAsync(HttpContext http, Func<DeskOfficer, Task<IResult>> then) =>
        PageMenu.OpenAsync(http, PageMenu.MayBeAtTheDesk, async own => await then(await OfAsync(own, http.RequestAborted)));

    public async Task<DeskOfficer?> FindAsync(Guid session, bool acts, CancellationToken cancel)
    {
        var own = acts ? await sessions.FindAsync(session, cancel) : await sessions.LookAtAsync(session, cancel);
        return own is not null && PageMenu.MayBeAtTheDesk(own) ? await OfAsync(own, cancel) : null;
    }

    public IDisposable? EnterFile(HttpContext http, DeskOfficer officer)
    {
        try
        {
            return transfers.Enter(http, officer.Caller.RequestOwner);
        }
        catch (TooManyRequestsException)
        {
            return null;
        }
    }

    private async Task<DeskOfficer> OfAsync(Session own, CancellationToken cancel) =>
        new(own.Id, own.Account.UserName, await tokens.CallerOfAsync(own, cancel), PageMenu.WaysFromTheDesk(own));
}
