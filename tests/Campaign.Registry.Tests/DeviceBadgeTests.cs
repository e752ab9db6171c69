using System.Buffers.Text;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>HUE-3.1: a code that the tablet makes by itself stands for minutes, as long as its bearer and the device do; one that is first shown later is flagged.</summary>
public sealed class DeviceBadgeTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly StaffBadges badges = clock.Registry.Services.GetRequiredService<StaffBadges>();

    [Fact]
    public async Task It_stands_from_a_minute_before_it_was_signed_until_just_before_five_minutes_after()
    {
        using var device = await StaffDevice.BindAsync(clock.Database, "vnpt-ca-staff-1");
        var token = device.BadgeAt(Now);

        (await LookAsync(token, Now - StaffBadges.ClockTolerance - ClockFixture.Microsecond)).Standing.ShouldBe(BadgeStanding.Expired, "the clock is too far ahead");
        (await LookAsync(token, Now - StaffBadges.ClockTolerance)).Standing.ShouldBe(BadgeStanding.Valid);
        var valid = await LookAsync(token, Now.AddMinutes(5) - ClockFixture.Microsecond);
        (valid.Standing, valid.Provider!.Code, valid.StaffName, valid.ValidUntil).ShouldBe((BadgeStanding.Valid, "vnpt-ca", "Nhân viên vnpt-ca-staff-1", Now.AddMinutes(5)));
        valid.Campaign.ShouldNotBeNullOrEmpty();
        (await LookAsync(token, Now.AddMinutes(5))).Standing.ShouldBe(BadgeStanding.Expired);
    }

    [Fact]
    public async Task Whatever_is_changed_in_it_makes_it_a_forgery()
    {
        using var device = await StaffDevice.BindAsync(clock.Database, "vnpt-ca-staff-2");
        using var stranger = new StaffDevice();
        var bytes = Base64Url.DecodeFromChars(device.BadgeAt(Now));

        for (var place = 0; place < bytes.Length; place++)
        {
            byte[] changed = [.. bytes];
            changed[place] ^= 1;
            (await LookAsync(Base64Url.EncodeToString(changed), Now)).Standing.ShouldBe(BadgeStanding.Forged, $"byte {place}");
        }

        foreach (var token in new[] { stranger.BadgeAt(Now), device.BadgeAt(Now, "nowhere"), device.BadgeAt(Now, "hue\0"), Base64Url.EncodeToString(bytes.AsSpan(0, 89)), Base64Url.EncodeToString([.. bytes, 0]), new string('A', 301) })
        {
            var forged = await LookAsync(token, Now);
            (forged.Standing, forged.Provider, forged.StaffName).ShouldBe((BadgeStanding.Forged, null, null), token);
        }
    }

    [Fact]
    public async Task It_is_revoked_with_the_device_the_account_or_the_service_and_falls_with_the_provider()
    {
        using var lost = await StaffDevice.BindAsync(clock.Database, "fpt-ca-staff-1");
        using var left = await StaffDevice.BindAsync(clock.Database, "fpt-ca-staff-2");
        using var excluded = await StaffDevice.BindAsync(clock.Database, "bkav-ca-staff-1");
        await clock.Database.ExecuteAsync("update signin.devices set ended_at = $1 where public_key = $2", Now, lost.PublicKey);
        await clock.Database.ExecuteAsync("update registry.staff set active_to = $1 where reference = 'fpt-ca-staff-2'", Now);
        await clock.Database.GroundAsync("bkav-ca");
        await clock.Database.ExecuteAsync(
            "update registry.participations set ended_at = $1, ended_by = 'EXCLUDED' where provider_id = (select id from registry.providers where code = 'bkav-ca')", Now);

        (await LookAsync(lost.BadgeAt(Now), Now - ClockFixture.Microsecond)).Standing.ShouldBe(BadgeStanding.Valid);
        (await LookAsync(lost.BadgeAt(Now), Now)).Standing.ShouldBe(BadgeStanding.Revoked);
        (await LookAsync(left.BadgeAt(Now), Now)).Standing.ShouldBe(BadgeStanding.Revoked);
        (await LookAsync(excluded.BadgeAt(Now), Now)).Standing.ShouldBe(BadgeStanding.ProviderLeft);
    }

    [Fact]
    public async Task Codes_that_are_first_opened_after_they_ran_out_are_flagged_and_a_single_one_or_one_that_is_opened_again_is_not()
    {
        using var honest = await StaffDevice.BindAsync(clock.Database, "viettel-ca-staff-1");
        using var slow = await StaffDevice.BindAsync(clock.Database, "viettel-ca-staff-2");
        using var photograph = await StaffDevice.BindAsync(clock.Database, "viettel-ca-staff-3");
        var (opened, atTheGrace, old, older) = (honest.BadgeAt(Now), slow.BadgeAt(Now), photograph.BadgeAt(Now), photograph.BadgeAt(Now.AddSeconds(-1)));

        await LookAsync(opened, Now.AddMinutes(1));
        await LookAsync(opened, Now.AddHours(1));
        await LookAsync(atTheGrace, Now.AddMinutes(7));
        await LookAsync(old, Now.AddMinutes(7) + ClockFixture.Microsecond);
        await LookAsync(old, Now.AddMinutes(9));

        (await clock.DetectAsync(ViolationKind.ExpiredBadgeShown, Now.AddHours(2))).ShouldBeEmpty("who opens an address late may have kept it: one opening accuses nobody");

        await LookAsync(photograph.BadgeAt(Now.AddSeconds(-3)), Now.AddHours(2), opened: false);
        (await clock.DetectAsync(ViolationKind.ExpiredBadgeShown, Now.AddHours(2).AddMinutes(30))).ShouldBeEmpty("what draws a link has not opened it");

        await LookAsync(older, Now.AddHours(3));
        var flag = (await clock.DetectAsync(ViolationKind.ExpiredBadgeShown, Now.AddHours(4))).ShouldBeOne("viettel-ca", "HUE-3.1", 2);
        flag.At("evidence")[0].Text("summary").ShouldContain("viettel-ca-staff-3");
        await LookAsync(photograph.BadgeAt(Now.AddSeconds(-4)), Now.AddHours(5));
        (await clock.DetectAsync(ViolationKind.ExpiredBadgeShown, Now.AddHours(6))).ShouldBeOne("viettel-ca", "HUE-3.1", 3);
        await LookAsync(photograph.BadgeAt(Now.AddSeconds(-2)), Now.AddDays(1));
        (await clock.DetectAsync(ViolationKind.ExpiredBadgeShown, Now.AddDays(1).AddHours(1))).Count.ShouldBe(1, "another day begins anew");
    }

    private async Task<StaffBadge> LookAsync(string token, DateTimeOffset at, bool opened = true)
    {
        await clock.AtAsync(at);
        return await badges.OfAsync(token, opened, TestContext.Current.CancellationToken);
    }
}
