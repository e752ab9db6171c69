using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Campaign.Web.Pages;

/// <summary>Answers that are pages.</summary>
public static class WebResults
{
    /// <summary>Renders the page whole before a byte of it is sent, so that its status is that of what it says.</summary>
    public static IResult Page<TPage>(PageContext on, object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : WebPage
    {
        var told = (parameters?.GetType().GetProperties() ?? []).ToDictionary(p => p.Name, p => p.GetValue(parameters));
        told[nameof(WebPage.On)] = on;
        on.Http.Response.Headers.CacheControl = "no-cache, no-store";
        on.Http.Response.Headers.Vary = "Accept-Language, Cookie";
        RequestLanguage.Keep(on.Http);
        return new RazorComponentResult<TPage>(told) { StatusCode = status, PreventStreamingRendering = true };
    }
}
