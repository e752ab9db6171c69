using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-5.2: what citizens report. In a registry of its own, for the detector of reports goes on from the last one that it has seen, and the clock of other stories stands later.</summary>
public sealed class ReportStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_5_2_What_citizens_report_is_a_case_beside_the_records_that_it_concerns()
    {
        var story = await Story.BeginAsync(place, "HUE-5.2", "phản ánh của người dân được xác minh với dữ liệu và thực tế", "citizens' reports are verified against data and reality");
        await story.AtAsync("2027-03-01 09:00");
        var ticket = (await story.CheckAsync("fpt-ca", "Bà Sáu", "FREE")).Text("ticket");
        await story.RecordAsync("fpt-ca", "Bà Sáu", "IssuanceRecorded", "DOOR_TO_DOOR", ticket);
        using var tablet = await StaffDevice.BindAsync(story.Database, "fpt-ca-staff-1");
        var code = tablet.BadgeAt(story.Now, story.Campaign);
        await story.ScanAsync("Bà Sáu", code, "fpt-ca");
        await story.AtAsync("2027-03-01 09:20");
        var money = await story.Registry.ReportAsync(new() { Campaign = story.Campaign, Kind = "ASKED_FOR_MONEY", Text = "Người này đòi 50.000 đồng.", BadgeToken = code });
        money.TypeName().ShouldBe("ReportSubmitted");
        story.Tell(
            "Bà Sáu báo cho Sở, không nêu tên mình: người này đòi tiền; mã đã quét đi kèm. Bà nhận một mã báo.",
            "Bà Sáu reports without giving her name: this person asked for money; the scanned code goes with it. She gets the report's number.");
        await story.ReportStandsAsync(money.Text("reference"), "RECEIVED", "đã nhận", "received");

        await story.AtAsync("2027-03-01 09:21");
        await story.Registry.RunJobAsync("detect-violations");
        var flag = (await DepartmentStories.FlagsAsync(story)).Where(f => f.Text("kind") == "CITIZEN_REPORT").ShouldHaveSingleItem();
        flag.Text("provider", "code").ShouldBe("fpt-ca");
        story.Tell(
            $"Phản ánh thành một vụ việc (CITIZEN_REPORT, {flag.Text("clause")}) của {Story.NameOf("fpt-ca")}, kèm người có mã đã quét.",
            $"The report is a flag (CITIZEN_REPORT, {flag.Text("clause")}) at {Story.NameOf("fpt-ca")}, with whose code was scanned: {flag.At("evidence")[0].Text("summary")}");
        var seen = (await story.Registry.ReportsAsync(campaign: story.Campaign)).At("edges")[0].At("node");
        (seen.Text("badge"), seen.Text("staff"), seen.At("signedIn").GetBoolean()).ShouldBe(("GENUINE", "fpt-ca-staff-1", false));
        seen.Text("violationId").ShouldNotBeEmpty();
        story.Tell("Sở thấy mã là thật và là của nhân viên nào; không thấy ai đã báo.", "The department sees that the code was genuine and whose it was; it does not see who reported.");
        story.End();
    }
}
