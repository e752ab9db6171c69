using System.Text.Json;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>HUE-3.1: what a scanned staff QR stands for, and until when.</summary>
public sealed class BadgeTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Query = "query($token: String!) { staffBadge(token: $token) { valid reason provider { code } staffName photoUrl validUntil } }";

    private readonly StaffBadges badges = clock.Registry.Services.GetRequiredService<StaffBadges>();

    [Fact]
    public async Task A_badge_stands_until_just_before_it_ends_and_anybody_may_ask()
    {
        await clock.AtAsync(ClockFixture.Morning);
        var (token, until) = (await badges.IssueAsync("hue", "vnpt-ca", "vnpt-ca-staff-1", TestContext.Current.CancellationToken))!.Value;

        until.ShouldBe(ClockFixture.Morning.AddMinutes(5));
        await clock.AtAsync(until - ClockFixture.Microsecond);
        var valid = await AskAsync(token);
        (valid.At("valid").GetBoolean(), valid.Text("provider", "code"), valid.At("reason").ValueKind).ShouldBe((true, "vnpt-ca", JsonValueKind.Null));
        valid.Text("staffName").ShouldNotBeEmpty();
        await clock.AtAsync(until);
        var expired = await AskAsync(token);
        (expired.At("valid").GetBoolean(), expired.Text("provider", "code")).ShouldBe((false, "vnpt-ca"));
        expired.Text("reason").ShouldContain("expired");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AQABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_code_that_is_not_the_registrys_tells_nothing(string token)
    {
        var forged = await AskAsync(token);

        (forged.At("valid").GetBoolean(), forged.At("provider").ValueKind, forged.At("staffName").ValueKind).ShouldBe((false, JsonValueKind.Null, JsonValueKind.Null));
        forged.Text("reason").ShouldContain("not issued by the programme");
    }

    [Fact]
    public async Task A_ticket_is_no_badge_and_a_badge_of_one_who_left_or_was_excluded_says_so()
    {
        await clock.AtAsync(ClockFixture.Morning);
        var ticket = (await clock.Registry.CheckAsync("ca2", Make.Citizen())).Text("ticket");
        (await AskAsync(ticket)).Text("reason").ShouldContain("not issued by the programme");

        var (left, _) = (await badges.IssueAsync("hue", "ca2", "ca2-staff-2", TestContext.Current.CancellationToken))!.Value;
        var (excluded, _) = (await badges.IssueAsync("hue", "misa-ca", "misa-ca-staff-1", TestContext.Current.CancellationToken))!.Value;
        await clock.Database.ExecuteAsync("update registry.staff set active_to = $1 where reference = 'ca2-staff-2'", ClockFixture.Morning);
        await clock.Database.GroundAsync("misa-ca");
        await clock.Database.ExecuteAsync("""
            update registry.participations set ended_at = $1, ended_by = 'EXCLUDED' where provider_id = (select id from registry.providers where code = 'misa-ca')
            """, ClockFixture.Morning);

        (await AskAsync(left)).Text("reason").ShouldContain("no longer on the provider's staff");
        (await AskAsync(excluded)).Text("reason").ShouldContain("no longer takes part");
        (await badges.IssueAsync("hue", "ca2", "ca2-staff-2", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private async Task<JsonElement> AskAsync(string token) =>
        (await clock.Registry.SendAsync(null, Query, new { token })).Body.At("data", "staffBadge");
}
