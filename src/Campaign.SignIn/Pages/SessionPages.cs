using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.SignIn.People;
using Campaign.Web.Accounts;
using Campaign.Web.Pages;
using Microsoft.AspNetCore;
using OpenIddict.Server.AspNetCore;

namespace Campaign.SignIn.Pages;

/// <summary>
/// One's own sessions, each of which can be ended, and the way out. What is ended here stops at once: the browser at its next request, refresh tokens at their next use,
/// access tokens within 30 seconds.
/// </summary>
internal static class SessionPages
{
    private const int EventsShown = 15;

    public static void MapSessionPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Sessions, Task<IResult> (HttpContext http) => PageMenu.OpenAsync(http, _ => true, own => ListAsync(http, own)));
        routes.MapPost(SignInPaths.Sessions, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, form => PageMenu.OpenAsync(http, _ => true, own => EndAsync(http, own, form))));
        routes.MapGet(SignInPaths.SignedOut, (HttpContext http) => SignedOut(http));
        routes.MapGet(SignInPaths.Logout, (HttpContext http) => AskToSignOut(http));
        routes.MapPost(SignInPaths.Logout, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, _ => SignOutAsync(http)));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own)
    {
        var notice = Notice.Take(http, own.Id);
        var page = new Page(http) { Own = own };
        var sessions = await http.RequestServices.GetRequiredService<Sessions>().ListAsync(own.Account.Id, http.RequestAborted);
        var events = await http.RequestServices.GetRequiredService<AccountReads>().OwnEventsAsync(own.Account.Id, EventsShown, http.RequestAborted);
        var items = sessions.Select(session => Html.Of($"""
            <li>
            <p><strong>{session.Label}</strong> · {session.Address}{(session.Id == own.Id ? Html.Of($" · <strong>{page.Say("phiên này", "this one")}</strong>") : Html.Nothing)}</p>
            <p>{page.Say("Đăng nhập lúc", "Signed in at")} {PageMenu.Clock(session.CreatedAt)} · {page.Say("dùng lần cuối", "last used")} {PageMenu.Clock(session.LastSeenAt)}</p>
            {page.Form(SignInPaths.Sessions, Page.Hidden("end", session.Id.ToString()), new($"Kết thúc phiên {session.Label}", $"End this one: {session.Label}"), quiet: true)}
            </li>
            """));
        return page.Answer(new("Các phiên đăng nhập của tôi", "Where I am signed in"), Html.Of($"""
            {(notice is null ? Html.Nothing : Html.Of($"""<div class="done" role="status"><p>✔ {page.Say(notice.Done)}</p></div>"""))}
            <p>{page.Say("Tài khoản", "Account")}: <strong>{own.Account.UserName}</strong></p>
            <ul class="cards">{Html.Join(items)}</ul>
            {(sessions.Count > 1
                ? page.Form(SignInPaths.Sessions, Page.Hidden("end", "others"), new("Kết thúc mọi phiên khác", "End all others"))
                : Html.Nothing)}
            <h2>{page.Say("Gần đây", "Lately")}</h2>
            <p class="hint">{page.Say("Thấy việc không phải của ông/bà? Hãy đổi mật khẩu và báo người quản trị.", "Is there something that was not you? Change the password and tell your administrator.")}</p>
            {Events(page, events)}
            """));
    }

    /// <summary>As a list that reads well on a phone: when, what, by whom, from where.</summary>
    private static Html Events(Page page, IReadOnlyList<SignInEvent> events) => events.Count == 0
        ? Html.Of($"""<p class="empty">{page.Say("Chưa có gì.", "Nothing yet.")}</p>""")
        : Html.Of($"""
            <ul class="events">{Html.Join(events.Select(e => Html.Of($"""
                <li><span class="when">{PageMenu.Clock(e.At)}</span> <strong>{page.Say(EventWords.Of(e.Kind))}</strong>{(e.Actor is { } actor
                    ? Html.Of($" · {page.Say("bởi", "by")} {actor}") : Html.Nothing)} · {e.Network}</li>
                """)))}</ul>
            """);

    private static async Task<IResult> EndAsync(HttpContext http, Session own, IFormCollection form)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        var events = http.RequestServices.GetRequiredService<SignInEvents>();
        if (form["end"] == "others")
        {
            await sessions.EndOthersAsync(own.Account.Id, own.Id, http.RequestAborted);
            await events.WriteAsync(http, SignInEventKind.SessionEnded, own.Account.Id);
        }
        else if (Guid.TryParse(form["end"], out var session))
        {
            await sessions.EndAsync(own.Account.Id, session, http.RequestAborted);
            await events.WriteAsync(http, SignInEventKind.SessionEnded, own.Account.Id);
        }

        return Results.LocalRedirect(SignInPaths.Sessions);
    }

    /// <summary>A link must not sign anybody out, so it asks; what a client sent with it is sent on.</summary>
    private static IResult AskToSignOut(HttpContext http)
    {
        var page = new Page(http);
        var sent = Html.Join(http.Request.Query.Select(p => Page.Hidden(p.Key, p.Value.ToString())));
        return page.Answer(new("Đăng xuất?", "Sign out?"), page.Form(SignInPaths.Logout, sent, new("Đăng xuất", "Sign out")));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        if (await sessions.OfCookieAsync(http) is { } own)
        {
            await sessions.EndAsync(own.Account.Id, own.Id, http.RequestAborted);
            await http.RequestServices.GetRequiredService<SignInEvents>().WriteAsync(http, SignInEventKind.SignedOut, own.Account.Id);
        }

        http.Response.Cookies.Delete(Sessions.CookieName, Sessions.Cookie());
        return http.GetOpenIddictServerRequest()?.PostLogoutRedirectUri is { Length: > 0 }
            ? Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme])
            : Results.LocalRedirect(SignInPaths.SignedOut);
    }

    private static IResult SignedOut(HttpContext http)
    {
        var page = new Page(http);
        return page.Answer(new("Đã đăng xuất", "You are signed out"), Html.Of($"""
            <p>{page.Say("Trên máy dùng chung, hãy đóng trình duyệt.", "On a shared machine, close the browser.")}</p>
            <p><a class="button" href="{SignInPaths.SignIn}">{page.Say("Đăng nhập lại", "Sign in again")}</a></p>
            """));
    }
}
