using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>The detector of checks in bulk that lead to nothing: both sides of the number, of the share, and of the time in which a ticket can be used.</summary>
public sealed class CheckDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private static DateTimeOffset UsedUpInApp => Now.AddMinutes(30) + Settling;

    [Theory]
    [InlineData("vnpt-ca", 49, 0, 0)]
    [InlineData("viettel-ca", 50, 0, 1)]
    [InlineData("misa-ca", 80, 20, 1)]
    [InlineData("bkav-ca", 80, 21, 0)]
    public async Task At_least_50_citizens_and_80_of_a_hundred_are_bulk(string provider, int inVain, int issued, int flags)
    {
        await CheckAsync(provider, null, inVain, Now);
        await CheckAsync(provider, null, issued, Now, recorded: true);

        (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, UsedUpInApp - Tick)).Where(f => IsOf(f, provider)).ShouldBeEmpty("a ticket can still be used");
        var found = (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, UsedUpInApp)).Where(f => IsOf(f, provider)).ToList();

        found.Count.ShouldBe(flags);
        if (flags == 1)
        {
            var flag = found.ShouldBeOne(provider, "HUE-1.6", 51);
            flag.At("evidence").ToString().ShouldContain($"of {inVain + issued} free citizens");
            flag.At("evidence").EnumerateArray().Count(e => e.At("checkId").ValueKind != System.Text.Json.JsonValueKind.Null).ShouldBe(50);
        }
    }

    [Fact]
    public async Task At_the_door_a_tablet_without_network_has_24_hours_more_and_members_of_staff_are_told_apart()
    {
        await CheckAsync("fpt-ca", "fpt-ca-staff-1", 50, Now, channel: "DOOR_TO_DOOR");
        await CheckAsync("fpt-ca", "fpt-ca-staff-2", 49, Now, channel: "DOOR_TO_DOOR");
        var usedUp = UsedUpInApp.AddHours(24);

        (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, usedUp - Tick)).Where(f => IsOf(f, "fpt-ca")).ShouldBeEmpty();
        var flag = (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, usedUp)).Where(f => IsOf(f, "fpt-ca")).ToList().ShouldBeOne("fpt-ca", "HUE-1.6", 51);

        flag.At("evidence").ToString().ShouldContain("(staff fpt-ca-staff-1)");
    }

    [Fact]
    public async Task Citizens_who_hold_a_certificate_and_two_days_of_Vietnam_do_not_add_up()
    {
        // 24:00 in Vietnam is 17:00 UTC.
        var midnight = Now.AddHours(15);
        await CheckAsync("ca2", null, 40, midnight - Tick);
        await CheckAsync("ca2", null, 40, midnight);
        await CheckAsync("ca2", null, 40, midnight, answer: "HOLDS_CERTIFICATE");

        (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, midnight.AddHours(2)))
            .Where(f => IsOf(f, "ca2") && !f.At("evidence").ToString().Contains("ca2-staff", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_large_day_is_counted_again_only_when_what_is_new_led_to_nothing()
    {
        // 6,000 checks of which 5 in 6 led to nothing: found when they become judgeable. The same the other way round is left alone.
        await CheckAsync("ca2", "ca2-staff-1", 5_000, Now.AddDays(-2));
        await CheckAsync("ca2", "ca2-staff-1", 1_000, Now.AddDays(-2), recorded: true);
        await CheckAsync("ca2", "ca2-staff-2", 1_000, Now.AddDays(-2));
        await CheckAsync("ca2", "ca2-staff-2", 5_000, Now.AddDays(-2), recorded: true);

        var found = (await clock.DetectAsync(ViolationKind.ChecksWithoutIssuance, Now)).Where(f => IsOf(f, "ca2")).ToList();

        found.ShouldBeOne("ca2", "HUE-1.6", 51).At("evidence").ToString().ShouldContain("ca2-staff-1");
    }

    private static bool IsOf(System.Text.Json.JsonElement flag, string provider) => flag.At("provider", "code").GetString() == provider;

    /// <summary>Checks of so many new citizens at this instant and, if told so, records about them a minute later.</summary>
    private Task CheckAsync(
        string provider, string? staff, int citizens, DateTimeOffset at, string channel = "PROVIDER_APP", string answer = "FREE", bool recorded = false) =>
        clock.Database.ExecuteAsync("""
            with asked as (
              select p.id as provider, s.id as staff, c.id as campaign, sha256(gen_random_uuid()::text::bytea) as key
              from generate_series(1, $3) n join registry.providers p on p.code = $1 join registry.campaigns c on c.code = 'hue'
              left join registry.staff s on s.provider_id = p.id and s.reference = $2)
            insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, staff_id, act, channel, key_id, key_hash, answer)
            select gen_random_uuid(), $4, campaign, provider, staff, 'CHECK', $5, 1, key, $6 from asked
            union all
            select gen_random_uuid(), $4::timestamptz + interval '1 minute', campaign, provider, staff, 'RECORD', $5, 1, key, 'RECORDED' from asked where $7
            """, provider, staff ?? "", citizens, at, channel, answer, recorded);
}
