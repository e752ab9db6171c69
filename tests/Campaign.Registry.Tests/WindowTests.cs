using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Both sides of every window, to the microsecond, by the registry's own clock; nothing waits. docs/adr/0005 lists the windows and their ends.</summary>
public sealed class WindowTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    public static TheoryData<string, long, string> MadeAround() => new()
    {
        { "a minute and a microsecond before the check", -60_000_001, "CERTIFICATE_BEFORE_CHECK" },
        { "a minute before the check", -60_000_000, "" },
        { "as the ticket expires", (long)Window.TotalMicroseconds, "" },
        { "a microsecond after the ticket expired", (long)Window.TotalMicroseconds + 1, "CERTIFICATE_AFTER_TICKET" },
    };

    // Made two minutes ahead of the clock, or a day ago; it ends at that instant or a tick after.
    [Theory]
    [InlineData(2, 2, 0, "InvalidCertificate")]
    [InlineData(2, 2, 1, "IssuanceRecorded")]
    [InlineData(-1_440, 0, 0, "InvalidCertificate")]
    [InlineData(-1_440, 0, 1, "IssuanceRecorded")]
    public async Task A_certificate_ends_after_it_was_made_and_after_it_is_recorded(int madeMinutes, int endsMinutes, long microseconds, string expected)
    {
        await clock.AtAsync(Now);
        var certificate = Make.Certificate(Now.AddMinutes(madeMinutes)) with { ValidUntil = Now.AddMinutes(endsMinutes).AddMicroseconds(microseconds) };

        var answer = await clock.Registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = certificate });

        answer.TypeName().ShouldBe(expected);
        if (expected == "InvalidCertificate")
        {
            answer.Text("field").ShouldBe("validUntil");
        }
    }

    [Theory]
    [InlineData("OTHER_PROVIDER")]
    [InlineData("OTHER_CAMPAIGN")]
    [InlineData("OTHER_CITIZEN")]
    [InlineData("OTHER_CHANNEL")]
    public async Task A_ticket_is_of_this_provider_campaign_citizen_and_channel(string fault)
    {
        await clock.AtAsync(Now);
        (await clock.Registry.CreateCampaignAsync("tickets", opensAt: Now.AddDays(-1))).TypeName().ShouldBe("CampaignCreated");
        var citizen = Make.Citizen();
        var check = await clock.Registry.CheckAsync(
            fault == "OTHER_PROVIDER" ? "ca2" : "vnpt-ca", fault == "OTHER_CITIZEN" ? Make.Citizen() : citizen, fault == "OTHER_CHANNEL" ? "NEED" : "DOOR_TO_DOOR",
            fault == "OTHER_PROVIDER" ? "ca2-staff-1" : "vnpt-ca-staff-1", campaign: fault == "OTHER_CAMPAIGN" ? "tickets" : "hue");

        var refused = await clock.RecordAtTheDoorAsync(citizen, check.Text("ticket"), Now, at: Now);

        refused.TypeName().ShouldBe("CheckRequired");
        refused.Text("reason").ShouldBe(fault);
    }

    [Fact]
    public async Task Days_left_of_the_free_year_are_never_below_0()
    {
        await clock.AtAsync(Now);
        var id = (await clock.Registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).Id();
        await clock.AtAsync(Now.AddDays(400));

        (await clock.Registry.AskAsync("vnpt-ca", "issuance", "query($id: ID!) { issuance(id: $id) { freePeriod { daysLeft } } }", new { id })).At("freePeriod", "daysLeft").GetInt32().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(MadeAround))]
    public async Task A_certificate_fits_its_check_when_made(string when, long microseconds, string fault)
    {
        var citizen = Make.Citizen();
        var ticket = await clock.TicketAsync(citizen, Now);
        var issuedAt = Now.AddMicroseconds(microseconds);

        var record = await clock.RecordAtTheDoorAsync(citizen, ticket, issuedAt, at: Now.AddHours(1));

        record.TypeName().ShouldBe(fault.Length == 0 ? "IssuanceRecorded" : "CheckRequired", when);
        if (fault.Length > 0)
        {
            record.Text("reason").ShouldBe(fault);
        }
    }

    [Fact]
    public async Task A_ticket_may_be_cited_until_24_hours_after_it_expired()
    {
        var (inTime, late) = (Make.Citizen(), Make.Citizen());
        var (first, second) = (await clock.TicketAsync(inTime, Now), await clock.TicketAsync(late, Now));
        var last = Now + Window + TimeSpan.FromHours(24);

        (await clock.RecordAtTheDoorAsync(inTime, first, Now, at: last)).TypeName().ShouldBe("IssuanceRecorded");
        var refused = await clock.RecordAtTheDoorAsync(late, second, Now, at: last + Tick);

        refused.TypeName().ShouldBe("CheckRequired");
        refused.Text("reason").ShouldBe("STALE");
    }

    [Fact]
    public async Task A_certificate_may_be_made_5_minutes_ahead_of_the_registrys_clock()
    {
        await clock.AtAsync(Now);
        var ahead = await clock.Registry.RecordAsync("ca2", Make.Record() with { Certificate = Make.Certificate(Now.AddMinutes(5)) });
        var tooFar = await clock.Registry.RecordAsync("ca2", Make.Record() with { Certificate = Make.Certificate(Now.AddMinutes(5) + Tick) });

        ahead.TypeName().ShouldBe("IssuanceRecorded");
        tooFar.TypeName().ShouldBe("InvalidCertificate");
        tooFar.Text("field").ShouldBe("issuedAt");
    }

    [Fact]
    public async Task A_certificate_holds_the_place_until_just_before_it_ends_and_is_closed_by_the_next_record()
    {
        var citizen = Make.Citizen();
        var ends = Now.AddHours(1);
        await clock.AtAsync(Now);
        var first = await clock.Registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) with { ValidUntil = ends } });

        await clock.AtAsync(ends - Tick);
        (await clock.Registry.CheckAsync("viettel-ca", citizen)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await clock.Registry.RecordAsync("viettel-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("AlreadyIssued");

        await clock.AtAsync(ends);
        (await clock.Registry.CheckAsync("viettel-ca", citizen)).Text("standing").ShouldBe("FREE");
        (await clock.Registry.RecordAsync("viettel-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        var id = Guid.Parse(first.Text("issuance", "id"));
        (await clock.Database.ScalarAsync<string>("select status from registry.issuances where id = $1", id)).ShouldBe("EXPIRED");
        (await clock.Database.ScalarAsync<DateTime>("select ended_at from registry.issuances where id = $1", id)).ShouldBe(ends.UtcDateTime);
    }

    [Fact]
    public async Task A_campaign_takes_records_from_its_opening_until_just_before_its_close()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('short') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Short', $1, $2, '48h', '72h', 12, '30 min', '15 min', '24h', '72h',
              1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day'
            from c, registry.providers p where p.code = 'ca2'
            """, Now, Now.AddHours(1));

        foreach (var (at, expected) in new[]
        {
            (Now - Tick, "CampaignNotOpen"), (Now, "IssuanceRecorded"), (Now.AddHours(1) - Tick, "IssuanceRecorded"), (Now.AddHours(1), "CampaignNotOpen"),
        })
        {
            await clock.AtAsync(at);
            var record = await clock.Registry.RecordAsync("ca2", Make.Record() with { Campaign = "short", Certificate = Make.Certificate(Now.AddHours(-1)) });
            var check = await clock.Registry.CheckAsync("ca2", Make.Citizen(), campaign: "short");

            record.TypeName().ShouldBe(expected, $"at {at:O}");
            (check.TypeName() == "CitizenCheck").ShouldBe(expected == "IssuanceRecorded");
        }
    }

    [Fact]
    public async Task A_licence_holds_from_its_first_day_until_the_end_of_its_last_in_Vietnam()
    {
        // In force on two days in Vietnam, which begin and end at 17:00 UTC of the day before.
        var firstDay = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(40);
        var begins = new DateTimeOffset(firstDay, TimeOnly.MinValue, TimeSpan.FromHours(7));
        await clock.Database.ExecuteAsync("""
            insert into registry.licences (provider_id, number, key_storage, issued_on, valid_before, source)
            select id, 'TEST-1', 'SIM_PKI', $1, $2, 'test' from registry.providers where code = 'bkav-ca'
            """, firstDay, firstDay.AddDays(2));

        foreach (var (at, expected, expiredOn) in new[]
        {
            (begins - Tick, "LicenceNotInForce", null), (begins, "IssuanceRecorded", null), (begins.AddDays(2) - Tick, "IssuanceRecorded", null),
            (begins.AddDays(2), "LicenceNotInForce", firstDay.AddDays(2).ToString("yyyy-MM-dd")),
        })
        {
            await clock.AtAsync(at);
            var record = await clock.Registry.RecordAsync("bkav-ca", Make.Record() with { Certificate = Make.Certificate(Now) with { KeyStorage = "SIM_PKI" } });

            record.TypeName().ShouldBe(expected, $"at {at:O}");
            if (expected == "LicenceNotInForce")
            {
                record.At("expiredOn").GetString().ShouldBe(expiredOn);
            }
        }
    }

    [Fact]
    public async Task A_revocation_is_in_time_until_just_before_its_deadline()
    {
        await clock.AtAsync(Now);
        var (lost, lostToo) = (await LoseAsync(), await LoseAsync());

        await clock.AtAsync(Now.AddHours(24) - Tick);
        (await clock.Registry.ConfirmRevocationAsync("ca2", lost, Now)).At("inTime").GetBoolean().ShouldBeTrue();
        await clock.AtAsync(Now.AddHours(24));
        (await clock.Registry.ConfirmRevocationAsync("ca2", lostToo, Now)).At("inTime").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_mistyped_number_is_the_providers_to_undo_for_72_hours_then_the_departments()
    {
        var (inTime, late) = (await RecordAsync("fpt-ca", Now), await RecordAsync("fpt-ca", Now));

        await clock.AtAsync(Now.AddHours(72));
        (await clock.Registry.EndAsync("fpt-ca", inTime, "WRONG_CITIZEN", Now)).TypeName().ShouldBe("IssuanceEnded");
        await clock.AtAsync(Now.AddHours(72) + Tick);
        (await clock.Registry.EndAsync("fpt-ca", late, "WRONG_CITIZEN", Now)).TypeName().ShouldBe("CannotEndSo");
        var byDepartment = await clock.Registry.EndAsync("department", late, "WRONG_CITIZEN", Now);
        byDepartment.Text("issuance", "status").ShouldBe("WITHDRAWN");
    }

    [Fact]
    public async Task An_excluded_provider_may_activate_what_is_pending_for_72_hours()
    {
        var citizens = new[] { Make.Citizen(), Make.Citizen() };
        var ids = new List<string>();
        foreach (var citizen in citizens)
        {
            var ticket = await clock.TicketAsync(citizen, Now, "misa-ca");
            ids.Add((await clock.RecordAtTheDoorAsync(citizen, ticket, Now, Now, activated: false, "misa-ca")).Text("issuance", "id"));
        }

        await clock.Database.GroundAsync("misa-ca");
        await clock.Database.ExecuteAsync("""
            update registry.participations set ended_at = $1, ended_by = 'EXCLUDED' where campaign_id = (select id from registry.campaigns where code = 'hue') and provider_id = (select id from registry.providers where code = 'misa-ca')
            """, Now.AddHours(1));
        await clock.AtAsync(Now.AddHours(1));
        (await clock.Registry.RecordAsync("misa-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("ProviderNotParticipating");
        await clock.AtAsync(Now.AddHours(73));
        (await clock.Registry.ActivateAsync("misa-ca", ids[0], Now)).TypeName().ShouldBe("IssuanceActivated");
        await clock.AtAsync(Now.AddHours(73) + Tick);
        (await clock.Registry.ActivateAsync("misa-ca", ids[1], Now)).TypeName().ShouldBe("ProviderNotParticipating");
    }

    [Theory]
    [InlineData("2027-07-27T16:59:59.999999Z", "2027-07-27", "2028-07-28")]
    [InlineData("2027-07-27T17:00:00.000000Z", "2027-07-28", "2028-07-29")]
    [InlineData("2028-02-29T05:00:00.000000Z", "2028-02-29", "2029-03-01")]
    public async Task The_free_year_is_counted_in_days_of_Vietnam_by_the_civil_code(string recordedAt, string startsOn, string endsOn)
    {
        // A campaign that holds these days, whenever the test is run.
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('decade') on conflict do nothing returning id),
            t as (insert into registry.campaign_terms select id, '2026-01-01', 'Decade', '2026-01-01', '2031-01-01', '48h', '72h', 12, '30 min', '15 min', '24h', '72h',
              1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, '2026-01-01' from c, registry.providers p
            where p.code = 'viettel-ca'
            """);
        var at = DateTimeOffset.Parse(recordedAt);
        await clock.AtAsync(at);

        var record = await clock.Registry.RecordAsync("viettel-ca", Make.Record() with { Campaign = "decade", Certificate = Make.Certificate(at) });

        record.Text("issuance", "freePeriod", "startsOn").ShouldBe(startsOn);
        record.Text("issuance", "freePeriod", "endsOn").ShouldBe(endsOn);
        record.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBe(DateOnly.Parse(endsOn).DayNumber - DateOnly.Parse(startsOn).DayNumber);
    }

    private async Task<string> RecordAsync(string provider, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        return (await clock.Registry.RecordAsync(provider, Make.Record() with { Certificate = Make.Certificate(at) })).Text("issuance", "id");
    }

    private async Task<string> LoseAsync()
    {
        var citizen = Make.Citizen();
        await clock.Registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) });
        var lost = Make.Record(citizen) with { Certificate = Make.Certificate(Now) };
        (await clock.Registry.RecordAsync("ca2", lost)).TypeName().ShouldBe("AlreadyIssued");
        return lost.Certificate.SerialNumber;
    }
}
