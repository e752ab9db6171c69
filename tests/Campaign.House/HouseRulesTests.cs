using System.Text.RegularExpressions;
using Campaign.Registry.Kernel;
using Campaign.Registry.Violations;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>The house's rules of design, held by reading the source.</summary>
public sealed partial class HouseRulesTests
{
    /// <summary>Which slices a slice may use. Kernel and Graph are everybody's floor; no two slices use each other.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Kernel"] = [],
        ["Graph"] = ["Kernel"],
        ["Citizens"] = ["Kernel", "Graph"],
        ["Providers"] = ["Kernel", "Graph"],
        ["Figures"] = ["Kernel", "Providers"],
        ["Traces"] = ["Kernel", "Graph", "Citizens", "Providers"],
        ["Journal"] = ["Kernel", "Graph"],
        ["Departments"] = ["Kernel", "Graph", "Journal", "Citizens"],
        ["Offers"] = ["Kernel", "Graph", "Providers", "Journal"],
        ["Photographs"] = ["Kernel"],
        ["Notifications"] = ["Kernel"],
        ["Invariants"] = ["Kernel", "Notifications"],
        ["Changes"] = ["Kernel"],
        ["Staff"] = ["Kernel", "Graph", "Providers", "Journal", "Photographs"],
        ["Badges"] = ["Kernel", "Graph", "Providers", "Photographs"],
        ["Proposals"] = ["Kernel", "Graph", "Journal"],
        ["Clients"] = ["Kernel", "Graph", "Providers", "Journal", "Proposals"],
        ["Campaigns"] = ["Kernel", "Graph", "Providers", "Journal", "Proposals"],
        ["Places"] = ["Kernel", "Graph", "Citizens", "Providers"],
        ["Needs"] = ["Kernel", "Graph", "Citizens", "Providers", "Staff", "Campaigns", "Journal", "Places", "Notifications", "Changes", "Traces"],
        ["Checks"] = ["Kernel", "Graph", "Citizens", "Providers", "Staff", "Campaigns", "Needs", "Places"],
        ["Issuance"] = ["Kernel", "Graph", "Citizens", "Providers", "Staff", "Campaigns", "Needs", "Places", "Checks", "Journal", "Notifications", "Traces"],
        ["Persons"] = ["Kernel", "Graph", "Citizens", "Providers", "Issuance", "Traces"],
        ["SamePerson"] = ["Kernel", "Graph", "Citizens", "Journal", "Traces", "Persons"],
        ["Imports"] = ["Kernel", "Graph", "Citizens", "Persons", "Providers", "Campaigns", "Needs", "Places", "Issuance", "Journal", "Notifications", "SamePerson"],
        ["Accounts"] = ["Kernel", "Graph", "Citizens", "Providers", "Journal", "Staff", "Needs", "Traces"],
        ["Rekeying"] = ["Kernel", "Graph", "Citizens", "Needs", "Journal", "Proposals"],
        ["DataRequests"] = ["Kernel", "Graph", "Citizens", "Journal", "Notifications", "Invariants", "Needs", "Traces"],
        ["Reports"] = ["Kernel", "Graph", "Citizens", "Providers", "Journal", "Photographs", "Badges", "Needs", "Notifications", "Traces"],
        ["Retention"] = ["Kernel", "Graph", "Journal"],
        ["Violations"] = ["Kernel", "Graph", "Providers", "Journal", "Campaigns", "Changes", "Traces"],
        ["Cases"] = ["Kernel", "Graph", "Providers", "Journal", "Notifications", "Traces", "Violations", "Proposals"],
    };

    [Fact]
    public void A_slice_uses_only_the_slices_below_it()
    {
        foreach (var (path, text) in Repository.Files("src/Campaign.Registry", ".cs").Where(f => f.Path.Split('/').Length > 3))
        {
            var slice = path.Split('/')[2];
            MayUse.ShouldContainKey(slice, path);
            text.ShouldContain($"namespace Campaign.Registry.{slice};", customMessage: path);
            foreach (Match use in SliceUse().Matches(text))
            {
                var used = use.Groups[1].Value;
                (used == slice || MayUse[slice].Contains(used)).ShouldBeTrue($"{path} uses {used}, which {slice} may not");
            }
        }
    }

    [Fact]
    public void The_slices_stand_in_an_order()
    {
        var below = new HashSet<string>();
        foreach (var (slice, uses) in MayUse)
        {
            uses.ShouldBeSubsetOf(below, slice);
            below.Add(slice);
        }
    }

    [Fact]
    public void Time_is_read_through_TimeProvider_or_the_database()
    {
        foreach (var (path, text) in Repository.Files("src", ".cs"))
        {
            ClockRead().Match(text).Value.ShouldBeEmpty(path);
        }
    }

    [Fact]
    public void Sql_asks_the_registrys_clock()
    {
        foreach (var (path, text) in Repository.Files("db", ".sql").Where(f => !f.Path.EndsWith(".golden.sql", StringComparison.Ordinal)).Concat(Repository.Files("src/Campaign.Registry", ".cs")))
        {
            var code = Comment().Replace(text, "");
            foreach (Match clock in SqlClock().Matches(code))
            {
                (path.EndsWith("B01__platform.sql", StringComparison.Ordinal) && clock.Value.StartsWith("clock_timestamp", StringComparison.Ordinal))
                    .ShouldBeTrue($"{path} reads {clock.Value}");
            }
        }
    }

    [Fact]
    public void Tests_do_not_sleep()
    {
        foreach (var (path, text) in Repository.Files("tests", ".cs"))
        {
            text.Contains("Thread." + "Sleep", StringComparison.Ordinal).ShouldBeFalse(path);
        }
    }

    [Fact]
    public void No_commit_can_be_cancelled()
    {
        foreach (var (path, text) in Repository.Files("src", ".cs"))
        {
            foreach (Match commit in Commit().Matches(text))
            {
                commit.Groups[1].Value.ShouldBe("CancellationToken.None", path);
            }
        }
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        foreach (var (path, _) in Repository.Files("src", ".cs"))
        {
            VagueName().IsMatch(Path.GetFileNameWithoutExtension(path)).ShouldBeFalse(path);
        }
    }

    [Fact]
    public void A_file_is_one_thing_and_fits_on_few_screens()
    {
        foreach (var (path, text) in Repository.Files("src", ".cs").Concat(Repository.Files("bench", ".cs")))
        {
            text.Count(c => c == '\n').ShouldBeLessThanOrEqualTo(400, path);
        }
    }

    [Fact]
    public void A_detector_is_one_file_that_states_its_kind_its_clause_its_thresholds_and_whom_it_does_not_flag()
    {
        var files = Repository.Files("src/Campaign.Registry/Violations/Detectors", ".cs").ToDictionary(f => Path.GetFileNameWithoutExtension(f.Path), f => f.Text);

        files.Keys.Order(StringComparer.Ordinal).ShouldBe(Detector.All.Select(d => d.GetType().Name).Order(StringComparer.Ordinal));
        foreach (var detector in Detector.All)
        {
            var text = files[detector.GetType().Name];
            var opening = text[..text.IndexOf("internal sealed class", StringComparison.Ordinal)];
            opening.ShouldContain($"{detector.Kind.InDatabase()}, ");
            opening.ShouldContain(detector.Clause.Id);
            opening.ShouldContain("Not flagged:");
            foreach (var threshold in detector.Thresholds)
            {
                opening.ShouldContain($"{threshold.Name} = {threshold.Value}");
            }
        }
    }

    [Fact]
    public void Nothing_is_left_to_be_done_in_a_comment()
    {
        foreach (var (path, text) in Repository.Files("src", ".cs", ".sql").Concat(Repository.Files("db", ".sql")))
        {
            LeftUndone().Match(text).Value.ShouldBeEmpty(path);
        }
    }

    [GeneratedRegex(@"using (?:static )?Campaign\.Registry\.(\w+)")]
    private static partial Regex SliceUse();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|Thread\.Sleep")]
    private static partial Regex ClockRead();

    [GeneratedRegex(@"\b(now|clock_timestamp|transaction_timestamp|statement_timestamp)\(\)|\bcurrent_(timestamp|date)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SqlClock();

    [GeneratedRegex(@"(--|//).*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.CommitAsync\(([^)]*)\)")]
    private static partial Regex Commit();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|V2)$")]
    private static partial Regex VagueName();

    [GeneratedRegex("TODO|FIXME|NotImplementedException")]
    private static partial Regex LeftUndone();
}
