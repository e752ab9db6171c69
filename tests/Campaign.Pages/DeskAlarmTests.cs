using System.Text.RegularExpressions;
using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Alarms at the desk: what must never be, who looked at it, and what was done.</summary>
public sealed partial class DeskAlarmTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    [Fact]
    public async Task An_officer_sees_an_alarm_on_today_and_writes_down_what_was_done()
    {
        var id = Guid.NewGuid();
        await Registry.Database.ExecuteAsync(
            "insert into registry.alarms (id, raised_at, invariant, what, person_id, campaign_id, subject_ids) values ($1, registry.registry_now(), 'I1', 'TWO_LIVE_ISSUANCES', $1, null, array[$1]::uuid[])", id);
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.GetByText("chưa ai xem").First.ClickAsync();
        var alarm = page.Locator($"article[aria-labelledby=alarm-{id}]");
        await alarm.WaitForAsync();
        (await alarm.InnerTextAsync()).ShouldContain("Một người có hai chứng thư cùng hiệu lực");
        await PageTests.LookAsync(page, "desk-alarms", "vi-VN");

        await alarm.GetByRole(AriaRole.Button).Last.ClickAsync();
        await page.Locator($"#note-{id}-fault").WaitForAsync();
        await page.Locator($"#note-{id}").FillAsync("bản sao lưu đã phục hồi");
        await alarm.GetByRole(AriaRole.Button).Last.ClickAsync();
        await page.Locator("p.done").WaitForAsync();

        (await alarm.CountAsync()).ShouldBe(0, "somebody has looked");
        await page.GotoAsync($"{DeskEndpoints.Alarms}?state=seen");
        await page.GetByText("bản sao lưu đã phục hồi").WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>Every fact that the registry raises has words.</summary>
    [Fact]
    public void Every_alarm_is_in_words()
    {
        var source = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src/Campaign.Registry/Oversight/Invariants"), "*.cs").Select(File.ReadAllText));

        Raised().Matches(source).Select(m => m.Groups[1].Value).Distinct().Append("DATA_REQUEST_OVERDUE").ShouldBe(AlarmWords.Known, ignoreOrder: true);
    }

    [GeneratedRegex("(?:select '|\"(?:I1|I2|I6|I9|I10)\", *\")([A-Z_]{8,})")]
    private static partial Regex Raised();
}
