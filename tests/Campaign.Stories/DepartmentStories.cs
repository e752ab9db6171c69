using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-5: what the department finds, and what follows.</summary>
public sealed class DepartmentStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_5_1_What_breaks_the_rules_is_flagged_with_its_evidence_and_the_honest_are_not()
    {
        var story = await Story.BeginAsync(place, "HUE-5.1", "vi phạm do Sở giám sát phát hiện, kèm chứng cứ", "violations are found by the department's monitoring, with their evidence");
        await story.AtAsync("2027-03-01 09:00");
        await story.CheckAsync("misa-ca", "Chị Ngọc", "FREE", "PROVIDER_APP");
        var made = story.Now;
        await story.AtAsync("2027-03-01 09:15");
        var check = await story.CheckAsync("ca2", "Anh Khoa", "FREE", "PROVIDER_APP");
        await story.RecordAsync("ca2", "Anh Khoa", ticket: check.Text("ticket"));
        await story.AtAsync("2027-03-01 11:30");
        await story.RecordAsync("misa-ca", "Chị Ngọc", madeAt: made);
        await story.AtAsync("2027-03-01 11:31");
        await story.Registry.RunJobAsync("detect-violations");

        var flags = await FlagsAsync(story);
        flags.Select(f => f.Text("provider", "code")).Distinct().ShouldBe(["misa-ca"]);
        flags.Select(f => f.Text("kind")).Order().ShouldBe(["LATE_RECORD", "RECORD_WITHOUT_CHECK"]);
        foreach (var flag in flags.OrderBy(f => f.Text("kind"), StringComparer.Ordinal))
        {
            story.Tell(
                $"Hệ thống gắn cờ {flag.Text("kind")} ({flag.Text("clause")}) cho {Story.NameOf(flag.Text("provider", "code"))}.",
                $"{flag.Text("kind")} ({flag.Text("clause")}) is flagged at {Story.NameOf(flag.Text("provider", "code"))}: {flag.At("evidence")[0].Text("summary")}");
        }

        await story.Registry.RunJobAsync("detect-violations");
        (await FlagsAsync(story)).Count.ShouldBe(2);
        story.Tell("Giám sát chạy lại: không gắn cờ lần nữa; CA2, làm đúng, không bị gắn cờ.", "The monitoring runs again: nothing is flagged twice, and CA2, who kept the rules, not at all.");
        story.End();
    }

    [Fact]
    public async Task HUE_5_3_An_excluded_provider_records_nothing_and_its_needs_go_back_to_the_citizens()
    {
        var story = await Story.BeginAsync(place, "HUE-5.3", "doanh nghiệp vi phạm bị loại khỏi chương trình", "a provider in violation is excluded from the programme");
        await story.AtAsync("2027-03-01 09:00");
        await story.RecordAsync("bkav-ca", "Ông Lý");
        var ticket = (await story.CheckAsync("bkav-ca", "Bà Lý", "FREE")).Text("ticket");
        var pending = await story.RecordAsync("bkav-ca", "Bà Lý", "IssuanceRecorded", "DOOR_TO_DOOR", ticket, activated: false);
        var need = await story.RegisterNeedAsync("Cháu Lý", "bkav-ca");
        await story.AtAsync("2027-03-02 10:00");
        await story.ExcludeAsync("bkav-ca", needsReleased: 1);
        await story.RecordAsync("bkav-ca", "Cô Út", "ProviderNotParticipating");
        await story.NeedIsAsync("Cháu Lý", "bkav-ca", need, "RELEASED");
        await story.RegisterNeedAsync("Cháu Lý", "viettel-ca");
        await story.CheckAsync("vnpt-ca", "Ông Lý", "HOLDS_CERTIFICATE", "PROVIDER_APP");
        story.Tell("Chứng thư đã cấp cho ông Lý vẫn còn.", "What was issued to Ông Lý stays.");
        await story.AtAsync("2027-03-05 10:00");
        (await story.Registry.ActivateAsync("bkav-ca", pending.Text("issuance", "id"), story.Now)).TypeName().ShouldBe("IssuanceActivated");
        story.Tell("Trong 72 giờ Bkav vẫn được kích hoạt chứng thư còn chờ của bà Lý.", "Within 72 hours Bkav may still activate what was pending for Bà Lý.");
        story.End();
    }

    [Fact]
    public void Each_clause_of_the_regulation_has_its_story_or_says_why_not()
    {
        var clauses = Regex.Matches(Repository.Read("docs/reference/contract/clauses.md"), @"^\| (HUE-\d\.\d) \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
        var told = Repository.Files("docs/reference/stories", ".md").Select(f => Path.GetFileNameWithoutExtension(f.Path)).Where(f => f != "README").ToList();
        var index = Repository.Read("docs/reference/stories/README.md");

        clauses.Count.ShouldBe(21);
        told.ShouldBeSubsetOf(clauses);
        foreach (var clause in clauses)
        {
            index.ShouldContain(told.Contains(clause) ? $"[{clause}]({clause}.md)" : $"{clause}: not told yet, for ");
        }
    }

    internal static async Task<List<JsonElement>> FlagsAsync(Story story)
    {
        var list = await story.Registry.AskAsync(
            "department", "violations",
            "query($campaign: String!) { violations(campaign: $campaign) { edges { node { kind clause provider { code } evidence { summary } } } } }",
            new { campaign = story.Campaign });
        return [.. list.At("edges").EnumerateArray().Select(e => e.At("node"))];
    }
}
