using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>docs/reference/rules.md is complete, and every name in it exists.</summary>
public sealed partial class RulesTableTests
{
    private static readonly string Table = Repository.Read("docs/reference/rules.md");
    private static readonly string[][] Held = Rows("## What holds", columns: 6);
    private static readonly string[][] NotHeld = Rows("## What does not hold yet", columns: 2);

    [Fact]
    public void Every_clause_of_the_law_and_every_invariant_stands_in_the_table()
    {
        var demanded = LawsClauses().Concat(Enumerable.Range(1, 11).Select(i => $"I{i}")).ToList();
        var listed = Held.SelectMany(r => ClausesIn(r[0])).Concat(NotHeld.SelectMany(r => ClausesIn(r[0]))).ToHashSet();

        demanded.Count.ShouldBeGreaterThan(40);
        demanded.Where(c => !listed.Contains(c)).ShouldBeEmpty();
        listed.Where(c => !demanded.Contains(c)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_clause_that_the_code_cites_is_in_the_law()
    {
        var law = LawsClauses().ToHashSet();

        Clause.All.Select(c => c.Id).Where(c => !law.Contains(c)).ShouldBeEmpty();
        foreach (var (path, text) in Repository.Files("src", ".cs").Concat(Repository.Files("db", ".sql")))
        {
            ClausesIn(text).Where(c => c[0] != 'I' && !law.Contains(c)).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public void Every_clause_that_the_code_cites_stands_in_the_table_as_held_or_not()
    {
        var held = Held.SelectMany(r => ClausesIn(r[0])).ToHashSet();
        var not = NotHeld.SelectMany(r => ClausesIn(r[0])).ToHashSet();

        Clause.All.Where(c => !held.Contains(c.Id) && !not.Contains(c.Id)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_named_is_a_file_and_every_rule_file_is_named()
    {
        var files = Repository.Files("src", ".cs").Select(f => Path.GetFileNameWithoutExtension(f.Path)).ToHashSet();
        var named = Held.SelectMany(r => NamesIn(r[2])).ToHashSet();

        named.Where(n => !files.Contains(n)).ShouldBeEmpty();
        files.Where(f => f.EndsWith("Rule", StringComparison.Ordinal) && !named.Contains(f)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_guard_named_is_in_the_database_and_what_has_none_says_why()
    {
        var golden = Repository.Read("db/schema.golden.sql");

        Held.SelectMany(r => NamesIn(r[3])).Where(n => !golden.Contains(n, StringComparison.Ordinal)).ShouldBeEmpty();
        Held.ShouldAllBe(r => NamesIn(r[3]).Any() || r[3].StartsWith("none: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_refusal_is_named_and_every_name_is_a_refusal()
    {
        var refusals = typeof(Refusal).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Refusal)) && !t.IsAbstract).Select(t => t.Name).ToHashSet();
        var named = Held.SelectMany(r => NamesIn(r[4])).ToHashSet();

        named.Where(n => !refusals.Contains(n)).ShouldBeEmpty();
        refusals.Where(r => !Table.Contains($"`{r}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_refusals_of_the_table_are_those_that_the_commands_list()
    {
        var lists = typeof(ICommand).Assembly.GetTypes()
            .Where(t => t.IsClass && t.GetProperty(nameof(ICommand.Refusals)) is not null)
            .ToDictionary(t => t.Name, t => ((IReadOnlyList<Type>)t.GetProperty(nameof(ICommand.Refusals))!.GetValue(null)!).Select(r => r.Name).ToHashSet());

        Held.SelectMany(r => NamesIn(r[4])).Distinct().Order(StringComparer.Ordinal).ShouldBe(lists.Values.SelectMany(l => l).Distinct().Order(StringComparer.Ordinal));
        // Of a row that names commands, each refusal is one of theirs.
        foreach (var row in Held)
        {
            var commands = NamesIn(row[2]).Where(lists.ContainsKey).ToList();
            NamesIn(row[4]).Where(r => commands.Count > 0 && !commands.Any(c => lists[c].Contains(r))).ShouldBeEmpty($"{row[0]}: {string.Join(", ", commands)}");
        }
    }

    [Fact]
    public void Every_test_named_exists()
    {
        var tests = Repository.Files("tests", ".cs").Select(f => f.Text).ToList();

        Held.SelectMany(r => NamesIn(r[5])).Where(n => !tests.Any(t => t.Contains($" {n}(", StringComparison.Ordinal))).ShouldBeEmpty();
        Held.ShouldAllBe(r => NamesIn(r[5]).Any());
    }

    private static IEnumerable<string> LawsClauses() =>
        Repository.Read("docs/reference/contract/clauses.md").Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(l => ClausesIn(l.Split('|')[1]));

    /// <summary>Ids such as HUE-1.4, DT-3.1, AG-22.8, BG-annex and I7. Of a range (AG-14…AG-16) the first stands for all.</summary>
    private static IEnumerable<string> ClausesIn(string text) => ClauseId().Matches(RangeEnd().Replace(text, "")).Select(m => m.Value);

    private static IEnumerable<string> NamesIn(string cell) => Name().Matches(cell).Select(m => m.Groups[1].Value);

    private static string[][] Rows(string heading, int columns)
    {
        var section = Table[Table.IndexOf(heading, StringComparison.Ordinal)..];
        var next = section.IndexOf("\n## ", 3, StringComparison.Ordinal);
        section = next < 0 ? section : section[..next];
        var rows = section.Split('\n')
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| Clause", StringComparison.Ordinal))
            .Select(l => l.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray())
            .ToArray();
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(r => r.Length == columns);
        return rows;
    }

    [GeneratedRegex(@"\b(?:(?:HUE|DT|BG|BD|AG)-(?:\d+(?:\.\d+)?|annex)|I(?:1[01]|[1-9]))\b")]
    private static partial Regex ClauseId();

    [GeneratedRegex(@"…(?:AG|HUE|DT)-\d+")]
    private static partial Regex RangeEnd();

    [GeneratedRegex("`([A-Za-z_0-9]+)`")]
    private static partial Regex Name();
}
