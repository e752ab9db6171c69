using System.Text.Json;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>HUE-3.1, HUE-3.3, HUE-2.1: what staff say of a visit is kept as a claim, refuses nothing, and is shown as a share.</summary>
public sealed class VisitStatementTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Provider = "vnpt-ca";
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task Shares_tell_what_was_said_opened_and_left_out()
    {
        const string Quiet = "viettel-ca";
        var opened = await BadgeAsync($"{Quiet}-staff-1");
        await clock.Registry.AskAsync("department", "staffBadge", "query($token: String!) { staffBadge(token: $token) { valid } }", new { token = opened });
        await AtTheDoorAsync(Quiet, r => r with { Badge = opened });
        await AtTheDoorAsync(Quiet, r => r with { Badge = "made up" });
        await AtTheDoorAsync(Quiet, r => r with { NoBadgeReason = "CITIZEN_HAS_NO_PHONE" });
        await AtTheDoorAsync(Quiet, r => r);
        var pending = (await AtTheDoorAsync(Quiet, r => r with { Activated = false, FaultKind = "NETWORK" })).Id();
        await AtTheDoorAsync(Quiet, r => r with { Activated = false });
        await clock.Registry.ActivateAsync(Quiet, pending, Now, handedOverAt: Now);
        await clock.Registry.RecordAsync(Quiet, Make.Record() with { Certificate = Make.Certificate(Now), RegisteredInAppAt = Now.AddMinutes(-3) });
        await clock.Registry.RecordAsync(Quiet, Make.Record() with { Certificate = Make.Certificate(Now) });

        var shares = await SharesAsync(Quiet);

        shares.ToString().ShouldBe(JsonSerializer.Serialize(new
        {
            atTheDoor = 6,
            badgeOpened = 1,
            badgeNotOpened = 1,
            noBadge = 1,
            badgeNotSaid = 3,
            faults = new object[] { new { fault = "NETWORK", records = 1 }, new { fault = (string?)null, records = 1 } },
            activatedLater = 1,
            handoverSaid = 1,
            inApp = 2,
            registrationSaid = 1,
            medianSeconds = 180,
            slowestTenthSeconds = 180,
        }));
    }

    [Fact]
    public async Task A_badge_of_another_or_of_nobody_or_that_nobody_opened_refuses_nothing()
    {
        var anothers = await BadgeAsync($"{Provider}-staff-2");
        var own = await BadgeAsync($"{Provider}-staff-1");

        (await KindAsync(await AtTheDoorAsync(Provider, r => r with { Badge = anothers }))).ShouldBe("ANOTHERS");
        (await KindAsync(await AtTheDoorAsync(Provider, r => r with { Badge = own }))).ShouldBe("STAFFS");
        (await KindAsync(await AtTheDoorAsync(Provider, r => r with { Badge = new string('A', 300) }))).ShouldBe("UNREADABLE");
        (await KindAsync(await AtTheDoorAsync(Provider, r => r with { Badge = "" }))).ShouldBeEmpty();
        (await KindAsync(await clock.Registry.RecordAsync(Provider, Make.Record() with { Certificate = Make.Certificate(Now), Badge = own, FaultKind = "NETWORK" })))
            .ShouldBeEmpty("in the app nobody shows a badge, and what is activated has no fault");
    }

    [Fact]
    public async Task What_is_said_belongs_to_the_request()
    {
        var record = await PreparedAsync(Provider, r => r with { NoBadgeReason = "NO_NETWORK" });
        (await clock.Registry.RecordAsync(Provider, record)).TypeName().ShouldBe("IssuanceRecorded");

        (await clock.Registry.RecordAsync(Provider, record)).At("replayed").GetBoolean().ShouldBeTrue();
        (await clock.Registry.RecordAsync(Provider, record with { NoBadgeReason = null })).TypeName().ShouldBe("RequestIdReused");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(301)]
    public async Task The_handover_lies_between_2006_and_now(int seconds)
    {
        var pending = (await AtTheDoorAsync(Provider, r => r with { Activated = false })).Id();
        var at = seconds < 0 ? new DateTimeOffset(2006, 1, 1, 0, 0, 0, TimeSpan.FromHours(7)).AddSeconds(seconds) : Now.AddSeconds(seconds);

        var refused = await clock.Registry.ActivateAsync(Provider, pending, Now, handedOverAt: at);

        (refused.TypeName(), refused.Text("field")).ShouldBe(("InvalidCertificate", "handedOverAt"));
        (await clock.Registry.ActivateAsync(Provider, pending, Now, handedOverAt: Now.AddSeconds(300))).TypeName().ShouldBe("IssuanceActivated");
    }

    [Fact]
    public async Task Shares_are_the_departments()
    {
        var (_, body) = await clock.Registry.SendAsync(Provider, Query, new { provider = Provider });
        body.At("errors")[0].Text("extensions", "code").ShouldBe("FORBIDDEN");
    }

    private const string Query = """
        query($provider: String!) { visitShares(campaign: "hue", providerCode: $provider) {
          atTheDoor badgeOpened badgeNotOpened noBadge badgeNotSaid faults { fault records } activatedLater handoverSaid inApp registrationSaid medianSeconds slowestTenthSeconds } }
        """;

    private Task<JsonElement> SharesAsync(string provider) => clock.Registry.AskAsync("department", "visitShares", Query, new { provider });

    private Task<string> KindAsync(JsonElement recorded) => clock.Database.ScalarAsync<string>("select coalesce((select badge from registry.visit_statements where issuance_id = $1), '')", Guid.Parse(recorded.Id()));

    private async Task<string> BadgeAsync(string staff)
    {
        await clock.AtAsync(Now);
        return (await clock.Registry.Services.GetRequiredService<StaffBadges>().IssueAsync("hue", staff[..staff.IndexOf("-staff", StringComparison.Ordinal)], staff, TestContext.Current.CancellationToken))!.Value.Token;
    }

    private async Task<JsonElement> AtTheDoorAsync(string provider, Func<RecordInput, RecordInput> say)
    {
        var recorded = await clock.Registry.RecordAsync(provider, await PreparedAsync(provider, say));
        recorded.TypeName().ShouldBe("IssuanceRecorded", recorded.ToString());
        return recorded;
    }

    private async Task<RecordInput> PreparedAsync(string provider, Func<RecordInput, RecordInput> say)
    {
        var citizen = Make.Citizen();
        var ticket = await clock.TicketAsync(citizen, Now, provider);
        return say(new RecordInput { CitizenId = citizen, Channel = "DOOR_TO_DOOR", Staff = $"{provider}-staff-1", Ticket = ticket, Certificate = Make.Certificate(Now) });
    }
}
