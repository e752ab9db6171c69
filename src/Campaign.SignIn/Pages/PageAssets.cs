using System.Reflection;
using System.Security.Cryptography;

namespace Campaign.SignIn.Pages;

/// <summary>The style sheet and the scripts of the sign-in's pages, carried in the assembly; their addresses change with their content, so they may be kept for ever.</summary>
internal static class PageAssets
{
    private static readonly byte[] StyleBytes = Read("signin.css");
    private static readonly byte[] ScriptBytes = Read("show-password.js");
    private static readonly byte[] ImportScriptBytes = Read("imports.js");

    public static string Style { get; } = $"/assets/signin.css?v={VersionOf(StyleBytes)}";

    public static string Script { get; } = $"/assets/show-password.js?v={VersionOf(ScriptBytes)}";

    public static string ImportScript { get; } = $"/assets/imports.js?v={VersionOf(ImportScriptBytes)}";

    public static void MapPageAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/signin.css", (HttpContext http) => Serve(http, StyleBytes, "text/css; charset=utf-8"));
        routes.MapGet("/assets/show-password.js", (HttpContext http) => Serve(http, ScriptBytes, "text/javascript; charset=utf-8"));
        routes.MapGet("/assets/imports.js", (HttpContext http) => Serve(http, ImportScriptBytes, "text/javascript; charset=utf-8"));
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
