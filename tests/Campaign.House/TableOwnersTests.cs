using System.Text;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// Boundaries by SQL, beside those by types: only a table's owner writes it. What still crosses is listed with its reason, and a crossing that is gone must leave the list;
/// docs/developers/boundaries.md shows both kinds of dependency in one page.
/// </summary>
public sealed partial class TableOwnersTests
{
    private const string Root = "src/Campaign.Registry/";

    private static readonly Dictionary<string, string[]> Owns = new()
    {
        ["Certificates/Checks"] = ["citizen_asks"],
        ["Certificates/Imports"] = ["import_claims", "import_parts", "import_pieces", "import_uploads", "imports"],
        ["Certificates/Issuance"] = ["dossiers", "free_periods", "issuances", "refused_records", "revocation_tasks", "serial_claims", "switch_consents"],
        ["Citizens/DataRequests"] = ["data_corrections", "data_requests"],
        ["Citizens/Numbers"] = ["citizen_numbers", "number_claims", "number_keys", "person_details", "persons"],
        ["Citizens/Persons"] = ["person_link_cases", "person_links", "person_unlinks"],
        ["Citizens/SamePerson"] = ["name_word_counts", "same_person_nights", "same_person_pairs", "same_person_policies"],
        ["Citizens/Traces"] = ["reads"],
        ["Journal"] = ["journal"],
        ["Needs"] = ["need_supports", "needs"],
        ["Oversight/Cases"] = ["case_events", "case_minutes", "case_violations", "cases"],
        ["Oversight/Figures"] = ["desk_figures", "desk_figures_choices", "desk_figures_daily", "desk_figures_flags", "desk_figures_outcomes", "desk_figures_ward", "desk_visits"],
        ["Oversight/Invariants"] = ["alarms", "invariant_checks"],
        ["Oversight/Proposals"] = ["proposals"],
        ["Oversight/Reports"] = ["report_photos", "reports"],
        ["Oversight/Violations"] = ["detector_progress", "detector_thresholds", "violation_evidence", "violations"],
        ["Platform/Data"] = ["clock", "database_kind"],
        ["Platform/Keys"] = ["key_checks", "key_holders"],
        ["Platform/Messages"] = ["messages"],
        ["Platform/Requests"] = ["request_claims"],
        ["Platform/Retention"] = ["retention_run_subjects", "retention_runs", "retention_terms"],
        ["Programme/Campaigns"] = ["campaign_terms", "campaigns", "participations"],
        ["Programme/Departments"] = ["department_details", "holidays", "ward_populations"],
        ["Providers/Badges"] = ["badge_scans"],
        ["Providers/Clients"] = ["clients"],
        ["Providers/Directory"] = ["provider_issuers", "provider_names", "providers"],
        ["Providers/Licences"] = ["licences"],
        ["Providers/Offers"] = ["provider_offers"],
        ["Providers/Staff"] = ["staff", "staff_names", "staff_photos"],
    };

    /// <summary>Slices whose work is to write others' tables: the rotation of keys rewrites what is sealed, retention erases what has been kept for its term.</summary>
    private static readonly string[] WriteForAll = ["Platform/Rekeying", "Platform/Retention"];

    /// <summary>What is not yet as it is to be; each goes when the owner offers the statement.</summary>
    private static readonly Dictionary<string, string[]> Crossings = new()
    {
        ["Certificates/Imports"] = ["citizen_numbers", "free_periods", "issuances", "number_keys", "person_details", "persons", "revocation_tasks", "serial_claims"],
        ["Citizens/SamePerson"] = ["detector_progress"],
        ["Oversight/Cases"] = ["violations"],
    };

    private static readonly Lazy<List<(string Slice, string Table, bool Writes)>> Uses = new(() =>
    [
        .. Repository.Files("src/Campaign.Registry", ".cs")
            .Where(f => f.Path.Split('/').Length > 3)
            .SelectMany(f => UsesOf(HouseRulesTests.SliceOf(Path.GetDirectoryName(f.Path)![Root.Length..])!, Comment().Replace(f.Text, "")))
            .Distinct()
            .Order(),
    ]);

    [Fact]
    public void Every_table_has_one_owner()
    {
        var tables = Repository.Files("db", ".sql").SelectMany(f => CreateTable().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct();

        Owns.Values.SelectMany(t => t).Order(StringComparer.Ordinal).ShouldBe(tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_a_tables_owner_writes_it()
    {
        var crossing = Uses.Value.Where(u => u.Writes && !WriteForAll.Contains(u.Slice) && Owns.GetValueOrDefault(u.Slice)?.Contains(u.Table) != true).ToList();

        crossing.Select(u => $"{u.Slice} writes {u.Table}").ShouldBe(Crossings.SelectMany(c => c.Value.Select(t => $"{c.Key} writes {t}")), ignoreOrder: true);
    }

    [Fact]
    public void The_page_of_boundaries_is_what_the_code_gives()
    {
        var page = new StringBuilder("""
            # Boundaries

            Printed by a test from the code; see [architecture](architecture.md) for what the neighbourhoods are for. A slice uses the slices that it names here and no others,
            by types; no two use each other, and each stands below the ones that use it. Only a table's owner writes it; what still crosses is named in
            `tests/Campaign.House/TableOwnersTests.cs`.

            | slice | uses, by types | its tables | writes of others | reads of others |
            |---|---|---|---|---|

            """);
        foreach (var (slice, uses) in HouseRulesTests.MayUse)
        {
            var own = Owns.GetValueOrDefault(slice) ?? [];
            string Tables(bool writes) => string.Join(", ", Uses.Value.Where(u => u.Slice == slice && u.Writes == writes && !own.Contains(u.Table)).Select(u => $"`{u.Table}`"));
            page.Append($"| **{slice}** | {string.Join(", ", uses)} | {string.Join(", ", own.Select(t => $"`{t}`"))} | {Tables(true)} | {Tables(false)} |\n");
        }

        page.Append("\nBetween neighbourhoods, by types:\n\n```mermaid\nflowchart BT\n");
        foreach (var edge in HouseRulesTests.MayUse.SelectMany(s => s.Value.Select(u => (From: Neighbourhood(s.Key), To: Neighbourhood(u)))).Where(e => e.From != e.To).Distinct().Order())
        {
            page.Append($"  {edge.From} --> {edge.To}\n");
        }

        Repository.ShouldEqualFile(page.Append("```\n").ToString(), "docs/developers/boundaries.md");
    }

    private static string Neighbourhood(string slice) => slice.Split('/')[0];

    private static IEnumerable<(string Slice, string Table, bool Writes)> UsesOf(string slice, string code) =>
        Write().Matches(code).Select(m => (slice, m.Groups[1].Value, true)).Concat(Read().Matches(code).Select(m => (slice, m.Groups[1].Value, false)));

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:insert into|update|delete from)\s+registry\.(\w+)")]
    private static partial Regex Write();

    // A function that answers rows is called with parentheses; it is a named view, not a table.
    [GeneratedRegex(@"\b(?:from|join)\s+registry\.(\w+)\b(?!\()")]
    private static partial Regex Read();

    [GeneratedRegex(@"create (?:unlogged )?table registry\.(\w+)")]
    private static partial Regex CreateTable();
}
