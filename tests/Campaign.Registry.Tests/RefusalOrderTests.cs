using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>
/// The refusals of a record come in the contract's order: one request that breaks every rule is mended rule by rule, and each time the next refusal shows.
/// </summary>
public sealed class RefusalOrderTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task Mended_rule_by_rule_a_record_meets_each_refusal_in_the_contracts_order()
    {
        var registry = clock.Registry;
        await MakeCampaignAsync();
        await clock.AtAsync(Now);
        var used = Make.Record();
        await registry.RecordAsync("ca2", used with { Certificate = Make.Certificate(Now) });
        var takenSerial = Make.Certificate(Now);
        var taken = await registry.RecordAsync("ca2", Make.Record() with { Campaign = "hue", Certificate = takenSerial });
        taken.TypeName().ShouldBe("IssuanceRecorded");
        var citizen = Make.Citizen();

        var broken = new RecordInput
        {
            RequestId = used.RequestId,
            Campaign = "late",
            CitizenId = "12",
            Channel = "NEED",
            Staff = "nobody",
            Certificate = new("xyz", Now, KeyStorage: "SIM_PKI"),
            Activated = false,
        };
        await ExpectAsync("RequestIdReused", broken);
        broken = broken with { RequestId = Make.Id() };
        await ExpectAsync("InvalidCitizenId", broken);
        broken = broken with { CitizenId = citizen };
        await ExpectAsync("InvalidCertificate", broken);
        broken = broken with { Certificate = takenSerial with { KeyStorage = "SIM_PKI" } };
        await ExpectAsync("CampaignNotOpen", broken);
        await clock.Database.ExecuteAsync("update registry.campaign_terms set opens_at = $1 where name = 'Late'", Now.AddDays(-1));
        await ExpectAsync("ProviderNotParticipating", broken);
        await clock.Database.ExecuteAsync("""
            insert into registry.participations (campaign_id, provider_id, joined_at)
            select c.id, p.id, $1::timestamptz - interval '1 day' from registry.campaigns c, registry.providers p where c.code = 'late'
            """, Now);
        await ExpectAsync("LicenceNotInForce", broken);
        broken = broken with { Certificate = takenSerial };
        await ExpectAsync("StaffNotAuthorised", broken);
        broken = broken with { Staff = "ca2-staff-1" };
        // The quota of one is spent by a check of another citizen.
        (await registry.CheckAsync("ca2", Make.Citizen(), "DOOR_TO_DOOR", "ca2-staff-1", campaign: "late")).TypeName().ShouldBe("CitizenCheck");
        await ExpectAsync("QuotaExceeded", broken);
        await clock.Database.ExecuteAsync("update registry.campaign_terms set checks_per_staff_per_hour = 1000, checks_per_provider_per_minute = 1000 where name = 'Late'");
        await ExpectAsync("ActivationRequired", broken);
        broken = broken with { Activated = true };
        await ExpectAsync("CheckRequired", broken);
        var ticket = (await registry.CheckAsync("ca2", citizen, "NEED", "ca2-staff-1", campaign: "late")).Text("ticket");
        broken = broken with { Ticket = ticket };
        (await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Campaign = "late", Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        await ExpectAsync("SerialNumberTaken", broken);
        broken = broken with { Certificate = Make.Certificate(Now) };
        await ExpectAsync("AlreadyIssued", broken);
        var holder = await clock.Database.ScalarAsync<Guid>("select i.id from registry.issuances i join registry.campaigns c on c.id = i.campaign_id where c.code = 'late'");
        await registry.EndAsync("vnpt-ca", holder.ToString(), "CITIZEN_ASKED", Now);
        await ExpectAsync("NeedNotServable", broken);
        broken = broken with { Channel = "DOOR_TO_DOOR", Ticket = (await registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-1", campaign: "late")).Text("ticket") };
        await ExpectAsync("IssuanceRecorded", broken);
    }

    private async Task ExpectAsync(string expected, RecordInput input)
    {
        var answer = await clock.Registry.RecordAsync("ca2", input);
        answer.TypeName().ShouldBe(expected);
        if (expected != "IssuanceRecorded")
        {
            answer.Text("message").ShouldNotBeNullOrWhiteSpace();
        }
    }

    private Task MakeCampaignAsync() => clock.Database.ExecuteAsync("""
        with c as (insert into registry.campaigns (code) values ('late') returning id)
        insert into registry.campaign_terms select id, $1::timestamptz - interval '2 days', 'Late', $1::timestamptz + interval '1 day', $1::timestamptz + interval '9 days',
          '48h', '72h', 12, '30 min', '15 min', '24h', '72h', 1, 1000, 'test' from c
        """, Now);
}
