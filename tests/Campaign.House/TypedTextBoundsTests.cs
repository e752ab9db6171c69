using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>The bounds that commands hold texts to, against the database's check constraints, which are the last guard.</summary>
public sealed partial class TypedTextBoundsTests
{
    /// <summary>The checks of each kind of text; none where it is kept sealed, or in the journal alone.</summary>
    private static readonly Dictionary<string, string[]> Checks = new()
    {
        [nameof(TypedText.Reason)] = ["data_requests_reason_check", "same_person_pairs_reason_check", "participations_join_reason_check"],
        [nameof(TypedText.ReasonOfARejection)] = ["proposals_reason_check"],
        [nameof(TypedText.ReasonOfAnExclusion)] = [],
        [nameof(TypedText.ReasonOfALookup)] = ["reads_reason_check", "person_links_basis_check", "person_link_cases_basis_check", "person_unlinks_reason_check"],
        [nameof(TypedText.Note)] = [],
        [nameof(TypedText.CaseStatement)] = ["case_events_text_check"],
        [nameof(TypedText.CaseNote)] = ["case_events_text_check"],
        [nameof(TypedText.Remarks)] = [],
        [nameof(TypedText.PersonName)] = ["person_details_name_check", "person_details_name_folded_check", "staff_names_full_name_check", "staff_full_name_check"],
        [nameof(TypedText.NameIfKnown)] = ["person_details_name_check"],
        [nameof(TypedText.PlaceName)] = [],
        [nameof(TypedText.WardCode)] = ["person_details_ward_code_check"],
        [nameof(TypedText.Address)] = [],
        [nameof(TypedText.DecisionNumber)] = ["participations_join_decision_check"],
        [nameof(TypedText.ContractNumber)] = [],
        [nameof(TypedText.ConsentCode)] = [],
        [nameof(TypedText.Badge)] = [],
        [nameof(TypedText.Wish)] = ["data_requests_wish_check"],
        [nameof(TypedText.CitedClause)] = ["data_requests_clause_check"],
        [nameof(TypedText.CorrectedValue)] = ["data_corrections_value_check"],
        [nameof(TypedText.ReportText)] = ["reports_text_check"],
        [nameof(TypedText.StaffReference)] = ["staff_reference_check"],
        [nameof(TypedText.CampaignName)] = ["campaign_terms_name_check"],
        [nameof(TypedText.DepartmentName)] = ["department_details_name_vi_check", "department_details_name_en_check"],
        [nameof(TypedText.OfferPolicy)] = ["policy_is_short", "provider_offers_policy_en_check"],
        [nameof(TypedText.PopulationSource)] = ["ward_populations_source_check"],
    };

    /// <summary>What is no text of a command: numbers, codes and lists that are read apart.</summary>
    private static readonly string[] Allowed =
    [
        "TextField.razor maxlength=\"300\"", "PopulationSection.razor Most=\"20000\"", "FindPage.razor MaxLength=\"100\"", "CaseWork.razor MaxLength=\"150\"",
    ];

    [Fact]
    public void Every_kind_of_text_says_which_checks_hold_it() =>
        typeof(TypedText).GetProperties().Where(p => p.PropertyType == typeof(TypedText)).Select(p => p.Name).Order(StringComparer.Ordinal)
            .ShouldBe(Checks.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_database_takes_every_text_that_a_command_takes_and_none_that_is_longer()
    {
        var golden = Repository.Read("db/schema.golden.sql");
        foreach (var (name, checks) in Checks)
        {
            var kind = (TypedText)typeof(TypedText).GetProperty(name)!.GetValue(null)!;
            foreach (var check in checks)
            {
                var bounds = Bounds().Matches(golden).SingleOrDefault(m => m.Groups["name"].Value == check);
                bounds.ShouldNotBeNull(check);
                int.Parse(bounds.Groups["most"].Value).ShouldBe(kind.Most, $"{name}: {check}");
                // What may be left out is null in the database, never empty.
                int.Parse(bounds.Groups["least"].Value).ShouldBeLessThanOrEqualTo(Math.Max(kind.Least, 1), $"{name}: {check}");
            }
        }
    }

    /// <summary>A bound that is written a second time would drift from the first.</summary>
    [Fact]
    public void No_page_and_no_graph_has_a_bound_of_its_own_for_a_text()
    {
        foreach (var (path, text) in Repository.Files("src", "Graph.cs", ".razor", "Pages.cs", "Endpoints.cs", "Cards.cs"))
        {
            OwnBound().Matches(text).Select(m => m.Value).Where(b => !Allowed.Contains($"{Path.GetFileName(path)} {b}")).ShouldBeEmpty(path);
        }
    }

    [GeneratedRegex(@"constraint \S+: (?<name>\w+) CHECK \(\(\(length\(\w+\) >= (?<least>\d+)\) AND \(length\(\w+\) <= (?<most>\d+)\)\)\)")]
    private static partial Regex Bounds();

    [GeneratedRegex("""(?:MaxLength|Most|maxlength)="\d{3,}"|\.Length (?:is )?.{0,12}[<>]=? ?\d[\d_]{2,}|\.Validate\(|const int (?:Most|Max|Least|Min)(?:Reason|Text|Name|Note|Answer|Question)""")]
    private static partial Regex OwnBound();
}
