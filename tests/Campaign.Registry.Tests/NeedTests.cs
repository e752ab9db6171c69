using System.Text.Json;
using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>The life of a need, at given instants: both sides of each bound, by the registry's own clock, whether or not a job has run.</summary>
public sealed class NeedTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;
    private static readonly DateTimeOffset Due = Now.AddHours(48);

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task A_need_waits_until_just_before_48_hours_and_has_lapsed_at_exactly_48_though_no_job_ran()
    {
        var id = await RegisterAsync(Make.Citizen());

        await clock.AtAsync(Due - Tick);
        (await registry.NeedAsync("vnpt-ca", id)).Text("state").ShouldBe("WAITING");
        (await registry.NeedsAsync("vnpt-ca", new { state = new[] { "WAITING" } })).ToString().ShouldContain(id);

        await clock.AtAsync(Due);
        (await registry.NeedAsync("vnpt-ca", id)).Text("state").ShouldBe("LAPSED");
        (await registry.NeedsAsync("vnpt-ca", new { state = new[] { "WAITING" } }, first: 100)).ToString().ShouldNotContain(id);
        (await registry.NeedsAsync("vnpt-ca", new { state = new[] { "LAPSED" } }, first: 100)).ToString().ShouldContain(id);
        (await clock.Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(id))).ShouldBe("WAITING");
    }

    [Theory]
    [InlineData(-1, "IssuanceRecorded", null)]
    [InlineData(0, "NeedNotServable", "LAPSED")]
    public async Task A_need_is_served_just_before_it_is_due_and_no_longer_when_it_is(long microseconds, string expected, string? state)
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);

        await clock.AtAsync(Due.AddMicroseconds(microseconds));
        var record = await registry.ServeNeedAsync("vnpt-ca", citizen, id);

        record.TypeName().ShouldBe(expected);
        (await registry.NeedAsync("department", id)).Text("state").ShouldBe(state ?? "SERVED");
        if (state is not null)
        {
            record.Text("state").ShouldBe(state);
            record.Time("revokeBy").ShouldBe(Due.AddHours(24));
            record.Text("clause").ShouldBe("HUE-4.4");
        }
    }

    [Fact]
    public async Task After_a_lapse_another_provider_may_be_chosen_and_the_one_that_let_it_lapse_may_not()
    {
        var citizen = Make.Citizen();
        var lapsed = await RegisterAsync(citizen);

        await clock.AtAsync(Due);
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("ProviderLetItLapse");
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" })).TypeName().ShouldBe("NeedRegistered");

        // The new registration has written the lapse down, at the instant at which it was, and told both.
        (await clock.Database.ScalarAsync<string>("select state || ' ' || lapsed_from from registry.needs where id = $1", Guid.Parse(lapsed))).ShouldBe("LAPSED WAITING");
        (await clock.Database.ScalarAsync<DateTime>("select ended_at from registry.needs where id = $1", Guid.Parse(lapsed))).ShouldBe(Due.UtcDateTime);
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'NEED_LAPSED'", Guid.Parse(lapsed))).ShouldBe(2);
    }

    [Fact]
    public async Task Registered_again_with_the_same_provider_a_need_keeps_the_first_ones_due_time_and_with_another_gets_its_own()
    {
        var citizen = Make.Citizen();
        var first = await RegisterAsync(citizen);
        await clock.AtAsync(Now.AddHours(10));
        await registry.CancelNeedAsync(first);
        await clock.AtAsync(Now.AddHours(20));
        var second = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).At("need");
        second.Time("dueAt").ShouldBe(Due);
        await clock.AtAsync(Now.AddHours(30));
        await registry.CancelNeedAsync(second.Text("id"));

        var third = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).At("need");
        third.Time("dueAt").ShouldBe(Due, "nor does a third one win time");
        await registry.CancelNeedAsync(third.Text("id"));
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" })).At("need").Time("dueAt").ShouldBe(Now.AddHours(78), "another provider has its own 48 hours");
    }

    [Fact]
    public async Task Registered_again_when_the_first_would_have_been_due_a_need_has_its_own_48_hours()
    {
        var citizen = Make.Citizen();
        await registry.CancelNeedAsync(await RegisterAsync(citizen));
        await clock.AtAsync(Due);

        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).At("need").Time("dueAt").ShouldBe(Due.AddHours(48));
    }

    // Open for 10 hours, then again from the given hour on: 24 hours in all are the provider's fault, a tick less is not.
    [Theory]
    [InlineData(34, 0, "ProviderLetItLapse")]
    [InlineData(34, 1, "NeedRegistered")]
    public async Task A_lapse_bars_and_is_flagged_only_where_the_provider_had_the_need_for_24_hours_in_all(int hours, long microseconds, string expected)
    {
        var citizen = Make.Citizen();
        var first = await RegisterAsync(citizen);
        await clock.AtAsync(Now.AddHours(10));
        await registry.CancelNeedAsync(first);
        await clock.AtAsync(Now.AddHours(hours).AddMicroseconds(microseconds));
        var second = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).Text("need", "id");

        await clock.AtAsync(Due);
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe(expected);
        await registry.RunJobAsync("lapse-needs");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Due.AddMinutes(1), second)).Count.ShouldBe(expected == "NeedRegistered" ? 0 : 1);
        (await clock.Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(second))).ShouldBe("LAPSED");
    }

    [Fact]
    public async Task The_database_lets_no_second_window_begin_at_the_same_provider()
    {
        var citizen = Make.Citizen();
        var first = await RegisterAsync(citizen);
        await registry.CancelNeedAsync(first);

        var fault = await Should.ThrowAsync<PostgresException>(clock.Database.ExecuteAsync("""
            insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at, warn_at,
              contact_key_id, contact, phone_key_id, phone_hash)
            select gen_random_uuid(), person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, 'WAITING', registered_at + interval '1 hour',
              due_at + interval '1 hour', due_at + interval '1 hour', warn_at, contact_key_id, contact, phone_key_id, phone_hash from registry.needs where id = $1
            """, Guid.Parse(first)));

        fault.ConstraintName.ShouldBe("need_registered_again_keeps_its_time");
    }

    [Fact]
    public async Task An_excluded_provider_reads_no_contact_any_more()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('out') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Out', $1, $1::timestamptz + interval '300 days', '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day'
            from c, registry.providers p where p.code = 'ca2'
            """, Now);
        await clock.AtAsync(Now);
        var id = (await registry.RegisterNeedAsync(new() { Campaign = "out", CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");
        (await registry.NeedAsync("ca2", id)).At("contact").ValueKind.ShouldBe(JsonValueKind.Object);
        await clock.Database.ExecuteAsync(
            "update registry.participations p set ended_at = $1, ended_by = 'LEFT' from registry.campaigns c where c.id = p.campaign_id and c.code = 'out'", Now.AddMinutes(1));

        await clock.AtAsync(Now.AddMinutes(1));

        var need = await registry.NeedAsync("ca2", id);
        need.Text("state").ShouldBe("RELEASED");
        need.At("contact").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task When_every_provider_has_let_it_lapse_any_may_be_chosen_again()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('two') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Two', $1, $1::timestamptz + interval '300 days', '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day'
            from c, registry.providers p where p.code in ('ca2', 'fpt-ca')
            """, Now);
        var citizen = Make.Citizen();
        var at = Now;
        foreach (var (provider, expected) in new[] { ("ca2", "NeedRegistered"), ("ca2", "ProviderLetItLapse"), ("fpt-ca", "NeedRegistered"), ("ca2", "NeedRegistered") })
        {
            await clock.AtAsync(at);
            (await registry.RegisterNeedAsync(new() { Campaign = "two", CitizenId = citizen, ProviderCode = provider })).TypeName().ShouldBe(expected, provider);
            at = expected == "NeedRegistered" ? at.AddHours(48) : at;
        }
    }

    [Fact]
    public async Task For_a_switch_the_present_holder_is_no_other_provider_to_be_chosen()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('holder') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Holder', $1, $1::timestamptz + interval '300 days', '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day'
            from c, registry.providers p where p.code in ('ca2', 'fpt-ca')
            """, Now);
        await clock.AtAsync(Now);
        var citizen = Make.Citizen();
        (await registry.RecordAsync("fpt-ca", Make.Record(citizen) with { Campaign = "holder", Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        var need = new NeedInput { Campaign = "holder", CitizenId = citizen, ProviderCode = "ca2", ForSwitch = true };
        (await registry.RegisterNeedAsync(need)).TypeName().ShouldBe("NeedRegistered");

        await clock.AtAsync(Due);

        (await registry.RegisterNeedAsync(need with { RequestId = Make.Id() })).TypeName().ShouldBe("NeedRegistered");
    }

    [Fact]
    public async Task Support_has_its_own_limit_and_what_is_not_completed_by_then_has_lapsed()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);
        await clock.AtAsync(Due - Tick);

        var started = await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Due - Tick);
        started.Text("need", "state").ShouldBe("IN_SUPPORT");
        var until = started.Time("need", "dueAt");
        until.ShouldBe(Due - Tick + TimeSpan.FromHours(72));

        await clock.AtAsync(Due.AddHours(24));
        (await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Due)).Time("need", "dueAt").ShouldBe(until, "starting again extends nothing");
        await clock.AtAsync(until);
        (await registry.NeedAsync("vnpt-ca", id)).Text("state").ShouldBe("LAPSED");
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("ProviderLetItLapse");
        await registry.RunJobAsync("lapse-needs");
        (await clock.Database.ScalarAsync<string>("select lapsed_from from registry.needs where id = $1", Guid.Parse(id))).ShouldBe("IN_SUPPORT");
    }

    [Fact]
    public async Task Support_cannot_start_once_the_need_has_lapsed()
    {
        var id = await RegisterAsync(Make.Citizen());
        await clock.AtAsync(Due);

        var refused = await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Due - Tick);

        refused.TypeName().ShouldBe("NeedNotServable");
        refused.Text("state").ShouldBe("LAPSED");
    }

    [Theory]
    [InlineData(null, null, "EvidenceMissing")]
    [InlineData(0L, null, "NeedSupportStarted")]
    [InlineData(-1L, null, "EvidenceMissing")]
    [InlineData(3_600_000_000L, null, "NeedSupportStarted")]
    [InlineData(3_600_000_001L, null, "EvidenceMissing")]
    [InlineData(null, 3_600_000_000L + 259_200_000_000L, "NeedSupportStarted")]
    [InlineData(null, 3_600_000_000L + 259_200_000_001L, "EvidenceMissing")]
    [InlineData(null, -1L, "EvidenceMissing")]
    [InlineData(0L, -1L, "EvidenceMissing")]
    public async Task Support_is_shown_by_a_call_since_the_registration_or_a_visit_within_the_support_window(long? calledAfter, long? visitAfter, string expected)
    {
        // Support starts an hour after the registration; microseconds are counted from the registration.
        var id = await RegisterAsync(Make.Citizen());
        await clock.AtAsync(Now.AddHours(1));

        var answer = await registry.StartNeedSupportAsync(
            "vnpt-ca", id, calledAfter is { } call ? Now.AddMicroseconds(call) : null, visitAfter is { } visit ? Now.AddMicroseconds(visit) : null);

        answer.TypeName().ShouldBe(expected);
        if (expected == "EvidenceMissing")
        {
            answer.Text("clause").ShouldBe("HUE-4.5");
            (await registry.NeedAsync("vnpt-ca", id)).Text("state").ShouldBe("WAITING");
        }
    }

    [Fact]
    public async Task The_citizen_is_told_that_support_began_and_denied_the_need_waits_as_if_it_never_had()
    {
        var id = await RegisterAsync(Make.Citizen());
        await clock.AtAsync(Now.AddHours(10));
        await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Now.AddHours(9));
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'NEED_SUPPORT_STARTED' and recipient = 'CITIZEN'", Guid.Parse(id))).ShouldBe(1);

        var denied = await registry.DenyNeedSupportAsync(id);
        var again = await registry.DenyNeedSupportAsync(id);

        denied.Text("need", "state").ShouldBe("WAITING");
        denied.Time("need", "dueAt").ShouldBe(Due);
        again.ToString().ShouldBe(denied.ToString());
        (await clock.Database.CountAsync("registry.need_supports where need_id = $1 and denied_at is not null", Guid.Parse(id))).ShouldBe(1);
        (await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Now.AddHours(10))).TypeName().ShouldBe("NeedSupportStarted");
    }

    [Fact]
    public async Task Denied_after_48_hours_the_need_has_lapsed_at_48_as_if_support_never_had_begun()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);
        await clock.AtAsync(Due.AddHours(-1));
        await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Due.AddHours(-1));
        await clock.AtAsync(Due.AddHours(5));

        var denied = await registry.DenyNeedSupportAsync(id);
        var again = await registry.DenyNeedSupportAsync(id);

        denied.Text("need", "state").ShouldBe("LAPSED");
        denied.Time("need", "dueAt").ShouldBe(Due);
        again.ToString().ShouldBe(denied.ToString());
        (await registry.ServeNeedAsync("vnpt-ca", citizen, id)).TypeName().ShouldBe("NeedNotServable");
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("ProviderLetItLapse");
    }

    [Fact]
    public async Task A_record_that_names_the_need_serves_it_and_one_that_does_not_supersedes_it()
    {
        var (served, superseded, elsewhere) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        var (servedNeed, supersededNeed, elsewhereNeed) = (await RegisterAsync(served), await RegisterAsync(superseded), await RegisterAsync(elsewhere));

        (await registry.CheckAsync("vnpt-ca", served)).Text("openNeed", "id").ShouldBe(servedNeed);
        (await registry.CheckAsync("ca2", served)).At("openNeed").ValueKind.ShouldBe(JsonValueKind.Null, "another provider's needs are not shown");
        (await registry.ServeNeedAsync("vnpt-ca", served, servedNeed)).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("vnpt-ca", Make.Record(superseded) with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("ca2", Make.Record(elsewhere) with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");

        (await registry.NeedAsync("vnpt-ca", servedNeed)).Text("state").ShouldBe("SERVED");
        (await registry.NeedAsync("vnpt-ca", supersededNeed)).Text("state").ShouldBe("SUPERSEDED");
        (await registry.NeedAsync("vnpt-ca", elsewhereNeed)).Text("state").ShouldBe("SUPERSEDED");
        (await registry.CheckAsync("vnpt-ca", served)).At("openNeed").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_record_names_its_own_open_need_in_channel_NEED_alone()
    {
        var (citizen, other) = (Make.Citizen(), Make.Citizen());
        var (need, othersNeed) = (await RegisterAsync(citizen), await RegisterAsync(other));
        var ca2Need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");

        foreach (var wrong in new[] { othersNeed, ca2Need, Make.Id(), "nonsense" })
        {
            var refused = await registry.ServeNeedAsync("vnpt-ca", citizen, wrong);
            refused.TypeName().ShouldBe("NeedNotServable", wrong);
            refused.At("state").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        (await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { NeedId = need, Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("NeedNotServable");
        (await registry.NeedAsync("vnpt-ca", need)).Text("state").ShouldBe("WAITING");
    }

    [Fact]
    public async Task A_citizen_waits_for_one_provider_at_a_time_and_may_cancel()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);

        var second = await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" });
        second.TypeName().ShouldBe("NeedAlreadyOpen");
        second.Text("need", "id").ShouldBe(id);
        var cancelled = await registry.CancelNeedAsync(id);
        cancelled.Text("need", "state").ShouldBe("CANCELLED");
        (await registry.CancelNeedAsync(id)).ToString().ShouldBe(cancelled.ToString());
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("NeedRegistered", "who cancelled may choose again");
        (await registry.DenyNeedSupportAsync(id)).Text("state").ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task Sent_again_a_registration_gives_the_same_need_as_it_stands()
    {
        await clock.AtAsync(Now);
        var input = new NeedInput { CitizenId = Make.Citizen(), Mode = "AT_HOME", WardCode = "19753", Address = "12 Lê Lợi", Phone = "+84905 000 111" };
        var first = await registry.RegisterNeedAsync(input);
        await clock.AtAsync(Due);

        var again = await registry.RegisterNeedAsync(input with { Phone = "0905000111" });

        first.At("replayed").GetBoolean().ShouldBeFalse();
        again.At("replayed").GetBoolean().ShouldBeTrue();
        again.Text("need", "id").ShouldBe(first.Text("need", "id"));
        again.Text("need", "state").ShouldBe("LAPSED");
        (await registry.RegisterNeedAsync(input with { Address = "13 Lê Lợi" })).TypeName().ShouldBe("RequestIdReused");
    }

    [Fact]
    public async Task A_need_is_seen_by_its_provider_with_the_contact_by_the_department_without_and_by_nobody_else()
    {
        await clock.AtAsync(Now);
        var id = (await registry.RegisterNeedAsync(new()
        {
            CitizenId = Make.Citizen(),
            ProviderCode = "bkav-ca",
            Mode = "AT_HOME",
            WardCode = "19753",
            Address = "12 Lê Lợi",
        })).Text("need", "id");

        var own = await registry.NeedAsync("bkav-ca", id);
        own.Text("contact", "phone").ShouldBe("0905000111");
        own.Text("contact", "address").ShouldBe("12 Lê Lợi");
        (await registry.NeedAsync("department", id)).At("contact").ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.NeedAsync("ca2", id)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.NeedsAsync("ca2", new { providerCode = "bkav-ca" })).At("totalCount").GetInt32().ShouldBe(0);
        (await registry.NeedsAsync("department", new { providerCode = "bkav-ca" })).At("totalCount").GetInt32().ShouldBe(1);
        (await registry.StartNeedSupportAsync("ca2", id, calledAt: Now)).TypeName().ShouldBe("NeedNotFound");
        (await registry.StartNeedSupportAsync("bkav-ca", id, calledAt: Now, staff: "ca2-staff-1")).TypeName().ShouldBe("StaffNotAuthorised");
    }

    [Fact]
    public async Task Refusals_come_in_the_contracts_order_as_each_fault_is_mended()
    {
        await clock.AtAsync(Now);
        var (holder, free) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(holder) with { Certificate = Make.Certificate(Now) });
        var worst = new NeedInput { Campaign = "nowhere", CitizenId = "123", ProviderCode = "nobody", Mode = "AT_HOME", ContactName = " ", Phone = "12" };
        (string Expected, NeedInput Input)[] steps =
        [
            ("InvalidCitizenId", worst),
            ("InvalidCitizenId", worst with { CitizenId = null }),
            ("InvalidContact", worst = worst with { CitizenId = holder }),
            ("InvalidContact", worst = worst with { ContactName = "Lành" }),
            ("InvalidContact", worst = worst with { Phone = "0905000111" }),
            ("InvalidContact", worst = worst with { WardCode = "19753" }),
            ("CampaignNotOpen", worst = worst with { Address = "12 Lê Lợi" }),
            ("ProviderNotParticipating", worst = worst with { Campaign = "hue" }),
            ("AlreadyIssued", worst = worst with { ProviderCode = "ca2" }),
            ("NothingToSwitch", worst with { ProviderCode = "vnpt-ca", ForSwitch = true }),
            ("NothingToSwitch", worst with { CitizenId = free, ForSwitch = true }),
            ("NeedRegistered", worst with { ForSwitch = true }),
            ("NeedAlreadyOpen", worst with { ForSwitch = true, ProviderCode = "fpt-ca" }),
        ];
        foreach (var (expected, input) in steps)
        {
            (await registry.RegisterNeedAsync(input with { RequestId = Make.Id() })).TypeName().ShouldBe(expected, input.ToString());
        }
    }

    [Fact]
    public async Task An_exclusion_releases_open_needs_at_once_and_lapsed_ones_stay_lapsed()
    {
        var (lapsed, open) = (Make.Citizen(), Make.Citizen());
        var lapsedNeed = await RegisterAsync(lapsed, "misa-ca");
        await clock.AtAsync(Due);
        var openNeed = (await registry.RegisterNeedAsync(new() { CitizenId = open, ProviderCode = "misa-ca" })).Text("need", "id");
        await clock.AtAsync(Due.AddHours(1));

        const string Exclude = """
            mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on ProviderExcluded { needsReleased excludedAt } } }
            """;
        var input = new { campaign = "hue", providerCode = "misa-ca", reason = "test", violationIds = new[] { await clock.Database.GroundAsync("misa-ca") } };
        var excluded = await registry.AskAsync("department", "excludeProvider", Exclude, new { input });
        excluded.At("needsReleased").GetInt32().ShouldBe(1);
        (await registry.AskAsync("department", "excludeProvider", Exclude, new { input })).ToString().ShouldBe(excluded.ToString());

        (await registry.NeedAsync("department", openNeed)).Text("state").ShouldBe("RELEASED");
        (await registry.NeedAsync("department", lapsedNeed)).Text("state").ShouldBe("LAPSED");
        (await registry.StartNeedSupportAsync("misa-ca", openNeed, calledAt: Due.AddHours(1))).Text("state").ShouldBe("RELEASED");
        (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "misa-ca" })).TypeName().ShouldBe("ProviderNotParticipating");
        (await registry.RegisterNeedAsync(new() { CitizenId = open, ProviderCode = "ca2" })).TypeName().ShouldBe("NeedRegistered");

        await registry.RunJobAsync("lapse-needs");
        (await clock.Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(openNeed))).ShouldBe("RELEASED");
        (await clock.Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(lapsedNeed))).ShouldBe("LAPSED");
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'NEED_RELEASED'", Guid.Parse(openNeed))).ShouldBe(1);
    }

    [Fact]
    public async Task The_job_writes_each_lapse_down_once_and_warns_once_after_three_quarters_of_the_window()
    {
        var id = Guid.Parse(await RegisterAsync(Make.Citizen()));
        async Task<long> ToldAsync(string kind) => await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = $2", id, kind);

        await clock.AtAsync(Now.AddHours(36) - Tick);
        await registry.RunJobAsync("warn-of-due-needs");
        (await ToldAsync("NEED_DUE_SOON")).ShouldBe(0);
        await clock.AtAsync(Now.AddHours(36));
        await registry.RunJobAsync("warn-of-due-needs");
        await registry.RunJobAsync("warn-of-due-needs");
        (await ToldAsync("NEED_DUE_SOON")).ShouldBe(1);

        await clock.AtAsync(Due - Tick);
        await registry.RunJobAsync("lapse-needs");
        (await ToldAsync("NEED_LAPSED")).ShouldBe(0);
        await clock.AtAsync(Due.AddHours(3));
        await registry.RunJobAsync("lapse-needs");
        await registry.RunJobAsync("lapse-needs");
        (await ToldAsync("NEED_LAPSED")).ShouldBe(2, "the citizen and the provider");
        (await clock.Database.CountAsync("registry.journal where subject_id = $1 and kind = 'NEED_LAPSED'", id)).ShouldBe(1);
        (await clock.Database.ScalarAsync<DateTime>("select ended_at from registry.needs where id = $1", id)).ShouldBe(Due.UtcDateTime);
    }

    [Fact]
    public async Task What_the_code_says_of_a_need_at_an_instant_the_database_says_too()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset?[] times = [null, at, at + Tick, at + Tick + Tick];
        foreach (var written in Enum.GetValues<Needs.NeedState>())
        {
            foreach (var due in times.Skip(1))
            {
                foreach (var released in times)
                {
                    foreach (var now in times.Skip(1))
                    {
                        var code = Platform.Values.Names.InDatabase(Needs.NeedStateRule.At(written, due!.Value, released, now!.Value));
                        var database = await clock.Database.ScalarAsync<string>(
                            "select registry.need_state($1, case when $5 then null else $2 end, $2, nullif($3, '-infinity'::timestamptz), $4)", Platform.Values.Names.InDatabase(written), due.Value,
                            (object?)released ?? DateTime.MinValue, now.Value, written is Needs.NeedState.Waiting or Needs.NeedState.InSupport);
                        database.ShouldBe(code, $"{written} due {due:O} released {released:O} at {now:O}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("need_is_served_by_its_issuance", "state = 'SERVED', ended_at = registered_at, closed_at = registered_at, served_by = gen_random_uuid()")]
    [InlineData("served_need_has_its_issuance", "state = 'CANCELLED', ended_at = registered_at, closed_at = registered_at, served_by = gen_random_uuid()")]
    [InlineData("need_lapses_when_it_is_due", "state = 'LAPSED', lapsed_from = 'WAITING', ended_at = due_at, closed_at = registered_at")]
    [InlineData("need_lapses_when_it_is_due", "state = 'LAPSED', lapsed_from = 'WAITING', ended_at = registered_at, closed_at = due_at")]
    [InlineData("lapsed_need_says_from_what", "state = 'LAPSED', ended_at = due_at, closed_at = due_at")]
    [InlineData("lapsed_need_stays_lapsed", "state = 'CANCELLED', ended_at = due_at, closed_at = due_at")]
    [InlineData("ended_need_has_its_times", "state = 'CANCELLED', ended_at = registered_at")]
    [InlineData("need_is_due_by_its_window", "due_at = due_at + interval '1 hour'")]
    [InlineData("need_in_support_has_a_limit", "state = 'IN_SUPPORT'")]
    public async Task The_database_alone_refuses_a_need_that_moves_as_it_may_not(string constraint, string change)
    {
        var id = Guid.Parse(await RegisterAsync(Make.Citizen()));

        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => clock.Database.ExecuteAsync($"update registry.needs set {change} where id = $1", id));

        refused.ConstraintName.ShouldBe(constraint);
    }

    [Theory]
    [InlineData("support_is_not_extended", "support_until = support_until + interval '1 hour', due_at = due_at + interval '1 hour'")]
    [InlineData("need_in_support_has_its_end", "state = 'WAITING'")]
    public async Task The_database_alone_refuses_more_support_than_was_allowed(string constraint, string change)
    {
        var id = await RegisterAsync(Make.Citizen());
        (await registry.StartNeedSupportAsync("vnpt-ca", id, calledAt: Now)).TypeName().ShouldBe("NeedSupportStarted");

        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() =>
            clock.Database.ExecuteAsync($"update registry.needs set {change} where id = $1", Guid.Parse(id)));

        refused.ConstraintName.ShouldBe(constraint);
    }

    [Fact]
    public async Task The_database_alone_refuses_what_an_end_and_an_exclusion_forbid()
    {
        var id = Guid.Parse(await RegisterAsync(Make.Citizen()));
        await registry.CancelNeedAsync(id.ToString());
        var reopened = await Should.ThrowAsync<Npgsql.PostgresException>(() =>
            clock.Database.ExecuteAsync("update registry.needs set state = 'WAITING', ended_at = null, closed_at = null where id = $1", id));
        reopened.ConstraintName.ShouldBe("need_end_is_for_good");

        var before = await Should.ThrowAsync<Npgsql.PostgresException>(() => clock.Database.ExecuteAsync("""
            insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at, warn_at,
              contact_key_id, contact, phone_key_id, phone_hash)
            select gen_random_uuid(), person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, 'WAITING', participation_joined_at - interval '1 second',
              due_at, due_at, warn_at, contact_key_id, contact, phone_key_id, phone_hash from registry.needs where id = $1
            """, id));
        before.ConstraintName.ShouldBe("need_is_taken_by_a_participant");
    }

    private async Task<string> RegisterAsync(string citizen, string provider = "vnpt-ca")
    {
        await clock.AtAsync(Now);
        return (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = provider })).Text("need", "id");
    }
}
