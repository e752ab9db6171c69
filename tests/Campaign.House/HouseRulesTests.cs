using System.Text.RegularExpressions;
using Campaign.Registry.Oversight.Detectors;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>The house's rules of design, held by reading the source.</summary>
public sealed partial class HouseRulesTests
{
    /// <summary>Which slices a slice may use, by folder. No two slices use each other, and the order of the list is the order of the floors: by types a slice uses what is named here, by SQL it reads of what stands below it (<see cref="TableOwnersTests"/>).</summary>
    internal static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Platform/Answers"] = [],
        ["Platform/Tables"] = [],
        ["Platform/Values"] = ["Platform/Answers"],
        ["Platform/Data"] = ["Platform/Answers"],
        ["Platform/Time"] = ["Platform/Answers"],
        ["Platform/Callers"] = ["Platform/Answers", "Platform/Data"],
        ["Platform/Jobs"] = ["Platform/Data"],
        ["Platform/Keys"] = ["Platform/Data"],
        ["Providers/Licences"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time"],
        ["Citizens/Numbers"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Callers", "Platform/Keys"],
        ["Journal"] = ["Platform/Data", "Platform/Time", "Platform/Keys"],
        ["Platform/Changes"] = ["Platform/Data"],
        ["Platform/Graph"] = ["Platform/Answers", "Platform/Data", "Platform/Time", "Platform/Callers"],
        ["Citizens/Phones"] = ["Platform/Answers", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Citizens/Numbers", "Platform/Graph"],
        ["Platform/Messages"] = ["Platform/Values", "Platform/Data", "Platform/Jobs", "Citizens/Numbers", "Citizens/Phones"],
        ["Platform/Photographs"] = ["Platform/Answers", "Platform/Data", "Platform/Keys"],
        ["Platform/Requests"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Keys"],
        ["Oversight/Proposals"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph"],
        ["Programme/Departments"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Citizens/Numbers", "Journal", "Platform/Graph"],
        ["Providers/Directory"] = ["Platform/Data", "Platform/Callers", "Providers/Licences", "Platform/Graph"],
        ["Certificates/Places"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Citizens/Numbers", "Platform/Graph", "Providers/Directory"],
        ["Citizens/Traces"] = ["Platform/Values", "Platform/Data", "Platform/Callers", "Citizens/Numbers"],
        ["Programme/Campaigns"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph", "Providers/Directory"],
        ["Providers/Clients"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph", "Platform/Requests", "Oversight/Proposals", "Providers/Directory"],
        ["Providers/Offers"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph", "Providers/Directory", "Programme/Campaigns"],
        ["Providers/Staff"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph", "Platform/Photographs", "Platform/Requests", "Providers/Directory"],
        ["Providers/Badges"] = ["Platform/Answers", "Platform/Data", "Platform/Keys", "Platform/Graph", "Platform/Photographs", "Providers/Directory"],
        ["Needs"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Platform/Keys", "Citizens/Numbers", "Journal", "Platform/Changes", "Platform/Graph", "Platform/Messages", "Platform/Requests", "Providers/Directory", "Certificates/Places", "Citizens/Traces", "Programme/Campaigns", "Providers/Staff", "Citizens/Phones"],
        ["Accounts"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Citizens/Numbers", "Journal", "Platform/Graph", "Providers/Directory", "Citizens/Traces", "Providers/Staff", "Needs", "Citizens/Phones", "Platform/Messages", "Platform/Requests", "Oversight/Proposals"],
        ["Certificates/Checks"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Keys", "Citizens/Numbers", "Platform/Graph", "Providers/Directory", "Certificates/Places", "Programme/Campaigns", "Providers/Staff", "Needs"],
        ["Certificates/Issuance"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Platform/Keys", "Providers/Licences", "Citizens/Numbers", "Journal", "Platform/Changes", "Platform/Graph", "Platform/Messages", "Platform/Requests", "Providers/Directory", "Certificates/Places", "Citizens/Traces", "Programme/Campaigns", "Providers/Staff", "Needs", "Certificates/Checks", "Citizens/Phones", "Providers/Badges"],
        ["Oversight/Violations"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Callers", "Platform/Jobs", "Journal", "Platform/Changes", "Platform/Graph", "Providers/Directory", "Citizens/Traces", "Programme/Campaigns"],
        ["Oversight/Reports"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Callers", "Citizens/Numbers", "Journal", "Platform/Graph", "Platform/Messages", "Platform/Photographs", "Platform/Requests", "Providers/Directory", "Citizens/Traces", "Providers/Badges", "Needs"],
        ["Platform/Retention"] = ["Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Journal", "Platform/Graph"],
        ["Oversight/Figures"] = ["Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Providers/Directory"],
        ["Oversight/Cases"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Journal", "Platform/Graph", "Platform/Messages", "Platform/Requests", "Oversight/Proposals", "Providers/Directory", "Citizens/Traces", "Oversight/Violations"],
        ["Citizens/Persons"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Citizens/Numbers", "Journal", "Platform/Changes", "Platform/Graph", "Platform/Requests", "Providers/Directory", "Citizens/Traces", "Certificates/Issuance", "Platform/Messages", "Oversight/Proposals"],
        ["Oversight/Invariants"] = ["Platform/Data", "Platform/Time", "Platform/Jobs", "Platform/Messages"],
        ["Oversight/Alarms"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Graph", "Journal"],
        ["Citizens/DataRequests"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Citizens/Numbers", "Journal", "Platform/Changes", "Platform/Graph", "Platform/Messages", "Platform/Requests", "Citizens/Traces", "Needs", "Oversight/Invariants", "Citizens/Phones"],
        ["Citizens/SamePerson"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Citizens/Numbers", "Journal", "Platform/Graph", "Citizens/Traces", "Citizens/Persons", "Oversight/Proposals"],
        ["Certificates/Imports"] = ["Platform/Answers", "Platform/Tables", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Platform/Keys", "Providers/Licences", "Citizens/Numbers", "Journal", "Platform/Graph", "Providers/Directory", "Certificates/Places", "Citizens/Traces", "Programme/Campaigns", "Needs", "Certificates/Issuance", "Citizens/SamePerson", "Platform/Messages", "Citizens/Phones"],
        ["Platform/Rekeying"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Jobs", "Platform/Keys", "Citizens/Numbers", "Journal", "Platform/Graph", "Oversight/Proposals", "Needs"],
        ["Citizens/Lookups"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Callers", "Citizens/Numbers", "Platform/Graph", "Providers/Directory", "Citizens/Traces"],
        ["Oversight/Detectors"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Jobs", "Citizens/Numbers", "Oversight/Violations"],
        ["Programme/Exclusions"] = ["Platform/Answers", "Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Journal", "Platform/Graph", "Oversight/Proposals", "Providers/Directory", "Programme/Campaigns", "Oversight/Cases"],
        ["Providers/Overviews"] = ["Platform/Values", "Platform/Data", "Platform/Time", "Platform/Callers", "Platform/Graph", "Providers/Licences", "Providers/Directory"],
    };

    /// <summary>
    /// What a slice uses is judged over its compiled types, by <see cref="CompiledRulesTests"/>. A constant leaves no trace there, for the compiler copies it, and an interface or enum has no code that tells
    /// its file: so what a using names and what a file's namespace is are judged from the source too.
    /// </summary>
    [Fact]
    public void What_a_slice_names_is_below_it()
    {
        foreach (var (path, text) in Repository.Files("src/Campaign.Registry", ".cs").Where(f => f.Path.Split('/').Length > 3))
        {
            var slice = SliceOf(Path.GetDirectoryName(path)!["src/Campaign.Registry/".Length..]) ?? throw new InvalidOperationException($"{path} stands in no slice");
            text.ShouldContain($"namespace Campaign.Registry.{slice.Replace('/', '.')};", customMessage: path);
            foreach (Match use in SliceUse().Matches(text))
            {
                if (SliceOf(use.Groups[1].Value.Replace('.', '/')) is { } used)
                {
                    (used == slice || MayUse[slice].Contains(used)).ShouldBeTrue($"{path} uses {used}, which {slice} may not");
                }
            }
        }
    }

    /// <summary>The slice that a folder belongs to; null for a folder that holds none.</summary>
    internal static string? SliceOf(string folder) => MayUse.Keys.Where(s => $"{folder}/".StartsWith($"{s}/", StringComparison.Ordinal)).MaxBy(s => s.Length);

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

    /// <summary>What is live or open at an instant is asked of db/views, or of the two C# rules that a test compares with it; what is written as such has no end (ended_at is null).</summary>
    [Fact]
    public void The_states_that_count_as_live_or_open_are_listed_once()
    {
        // With the number of lists in each: the states that a row may have at all, and from which a need lapsed, are lists too.
        var homes = new Dictionary<string, int>
        {
            ["db/baseline/B08__certificates.sql"] = 2,
            ["db/baseline/B10__needs.sql"] = 3,
            ["db/baseline/B11__violations.sql"] = 1,
            ["db/views/V01__live_and_open.sql"] = 1,
            ["src/Campaign.Demo/Day/Acknowledged.cs"] = 1, // a client, which has the contract alone
            ["src/Campaign.Registry/Certificates/Places/IssuanceStatus.cs"] = 1,
            ["src/Campaign.Registry/Needs/NeedStateRule.cs"] = 1,
            ["src/Campaign.Registry/Oversight/Invariants/PersonHistory.cs"] = 1, // the nightly checker, which uses no slice's rules
        };
        var found = Repository.Files("db", ".sql").Where(f => !f.Path.EndsWith(".golden.sql", StringComparison.Ordinal))
            .Concat(Repository.Files("src", ".cs", ".razor"))
            .Select(f => (f.Path, Lists: StatesInARow().Count(Comment().Replace(f.Text, ""))))
            .Where(f => f.Lists > 0).ToDictionary(f => f.Path, f => f.Lists);

        found.OrderBy(f => f.Key, StringComparer.Ordinal).ShouldBe(homes.OrderBy(f => f.Key, StringComparer.Ordinal));
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
        var files = Repository.Files("src/Campaign.Registry/Oversight/Detectors/Kinds", ".cs").ToDictionary(f => Path.GetFileNameWithoutExtension(f.Path), f => f.Text);

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

    [GeneratedRegex(@"using (?:static )?(?:\w+ = )?Campaign\.Registry\.([\w.]+)")]
    private static partial Regex SliceUse();

    [GeneratedRegex(@"\b(now|clock_timestamp|transaction_timestamp|statement_timestamp)\(\)|\bcurrent_(timestamp|date)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SqlClock();

    [GeneratedRegex(@"(--|//).*")]
    private static partial Regex Comment();

    // Two states of one group with nothing but a comma, an "or" or a plus between: 'ACTIVE', 'SUSPENDED'; IssuanceStatus.Active or IssuanceStatus.Suspended.
    [GeneratedRegex("""
        (?x)
        (?:['"](?:ACTIVE|PENDING_ACTIVATION|SUSPENDED)['"]|IssuanceStatus\.(?:Active|PendingActivation|Suspended)\b)
          [\s()]*(?:,|or|\|\||\+)[\s()]*(?:[\w.]+\s*(?:==?|is)\s*|\w+\()?
          (?:['"](?:ACTIVE|PENDING_ACTIVATION|SUSPENDED)['"]|IssuanceStatus\.(?:Active|PendingActivation|Suspended)\b)
          (?:\s*(?:,|or)\s*(?:['"](?:ACTIVE|PENDING_ACTIVATION|SUSPENDED)['"]|IssuanceStatus\.(?:Active|PendingActivation|Suspended)\b))?
        | (?:['"](?:WAITING|IN_SUPPORT)['"]|NeedState\.(?:Waiting|InSupport)\b)
          [\s()]*(?:,|or|\|\||\+)[\s()]*(?:[\w.]+\s*(?:==?|is)\s*|\w+\()?
          (?:['"](?:WAITING|IN_SUPPORT)['"]|NeedState\.(?:Waiting|InSupport)\b)
        | (?:['"](?:FLAGGED|UNDER_REVIEW)['"]|ViolationState\.(?:Flagged|UnderReview)\b)
          [\s()]*(?:,|or|\|\||\+)[\s()]*(?:[\w.]+\s*(?:==?|is)\s*|\w+\()?
          (?:['"](?:FLAGGED|UNDER_REVIEW)['"]|ViolationState\.(?:Flagged|UnderReview)\b)
        """)]
    private static partial Regex StatesInARow();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|V2)$")]
    private static partial Regex VagueName();

    [GeneratedRegex("TODO|FIXME|NotImplementedException")]
    private static partial Regex LeftUndone();
}
