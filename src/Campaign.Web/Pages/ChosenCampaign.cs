using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Pages;

/// <summary>
/// Which of the programme's open campaigns the pages are about, where there is more than one: the address says it once (<c>?campaign=</c>), and a cookie keeps it for the session. It opens nothing: pages
/// take it from those that they show to everybody.
/// </summary>
internal static class ChosenCampaign
{
    private const string Name = "campaign";
    private const int MostCharacters = 40;

    /// <summary>The code that was chosen; null: none was.</summary>
    public static string? Of(HttpContext http)
    {
        if (http.Request.Query[Name].ToString() is not { Length: > 0 and <= MostCharacters } asked)
        {
            return http.Request.Cookies[Name];
        }

        http.Response.Cookies.Append(Name, asked, new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = true, Path = "/" });
        return asked;
    }

    /// <summary>The same page, about that campaign.</summary>
    public static string Address(string path, string code) => $"{path}?{Name}={code}";
}
