using System.Text;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>
/// Boundaries by SQL, beside those by types: only a table's owner writes it, and others read it through the owner's statements or a named view of db/views.
/// docs/developers/boundaries.md shows both kinds of dependency in one page.
/// </summary>
public sealed partial class TableOwnersTests
{
    private const string Root = "src/Campaign.Registry/";

    private static readonly Dictionary<string, string[]> Owns = new()
    {
        ["Certificates/Checks"] = ["citizen_asks"],
        ["Certificates/Imports"] = ["import_claims", "import_looks", "import_parts", "import_pieces", "import_uploads", "imports"],
        ["Certificates/Issuance"] = ["dossiers", "end_consents", "free_periods", "issuances", "provider_ends", "refused_records", "revocation_tasks", "serial_claims", "shown_certificates", "switch_consents", "visit_statements"],
        ["Certificates/Places"] = ["place_claim_numbers", "place_claims"],
        ["Citizens/DataRequests"] = ["data_corrections", "data_requests"],
        ["Citizens/Numbers"] = ["citizen_numbers", "number_claims", "number_keys", "parted_persons", "person_details", "persons"],
        ["Citizens/Persons"] = ["person_link_cases", "person_links", "person_unlinks"],
        ["Citizens/Phones"] = ["phone_bindings"],
        ["Citizens/SamePerson"] = ["name_word_counts", "same_person_nights", "same_person_pairs", "same_person_policies", "same_person_progress"],
        ["Citizens/Traces"] = ["reads"],
        ["Journal"] = ["journal"],
        ["Needs"] = ["need_calls", "need_supports", "needs"],
        ["Oversight/Cases"] = ["case_events", "case_minutes", "case_violations", "cases"],
        ["Oversight/Detectors"] = ["detector_progress", "detector_thresholds"],
        ["Oversight/Figures"] = ["desk_figures", "desk_figures_choices", "desk_figures_daily", "desk_figures_flags", "desk_figures_outcomes", "desk_figures_ward", "desk_visits"],
        ["Oversight/Alarms"] = ["alarm_notes"],
        ["Oversight/Invariants"] = ["alarms", "invariant_checks"],
        ["Oversight/Proposals"] = ["proposals"],
        ["Oversight/Reports"] = ["report_photos", "reports"],
        ["Oversight/Violations"] = ["violation_evidence", "violations"],
        ["Platform/Data"] = ["clock", "database_kind"],
        ["Platform/Keys"] = ["key_checks", "key_holders"],
        ["Platform/Messages"] = ["messages"],
        ["Platform/Requests"] = ["request_claims"],
        ["Platform/Retention"] = ["retention_run_subjects", "retention_runs", "retention_terms"],
        ["Programme/Campaigns"] = ["campaign_terms", "campaigns", "participations", "programmes"],
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
        ["Certificates/Checks"] = ["provider_asks"],
        ["Certificates/Imports"] = ["import_orders", "older_certificates"],
        ["Certificates/Issuance"] = ["contract_dossiers", "ends_by_providers", "given_consents", "is_live", "live_issuances", "recorded_issuances", "refused_attempts", "revocation_duties", "serial_holders", "started_free_periods", "stated_visits"],
        ["Citizens/DataRequests"] = ["overdue_data_requests"],
        ["Citizens/Numbers"] = ["number_persons", "person_ids", "sealed_numbers", "stated_details", "stated_numbers"],
        ["Citizens/Persons"] = ["person_joins", "person_partings", "two_holder_links"],
        ["Citizens/SamePerson"] = ["flag_scores", "possible_same_persons"],
        ["Citizens/Traces"] = ["lookup_traces"],
        ["Journal"] = ["journal_leaves"],
        ["Needs"] = ["is_open", "noted_calls", "open_needs", "registered_needs", "started_supports"],
        ["Oversight/Invariants"] = ["raised_alarms"],
        ["Oversight/Reports"] = ["citizen_reports"],
        ["Oversight/Violations"] = ["flag_evidence", "flags", "is_open_violation", "open_violations"],
        ["Platform/Messages"] = ["written_messages"],
        ["Programme/Campaigns"] = ["campaign_codes", "dated_terms", "participation_periods"],
        ["Programme/Departments"] = ["department_names"],
        ["Providers/Badges"] = ["opened_badges"],
        ["Providers/Directory"] = ["provider_codes", "provider_titles"],
        ["Providers/Licences"] = ["granted_licences"],
        ["Providers/Staff"] = ["staff_bearers", "staff_portraits", "staff_references"],
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
    public void Only_a_tables_owner_writes_it() => Uses.Value.Where(u => u.Writes && !WriteForAll.Contains(u.Slice) && !Owned(u.Slice).Contains(u.Table))
        .Select(u => $"{u.Slice} writes {u.Table}").ShouldBeEmpty();

    [Fact]
    public void Every_view_has_one_owner()
    {
        var views = Repository.Files("db/views", ".sql").SelectMany(f => CreateView().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct();

        Offers.Values.SelectMany(v => v).Order(StringComparer.Ordinal).ShouldBe(views.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Others_read_a_table_through_its_owner() => Reads().Where(r => !ReadForAll.ContainsKey(r.Slice) && !r.IsOffered).Select(r => $"{r.Slice} reads {r.Name}").ShouldBeEmpty();

    /// <summary>With the types, which name what is below alone, there is no circle of slices by types and SQL together: those that read everything stand above all.</summary>
    [Fact]
    public void What_is_read_or_written_stands_below()
    {
        var floors = HouseRulesTests.MayUse.Keys.ToList();

        Reads().Select(r => (r.Slice, r.Owner, What: $"reads {r.Name}"))
            .Concat(Uses.Value.Where(u => u.Writes && !Owned(u.Slice).Contains(u.Table)).Select(u => (u.Slice, Owner: OwnerIn(Owns, u.Table)!, What: $"writes {u.Table}")))
            .Where(u => floors.IndexOf(u.Owner) > floors.IndexOf(u.Slice))
            .Select(u => $"{u.Slice} {u.What} of {u.Owner}, which stands above it").ShouldBeEmpty();
    }

    [Fact]
    public void The_page_of_boundaries_is_what_the_code_gives()
    {
        var page = new StringBuilder("""
            # Boundaries

            Printed by a test from the code; see [architecture](architecture.md) for what the neighbourhoods are for. A slice uses the slices that it names here and no others,
            by types, and reads of those above it in this table alone: each stands below the ones that use it or read of it, so there is no circle by types and SQL together.
            Only a table's owner writes it; others read it through the owner's statements, or through a view or function of `db/views`. The nightly check, the retention and the
            rotation of keys look at tables themselves, for that is their work (`ReadForAll`, `WriteForAll` in `tests/Campaign.House/TableOwnersTests.cs`).

            | slice | uses, by types | its tables | its views | writes of others | reads through others' views | reads others' tables |
            |---|---|---|---|---|---|---|

            """);
        foreach (var (slice, uses) in HouseRulesTests.MayUse)
        {
            static string Names(IEnumerable<string>? names) => string.Join(", ", (names ?? []).Select(n => $"`{n}`"));
            var own = Owned(slice);
            var reads = Reads().Where(r => r.Slice == slice).ToList();
            page.Append($"| **{slice}** | {string.Join(", ", uses)} | {Names(own)} | {Names(Offers.GetValueOrDefault(slice))} ")
                .Append($"| {Names(Uses.Value.Where(u => u.Slice == slice && u.Writes && !own.Contains(u.Table)).Select(u => u.Table))} ")
                .Append($"| {Names(reads.Where(r => r.IsOffered).Select(r => r.Name))} | {Names(reads.Where(r => !r.IsOffered).Select(r => r.Name))} |\n");
        }

        page.Append("\nBetween neighbourhoods, by types and by SQL:\n\n```mermaid\nflowchart BT\n");
        foreach (var edge in HouseRulesTests.MayUse.SelectMany(s => s.Value.Select(u => (Slice: s.Key, Used: u))).Concat(Reads().Select(r => (r.Slice, Used: r.Owner)))
            .Select(e => (From: Neighbourhood(e.Slice), To: Neighbourhood(e.Used))).Where(e => e.From != e.To).Distinct().Order())
        {
            page.Append($"  {edge.From} --> {edge.To}\n");
        }

        Repository.ShouldEqualFile(page.Append("```\n").ToString(), "docs/developers/boundaries.md");
    }

    private static string[] Owned(string slice) => Owns.GetValueOrDefault(slice) ?? [];

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
