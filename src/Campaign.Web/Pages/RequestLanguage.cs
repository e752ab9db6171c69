using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Pages;

/// <summary>In which language a person reads: what was pressed on a page (?lang=en, kept in a cookie), else what the browser likes best; Vietnamese when nothing is said.</summary>
public static class RequestLanguage
{
    public const string CookieName = "campaign-language";
    public const string Parameter = "lang";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static Language Of(HttpRequest request) => Named(request.Query[Parameter]) ?? Named(request.Cookies[CookieName]) ?? Liked(request);

    /// <summary>Keeps what was pressed for the pages that follow.</summary>
    public static void Keep(HttpContext http)
    {
        if (http.Request.Query[Parameter].ToString() is { } said && Named(said) is not null)
        {
            http.Response.Cookies.Append(CookieName, said, new() { Secure = true, HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax, Path = "/", MaxAge = Kept });
        }
    }

    /// <summary>By Accept-Language alone, as the API answers.</summary>
    public static Language Liked(HttpRequest request)
    {
        if (StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages))
        {
            foreach (var language in languages.OrderByDescending(l => l.Quality ?? 1))
            {
                if (Named(language.Value.ToString().Split('-')[0].ToLowerInvariant()) is { } known)
                {
                    return known;
                }
            }
        }

        return Language.Vietnamese;
    }

    private static Language? Named(string? code) => code switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        _ => null,
    };
}
