using System.Text.RegularExpressions;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Testing;
using Campaign.Web.Department.SamePersons;

namespace Campaign.Host.Tests;

/// <summary>HUE-1.3: what an officer reads of two persons who may be one; the page itself is walked through in Campaign.Pages.</summary>
public sealed partial class SamePersonWordsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Every_way_in_which_two_compare_has_its_words()
    {
        async Task<string> SourceAsync(string function) => await Registry.Database.ScalarAsync<string>("select string_agg(prosrc, ' ') from pg_proc where proname = $1", function);
        var known = Literal().Matches(await SourceAsync("compare_names")).Select(m => (Field: ComparedField.Name, How: m.Groups[1].Value))
            .Concat(Assigned().Matches(await SourceAsync("same_person_score")).Select(m => (Field: m.Groups[1].Value switch
            {
                "birth" => ComparedField.BirthDate,
                "sex" => ComparedField.Sex,
                "phone" => ComparedField.Phone,
                _ => ComparedField.Ward,
            }, How: m.Groups[2].Value))).Distinct().ToList();

        known.Count.ShouldBeGreaterThan(20);
        known.Where(k => SamePersonWords.Of(k.Field, k.How).Vietnamese == k.How).ShouldBeEmpty();
    }

    [GeneratedRegex("'([A-Z][A-Z_]+)'")]
    private static partial Regex Literal();

    [GeneratedRegex("(birth|sex|phone|ward) := '([A-Z_]+)'")]
    private static partial Regex Assigned();
}
