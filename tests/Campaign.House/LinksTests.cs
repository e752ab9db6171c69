using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>Every relative link of the documents leads to a file that is there, and its anchor to a heading of that file; every page of the site can be reached from README.md.</summary>
public sealed partial class LinksTests
{
    private static readonly Dictionary<string, string> Pages =
        new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }.Select(f => (Path: f, Text: Repository.Read(f)))
            .Concat(new[] { "docs", "db", "deploy", ".github" }.SelectMany(folder => Repository.Files(folder, ".md")))
            .ToDictionary(f => f.Path, f => f.Text);

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var links = Pages.SelectMany(p => LinksOf(p.Key)).ToList();

        links.Count.ShouldBeGreaterThan(200);
        links.Where(l => !Path.Exists(Path.Combine(Repository.Root, l.Target))).Select(l => $"{l.Page} links to {l.Target}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_anchor_is_a_heading()
    {
        var anchored = Pages.SelectMany(p => LinksOf(p.Key)).Where(l => l.Anchor.Length > 0 && Pages.ContainsKey(l.Target)).ToList();

        anchored.ShouldNotBeEmpty();
        anchored.Where(l => !AnchorsOf(Pages[l.Target]).Contains(l.Anchor)).Select(l => $"{l.Page} links to {l.Target}#{l.Anchor}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_of_docs_is_reached_from_the_readme()
    {
        var reached = new HashSet<string> { "README.md" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var page))
        {
            foreach (var (_, target, _) in LinksOf(page))
            {
                // A link to a folder shows its README.md on most hosts of repositories, and its index.md on a site.
                foreach (var found in new[] { target, $"{target}/README.md", $"{target}/index.md" }.Where(t => Pages.ContainsKey(t) && reached.Add(t)))
                {
                    next.Enqueue(found);
                }
            }
        }

        Pages.Keys.Where(p => p.StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(p)).ShouldBeEmpty();
    }

    private static IEnumerable<(string Page, string Target, string Anchor)> LinksOf(string page)
    {
        foreach (Match match in Link().Matches(Code().Replace(Pages[page], "")))
        {
            var url = match.Groups[1].Value;
            if (!Elsewhere().IsMatch(url))
            {
                var parts = url.Split('#', 2);
                var target = parts[0].Length == 0 ? page : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page)!, parts[0]))).TrimEnd('/');
                yield return (page, target, parts.Length > 1 ? parts[1] : "");
            }
        }
    }

    /// <summary>As GitHub makes them: lower case, without punctuation, hyphens for blanks; a second heading of the same words gets a number.</summary>
    private static HashSet<string> AnchorsOf(string text)
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(Code().Replace(text, "")))
        {
            var words = LinkText().Replace(heading.Groups[1].Value, "$1").Trim().ToLowerInvariant();
            var anchor = NoWord().Replace(words, "").Replace(' ', '-');
            for (var count = 0; !anchors.Add(count == 0 ? anchor : $"{anchor}-{count}"); count++)
            {
            }
        }

        return anchors;
    }

    /// <summary>In the text ](target), in HTML src="target" or href="target", and [name]: target.</summary>
    [GeneratedRegex("""(?:\]\(|(?:src|href)="|^\[[^\]]+\]:[ ]*)([^)\s"]+)""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:|^/")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex NoWord();
}
