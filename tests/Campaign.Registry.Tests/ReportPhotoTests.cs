using System.Net;
using System.Text;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Photographs;
using Campaign.Registry.Platform.Retention;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Campaign.Registry.Tests;

/// <summary>HUE-5.2: photographs of a report are cleaned, sealed, read by the department alone with a trace, and kept for their term.</summary>
public sealed class ReportPhotoTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AttachReportPhoto Photos => clock.Registry.Services.GetRequiredService<AttachReportPhoto>();

    [Fact]
    public async Task A_photo_is_kept_sealed_and_read_by_the_department_alone_with_a_trace()
    {
        var reference = await ReportedAsync();
        (await AttachAsync(reference, Pictures.WithPlace(Pictures.Make(2_000, 1_000)))).Success!.Photos.ShouldBe(1);

        var report = await OneAsync(reference);
        var photo = report.At("photos").EnumerateArray().ShouldHaveSingleItem();
        (photo.At("width").GetInt32(), photo.At("height").GetInt32(), photo.Text("url")).ShouldBe((1_600, 800, $"/reports/photos/{photo.Text("id")}"));
        (await clock.Database.CountAsync("registry.report_photos where position('\\xffd8ff'::bytea in sealed) > 0 or position($1 in sealed) > 0", Encoding.ASCII.GetBytes(Pictures.Device)))
            .ShouldBe(0, "sealed");

        (await clock.Registry.GetAsync(null, photo.Text("url"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await clock.Registry.GetAsync(await clock.Registry.TokenAsync("vnpt-ca"), photo.Text("url"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var shown = await clock.Registry.GetAsync(await clock.Registry.TokenAsync("department"), photo.Text("url"));
        (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType, shown.Headers.CacheControl!.NoStore).ShouldBe((HttpStatusCode.OK, "image/jpeg", true));
        using var read = SKBitmap.Decode(await shown.Content.ReadAsByteArrayAsync(Cancel));
        read.Width.ShouldBe(1_600);
        (await clock.Database.CountAsync("registry.reads where act = 'REPORT_PHOTO' and reader = 'department' and reason = $1", reference)).ShouldBe(1);
        (await clock.Database.CountAsync("registry.journal where kind = 'REPORT_PHOTO_SEEN' and subject_id = $1", Guid.Parse(report.Text("id")))).ShouldBe(1);
        foreach (var none in new[] { Make.Id(), "nonsense" })
        {
            (await clock.Registry.GetAsync(await clock.Registry.TokenAsync("department"), $"/reports/photos/{none}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_photo_sealed_for_one_row_opens_in_no_other()
    {
        var reference = await ReportedAsync();
        await AttachAsync(reference, Pictures.Make(300, 200));
        await AttachAsync(reference, Pictures.Make(200, 300));
        var ids = (await OneAsync(reference)).At("photos").EnumerateArray().Select(p => p.Text("id")).ToList();
        await clock.Database.ExecuteAsync(
            "update registry.report_photos p set sealed = q.sealed from registry.report_photos q where p.id = $1 and q.id = $2", Guid.Parse(ids[0]), Guid.Parse(ids[1]));

        (await clock.Registry.GetAsync(await clock.Registry.TokenAsync("department"), $"/reports/photos/{ids[0]}")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await clock.Registry.GetAsync(await clock.Registry.TokenAsync("department"), $"/reports/photos/{ids[1]}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusals_come_in_their_order_and_the_same_photo_again_is_the_one_that_is_there()
    {
        var reference = await ReportedAsync();
        (await AttachAsync("nonsense", Pictures.Make(10, 10))).Refusal.ShouldBeOfType<ReportNotFound>();
        (await AttachAsync(ReportReference.New(), Pictures.Make(10, 10))).Refusal.ShouldBeOfType<ReportNotFound>();
        (await AttachAsync(reference, "no picture"u8.ToArray())).Refusal.ShouldBe(new PhotoNotUsable(PhotoFault.WrongType));
        for (var i = 1; i <= 4; i++)
        {
            (await AttachAsync(reference, Pictures.Make(100 + i, 100))).Success!.Photos.ShouldBe(i);
            (await AttachAsync(reference, Pictures.Make(100 + i, 100))).Success!.Photos.ShouldBe(i, "the same again");
        }

        (await AttachAsync(reference, Pictures.Make(200, 100))).Refusal.ShouldBeOfType<TooManyPhotos>();
        (await AttachAsync(reference, Pictures.Make(101, 100))).Success!.Photos.ShouldBe(4);
        await clock.AtAsync(Now.AddHours(24));
        (await AttachAsync(reference, "no picture"u8.ToArray())).Refusal.ShouldBeOfType<ReportPhotosClosed>();

        var late = await ReportedAsync();
        await clock.AtAsync(Now.AddHours(24) - ClockFixture.Microsecond);
        (await AttachAsync(late, Pictures.Make(100, 100))).Success.ShouldNotBeNull();
        await clock.AtAsync(Now.AddHours(24));
        (await AttachAsync(late, Pictures.Make(101, 100))).Refusal.ShouldBeOfType<ReportPhotosClosed>();
    }

    [Fact]
    public async Task Of_8_photos_that_are_sent_at_once_4_are_kept()
    {
        var reference = await ReportedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AttachAsync(reference, Pictures.Make(100 + i, 100))));

        (answers.Count(a => a.Success is not null), answers.Count(a => a.Refusal is TooManyPhotos)).ShouldBe((4, 4));
        (await OneAsync(reference)).At("photos").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task Contact_and_photos_stay_while_the_case_is_not_judged_and_go_after_their_terms()
    {
        var reference = await ReportedAsync();
        await AttachAsync(reference, Pictures.Make(100, 100));
        await clock.DetectAsync(ViolationKind.CitizenReport, Now);
        var report = await OneAsync(reference);
        var (id, violation) = (Guid.Parse(report.Text("id")), Guid.Parse(report.Text("violationId")));

        await AtNightAsync(Now.AddYears(3));
        (await KeptAsync()).ShouldBe((1, 1), "the case is open");
        await clock.Database.ExecuteAsync("update registry.violations set state = 'DISMISSED' where id = $1", violation);
        await AtNightAsync(Now.AddYears(1));
        (await KeptAsync()).ShouldBe((1, 1), "a year exactly is not more than a year");
        await AtNightAsync(Now.AddYears(1) + ClockFixture.Microsecond);
        (await KeptAsync()).ShouldBe((0, 1));
        (await OneAsync(reference)).At("contactPhone").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await AtNightAsync(Now.AddYears(2));
        (await KeptAsync()).ShouldBe((0, 1));
        await AtNightAsync(Now.AddYears(2) + ClockFixture.Microsecond);
        (await KeptAsync()).ShouldBe((0, 0));
        (await clock.Registry.ProgressAsync(reference)).Text("state").ShouldBe("DISMISSED", "the report itself stays");

        async Task<(long Contacts, long Photos)> KeptAsync() => (
            await clock.Database.CountAsync("registry.reports where id = $1 and phone_sealed is not null", id), await clock.Database.CountAsync("registry.report_photos where report_id = $1", id));
    }

    private async Task AtNightAsync(DateTimeOffset at)
    {
        await clock.AtAsync(at);
        await clock.Registry.Services.GetRequiredService<ApplyRetention>().RunNowAsync(Cancel);
    }

    private async Task<string> ReportedAsync()
    {
        await clock.AtAsync(Now);
        return (await clock.Registry.ReportAsync(new() { ContactPhone = "0905123456" })).Text("reference");
    }

    private Task<Answer<ReportPhotoAttached>> AttachAsync(string reference, byte[] file) => Photos.HandleAsync(null, reference, new MemoryStream(file), Cancel);

    private async Task<System.Text.Json.JsonElement> OneAsync(string reference) =>
        (await clock.Registry.ReportsAsync(new { reference })).At("edges").EnumerateArray().ShouldHaveSingleItem().At("node");
}
