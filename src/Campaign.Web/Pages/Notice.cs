using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Pages;

/// <summary>
/// What the page that follows an act says once: that it was done, and a set-up code. It crosses the redirect in a sealed cookie that is good for 5 minutes, for the session
/// in which it was done, and is cleared by being shown; so going back or reloading neither acts again nor shows a code again, and the host keeps none.
/// </summary>
/// <param name="Done">What was done.</param>
/// <param name="UserName">Whom a code is for.</param>
/// <param name="Code">A set-up code.</param>
public sealed record Notice(Text Done, string? UserName = null, string? Code = null)
{
    private sealed record Kept(Guid Session, Notice Notice);

    private static readonly SealedCookie<Kept> Cookie = new("notice", TimeSpan.FromMinutes(5));

    public static string CookieName => Cookie.Name;

    /// <summary>Leads to a page that says it.</summary>
    public IResult Then(HttpContext http, Guid session, string path)
    {
        Cookie.Write(http, new(session, this));
        return Results.LocalRedirect(path);
    }

    /// <summary>What there is to say in this session, once.</summary>
    public static Notice? Take(HttpContext http, Guid session)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and < 4_000 })
        {
            return null;
        }

        var kept = Cookie.Read(http);
        Cookie.Delete(http);
        return kept?.Session == session ? kept.Notice : null;
    }
}
