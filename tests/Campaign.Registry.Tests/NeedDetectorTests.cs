using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Detectors that look at needs: those that lapsed, and those that one telephone number stands behind.</summary>
public sealed class NeedDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;

    [Fact]
    public async Task A_need_that_lapsed_while_waiting_is_flagged_when_that_is_written_down()
    {
        var lapsed = await clock.LapsedNeedAsync("vnpt-ca", dueAt: Now, closedAt: Now.AddSeconds(5));
        var open = await clock.NeedAsync("vnpt-ca", Now.AddDays(-3), Guid.NewGuid(), "open");
        var cancelled = await clock.NeedAsync("vnpt-ca", Now.AddDays(-3), Guid.NewGuid(), "cancelled", ended: true);

        (await clock.DetectAsync(ViolationKind.NeedLapsed, Now.AddSeconds(5) - Tick, lapsed)).ShouldBeEmpty();
        var flag = (await clock.DetectAsync(ViolationKind.NeedLapsed, Now.AddSeconds(5), lapsed)).ShouldBeOne("vnpt-ca", "HUE-4.4", 2);

        flag.At("evidence")[1].Time("at").ShouldBe(Now);
        flag.At("evidence")[1].Text("needId").ShouldBe(lapsed);
        (await clock.FlagsAsync(ViolationKind.NeedLapsed, open, cancelled)).ShouldBeEmpty();
        (await clock.DetectAsync(ViolationKind.SupportNotCompleted, Now.AddSeconds(5), lapsed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_need_that_lapsed_in_support_is_flagged_with_the_beginning_of_support()
    {
        var lapsed = await clock.LapsedNeedAsync("viettel-ca", dueAt: Now, closedAt: Now, from: "IN_SUPPORT");
        await clock.Database.ExecuteAsync("""
            insert into registry.need_supports (person_id, need_id, started_at, staff_id, called_at)
            select n.person_id, n.id, $2, s.id, $2 from registry.needs n join registry.staff s on s.provider_id = n.provider_id and s.reference = 'viettel-ca-staff-1'
            where n.id = $1
            """, Guid.Parse(lapsed), Now.AddHours(-24));

        var flag = (await clock.DetectAsync(ViolationKind.SupportNotCompleted, Now, lapsed)).ShouldBeOne("viettel-ca", "HUE-4.5", 3);

        flag.At("evidence")[1].Text("summary").ShouldContain("(staff viettel-ca-staff-1) said at 09:00:00 on");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Now, lapsed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_need_that_fell_due_after_the_campaign_had_closed_is_nobodys_fault()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('closing') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '9 days', 'Closing', $1::timestamptz - interval '9 days', $1, '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '9 days'
            from c, registry.providers p where p.code = 'ca2'
            """, Now);
        var atTheClose = await clock.LapsedNeedAsync("ca2", dueAt: Now, closedAt: Now.AddMinutes(1), campaign: "closing");
        var after = await clock.LapsedNeedAsync("ca2", dueAt: Now + Tick, closedAt: Now.AddMinutes(1), campaign: "closing");

        await clock.AtAsync(Now.AddMinutes(1));
        await clock.RunAsync(ViolationKind.NeedLapsed);

        var page = await clock.Registry.AskAsync("department", "violations", Detection.Query, new { campaign = "closing" });
        page.At("totalCount").GetInt32().ShouldBe(1);
        page.At("edges")[0].At("node", "evidence").ToString().ShouldContain(atTheClose);
        page.ToString().ShouldNotContain(after);
    }

    [Fact]
    public async Task Ten_persons_with_one_telephone_number_within_30_days_are_flagged()
    {
        var phone = Make.Id();
        var ids = new List<string>();
        for (var day = -8; day <= 0; day++)
        {
            ids.Add(await clock.NeedAsync("misa-ca", Now.AddDays(day), Guid.NewGuid(), phone));
        }

        var person = Guid.NewGuid();
        ids.Add(await clock.NeedAsync("misa-ca", Now.AddDays(-2), person, Make.Id(), ended: true));
        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now, [.. ids])).ShouldBeEmpty("nine persons: two households, or a village helper");

        ids.Add(await clock.NeedAsync("misa-ca", Now, person, phone));
        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now, [.. ids])).ShouldBeOne("misa-ca", "HUE-1.6", 10);
        ids.Add(await clock.NeedAsync("ca2", Now.AddHours(1), Guid.NewGuid(), phone));
        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now.AddHours(1), [.. ids])).ShouldBeOne("misa-ca", "HUE-1.6", 11);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_need_30_days_older_no_longer_counts_and_several_providers_are_none(long microseconds, bool flagged)
    {
        var phone = Make.Id();
        var ids = new List<string> { await clock.NeedAsync("fpt-ca", Now.AddDays(1).AddDays(-30).AddMicroseconds(microseconds), Guid.NewGuid(), phone) };
        for (var n = 0; n < 9; n++)
        {
            ids.Add(await clock.NeedAsync(n == 0 ? "ca2" : "fpt-ca", Now.AddDays(1), Guid.NewGuid(), phone));
        }

        var found = await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now.AddDays(1), [.. ids]);

        found.Count.ShouldBe(flagged ? 1 : 0);
        if (flagged)
        {
            found.ShouldBeOne(null, "HUE-1.6", 10);
        }
    }

    [Fact]
    public async Task Many_needs_of_one_person_are_not_flagged()
    {
        var (person, phone) = (Guid.NewGuid(), Make.Id());
        var ids = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            ids.Add(await clock.NeedAsync("bkav-ca", Now.AddMinutes(-n), person, phone, ended: true));
        }

        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now, [.. ids])).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_department_typed_for_many_citizens_with_one_phone_is_not_flagged()
    {
        await clock.AtAsync(Now);
        var phone = "0905" + Random.Shared.Next(1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
        var ids = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            ids.Add((await clock.Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "viettel-ca", Phone = phone })).Text("need", "id"));
        }

        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now, [.. ids])).ShouldBeEmpty();
        await clock.Database.ExecuteAsync("update registry.needs set registered_by = 'CITIZEN' where id = any($1)", ids.Select(Guid.Parse).ToArray());
        await clock.Database.ExecuteAsync("delete from registry.detector_progress where detector = 'MANY_NEEDS_ONE_PHONE'");
        (await clock.DetectAsync(ViolationKind.ManyNeedsOnePhone, Now.AddMinutes(1), [.. ids])).ShouldBeOne("viettel-ca", "HUE-1.6", 12);
    }

    [Fact]
    public async Task A_need_that_nobody_could_serve_because_a_file_gave_the_citizen_a_certificate_is_nobodys_fault_and_the_citizen_is_told()
    {
        await clock.AtAsync(Now);
        var citizen = Make.Citizen();
        var need = (await clock.Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "misa-ca" })).Text("need", "id");
        await clock.AtAsync(Now.AddHours(1));
        await clock.Registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(citizen), Importing.Row(Make.Citizen())));

        (await clock.Registry.NeedAsync("misa-ca", need)).Text("state").ShouldBe("WAITING", "a file ends nobody's need");
        (await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_IMPORTED' and person_id = (select person_id from registry.needs where id = $1)", Guid.Parse(need))).ShouldBe(1);
        await clock.AtAsync(Now.AddHours(49));
        await clock.Registry.RunJobAsync("lapse-needs");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Now.AddHours(49), need)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_escapes_no_lapse_by_a_file_of_its_own()
    {
        await clock.AtAsync(Now);
        var citizen = Make.Citizen();
        var need = (await clock.Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "fpt-ca" })).Text("need", "id");
        await clock.AtAsync(Now.AddHours(1));
        await clock.Registry.ImportAsync("fpt-ca", Importing.File(Importing.Row(citizen), Importing.Row(Make.Citizen())));

        await clock.AtAsync(Now.AddHours(49));
        await clock.Registry.RunJobAsync("lapse-needs");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Now.AddHours(49), need)).ShouldBeOne("fpt-ca", "HUE-4.4", 2);
    }

    [Fact]
    public async Task Whoever_had_a_phone_bound_at_the_counter_is_told_of_a_files_certificate_and_whoever_had_none_is_not()
    {
        await clock.AtAsync(Now);
        var (bound, unknown) = (Make.Citizen(), Make.Citizen());
        (await clock.Registry.BindPhoneAsync(Callers.Client("department", Scopes.Department), bound, "0905123987")).TypeName().ShouldBe("CitizenPhoneBound");
        var before = await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_IMPORTED'");

        await clock.Registry.ImportAsync("vnpt-ca", Importing.File(Importing.Row(bound), Importing.Row(unknown)));

        (await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_IMPORTED'")).ShouldBe(before + 1);
    }
}
