using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaign.Web.Pages;

/// <summary>
/// Style sheets and fonts of the pages, carried in the assembly. The address of a style sheet changes with its content, and a font's file name with its version, so all may be kept for ever.
/// </summary>
public static class WebAssets
{
    private static readonly byte[] Sheet = Joined("tokens.css", "fonts.css", "base.css", "citizen.css");
    private static readonly byte[] SheetInBrotli = Brotli(Sheet);
    private static readonly byte[] PeopleSheet = Joined("tokens.css", "fonts.css", "base.css", "people.css");
    private static readonly byte[] PeopleSheetInBrotli = Brotli(PeopleSheet);
    private static readonly byte[] ShowPasswordBytes = Read("show-password.js");
    private static readonly byte[] ImportsBytes = Read("imports.js");

    private static readonly byte[] IconBytes = Read("icon.svg");

    /// <summary>The icon of every page.</summary>
    public const string Icon = "/assets/icon.svg";

    /// <summary>The style sheet of the citizens' pages but the badge's.</summary>
    internal static string StyleSheet { get; } = $"/assets/pages.css?v={VersionOf(Sheet)}";

    /// <summary>The style sheet of the pages of people with accounts.</summary>
    internal static string PeopleStyleSheet { get; } = $"/assets/people.css?v={VersionOf(PeopleSheet)}";

    /// <summary>Shows a password at its bearer's wish.</summary>
    public static string ShowPassword { get; } = $"/assets/show-password.js?v={VersionOf(ShowPasswordBytes)}";

    /// <summary>Keeps the progress of an import fresh.</summary>
    internal static string Imports { get; } = $"/assets/imports.js?v={VersionOf(ImportsBytes)}";

    public static void MapWebAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/pages.css", (HttpContext http) => Serve(http, Sheet, SheetInBrotli, "text/css; charset=utf-8"));
        routes.MapGet("/assets/people.css", (HttpContext http) => Serve(http, PeopleSheet, PeopleSheetInBrotli, "text/css; charset=utf-8"));
        routes.MapGet("/assets/show-password.js", (HttpContext http) => Serve(http, ShowPasswordBytes, null, "text/javascript; charset=utf-8"));
        routes.MapGet("/assets/imports.js", (HttpContext http) => Serve(http, ImportsBytes, null, "text/javascript; charset=utf-8"));
        routes.MapGet(Icon, (HttpContext http) => Serve(http, IconBytes, null, "image/svg+xml"));
        // Browsers ask for this address by themselves where a page names no icon.
        routes.MapGet("/favicon.ico", (HttpContext http) => Serve(http, IconBytes, null, "image/svg+xml"));
        foreach (var font in Names().Where(n => n.EndsWith(".woff2", StringComparison.Ordinal)))
        {
            var bytes = Read(font);
            routes.MapGet($"/assets/{font}", (HttpContext http) => Serve(http, bytes, null, "font/woff2"));
        }
    }

    /// <summary>A style sheet that stands in a page itself: as few bytes as it can be without changing it.</summary>
    internal static string Inline(params string[] names) => Squeezed(Encoding.UTF8.GetString(Joined(names)));

    internal static IResult Serve(HttpContext http, byte[] bytes, byte[]? inBrotli, string type)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (inBrotli is null)
        {
            return Results.Bytes(bytes, type);
        }

        http.Response.Headers.Vary = "Accept-Encoding";
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            return Results.Bytes(bytes, type);
        }

        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(inBrotli, type);
    }

    /// <summary>Comments, and white space that says nothing. None of these sheets has strings in which either would.</summary>
    private static string Squeezed(string css)
    {
        var text = new StringBuilder(css.Length);
        for (var i = 0; i < css.Length; i++)
        {
            if (css[i] == '/' && i + 1 < css.Length && css[i + 1] == '*')
            {
                i = css.IndexOf("*/", i + 2, StringComparison.Ordinal) + 1;
            }
            else if (!char.IsWhiteSpace(css[i]))
            {
                text.Append(css[i]);
            }
            else if (text.Length > 0 && !"{};:,> ".Contains(text[^1], StringComparison.Ordinal) && i + 1 < css.Length && !"{};,> \n".Contains(css[i + 1], StringComparison.Ordinal))
            {
                text.Append(' ');
            }
        }

        return text.Replace(";}", "}").ToString();
    }

    internal static byte[] Brotli(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new BrotliStream(packed, bytes.Length < 200_000 ? CompressionLevel.SmallestSize : CompressionLevel.Optimal))
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }

    private static string VersionOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    private static byte[] Joined(params string[] names) => [.. names.SelectMany(Read)];

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith("web/", StringComparison.Ordinal)).Select(n => n[4..]);

    internal static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"web/{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
