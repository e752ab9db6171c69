using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Answers;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>What people read is in words: no page, and no message that a page shows, names a part of the program.</summary>
public sealed partial class PageWordsTests
{
    [Fact]
    public void Every_field_that_a_refusal_names_has_words_in_both_languages()
    {
        var named = Repository.Files("src/Campaign.Registry", ".cs").Where(f => f.Path.Contains('/', StringComparison.Ordinal))
            .SelectMany(f => RefusedField().Matches(f.Text).Select(m => (f.Path, Field: LastPartOf(m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value)))).ToList();
        named.Count.ShouldBeGreaterThan(50, "the pattern finds them");
        named.Where(n => FieldWords.Of(n.Field) is not { Vietnamese.Length: > 0, English.Length: > 0 }).Select(n => $"{n.Path}: {n.Field}").ShouldBeEmpty();
        foreach (var (field, words) in FieldWords.All)
        {
            words.Vietnamese.ShouldNotBe(field);
            words.English.ShouldNotBe(field);
        }
    }

    /// <summary>A refusal's own message may be one about a field (RefusalWords).</summary>
    [Fact]
    public void Pages_say_a_refusal_by_its_words()
    {
        foreach (var (path, text) in Repository.Files("src/Campaign.Web", ".cs").Concat(Repository.Files("src/Campaign.Web", ".razor")).Where(f => !f.Path.EndsWith("/RefusalWords.cs", StringComparison.Ordinal)))
        {
            RefusalMessage().Matches(text).Select(m => m.Value).ShouldBeEmpty(path);
        }
    }

    /// <summary>A state or a reason in a sentence has words, as it has on the pages; what only operators read names keys as their commands do.</summary>
    [Fact]
    public void No_sentence_has_the_name_of_a_state_in_it()
    {
        foreach (var (path, text) in Repository.Files("src/Campaign.Registry", ".cs"))
        {
            SentenceWithCode().Matches(text).Select(m => m.Value).ShouldBeEmpty(path);
        }
    }

    private static string LastPartOf(string field) => field[(field.LastIndexOf('.') + 1)..];

    /// <summary>The first argument of what is refused about a field: of a refusal by its name, or of one whose type the method tells.</summary>
    [GeneratedRegex("""(?:(?:new Invalid\w+|[Rr]efusal\?>|(?<![\w.>"])new|StatedInstantsRule\.Judge|[^\w]Judge)\("([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)?)", *(?:new\(|TypedText|\w+(?:\??\.\w+)*,)|(?:new Invalid\w+|HoldsANumber|NotPlain|Disagrees)\("([a-z][A-Za-z]*)"\))""")]
    private static partial Regex RefusedField();

    /// <summary>Vietnamese is told by its letters.</summary>
    [GeneratedRegex("""\$"[^"\n]*[À-ỹ][^"\n]*InDatabase\(\)""")]
    private static partial Regex SentenceWithCode();

    [GeneratedRegex("""(?i)refus(?:al|ed)!?\??\.Message|Refusal\(\)\.Message""")]
    private static partial Regex RefusalMessage();
}
