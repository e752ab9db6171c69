using System.Security.Cryptography;
using System.Text;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaign.Web.Department;

/// <summary>What the desk's pages load: one style sheet and three scripts, all from this host, each under an address that changes with its content.</summary>
internal sealed class DeskAssets(IServiceProvider services)
{
    private sealed record Asset(byte[] Plain, byte[] Packed, string Type);

    private readonly Lazy<Task<Asset>> sheet = new(async () => Of(
        [
            .. WebAssets.Read("MudBlazor.min.css"), .. Encoding.UTF8.GetBytes(await DeskTheme.SheetAsync(services)), .. WebAssets.Read("tokens.css"), .. WebAssets.Read("fonts.css"),
            .. WebAssets.Read("desk.css"),
        ],
        "text/css; charset=utf-8"));

    private readonly Dictionary<string, Lazy<Asset>> scripts = new[] { "blazor.server.js", "MudBlazor.min.js", "desk.js" }.ToDictionary(
        name => name, name => new Lazy<Asset>(() => Of(WebAssets.Read(name), "text/javascript; charset=utf-8")));

    /// <summary>The versions of this build's files; of the style sheet that of its parts.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(
        [.. new[] { "MudBlazor.min.css", "tokens.css", "fonts.css", "desk.css", "blazor.server.js", "MudBlazor.min.js", "desk.js" }.SelectMany(WebAssets.Read)]))[..12];

    public static string Address(string name) => $"/assets/desk/{name}?v={Version}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/desk/desk.css", async Task<IResult> (HttpContext http, DeskAssets assets) => Serve(http, await assets.sheet.Value));
        foreach (var name in new[] { "blazor.server.js", "MudBlazor.min.js", "desk.js" })
        {
            routes.MapGet($"/assets/desk/{name}", (HttpContext http, DeskAssets assets) => Serve(http, assets.scripts[name].Value));
        }
    }

    private static Asset Of(byte[] plain, string type) => new(plain, WebAssets.Brotli(plain), type);

    private static IResult Serve(HttpContext http, Asset asset) => WebAssets.Serve(http, asset.Plain, asset.Packed, asset.Type);
}
