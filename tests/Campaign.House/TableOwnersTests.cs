using System.Text;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// Boundaries by SQL, beside those by types: only a table's owner writes it, and others read it through the owner's statements or a named view of db/views. What still crosses is
/// listed, and a crossing that is gone must leave the list; docs/developers/boundaries.md shows both kinds of dependency in one page.
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
        ["Citizens/SamePerson"] = ["detector_progress"],
    };

    /// <summary>Slices whose work is to read what others write: the tables themselves, for a view would be one more thing to trust or to rewrite.</summary>
    private static readonly Dictionary<string, string> ReadForAll = new()
    {
        ["Oversight/Invariants"] = "derives everything again from the rows alone",
        ["Platform/Rekeying"] = "counts and rewrites what stands under each key",
        ["Platform/Retention"] = "looks at what is past its term before it is erased",
    };

    /// <summary>Whose word each view and function of db/views is.</summary>
    private static readonly Dictionary<string, string[]> Offers = new()
    {
        ["Certificates/Issuance"] = ["is_live", "live_issuances"],
        ["Citizens/DataRequests"] = ["overdue_data_requests"],
        ["Citizens/Numbers"] = ["number_persons"],
        ["Needs"] = ["is_open", "open_needs"],
        ["Oversight/Violations"] = ["is_open_violation", "open_violations"],
        ["Programme/Campaigns"] = ["campaign_codes"],
        ["Providers/Directory"] = ["provider_codes"],
        ["Providers/Staff"] = ["staff_references"],
    };

    /// <summary>Others' tables that are read directly; each goes when its owner offers a view or a statement, and none is added.</summary>
    private static readonly Dictionary<string, string[]> DirectReads = new()
    {
        ["Certificates/Issuance"] = ["campaign_terms", "messages"],
        ["Citizens/DataRequests"] = ["alarms", "citizen_asks", "citizen_numbers", "dossiers", "free_periods", "issuances", "messages", "need_supports", "needs", "person_details", "person_links", "person_unlinks", "reads", "reports", "switch_consents"],
        ["Citizens/Persons"] = ["citizen_numbers", "number_claims"],
        ["Citizens/SamePerson"] = ["citizen_numbers", "detector_progress", "issuances", "person_details", "persons"],
        ["Citizens/Traces"] = ["citizen_asks", "issuances", "needs", "reports", "violation_evidence"],
        ["Needs"] = ["participations"],
        ["Oversight/Cases"] = ["citizen_asks", "department_details", "issuances", "needs", "provider_names", "reports", "violation_evidence", "violations"],
        ["Oversight/Figures"] = ["campaign_terms", "issuances", "need_supports", "needs", "participations", "person_details", "reports", "violations"],
        ["Oversight/Reports"] = ["citizen_asks", "issuances", "journal", "reads", "violations"],
        ["Oversight/Violations"] = ["badge_scans", "campaign_terms", "citizen_asks", "dossiers", "import_claims", "imports", "issuances", "journal", "need_supports", "needs", "number_claims", "person_link_cases", "provider_names", "refused_records", "reports", "revocation_tasks", "same_person_pairs", "same_person_policies", "serial_claims"],
        ["Platform/Changes"] = ["journal"],
        ["Programme/Campaigns"] = ["issuances", "licences", "violations"],
        ["Providers/Badges"] = ["campaign_terms", "participations", "staff", "staff_names", "staff_photos"],
        ["Providers/Directory"] = ["licences", "participations"],
    };

    /// <summary>Slices that read of one which they may not use by types, through a view or not; each goes when the reading moves to where it may be, and none is added.</summary>
    private static readonly Dictionary<string, string[]> ReadsUpwards = new()
    {
        ["Citizens/DataRequests"] = ["Certificates/Checks", "Certificates/Issuance", "Citizens/Persons", "Oversight/Reports", "Programme/Campaigns", "Providers/Directory"],
        ["Citizens/SamePerson"] = ["Certificates/Issuance", "Oversight/Violations", "Programme/Campaigns", "Providers/Directory"],
        ["Citizens/Traces"] = ["Certificates/Checks", "Certificates/Issuance", "Needs", "Oversight/Reports", "Oversight/Violations", "Providers/Staff"],
        ["Oversight/Cases"] = ["Certificates/Checks", "Certificates/Issuance", "Citizens/Numbers", "Needs", "Oversight/Reports", "Programme/Campaigns", "Programme/Departments"],
        ["Oversight/Figures"] = ["Certificates/Issuance", "Citizens/Numbers", "Needs", "Oversight/Reports", "Oversight/Violations", "Programme/Campaigns"],
        ["Oversight/Reports"] = ["Certificates/Checks", "Certificates/Issuance", "Oversight/Violations", "Programme/Campaigns", "Providers/Staff"],
        ["Oversight/Violations"] = ["Certificates/Checks", "Certificates/Imports", "Certificates/Issuance", "Citizens/Numbers", "Citizens/Persons", "Citizens/SamePerson", "Needs", "Oversight/Reports", "Providers/Badges", "Providers/Staff"],
        ["Platform/Changes"] = ["Journal"],
        ["Programme/Campaigns"] = ["Certificates/Issuance", "Needs", "Oversight/Violations", "Providers/Licences", "Providers/Staff"],
        ["Providers/Badges"] = ["Programme/Campaigns", "Providers/Staff"],
        ["Providers/Directory"] = ["Programme/Campaigns", "Providers/Staff"],
        ["Providers/Offers"] = ["Programme/Campaigns"],
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
    public void Every_view_has_one_owner()
    {
        var views = Repository.Files("db/views", ".sql").SelectMany(f => CreateView().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct();

        Offers.Values.SelectMany(v => v).Order(StringComparer.Ordinal).ShouldBe(views.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Others_read_a_table_through_its_owner() => Reads().Where(r => !ReadForAll.ContainsKey(r.Slice) && !r.IsOffered)
        .Select(r => $"{r.Slice} reads {r.Name}").ShouldBe(DirectReads.SelectMany(d => d.Value.Select(t => $"{d.Key} reads {t}")), ignoreOrder: true);

    [Fact]
    public void What_is_read_is_of_a_slice_that_may_be_used() => Reads().Where(r => !ReadForAll.ContainsKey(r.Slice) && !HouseRulesTests.MayUse[r.Slice].Contains(r.Owner))
        .Select(r => $"{r.Slice} reads of {r.Owner}").Distinct().ShouldBe(ReadsUpwards.SelectMany(d => d.Value.Select(o => $"{d.Key} reads of {o}")), ignoreOrder: true);

    [Fact]
    public void The_page_of_boundaries_is_what_the_code_gives()
    {
        var page = new StringBuilder("""
            # Boundaries

            Printed by a test from the code; see [architecture](architecture.md) for what the neighbourhoods are for. A slice uses the slices that it names here and no others,
            by types; no two use each other, and each stands below the ones that use it. Only a table's owner writes it; others read it through the owner's statements, or through
            a view or function of `db/views`. What still crosses is listed in `tests/Campaign.House/TableOwnersTests.cs`, and the list only becomes shorter.

            | slice | uses, by types | its tables | its views | writes of others | reads through others' views | reads others' tables |
            |---|---|---|---|---|---|---|

            """);
        foreach (var (slice, uses) in HouseRulesTests.MayUse)
        {
            static string Names(IEnumerable<string>? names) => string.Join(", ", (names ?? []).Select(n => $"`{n}`"));
            var own = Owns.GetValueOrDefault(slice) ?? [];
            var reads = Reads().Where(r => r.Slice == slice).ToList();
            page.Append($"| **{slice}** | {string.Join(", ", uses)} | {Names(own)} | {Names(Offers.GetValueOrDefault(slice))} ")
                .Append($"| {Names(Uses.Value.Where(u => u.Slice == slice && u.Writes && !own.Contains(u.Table)).Select(u => u.Table))} ")
                .Append($"| {Names(reads.Where(r => r.IsOffered).Select(r => r.Name))} | {Names(reads.Where(r => !r.IsOffered).Select(r => r.Name))} |\n");
        }

        page.Append("\nBetween neighbourhoods, by types:\n\n```mermaid\nflowchart BT\n");
        foreach (var edge in HouseRulesTests.MayUse.SelectMany(s => s.Value.Select(u => (From: Neighbourhood(s.Key), To: Neighbourhood(u)))).Where(e => e.From != e.To).Distinct().Order())
        {
            page.Append($"  {edge.From} --> {edge.To}\n");
        }

        Repository.ShouldEqualFile(page.Append("```\n").ToString(), "docs/developers/boundaries.md");
    }

    private static string Neighbourhood(string slice) => slice.Split('/')[0];

    private static IEnumerable<(string Slice, string Table, bool Writes)> UsesOf(string slice, string code) => Write().Matches(code).Select(m => (slice, m.Groups[1].Value, true))
        .Concat(Read().Matches(code).Concat(Call().Matches(code).Where(m => Offers.Values.Any(v => v.Contains(m.Groups[1].Value)))).Select(m => (slice, m.Groups[1].Value, false)));

    /// <summary>What slices read that is not their own: tables, or what their owners offer.</summary>
    private static IEnumerable<(string Slice, string Name, string Owner, bool IsOffered)> Reads() =>
        from use in Uses.Value
        where !use.Writes
        let owner = OwnerIn(Owns, use.Table)
        let offered = OwnerIn(Offers, use.Table)
        where (owner ?? offered) is { } of && of != use.Slice
        select (use.Slice, use.Table, (owner ?? offered)!, owner is null);

    private static string? OwnerIn(Dictionary<string, string[]> lists, string name) => lists.FirstOrDefault(l => l.Value.Contains(name)).Key;

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:insert into|update|delete from)\s+registry\.(\w+)")]
    private static partial Regex Write();

    // A function that answers rows is called with parentheses; it is a named view, not a table.
    [GeneratedRegex(@"(?:\bfrom|\bjoin|,)\s+registry\.(\w+)\b(?!\()")]
    private static partial Regex Read();

    [GeneratedRegex(@"\bregistry\.(\w+)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"create or replace (?:view|function) registry\.(\w+)")]
    private static partial Regex CreateView();

    [GeneratedRegex(@"create (?:unlogged )?table registry\.(\w+)")]
    private static partial Regex CreateTable();
}
