using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>
/// Pictures of the screens, as the tests come by. With CAMPAIGN_SCREENS, a folder, in Vietnamese and at the size of a phone and of a tablet, which is what
/// <c>docs/reference/screens</c> shows; with CAMPAIGN_SCREENS_ALL=1 in English and at every other size too.
/// </summary>
internal static class Screens
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("CAMPAIGN_SCREENS");

    private static readonly bool All = Environment.GetEnvironmentVariable("CAMPAIGN_SCREENS_ALL") == "1";

    /// <summary>At the size that the page has.</summary>
    public static async Task KeepAsync(IPage page, string what, string language)
    {
        var size = page.ViewportSize!.Width switch { 320 => "phone", 768 or 800 => "tablet", _ => "desk" };
        var documented = size != "desk" && language.StartsWith("vi", StringComparison.Ordinal);
        if (Folder is null || (!documented && !All))
        {
            return;
        }

        var name = string.Join('-', what.Split(['/', '?', '='], StringSplitOptions.RemoveEmptyEntries));
        var file = documented ? $"{name}-{size}.png" : $"{name}-{size}-{language[..2]}.png";
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
