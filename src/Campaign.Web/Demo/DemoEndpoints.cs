using Campaign.Registry.Platform.Graph;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Demo;

/// <summary>What a demo registry shows besides: where messages would have gone. Mapped on a demo registry alone; elsewhere there is no such page.</summary>
public static class DemoEndpoints
{
    public const string Messages = "/demo/messages";

    public static void MapDemoMessages(this IEndpointRouteBuilder routes) => routes.MapGet(Messages, Task<IResult> (HttpContext http) => ShowAsync(http));

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var on = await PageContext.OfAsync(http);
        var (page, more) = await ActivatorUtilities.CreateInstance<DemoMessages>(http.RequestServices)
            .ListAsync(Cursor.Parse(http.Request.Query["before"]), http.RequestAborted);
        var older = more ? $"{Messages}?before={page[^1].Place}" : null;
        if (!AsksForJson(http.Request))
        {
            return WebResults.Page<MessagesPage>(on, new { Messages = page, Older = older });
        }

        http.Response.Headers.CacheControl = "no-store";
        if (older is not null)
        {
            http.Response.Headers.Link = $"<{older}>; rel=\"next\"";
        }

        return Results.Json(page.Select(m => new { at = m.Place.At, to = on.Say(m.To), kind = m.Kind, text = on.Say(m.Text) }));
    }

    private static bool AsksForJson(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Where(a => a.MediaType.Value is "application/json" or "text/html").MaxBy(a => a.Quality ?? 1)?.MediaType.Value == "application/json";
}
