using System.Globalization;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Time;
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

    public static Html Of(Page page, Session own, string path) => Html.Of($"""
        <nav class="menu" aria-label="{page.Say("Các trang", "Pages")}"><ul>
        {Html.Join(WaysOf(own).Select(w => Html.Of($"""<li><a href="{w.Path}"{(w.Path == path ? new Html(" aria-current=\"page\"") : path.StartsWith(w.Path + "/", StringComparison.Ordinal) ? new Html(" aria-current=\"true\"") : Html.Nothing)}>{page.Say(w.Words)}</a></li>""")))}
        </ul></nav>
        """);

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
        var page = new Page(http) { Own = own };
        return page.Answer(
            new("Trang này không dành cho tài khoản của ông/bà", "This page is not for your account"),
            Html.Of($"""
                <p>{page.Say("Ông/bà đang đăng nhập với tên", "You are signed in as")} <strong>{own.Account.UserName}</strong>. {page.Say(
                    "Nếu cần trang này cho công việc, hãy hỏi người quản trị của đơn vị.", "If your work needs this page, ask your organisation's administrator.")}</p>
                """),
            StatusCodes.Status403Forbidden);
    }

    /// <summary>An instant in Vietnam, the way it is said there: 14:05 22/11/2026.</summary>
    public static string Clock(DateTimeOffset at) => at.ToOffset(VietnamTime.Offset).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
}
