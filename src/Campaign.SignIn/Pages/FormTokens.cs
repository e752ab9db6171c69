using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>The antiforgery tokens that forms of this registry's pages bear.</summary>
internal static class FormTokens
{
    public const string CookieName = "__Host-campaign-form";

    /// <summary>Where the token of a form with a file is put once it has been read: such a form is not read whole.</summary>
    private const string HeaderName = "X-Form-Token";

    public static void AddFormTokens(this IServiceCollection services) => services.AddAntiforgery(options =>
    {
        options.Cookie = new AlwaysSecureCookie { Name = CookieName, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
        options.FormFieldName = PageContext.TokenField;
        options.HeaderName = HeaderName;
        options.SuppressXFrameOptionsHeader = true; // The Content-Security-Policy says it for every page.
    });

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
