using System.Reflection;
using System.Security.Cryptography;

namespace Campaign.SignIn.Pages;

/// <summary>The style sheet and the scripts of the sign-in's pages, carried in the assembly; their addresses change with their content, so they may be kept for ever.</summary>
internal static class PageAssets
{
    private static readonly byte[] StyleBytes = Read("signin.css");

    public static string Style { get; } = $"/assets/signin.css?v={VersionOf(StyleBytes)}";

    public static void MapPageAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/signin.css", (HttpContext http) => Serve(http, StyleBytes, "text/css; charset=utf-8"));
    }

    private static IResult Serve(HttpContext http, byte[] bytes, string type)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(bytes, type);
    }

    private static string VersionOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"assets/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
