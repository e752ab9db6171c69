using Campaign.SignIn.People;
using Campaign.Web.Provider;

namespace Campaign.SignIn.Pages;

/// <summary>Providers' administrators, by the sessions of the sign-in.</summary>
internal sealed class ProviderSessions(AccessTokens tokens) : IProviderSessions
{
    public Task<IResult> OpenAsync(HttpContext http, Func<ProviderAdministrator, Task<IResult>> then) => PageMenu.OpenAsync(
        http, PageMenu.MayAdministerStaff, async own => await then(new(own.Id, await tokens.CallerOfAsync(own, http.RequestAborted), PageMenu.WaysOf(own))));
}
