using System.Text;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>The pictures in docs/reference/screens: each screen at both sizes, and all of them in the index, which is printed from what is there.</summary>
public sealed class ScreensTests
{
    private const string Folder = "docs/reference/screens";

    private static readonly (string Title, string[] Names)[] Parts =
    [
        ("At the door: a citizen scans the code of the staff", ["badge-"]),
        ("Citizens", ["home", "me", "citizen-", "need", "receipts"]),
        ("A report to the department", ["report-"]),
        ("The staff's tablet", ["tablet-"]),
        ("A provider's administrator", ["vnpt-ca-admin-", "staff-", "imports-", "questions"]),
        ("The department", ["officer-", "desk-"]),
        ("Signing in", ["signin", "connect-"]),
    ];

    [Fact]
    public void Each_screen_is_there_at_both_sizes_and_in_the_index()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.png").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToList();
        var screens = files.Select(f => f[..f.LastIndexOf('-')]).Distinct().ToList();
        screens.Count.ShouldBeGreaterThan(60);
        files.ShouldBe(screens.SelectMany(s => new[] { $"{s}-phone", $"{s}-tablet" }).Order(StringComparer.Ordinal));

        var page = new StringBuilder("# The screens\n\n")
            .Append("Each as the tests in `tests/Campaign.Pages` come by it, in a browser, against a running registry: at 320 px, and at 768 or 800 px. `./campaign screens` makes them anew.\n");
        foreach (var (title, names) in Parts)
        {
            page.Append($"\n## {title}\n\n| | phone | tablet |\n|---|---|---|\n");
            foreach (var screen in screens.Where(s => PartOf(s) == title))
            {
                page.Append($"| {screen} | <img src=\"{screen}-phone.png\" width=\"160\" alt=\"{screen}, phone\"> | <img src=\"{screen}-tablet.png\" width=\"400\" alt=\"{screen}, tablet\"> |\n");
            }
        }

        Repository.ShouldEqualFile(page.ToString(), $"{Folder}/README.md");
    }

    private static string PartOf(string screen) => Parts.Single(p => p.Names.Any(n => screen.StartsWith(n, StringComparison.Ordinal))).Title;
}
