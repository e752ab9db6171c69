using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaign.Web.Staff;

/// <summary>
/// The staff's tablet: a program that runs in the browser and knows nothing before its bearer has signed in, so its files are everybody's. See docs/providers/tablet.md.
/// </summary>
public static class TabletPages
{
    public const string Home = "/tablet";

    private const string Shell = "index.html";

    public static void MapTablet(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Home + "/", (HttpContext http) => http.Request.Path.Value!.EndsWith('/') ? Serve(http, Shell) : Results.Redirect(Home + "/"));
        // Where the sign-in and the sign-out lead back to; the program reads the rest from its own address.
        routes.MapGet(Home + "/signed-in", (HttpContext http) => Serve(http, Shell));
        routes.MapGet(Home + "/signed-out", (HttpContext http) => Serve(http, Shell));
        routes.MapGet(Home + "/{file}", Serve);
    }

    private static IResult Serve(HttpContext http, string file)
    {
        if (!TabletFile.All.TryGetValue(file, out var found))
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        headers.CacheControl = found.Lasts ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = found.Tag;
        headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(found.Tag, StringComparison.Ordinal))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var (bytes, encoding) = found.For(http.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.Bytes(bytes, found.Type);
    }
}
