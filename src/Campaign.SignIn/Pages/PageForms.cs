using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.Antiforgery;

namespace Campaign.SignIn.Pages;

/// <summary>How what is sent from a page is taken: only with the antiforgery token of a page of this registry, in a form.</summary>
internal static class PageForms
{
    public const string CookieName = "__Host-campaign-form";
    public const string FieldName = "form_token";

    /// <summary>Where the token of a form with a file is put once it has been read: such a form is not read whole.</summary>
    public const string HeaderName = "X-Form-Token";

    public static void AddPageForms(this IServiceCollection services) => services.AddAntiforgery(options =>
    {
        options.Cookie = new AlwaysSecureCookie { Name = CookieName, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
        options.FormFieldName = FieldName;
        options.HeaderName = HeaderName;
        options.SuppressXFrameOptionsHeader = true; // The Content-Security-Policy says it for every page.
    });

    /// <summary>Hands the form to the page, when it may be believed; else answers 400 and nothing is done.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, Func<IFormCollection, Task<IResult>> take)
    {
        if (!http.Request.HasFormContentType || !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return OutOfDate(http);
        }

        return await take(await http.Request.ReadFormAsync(http.RequestAborted));
    }

    public static IResult OutOfDate(HttpContext http)
    {
        var page = new Page(http);
        return page.Answer(
            new("Trang đã cũ", "This page is out of date"),
            Html.Of($"""
                <p>{page.Say("Không có gì được thực hiện. Hãy mở lại trang và thử lần nữa.", "Nothing was done. Open the page again and try once more.")}</p>
                <p><a class="button" href="{SignInPaths.SignIn}">{page.Say("Mở lại trang", "Open it again")}</a></p>
                """),
            StatusCodes.Status400BadRequest);
    }

    /// <summary>
    /// Secure on plain HTTP too, where ASP.NET would refuse to make it so: the prefix __Host- demands it, and browsers take it from localhost and 127.0.0.1. Behind a
    /// proxy that ends TLS the browser sees https.
    /// </summary>
    private sealed class AlwaysSecureCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = true;
            return options;
        }
    }
}
