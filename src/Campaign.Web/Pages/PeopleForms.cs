using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Campaign.Web.Pages;

/// <summary>How what is sent from a page of somebody with an account is taken: only in a form, and only with the token of a page of this registry.</summary>
public static class PeopleForms
{
    /// <summary>Hands the form to the page, when it may be believed; else answers 400, and nothing is done.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, Func<IFormCollection, Task<IResult>> take) =>
        http.Request.HasFormContentType && await IsOursAsync(http) ? await take(await http.Request.ReadFormAsync(http.RequestAborted)) : OutOfDate(http);

    /// <summary>Whether a form with a file may be believed: it is not read whole, so its token, which comes first, is handed on where the antiforgery looks for it.</summary>
    public static Task<bool> IsOursAsync(HttpContext http, string token)
    {
        http.Request.Headers[http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.HeaderName!] = token;
        return IsOursAsync(http);
    }

    public static IResult OutOfDate(HttpContext http) =>
        WebResults.Page<OutOfDateForm>(PageContext.WithoutDatabase(http), status: StatusCodes.Status400BadRequest);

    private static Task<bool> IsOursAsync(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
}
