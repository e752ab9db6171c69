using System.Text.Json;
using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What the monitoring sees in patterns, and what it leaves alone, each at its bound.</summary>
public sealed class PatternDetectorTests : IClassFixture<ClockFixture>
{
    /// <summary>So that each test has days of its own: the clock goes on from test to test.</summary>
    private static int days;

    private readonly ClockFixture clock;
    private readonly Patterns world;
    private readonly DateTimeOffset day = ClockFixture.Morning.AddDays(Interlocked.Add(ref days, 4));

    public PatternDetectorTests(ClockFixture clock) => (this.clock, world) = (clock, new(clock));

    [Theory]
    [InlineData(10, 60, 1)]
    [InlineData(9, 60, 0)]
    [InlineData(10, 67, 0)]
    public async Task Ten_certificates_of_one_member_of_staff_in_ten_minutes_were_made_for_nobody(int records, int secondsApart, int flags)
    {
        await world.WithTheLawsPaceAsync();
        var made = new List<string>();
        for (var i = 0; i < records; i++)
        {
            made.Add(await world.DoorAsync("ca2", 1, day.AddSeconds(i * secondsApart)));
        }

        (await FlagsAsync(ViolationKind.GhostIssuance, day.AddHours(2), [.. made])).Count.ShouldBe(flags);
    }

    [Fact]
    public async Task What_was_made_over_the_day_and_recorded_in_a_row_is_no_pace()
    {
        await world.WithTheLawsPaceAsync();
        var made = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            made.Add(await world.DoorAsync("ca2", 2, day.AddMinutes(i * 30), recordedAfter: TimeSpan.FromMinutes(30 * (12 - i))));
        }

        (await FlagsAsync(ViolationKind.GhostIssuance, day.AddHours(8), [.. made])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(4, 0)]
    public async Task Five_certificates_in_one_night_are_flagged(int records, int flags)
    {
        await world.WithTheLawsPaceAsync();
        var tenInTheEvening = day.AddHours(13);
        var made = new List<string> { await world.DoorAsync("fpt-ca", 1, tenInTheEvening.AddSeconds(-1)) };
        for (var i = 0; i < records; i++)
        {
            made.Add(await world.DoorAsync("fpt-ca", 1, tenInTheEvening.AddHours(i)));
        }

        var flagged = await FlagsAsync(ViolationKind.GhostIssuance, tenInTheEvening.AddHours(10), [.. made]);
        flagged.Count.ShouldBe(flags);
        flagged.SelectMany(f => f.At("evidence").EnumerateArray()).Count().ShouldBe(flags * records, "the one before ten is no night's");
    }

    [Theory]
    [InlineData(5, 3, 1)]
    [InlineData(4, 1, 0)]
    [InlineData(5, 4, 0)]
    public async Task Five_citizens_whose_numbers_follow_each_other_are_flagged(int citizens, int apart, int flags)
    {
        await world.WithTheLawsPaceAsync();
        var made = new List<string>();
        foreach (var (citizen, i) in Patterns.Neighbours(citizens, apart).Select((c, i) => (c, i)))
        {
            made.Add(await world.DoorAsync("misa-ca", 1, day.AddMinutes(i * 40), citizen));
            made.Add(await world.DoorAsync("misa-ca", 1, day.AddMinutes((i * 40) + 20)));
        }

        var flagged = await FlagsAsync(ViolationKind.GhostIssuance, day.AddHours(12), [.. made]);
        flagged.Count.ShouldBe(flags);
        flagged.SelectMany(f => f.At("evidence").EnumerateArray()).Select(e => e.Text("issuanceId")).ShouldBe(made.Where((_, i) => i % 2 == 0).Take(flags * citizens), ignoreOrder: true);
    }

    [Theory]
    [InlineData(8, 29, 1)]
    [InlineData(7, 29, 0)]
    [InlineData(8, 30, 0)]
    public async Task One_phone_behind_eight_holders_within_30_days_is_flagged(int holders, int days, int flags)
    {
        var phone = $"0977{Random.Shared.Next(1_000_000):000000}";
        var made = new List<string> { await world.AppAsync("vnpt-ca", day.AddDays(-days), phone: phone) };
        for (var i = 1; i < holders; i++)
        {
            made.Add(await world.AppAsync("vnpt-ca", day.AddMinutes(i - holders + 1), phone: phone));
        }

        await world.AppAsync("ca2", day, phone: phone);
        (await FlagsAsync(ViolationKind.OnePhoneManyHolders, day, [.. made])).Count.ShouldBe(flags);
    }

    [Theory]
    [InlineData(20, "REVOKED", 1)]
    [InlineData(19, "REVOKED", 0)]
    [InlineData(20, "CITIZEN_ASKED", 1)]
    public async Task Twenty_ends_in_one_day_without_codes_are_flagged(int ends, string reason, int flags)
    {
        var ended = new List<string>();
        for (var i = 0; i < ends; i++)
        {
            ended.Add(await world.AppAsync("viettel-ca", day.AddSeconds(i)));
        }

        foreach (var id in ended)
        {
            await world.EndAsync("viettel-ca", id, day.AddHours(1), reason);
        }

        (await FlagsAsync(ViolationKind.MassEnds, day.AddHours(2), [.. ended])).Count.ShouldBe(flags);
    }

    [Theory]
    [InlineData(3, 89, 1)]
    [InlineData(2, 20, 0)]
    public async Task Three_changes_of_provider_within_90_days_are_flagged_at_nobody(int changes, int lastAfterDays, int flags)
    {
        string[] providers = ["vnpt-ca", "ca2", "fpt-ca", "misa-ca"];
        var citizen = Patterns.Stranger();
        var made = new List<string> { await world.AppAsync("bkav-ca", day, citizen) };
        for (var i = 0; i < changes; i++)
        {
            made.Add(await world.SwitchAsync(providers[i], citizen, day.AddDays(i == changes - 1 ? lastAfterDays : i + 1)));
        }

        var flagged = await FlagsAsync(ViolationKind.SerialChanges, day.AddDays(lastAfterDays), [.. made]);
        flagged.Count.ShouldBe(flags);
        flagged.ShouldAllBe(f => f.At("provider").ValueKind == JsonValueKind.Null);
        flagged.SelectMany(f => f.At("evidence").EnumerateArray()).Count().ShouldBe(flags * changes);
    }

    [Theory]
    [InlineData("bkav-ca", 5, false, 1)]
    [InlineData("vnpt-ca", 4, false, 0)]
    [InlineData("viettel-ca", 6, true, 0)]
    public async Task Five_citizens_who_deny_what_a_provider_states_are_flagged_unless_it_served_them(string provider, int denials, bool served, int flags)
    {
        var about = new List<string>();
        for (var i = 0; i < denials - 1; i++)
        {
            about.Add(await world.DeniedSupportAsync(provider, day.AddMinutes(i), served));
        }

        var citizen = Patterns.Stranger();
        var ended = await world.AppAsync(provider, day.AddHours(30), citizen);
        await world.EndAsync(provider, ended, day.AddHours(31));
        await world.DenyEndAsync(citizen, ended, day.AddHours(49));
        await clock.AtAsync(day.AddHours(50));
        await clock.Registry.RunJobAsync("lapse-needs");

        (await FlagsAsync(ViolationKind.StatementsDenied, day.AddHours(51), [.. about, ended])).Count.ShouldBe(flags);
    }

    [Theory]
    [InlineData(20, false, 1)]
    [InlineData(19, false, 0)]
    [InlineData(21, true, 0)]
    public async Task Twenty_citizens_looked_up_by_refused_records_are_flagged(int looks, bool checkedBefore, int flags)
    {
        var before = await CountAsync(ViolationKind.LookupsSpread, day);
        for (var i = 0; i < looks; i++)
        {
            var citizen = Patterns.Stranger();
            await world.AppAsync("vnpt-ca", day.AddMinutes(i), citizen);
            await world.LookByRecordAsync("fpt-ca", citizen, day.AddMinutes(i).AddSeconds(1), checkedBefore);
        }

        (await CountAsync(ViolationKind.LookupsSpread, day.AddHours(2)) - before).ShouldBe(flags);
    }

    [Theory]
    [InlineData(100, 0, 3, 1)]
    [InlineData(99, 0, 3, 0)]
    [InlineData(100, 0, 1, 0)]
    [InlineData(130, 4, 3, 0)]
    public async Task A_hundred_citizens_checked_in_vain_by_several_members_of_staff_are_flagged(int checks, int issuedOf, int staff, int flags)
    {
        var before = await CountAsync(ViolationKind.LookupsSpread, day);
        await world.ChecksAsync("misa-ca", [.. Enumerable.Range(1, staff)], checks, day, issuedOf);

        (await CountAsync(ViolationKind.LookupsSpread, day.AddHours(15 + 48)) - before).ShouldBe(0, "the day after next is not over");
        (await CountAsync(ViolationKind.LookupsSpread, day.AddHours(15 + 48).AddSeconds(10)) - before).ShouldBe(flags);
    }

    [Fact]
    public async Task Three_reporters_of_steering_are_a_picture_and_one_who_reports_thrice_is_not()
    {
        var before = await CountAsync(ViolationKind.SteeringReported, day);
        await world.ReportAsync("ca2", "0905000001", day);
        await world.ReportAsync("ca2", "0905000001", day.AddMinutes(1));
        await world.ReportAsync("ca2", "0905000002", day.AddMinutes(2), "FALSE_STATEMENT");
        await world.ReportAsync("ca2", null, day.AddMinutes(3));
        await world.ReportAsync("ca2", "0905000004", day.AddMinutes(4), "ASKED_FOR_MONEY");
        (await CountAsync(ViolationKind.SteeringReported, day.AddMinutes(5)) - before).ShouldBe(0);

        await world.ReportAsync("ca2", "0905000003", day.AddMinutes(6));

        (await CountAsync(ViolationKind.SteeringReported, day.AddMinutes(7)) - before).ShouldBe(1);
    }

    private Task<IReadOnlyList<JsonElement>> FlagsAsync(ViolationKind kind, DateTimeOffset at, params string[] about) => clock.DetectAsync(kind, at, about);

    private async Task<int> CountAsync(ViolationKind kind, DateTimeOffset at) => (await clock.DetectAsync(kind, at)).Count;
}
