using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>A citizen changes provider: with his or her own consent, in one transaction, and with the free year as it stands (HUE-1.5).</summary>
public sealed class SwitchTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task A_switch_ends_the_old_and_opens_the_new_and_carries_the_free_year_over()
    {
        var citizen = Make.Citizen();
        var old = await HoldAsync(citizen);
        await clock.AtAsync(Now.AddDays(100));
        var code = await CodeAsync(citizen);

        var switched = await registry.SwitchAsync("ca2", New(citizen, code));

        switched.TypeName().ShouldBe("IssuanceRecorded");
        switched.Text("issuance", "status").ShouldBe("ACTIVE");
        switched.Text("issuance", "freePeriod", "startsOn").ShouldBe(old.Text("issuance", "freePeriod", "startsOn"));
        switched.Text("issuance", "freePeriod", "endsOn").ShouldBe(old.Text("issuance", "freePeriod", "endsOn"));
        switched.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBe(old.At("issuance", "freePeriod", "daysLeft").GetInt32() - 100);
        (await clock.Database.ScalarAsync<string>(
            "select status || ' ' || end_reason from registry.issuances where id = $1", Guid.Parse(old.Text("issuance", "id")))).ShouldBe("REPLACED SWITCHED");
        (await registry.CheckAsync("ca2", citizen)).Text("holder", "provider", "code").ShouldBe("ca2");
        (await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_LEFT' and subject_id = $1", Guid.Parse(old.Text("issuance", "id")))).ShouldBe(1);
    }

    [Fact]
    public async Task Sent_again_a_switch_gives_the_first_receipt_and_its_code_works_once()
    {
        var citizen = Make.Citizen();
        await HoldAsync(citizen);
        var input = New(citizen, await CodeAsync(citizen));

        var first = await registry.SwitchAsync("ca2", input);
        var again = await registry.SwitchAsync("ca2", input);
        await registry.EndAsync("ca2", first.Text("issuance", "id"), "CITIZEN_ASKED", Now);
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) });

        again.At("replayed").GetBoolean().ShouldBeTrue();
        again.Text("receipt", "signature").ShouldBe(first.Text("receipt", "signature"));
        (await registry.SwitchAsync("ca2", input with { RequestId = Make.Id(), Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("ConsentNotProven");
        (await registry.SwitchAsync("ca2", input with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("RequestIdReused");
    }

    [Theory]
    [InlineData(-1, "IssuanceRecorded")]
    [InlineData(0, "ConsentNotProven")]
    public async Task A_code_works_until_just_before_15_minutes(long microseconds, string expected)
    {
        var citizen = Make.Citizen();
        await HoldAsync(citizen);
        var consent = await registry.ConsentAsync(citizen, "ca2");
        consent.Time("expiresAt").ShouldBe(Now.AddMinutes(15));

        await clock.AtAsync(Now.AddMinutes(15).AddMicroseconds(microseconds));

        (await registry.SwitchAsync("ca2", New(citizen, consent.Text("consentCode")))).TypeName().ShouldBe(expected);
    }

    [Fact]
    public async Task The_fifth_wrong_try_spends_a_code_and_another_providers_tries_do_not_count()
    {
        var citizen = Make.Citizen();
        await HoldAsync(citizen);
        var code = await CodeAsync(citizen);
        for (var i = 0; i < 9; i++)
        {
            (await registry.SwitchAsync("fpt-ca", New(citizen, "00000-00000"))).TypeName().ShouldBe("ConsentNotProven");
        }

        for (var i = 0; i < 4; i++)
        {
            (await registry.SwitchAsync("ca2", New(citizen, "00000-00000"))).TypeName().ShouldBe("ConsentNotProven");
        }

        (await registry.SwitchAsync("fpt-ca", New(citizen, code))).TypeName().ShouldBe("ConsentNotProven", "the code is for another provider");
        (await registry.SwitchAsync("ca2", New(citizen, code.ToLowerInvariant().Replace('-', ' ')))).TypeName().ShouldBe("IssuanceRecorded");

        var unlucky = Make.Citizen();
        await HoldAsync(unlucky);
        var spent = await CodeAsync(unlucky);
        for (var i = 0; i < 5; i++)
        {
            await registry.SwitchAsync("ca2", New(unlucky, "00000-00000"));
        }

        (await registry.SwitchAsync("ca2", New(unlucky, spent))).TypeName().ShouldBe("ConsentNotProven");
        (await registry.SwitchAsync("ca2", New(unlucky, await CodeAsync(unlucky)))).TypeName().ShouldBe("IssuanceRecorded", "a new code can be had");
    }

    [Fact]
    public async Task A_new_code_voids_the_old_and_each_is_for_the_holder_of_its_moment()
    {
        var citizen = Make.Citizen();
        var held = (await HoldAsync(citizen)).Text("issuance", "id");
        var old = await CodeAsync(citizen);
        var code = await CodeAsync(citizen);
        code.Replace("-", "").Length.ShouldBe(10, "50 bits");

        (await registry.SwitchAsync("ca2", New(citizen, old))).TypeName().ShouldBe("ConsentNotProven");
        await registry.EndAsync("vnpt-ca", held, "REVOKED", Now);
        (await registry.SwitchAsync("ca2", New(citizen, code))).TypeName().ShouldBe("NothingToSwitch");
        await registry.RecordAsync("viettel-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) });
        (await registry.SwitchAsync("ca2", New(citizen, code))).TypeName().ShouldBe("ConsentNotProven", "another holds the place now");
    }

    [Fact]
    public async Task What_is_pending_can_be_left_and_then_the_free_year_starts_with_the_new_certificate()
    {
        var citizen = Make.Citizen();
        var ticket = await clock.TicketAsync(citizen, Now);
        await clock.RecordAtTheDoorAsync(citizen, ticket, Now, Now, activated: false);
        await clock.AtAsync(Now.AddDays(3));

        var consent = await registry.ConsentAsync(citizen, "ca2");
        consent.At("freePeriod").ValueKind.ShouldBe(JsonValueKind.Null);
        var switched = await registry.SwitchAsync("ca2", New(citizen, consent.Text("consentCode"), Now.AddDays(3)));

        switched.Text("issuance", "freePeriod", "startsOn").ShouldBe(Now.AddDays(3).ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd"));
    }

    [Fact]
    public async Task After_the_campaigns_close_a_citizen_may_still_switch_and_nothing_else_is_recorded()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('closing') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Closing', $1, $1::timestamptz + interval '1 day', '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day' from c, registry.providers p
            """, Now);
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        var held = await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Campaign = "closing", Certificate = Make.Certificate(Now) });
        await clock.AtAsync(Now.AddDays(200));

        (await registry.RecordAsync("ca2", Make.Record() with { Campaign = "closing", Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("CampaignNotOpen");
        var code = (await registry.ConsentAsync(citizen, "ca2", "closing")).Text("consentCode");
        var switched = await registry.SwitchAsync("ca2", New(citizen, code) with { Campaign = "closing" });

        switched.Text("issuance", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
    }

    [Fact]
    public async Task A_need_for_a_switch_is_served_by_the_switch_and_a_switch_elsewhere_supersedes_it()
    {
        var (served, elsewhere) = (Make.Citizen(), Make.Citizen());
        await HoldAsync(served);
        await HoldAsync(elsewhere);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = served, ProviderCode = "ca2", ForSwitch = true })).Text("need", "id");
        var superseded = (await registry.RegisterNeedAsync(new() { CitizenId = elsewhere, ProviderCode = "ca2", ForSwitch = true })).Text("need", "id");
        var ticket = (await registry.CheckAsync("ca2", served, "NEED", "ca2-staff-1")).Text("ticket");

        var input = New(served, await CodeAsync(served)) with { Channel = "NEED", Staff = "ca2-staff-1", NeedId = need };
        (await registry.SwitchAsync("ca2", input)).TypeName().ShouldBe("CheckRequired");
        (await registry.SwitchAsync("ca2", input with { Ticket = ticket })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.SwitchAsync("fpt-ca", New(elsewhere, await CodeAsync(elsewhere, "fpt-ca")))).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.NeedAsync("ca2", need)).Text("state").ShouldBe("SERVED");
        (await registry.NeedAsync("ca2", superseded)).Text("state").ShouldBe("SUPERSEDED");
    }

    [Fact]
    public async Task Refusals_of_a_switch_come_in_the_contracts_order_as_each_fault_is_mended()
    {
        await clock.AtAsync(Now);
        var (citizen, free) = (Make.Citizen(), Make.Citizen());
        await HoldAsync(citizen);
        var taken = (await registry.RecordAsync("ca2", Make.Record() with { Certificate = Make.Certificate(Now) })).Text("issuance", "serialNumber");
        var worst = new SwitchInput
        {
            Campaign = "nowhere",
            CitizenId = "123",
            ConsentCode = "x",
            Channel = "NEED",
            NeedId = Make.Id(),
            Certificate = new("no serial", Now.AddHours(1), KeyStorage: "USB_TOKEN"),
        };
        (string Expected, SwitchInput Input)[] steps =
        [
            ("InvalidCitizenId", worst),
            ("InvalidCertificate", worst = worst with { CitizenId = free }),
            ("InvalidCertificate", worst = worst with { Certificate = worst.Certificate with { SerialNumber = taken } }),
            ("ProviderNotParticipating", worst = worst with { Certificate = worst.Certificate with { IssuedAt = Now } }),
            ("LicenceNotInForce", worst = worst with { Campaign = "hue" }),
            ("StaffNotAuthorised", worst = worst with { Certificate = worst.Certificate with { KeyStorage = "REMOTE" } }),
            ("CheckRequired", worst = worst with { Staff = "ca2-staff-1" }),
            ("NothingToSwitch", worst = worst with { Ticket = (await registry.CheckAsync("ca2", free, "NEED", "ca2-staff-1")).Text("ticket") }),
            ("ConsentNotProven", worst = worst with { CitizenId = citizen, Ticket = (await registry.CheckAsync("ca2", citizen, "NEED", "ca2-staff-1")).Text("ticket") }),
            ("SerialNumberTaken", worst = worst with { ConsentCode = await CodeAsync(citizen) }),
            ("NeedNotServable", worst = worst with { Certificate = Make.Certificate(Now) }),
            ("IssuanceRecorded", worst with
            {
                NeedId = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2", ForSwitch = true })).Text("need", "id"),
                Certificate = Make.Certificate(Now),
            }),
        ];
        foreach (var (expected, input) in steps)
        {
            (await registry.SwitchAsync("ca2", input with { RequestId = Make.Id() })).TypeName().ShouldBe(expected, input.ToString());
        }
    }

    [Fact]
    public async Task Who_holds_nothing_or_holds_it_there_already_has_nothing_to_switch()
    {
        await clock.AtAsync(Now);
        var (stranger, holder) = (Make.Citizen(), Make.Citizen());
        await HoldAsync(holder);

        (await registry.ConsentAsync("12", "ca2")).TypeName().ShouldBe("InvalidCitizenId");
        (await registry.ConsentAsync(holder, "nobody")).TypeName().ShouldBe("ProviderNotParticipating");
        (await registry.ConsentAsync(holder, "ca2", "nowhere")).TypeName().ShouldBe("ProviderNotParticipating");
        (await registry.ConsentAsync(stranger, "ca2")).TypeName().ShouldBe("NothingToSwitch");
        (await registry.ConsentAsync(holder, "vnpt-ca")).TypeName().ShouldBe("NothingToSwitch");
    }

    private async Task<JsonElement> HoldAsync(string citizen)
    {
        await clock.AtAsync(Now);
        return await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now - Tick) });
    }

    private async Task<string> CodeAsync(string citizen, string toProvider = "ca2") => (await registry.ConsentAsync(citizen, toProvider)).Text("consentCode");

    private static SwitchInput New(string citizen, string code, DateTimeOffset? issuedAt = null) =>
        new() { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate(issuedAt ?? Now) };
}
