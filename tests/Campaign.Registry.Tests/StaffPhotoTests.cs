using System.Net;
using System.Text.Json;
using Campaign.Registry.Platform.Retention;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SkiaSharp;

namespace Campaign.Registry.Tests;

/// <summary>HUE-3.1: the face behind a badge, set by the provider's administrator and shown while the badge stands.</summary>
public sealed class StaffPhotoTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Badge = "query($token: String!) { staffBadge(token: $token) { valid photoUrl } }";

    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_badge_shows_its_bearers_photo_while_it_stands_and_not_a_moment_longer()
    {
        await clock.Database.ExecuteAsync("delete from registry.staff_photos");
        var staff = await StaffAsync("vnpt-ca-staff-1");
        var (token, until) = await BadgeAsync("vnpt-ca-staff-1");
        (await clock.Registry.SendAsync(null, Badge, new { token })).Body.At("data", "staffBadge", "photoUrl").ValueKind.ShouldBe(JsonValueKind.Null);
        (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var set = (await clock.Registry.SetStaffPhotoAsync(await AdministratorAsync(), staff, Pictures.WithPlace(Pictures.Make(1_200, 1_600)))).At("data", "setStaffPhoto");
        set.TypeName().ShouldBe("StaffPhotoSet", set.ToString());
        set.Time("staff", "photoSetAt").ShouldBe(Now);
        var url = (await clock.Registry.SendAsync(null, Badge, new { token })).Body.Text("data", "staffBadge", "photoUrl");
        url.ShouldBe($"/v/{token}/photo");
        var shown = await clock.Registry.GetAsync(null, url);
        (shown.StatusCode, shown.Headers.CacheControl!.NoStore, shown.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, true, "image/jpeg"));
        var jpeg = await shown.Content.ReadAsByteArrayAsync(Cancel);
        jpeg.Length.ShouldBeLessThanOrEqualTo(80_000);
        using (var read = SKBitmap.Decode(jpeg))
        {
            (read.Width, read.Height).ShouldBe((480, 600));
        }

        await clock.AtAsync(until - ClockFixture.Microsecond);
        (await clock.Registry.GetAsync(null, url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await clock.AtAsync(until);
        (await clock.Registry.GetAsync(null, url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clock.Registry.SendAsync(null, Badge, new { token })).Body.At("data", "staffBadge", "photoUrl").ValueKind.ShouldBe(JsonValueKind.Null);
        (await clock.Registry.GetAsync(null, "/v/nonsense/photo")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_photo_takes_the_place_of_the_one_before_and_a_removed_one_is_shown_no_more()
    {
        var staff = await StaffAsync("vnpt-ca-staff-2");
        var (token, _) = await BadgeAsync("vnpt-ca-staff-2");
        var administrator = await AdministratorAsync();
        await clock.Registry.SetStaffPhotoAsync(administrator, staff, Pictures.Make(480, 600));
        var first = await (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).Content.ReadAsByteArrayAsync(Cancel);
        await clock.Registry.SetStaffPhotoAsync(administrator, staff, Pictures.Make(480, 600, noise: true));
        var second = await (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).Content.ReadAsByteArrayAsync(Cancel);
        second.ShouldNotBe(first);

        for (var i = 0; i < 2; i++)
        {
            var removed = await RemoveAsync("vnpt-ca", staff);
            (removed.TypeName(), removed.At("staff", "photoSetAt").ValueKind).ShouldBe(("StaffPhotoRemoved", JsonValueKind.Null));
        }

        (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clock.Database.CountAsync("registry.staff_photos where staff_id = $1 and removed_at is not null", Guid.Parse(staff))).ShouldBe(2);
        (await clock.Database.CountAsync("registry.journal where kind in ('STAFF_PHOTO_SET', 'STAFF_PHOTO_REMOVED') and subject_id = $1", Guid.Parse(staff))).ShouldBe(3);
        (await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync("update registry.staff_photos set removed_at = null, removed_by = null where staff_id = $1", Guid.Parse(staff))))
            .ConstraintName.ShouldBe("staff_photo_is_removed_once");
    }

    [Fact]
    public async Task Of_two_that_are_set_at_once_one_is_shown()
    {
        var staff = await StaffAsync("vnpt-ca-staff-1");
        var administrator = await AdministratorAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => clock.Registry.SetStaffPhotoAsync(administrator, staff, Pictures.Make(480 + i, 600))));

        answers.ShouldAllBe(a => a.At("data", "setStaffPhoto").TypeName() == "StaffPhotoSet");
        (await clock.Database.CountAsync("registry.staff_photos where staff_id = $1 and removed_at is null", Guid.Parse(staff))).ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_come_in_their_order_and_no_provider_touches_anothers_staff()
    {
        var (ours, theirs) = (await StaffAsync("vnpt-ca-staff-1"), await StaffAsync("ca2-staff-1"));
        var administrator = await AdministratorAsync();
        foreach (var id in new[] { "nonsense", Make.Id(), theirs })
        {
            (await clock.Registry.SetStaffPhotoAsync(administrator, id, [])).At("data", "setStaffPhoto").TypeName().ShouldBe("StaffNotFound");
            (await RemoveAsync("vnpt-ca", id)).TypeName().ShouldBe("StaffNotFound");
        }

        var left = await clock.Database.ScalarAsync<Guid>("insert into registry.staff (id, provider_id, reference, full_name, active_from, active_to) select gen_random_uuid(), provider_id, 'gone', 'Gone', $2, $2 from registry.staff where id = $1 returning id", Guid.Parse(ours), Now);
        (await clock.Registry.SetStaffPhotoAsync(administrator, left.ToString(), [])).At("data", "setStaffPhoto").TypeName().ShouldBe("StaffHasLeft");
        (await clock.Registry.SetStaffPhotoAsync(administrator, ours, [])).Text("data", "setStaffPhoto", "fault").ShouldBe("DAMAGED");
        (await clock.Registry.SetStaffPhotoAsync(administrator, ours, Pictures.Make(200, 200))).Text("data", "setStaffPhoto", "fault").ShouldBe("TOO_SMALL");
        (await clock.Registry.SetStaffPhotoAsync(null, ours, Pictures.Make(480, 600))).At("errors")[0].Text("extensions", "code").ShouldBe("UNAUTHENTICATED");
        (await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(
            "insert into registry.staff_photos (id, staff_id, encryption_key_id, sealed, set_at, set_by) values (gen_random_uuid(), $1, 1, sha256('x'), $2, 'x')", left, Now)))
            .ConstraintName.ShouldBe("photo_is_of_active_staff");
    }

    [Fact]
    public async Task Who_leaves_is_shown_no_more_and_the_photo_goes_90_days_after()
    {
        var staff = await StaffAsync("vnpt-ca-staff-3");
        var (token, _) = await BadgeAsync("vnpt-ca-staff-3");
        await clock.Registry.SetStaffPhotoAsync(await AdministratorAsync(), staff, Pictures.Make(480, 600));
        (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // Behind every handler's back.
        await clock.Database.ExecuteAsync("update registry.staff set active_to = $2 where id = $1", Guid.Parse(staff), Now.AddMinutes(1));
        (await clock.Registry.GetAsync(null, $"/v/{token}/photo")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await AtNightAsync(Now.AddMinutes(1).AddDays(90));
        (await KeptAsync()).ShouldBe(1);
        await AtNightAsync(Now.AddMinutes(1).AddDays(90) + ClockFixture.Microsecond);
        (await KeptAsync()).ShouldBe(0);

        async Task AtNightAsync(DateTimeOffset at)
        {
            await clock.AtAsync(at);
            await clock.Registry.Services.GetRequiredService<ApplyRetention>().RunNowAsync(Cancel);
        }

        Task<long> KeptAsync() => clock.Database.CountAsync("registry.staff_photos where staff_id = $1", Guid.Parse(staff));
    }

    private async Task<string> AdministratorAsync()
    {
        await clock.AtAsync(Now);
        return await clock.Registry.TokenAsAdministratorAsync("vnpt-ca");
    }

    private async Task<JsonElement> RemoveAsync(string provider, string staff) => await clock.Registry.AskAsync(
        await clock.Registry.AdministratorAsync(provider), "removeStaffPhoto", ReportOperations.RemovePhoto, new { input = new { id = staff } });

    private async Task<(string Token, DateTimeOffset Until)> BadgeAsync(string reference)
    {
        await clock.AtAsync(Now);
        return (await clock.Registry.Services.GetRequiredService<StaffBadges>().IssueAsync("hue", "vnpt-ca", reference, Cancel))!.Value;
    }

    private async Task<string> StaffAsync(string reference)
    {
        await clock.AtAsync(Now);
        return (await clock.Database.ScalarAsync<Guid>("select id from registry.staff where reference = $1 and active_to is null", reference)).ToString();
    }
}
