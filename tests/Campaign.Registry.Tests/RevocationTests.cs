using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What was made in vain must be revoked; what is recorded must not, and what was revoked is not recorded any more.</summary>
public sealed class RevocationTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task What_is_recorded_need_not_be_revoked_whatever_else_is_tried_with_its_serial_number()
    {
        await clock.AtAsync(Now);
        var recorded = At(Make.Record());
        (await registry.RecordAsync("ca2", recorded)).TypeName().ShouldBe("IssuanceRecorded");

        var tried = await registry.RecordAsync("ca2", recorded with { RequestId = Make.Id(), Channel = "DOOR_TO_DOOR", Staff = "ca2-staff-1" });

        tried.TypeName().ShouldBe("CheckRequired");
        tried.At("revokeBy").ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.ConfirmRevocationAsync("ca2", recorded.Certificate.SerialNumber, Now)).TypeName().ShouldBe("NoRevocationDue");
        (await clock.Database.CountAsync("registry.revocation_tasks where serial_number = $1", recorded.Certificate.SerialNumber)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_recorded_in_one_campaign_need_no_longer_be_revoked_in_another()
    {
        await clock.AtAsync(Now);
        var code = $"other-{Guid.NewGuid():N}"[..30];
        // Of another programme: in one the citizen has one place, whatever the campaign.
        await registry.CreateCampaignAsync(code, new { needWindow = "PT24H" }, opensAt: Now.AddDays(-1));
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", At(Make.Record(citizen)));
        var lost = At(Make.Record(citizen));
        (await registry.RecordAsync("ca2", lost)).TypeName().ShouldBe("AlreadyIssued");

        (await registry.RecordAsync("ca2", lost with { Campaign = code })).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.ConfirmRevocationAsync("ca2", lost.Certificate.SerialNumber, Now)).TypeName().ShouldBe("NoRevocationDue");
    }

    [Fact]
    public async Task What_was_revoked_is_refused_in_its_order_before_staff_and_check_are_asked_for()
    {
        var lost = await LoseAsync();
        await registry.ConfirmRevocationAsync("ca2", lost.Certificate.SerialNumber, Now);

        var record = await registry.RecordAsync("ca2", lost with { Channel = "DOOR_TO_DOOR" });
        var switched = await registry.SwitchAsync(
            "ca2", new() { CitizenId = lost.CitizenId, ConsentCode = "00000-00000", Channel = "DOOR_TO_DOOR", Certificate = lost.Certificate });

        record.TypeName().ShouldBe("InvalidCertificate");
        record.Text("field").ShouldBe("serialNumber");
        switched.TypeName().ShouldBe("InvalidCertificate");
    }

    [Fact]
    public async Task A_request_that_was_answered_by_an_earlier_confirmation_has_spent_its_id_too()
    {
        var (first, second) = (await LoseAsync(), await LoseAsync());
        await registry.ConfirmRevocationAsync("ca2", first.Certificate.SerialNumber, Now);
        var requestId = Make.Id();

        (await registry.ConfirmRevocationAsync("ca2", first.Certificate.SerialNumber, Now, requestId)).TypeName().ShouldBe("RevocationConfirmed");
        (await registry.ConfirmRevocationAsync("ca2", first.Certificate.SerialNumber, Now, requestId)).TypeName().ShouldBe("RevocationConfirmed");

        (await registry.ConfirmRevocationAsync("ca2", second.Certificate.SerialNumber, Now, requestId)).TypeName().ShouldBe("RequestIdReused");
    }

    private static RecordInput At(RecordInput input) => input with { Certificate = Make.Certificate(Now) };

    private async Task<RecordInput> LoseAsync()
    {
        await clock.AtAsync(Now);
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", At(Make.Record(citizen)));
        var lost = At(Make.Record(citizen));
        (await registry.RecordAsync("ca2", lost)).TypeName().ShouldBe("AlreadyIssued");
        return lost;
    }
}
