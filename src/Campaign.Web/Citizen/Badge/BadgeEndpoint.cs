using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Providers.Badges;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Badge;

/// <summary>
/// <c>/v/{token}</c>: what a scanned staff QR opens (HUE-3.1). Public, without script, at most 14 kB with all that it needs, for a citizen with an old phone in a doorway. A code that does not stand answers
/// 200 too: it is an answer, and some phones hide the text of another status.
/// </summary>
internal static class BadgeEndpoint
{
    public static string Style { get; } = WebAssets.Inline("badge.css");

    private static readonly PagePolicy Policy = new(StyleHash: $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}", StaysInItsWindow: true);

    /// <summary>
    /// Half the bytes and more on a slow network. Only here: packing tells how alike two parts of an answer are, which matters where one part is secret and another is the asker's; this page is the same for
    /// everybody who holds the code, and bears nothing that the code does not.
    /// </summary>
    public static void UsePackedBadge(this IApplicationBuilder app) => app.UseWhen(http => BadgeAddress.Is(http.Request.Path), branch => branch.UseResponseCompression());

    public static void AddPackedBadge(this IServiceCollection services)
    {
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
    }

    public static void MapBadge(this IEndpointRouteBuilder routes) => routes.MapGet(BadgeAddress.Path, ShowAsync).WithMetadata(Policy);

    private static async Task<IResult> ShowAsync(HttpContext http, string token, StaffBadges badges, StaffPhotos photos, TimeProvider time)
    {
        var badge = await badges.OfAsync(token, opened: !FetchedByItself.Is(http), http.RequestAborted);
        var photo = badge.Valid ? await photos.UrlOfAsync(token, http.RequestAborted) : null;
        var on = await PageContext.OfAsync(http);
        return WebResults.Page<BadgePage>(on, new { Badge = badge, Token = token, PhotoUrl = photo, Until = UntilOf(on, badge, time.GetUtcNow()) });
    }

    /// <summary>"14:05:30 hôm nay"; the day is named when it is another, around midnight.</summary>
    private static string UntilOf(PageContext on, StaffBadge badge, DateTimeOffset now)
    {
        if (badge.ValidUntil is not { } until)
        {
            return "";
        }

        var clock = until.ToOffset(VietnamTime.Offset).ToString("HH:mm:ss");
        return VietnamTime.DateOf(until) == VietnamTime.DateOf(now)
            ? on.Say($"Mã có hiệu lực đến {clock} hôm nay", $"This code is good until {clock} today")
            : on.Say($"Mã có hiệu lực đến {VietnamTime.Spoken(until)}", $"This code is good until {VietnamTime.SpokenEnglish(until)}");
    }
}
