using Campaign.Registry.Platform.Callers;
using Campaign.SignIn.People;
using Campaign.Web.Department;
using Campaign.Web.Pages;
using Campaign.Web.Provider;

namespace Campaign.SignIn.Pages;

/// <summary>The ways between the pages of somebody who is signed in: those that the person's role opens, and no others.</summary>
internal static class PageMenu
{
    /// <summary>The pages of everybody who is signed in.</summary>
    private static readonly PageWay[] Own =
    [
        new(SignInPaths.Sessions, new("Phiên của tôi", "My sessions")),
        new(SignInPaths.Password, new("Mật khẩu", "Password")),
        new(SignInPaths.Logout, new("Đăng xuất", "Sign out")),
    ];

    public static bool MayBeAtTheDesk(Session own) => own.Scopes.Contains(Scopes.DepartmentRead);

    public static bool MayAdministerStaff(Session own) => own.Scopes.Contains(Scopes.ProviderAdministration);

    public static IReadOnlyList<PageWay> WaysOf(Session own) =>
    [
        .. MayBeAtTheDesk(own) ? new PageWay[] { new(DeskEndpoints.Today, new("Bàn làm việc", "Desk")) } : [],
        .. MayAdministerStaff(own) ? ProviderEndpoints.Ways : [],
        .. Own,
    ];

    /// <summary>Where else this person may go from the desk.</summary>
    public static IReadOnlyList<PageWay> WaysFromTheDesk(Session own) => [.. WaysOf(own).Where(w => w.Path != DeskEndpoints.Today)];

    /// <summary>The page for whom it is for: who is not signed in is led to the sign-in and back, whose role does not open it is told so.</summary>
    public static async Task<IResult> OpenAsync(HttpContext http, Func<Session, bool> opens, Func<Session, Task<IResult>> then)
    {
        if (await http.RequestServices.GetRequiredService<Sessions>().OfCookieAsync(http) is not { } own)
        {
            return Results.LocalRedirect(SignInPaths.SignInFor(http.Request.Path));
        }

        if (opens(own))
        {
            return await then(own);
        }

        RefusedRequests.Count(StatusCodes.Status403Forbidden);
        return WebResults.Page<NotForThisAccountPage>(
            PageContext.WithoutDatabase(http), new { Ways = WaysOf(own), own.Account.UserName }, StatusCodes.Status403Forbidden);
    }
}
