using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// docs/reference/security-asvs.md has every requirement of levels 1 and 2 of OWASP ASVS 5.0.0 once, with a verdict and where it is shown; every path that it and docs/reference/security.md
/// name is there; the counts are right. Whether a verdict is just, no test can tell.
/// </summary>
public sealed partial class SecurityTableTests
{
    private const string ListFile = "docs/reference/security-asvs.md";
    private const string ThreatsFile = "docs/reference/security.md";

    /// <summary>The standard's numbering: of each chapter its sections, of each section the level of its first, second, … requirement.</summary>
    private const string Standard = """
        V1  1:22 2:1111122223 3:112222222223 4:222 5:123
        V2  1:122 2:112 3:12223 4:23
        V3  1:3 2:113 3:12223 4:11222233 5:11122333 6:3 7:22333
        V4  1:12233 2:23333 3:22 4:1222
        V5  1:2 2:112333 3:113 4:222
        V6  1:122 2:111111112222 3:11223333 4:112233 5:22222333 6:2223 7:33 8:2222
        V7  1:222 2:1111 3:22 4:11222 5:223 6:22
        V8  1:1233 2:1123 3:133 4:23
        V9  1:111 2:1222
        V10 1:22 2:223 3:22223 4:1111122222233333 5:22222 6:22 7:222
        V11 1:2233 2:22233 3:11233 4:1222 5:23 6:23 7:33
        V12 1:12233 2:11 3:22223
        V13 1:2333 2:222223 3:2233 4:1222233
        V14 1:22 2:12223333 3:122
        V15 1:12233 2:12233 3:1222222 4:3333
        V16 1:2 2:22222 3:2222 4:222 5:2223
        V17 1:23 2:22223333 3:22
        """;

    private static readonly string[] Verdicts = ["met", "partly", "not met", "not applicable"];
    private static readonly Dictionary<string, string> Levels = LevelsOf(Standard);
    private static readonly string[] Lines = Repository.Read(ListFile).Split('\n');
    private static readonly Line[] List = [.. Lines.Where(l => Id().IsMatch(l)).Select(Cells).Select(c => new Line(c[0], c[1], c[2], c[3], c[4]))];

    [Fact]
    public void The_numbering_is_the_standards()
    {
        Levels.Count.ShouldBe(345);
        Levels.Values.Count(l => l == "1").ShouldBe(70);
        Levels.Values.Count(l => l == "2").ShouldBe(183);
    }

    [Fact]
    public void Every_requirement_of_levels_1_and_2_stands_once()
    {
        List.Where(l => l.Level != "3").Select(l => l.Id).ShouldBe(Levels.Where(l => l.Value != "3").Select(l => l.Key), ignoreOrder: true);
        List.Select(l => l.Id).ShouldBeUnique();
        List.Where(l => Levels.GetValueOrDefault(l.Id) != l.Level).ShouldBeEmpty();
        List.Where(l => l.Requirement.Length == 0).ShouldBeEmpty();
    }

    [Fact]
    public void Every_line_has_a_verdict_and_says_where_or_why()
    {
        List.Where(l => !Verdicts.Contains(l.Verdict)).ShouldBeEmpty();
        List.Where(l => l.Verdict is "met" or "partly" && !PathsIn(l.Where).Any()).ShouldBeEmpty();
        List.Where(l => l.Where.Length < 5).ShouldBeEmpty();
    }

    [Fact]
    public void Every_path_that_is_named_is_there()
    {
        var named = PathsIn(Repository.Read(ListFile)).Concat(PathsIn(Repository.Read(ThreatsFile))).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(100);
        named.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_constraint_and_role_that_is_named_is_in_the_database()
    {
        var database = Repository.Read("db/schema.golden.sql") + Repository.Read("db/roles/roles.sql");
        var named = DatabaseName().Matches(Repository.Read(ThreatsFile) + Repository.Read(ListFile)).Select(m => m.Groups[1].Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(name => !database.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_counts_are_right()
    {
        var rows = Lines.Where(l => Count().IsMatch(l)).Select(Cells).ToDictionary(c => c[0].Split(' ')[0] is ['V', ..] chapter ? chapter : c[0], c => c[1..]);

        foreach (var chapter in List.GroupBy(l => l.Id.Split('.')[0]))
        {
            rows[chapter.Key].ShouldBe(CountsOf(chapter), chapter.Key);
        }

        rows["levels 1 and 2"].ShouldBe(CountsOf(List.Where(l => l.Level != "3")));
        rows["level 3, of those listed"].ShouldBe(CountsOf(List.Where(l => l.Level == "3")));
        rows["all"].ShouldBe(CountsOf(List));
        rows.Count.ShouldBe(17 + 3);
    }

    private static string[] CountsOf(IEnumerable<Line> lines)
    {
        var all = lines.ToList();
        return [.. Verdicts.Select(v => $"{all.Count(l => l.Verdict == v)}"), $"{all.Count}"];
    }

    private static Dictionary<string, string> LevelsOf(string standard) =>
        standard.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(parts => parts[1..].Select(section => (Chapter: parts[0], Section: section.Split(':'))))
            .SelectMany(s => s.Section[1].Select((level, i) => ($"{s.Chapter}.{s.Section[0]}.{i + 1}", $"{level}")))
            .ToDictionary(r => r.Item1, r => r.Item2);

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(c => c.Trim())];

    private static IEnumerable<string> PathsIn(string text) => NamedPath().Matches(text).Select(m => m.Groups[1].Value);

    private sealed record Line(string Id, string Level, string Requirement, string Verdict, string Where);

    [GeneratedRegex(@"^\| V[0-9]+\.[0-9]+\.[0-9]+ \|")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| (V[0-9]+ [^|]+|levels? [^|]+|all) \|( [0-9]+ \|){5}$")]
    private static partial Regex Count();

    [GeneratedRegex("`((?:src|tests|db|docs|deploy|bench)/[^` ]+|[A-Za-z.]+\\.(?:md|props|graphql))`")]
    private static partial Regex NamedPath();

    [GeneratedRegex("`([a-z]+(?:_[a-z0-9]+)+)`")]
    private static partial Regex DatabaseName();
}
