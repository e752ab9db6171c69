using Microsoft.AspNetCore.Http;

namespace Campaign.Web.Citizen.Badge;

/// <summary>
/// Tells a person who opens an address from what fetches it unasked: a browser that prepares a page, a messenger that draws the preview of a link, whoever asks for its head. None of
/// these is somebody who was shown a code (HUE-3.1).
/// </summary>
public static class FetchedByItself
{
    private static readonly object Head = new();

    private static readonly string[] Announced = ["Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"];

    // By name, and not by "bot": phones are called so.
    private static readonly string[] Previews =
    [
        "facebookexternalhit", "Facebot", "meta-externalfetcher", "WhatsApp/", "TelegramBot", "Twitterbot", "Slackbot", "Discordbot", "LinkedInBot", "SkypeUriPreview", "ViberBot", "Zalobot",
        "Googlebot", "Google-PageRenderer", "bingbot", "BingPreview", "Applebot", "coccocbot", "redditbot", "Pinterestbot", "Embedly", "Iframely",
    ];

    /// <summary>The request came as HEAD, before it is answered as GET.</summary>
    public static void MarkHead(HttpContext http) => http.Items[Head] = true;

    public static bool Is(HttpContext http) =>
        http.Items.ContainsKey(Head)
        || Announced.Any(name => http.Request.Headers[name].ToString() is var said && (said.Contains("prefetch", StringComparison.OrdinalIgnoreCase)
            || said.Contains("prerender", StringComparison.OrdinalIgnoreCase) || said.Contains("preview", StringComparison.OrdinalIgnoreCase)))
        || http.Request.Headers.UserAgent.ToString() is var agent && Previews.Any(name => agent.Contains(name, StringComparison.OrdinalIgnoreCase));
}
