using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Debian's chromium, driven by Playwright, which brings no browser of its own here. It asks nobody for anything but the registry.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where its headless shell is packaged, that: the same pages, without a desktop's tabs and toolbar drawn by renderers of their own beside each.</summary>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path("chromium-headless-shell", "chromium"), Args = Quiet, Headless = true });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>A browser's window of its own: cookies, language and size.</summary>
    internal async Task<IPage> OpenAsync(TestRegistry registry, string language = "vi-VN", int width = 1280, int height = 800)
    {
        var context = await Browser.NewContextAsync(new() { BaseURL = registry.Address.ToString(), Locale = language, ViewportSize = new() { Width = width, Height = height } });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>A tablet whose store outlives its program: started again with the same folder, everything kept is there. With a camera that sees one QR code, when it is given.</summary>
    internal async Task<IBrowserContext> OpenKeptAsync(TestRegistry registry, string folder, string? camera = null)
    {
        var context = await playwright.Chromium.LaunchPersistentContextAsync(System.IO.Path.Combine(folder, "profile"), new()
        {
            ExecutablePath = Path("chromium-headless-shell", "chromium"),
            Args = [.. Quiet, .. camera is null ? [] : CardVideo.CameraThatSees(folder, camera)],
            Headless = true,
            BaseURL = registry.Address.ToString(),
            Locale = "vi-VN",
            ViewportSize = new() { Width = 800, Height = 1280 },
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    private static string Path(params string[] programs) =>
        programs.SelectMany(program => Folders().Select(folder => System.IO.Path.Combine(folder, program))).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("chromium is missing; install the package chromium.");

    private static IEnumerable<string> Folders() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Prepend("/usr/bin");
}
