using Campaign.Registry.Accounts;
using Campaign.SignIn.People;
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
    /// <summary>What is ended: all of one's sessions but the one in which the page is looked at.</summary>
    public const string Others = "others";

    private const int EventsShown = 15;

    public static void MapSessionPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Sessions, Task<IResult> (HttpContext http) => PageMenu.OpenAsync(http, _ => true, own => ListAsync(http, own)));
        routes.MapPost(SignInPaths.Sessions, Task<IResult> (HttpContext http) => PeopleForms.TakeAsync(http, form => PageMenu.OpenAsync(http, _ => true, own => EndAsync(http, own, form))));
        routes.MapGet(SignInPaths.SignedOut, (HttpContext http) => SignedOut(http));
        routes.MapGet(SignInPaths.Logout, (HttpContext http) => AskToSignOut(http));
        routes.MapPost(SignInPaths.Logout, Task<IResult> (HttpContext http) => PeopleForms.TakeAsync(http, _ => SignOutAsync(http)));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own)
    {
        var sessions = await http.RequestServices.GetRequiredService<Sessions>().ListAsync(own.Account.Id, http.RequestAborted);
        var events = await http.RequestServices.GetRequiredService<AccountReads>().OwnEventsAsync(own.Account.Id, EventsShown, http.RequestAborted);
        return WebResults.Page<SessionsPage>(PageContext.WithoutDatabase(http), new
        {
            Ways = PageMenu.WaysOf(own),
            own.Account.UserName,
            Sessions = sessions.Select(s => new SessionView(s.Id, s.CreatedAt, s.LastSeenAt, s.Label, s.Address)).ToList(),
            Events = events,
            This = own.Id,
            Notice = Notice.Take(http, own.Id),
        });
    }

    private static async Task<IResult> EndAsync(HttpContext http, Session own, IFormCollection form)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        var events = http.RequestServices.GetRequiredService<SignInEvents>();
        if (form["end"] == Others)
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
    private static IResult AskToSignOut(HttpContext http) => WebResults.Page<SignOutPage>(PageContext.WithoutDatabase(http), new
    {
        Sent = http.Request.Query.Where(p => p.Key != RequestLanguage.Parameter).Select(p => (p.Key, p.Value.ToString())).ToList(),
    });

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

    private static IResult SignedOut(HttpContext http) => WebResults.Page<SignedOutPage>(PageContext.WithoutDatabase(http));
}
