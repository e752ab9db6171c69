using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What has expired is replaced as it was, and the citizen has then got a certificate another way than by an open need.</summary>
public sealed class ExpiredReplacementTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly DateTimeOffset Ends = Now.AddHours(1);

    private readonly TestRegistry registry = clock.Registry;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_never_activated_stays_pending_whether_or_not_its_expiry_was_written_down(bool writtenDown)
    {
        var citizen = Make.Citizen();
        var id = await HoldAsync(citizen, activated: false);
        await clock.AtAsync(Ends);
        if (writtenDown)
        {
            var check = await registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-1");
            var other = await clock.RecordAtTheDoorAsync(citizen, check.Text("ticket"), Ends, Ends, activated: false, "ca2");
            await registry.EndAsync("ca2", other.Text("issuance", "id"), "FAULT_NOT_RESOLVED", Ends);
        }

        var replaced = await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate(Ends), "CERTIFICATE_EXPIRED");

        replaced.Text("issuance", "status").ShouldBe("PENDING_ACTIVATION");
        replaced.At("issuance", "freePeriod").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_chain_that_was_another_citizens_starts_no_free_year_anew()
    {
        var citizen = Make.Citizen();
        var id = await HoldAsync(citizen);
        await clock.AtAsync(Ends);
        var replaced = await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate(Ends), "CERTIFICATE_EXPIRED");
        (await registry.EndAsync("vnpt-ca", replaced.Text("issuance", "id"), "WRONG_CITIZEN", Ends)).TypeName().ShouldBe("IssuanceEnded");

        var again = await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate(Ends), "CERTIFICATE_EXPIRED");

        again.TypeName().ShouldBe("CannotEndSo");
        again.Text("status").ShouldBe("EXPIRED");
    }

    [Fact]
    public async Task The_need_that_was_opened_since_is_superseded()
    {
        var citizen = Make.Citizen();
        var id = await HoldAsync(citizen);
        await clock.AtAsync(Ends);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" })).Text("need", "id");

        (await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate(Ends), "CERTIFICATE_EXPIRED")).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.NeedAsync("ca2", need)).Text("state").ShouldBe("SUPERSEDED");
    }

    [Fact]
    public async Task A_need_for_a_switch_stands_for_the_citizen_still_wants_to_leave()
    {
        var citizen = Make.Citizen();
        var id = await HoldAsync(citizen);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2", ForSwitch = true })).Text("need", "id");
        await clock.AtAsync(Ends);

        (await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate(Ends), "CERTIFICATE_EXPIRED")).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.NeedAsync("ca2", need)).Text("state").ShouldBe("WAITING");
    }

    private async Task<string> HoldAsync(string citizen, bool activated = true)
    {
        await clock.AtAsync(Now);
        var check = await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        var record = await registry.RecordAsync("vnpt-ca", new RecordInput
        {
            CitizenId = citizen,
            Channel = "DOOR_TO_DOOR",
            Staff = "vnpt-ca-staff-1",
            Ticket = check.Text("ticket"),
            Certificate = Make.Certificate(Now) with { ValidUntil = Ends },
            Activated = activated,
        });
        return record.Text("issuance", "id");
    }
}
