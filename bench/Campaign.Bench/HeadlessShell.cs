using Campaign.Host;
using Campaign.Registry;

namespace Campaign.Bench;

/// <summary>
/// The browser of the benchmarks: Chromium without a window. With one it draws a desktop's tabs and toolbar, by renderers of their own, for each page that is opened; a phone has none of that, and on this machine's
/// processor it would be measured with the page.
/// </summary>
internal static class HeadlessShell
{
    private static readonly string[] Programs = ["chromium-headless-shell", "chromium"];

    public static string[] Arguments { get; } =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Chromium itself where its headless shell is not packaged: slower, never faster.</summary>
    public static string Path =>
        Programs.SelectMany(program => Folders().Select(folder => System.IO.Path.Combine(folder, program))).FirstOrDefault(File.Exists)
        ?? throw new StartupException("Chromium is missing; install the package chromium-headless-shell, or chromium.");

    private static IEnumerable<string> Folders() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Prepend("/usr/bin");
}
