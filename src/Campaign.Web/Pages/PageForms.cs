using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Pages;

/// <summary>What is wrong with what was sent, at the field that it is about.</summary>
/// <param name="Field">The id of the input; empty when it is about the whole.</param>
public sealed record FieldFault(string Field, string Message);

/// <summary>How what is sent from a citizens' page is taken: only in a form, and only with the token of a page of this registry.</summary>
internal static class PageForms
{
    /// <summary>Hands the form to the page, when it may be believed; else says so, and nothing is done.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, Func<PageContext, IFormCollection, Task<IResult>> take)
    {
        var on = await PageContext.OfAsync(http);
        return http.Request.HasFormContentType && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
            ? await take(on, await http.Request.ReadFormAsync(http.RequestAborted))
            : WebResults.Page<OutOfDatePage>(on, status: StatusCodes.Status400BadRequest);
    }

    /// <summary>One line of what was typed, without the blanks around it.</summary>
    public static string Line(this IFormCollection form, string field) => form[field].ToString().Trim();
}
