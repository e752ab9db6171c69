using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>docs/developers/where-is-what.md: every class, constraint and test that it names exists, so that whoever looks for a rule is not led astray.</summary>
public sealed partial class WhereIsWhatTests
{
    private static readonly string[][] Rows =
        [.. Repository.Read("docs/developers/where-is-what.md").Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| Rule", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray())];

    [Fact]
    public void Every_rule_has_its_class_its_guard_or_why_there_is_none_and_its_test()
    {
        Rows.Length.ShouldBeGreaterThan(30);
        Rows.ShouldAllBe(r => r.Length == 5);
        Rows.Where(r => !Names(r[2]).Any() || !Names(r[4]).Any() || (!Names(r[3]).Any() && !r[3].StartsWith("none: ", StringComparison.Ordinal))).Select(r => r[0]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_name_exists()
    {
        var files = Repository.Files("src", ".cs").Select(f => Path.GetFileNameWithoutExtension(f.Path)).ToHashSet();
        var golden = Repository.Read("db/schema.golden.sql");
        var tests = Repository.Files("tests", ".cs").Select(f => f.Text).ToList();

        Rows.SelectMany(r => Names(r[2])).Where(n => !files.Contains(n)).ShouldBeEmpty();
        Rows.SelectMany(r => Names(r[3])).Where(n => !Regex.IsMatch(golden, $@"\b{n}\b")).ShouldBeEmpty();
        Rows.SelectMany(r => Names(r[4])).Where(n => !tests.Any(t => t.Contains($" {n}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Names(string cell) => Name().Matches(cell).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([A-Za-z_0-9]+)`")]
    private static partial Regex Name();
}
