using System.Text.Json;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Calls that reached nobody: which count, what three of them do to a lapse, and what the citizen may say of them.</summary>
public sealed class NeedCallTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    // 09:00 in Vietnam, when each need is registered; it is due at 09:00 two days later.
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;
    private static readonly DateTimeOffset Due = Now.AddHours(48);

    private readonly TestRegistry registry = clock.Registry;

    [Theory]
    [InlineData(-1, "BEFORE_THE_NEED")]
    [InlineData(0, null)]
    public async Task A_call_follows_the_registration_of_its_need(long microseconds, string? reason)
    {
        var id = await RegisterAsync();
        await clock.AtAsync(Now.AddMinutes(30));

        await JudgedAsync(id, Now.AddMicroseconds(microseconds), reason);
    }

    // At 14:00 in Vietnam: up to five minutes ahead, inclusive.
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "IN_THE_FUTURE")]
    public async Task A_call_is_at_most_five_minutes_ahead_of_the_registrys_clock(long microseconds, string? reason)
    {
        var id = await RegisterAsync();
        await clock.AtAsync(Now.AddHours(5));

        await JudgedAsync(id, Now.AddHours(5).AddMinutes(5).AddMicroseconds(microseconds), reason);
    }

    [Theory]
    [InlineData(-1, "TOO_LONG_AGO")]
    [InlineData(0, null)]
    public async Task A_call_is_noted_within_an_hour(long microseconds, string? reason)
    {
        var id = await RegisterAsync();
        await clock.AtAsync(Now.AddHours(3));

        await JudgedAsync(id, Now.AddHours(2).AddMicroseconds(microseconds), reason);
    }

    // Of the second day: 08:00 is 23 hours after the registration, 20:00 is 11 hours after it.
    [Theory]
    [InlineData(23, -1, "OUTSIDE_THE_HOURS")]
    [InlineData(23, 0, null)]
    [InlineData(11, -1, null)]
    [InlineData(11, 0, "OUTSIDE_THE_HOURS")]
    public async Task A_call_is_made_from_8_until_before_20_in_Vietnam(int hours, long microseconds, string? reason)
    {
        var id = await RegisterAsync();
        await clock.AtAsync(Now.AddHours(hours).AddMinutes(1));

        await JudgedAsync(id, Now.AddHours(hours).AddMicroseconds(microseconds), reason);
    }

    [Theory]
    [InlineData(-1, "TOO_SOON")]
    [InlineData(0, null)]
    public async Task A_call_is_four_hours_after_the_last_one_that_counts(long microseconds, string? reason)
    {
        var id = await RegisterAsync();
        (await registry.NeedAsync("vnpt-ca", id)).Time("nextCallFrom").ShouldBe(Now);
        await NoteAsync(id, Now.AddHours(1));
        await clock.AtAsync(Now.AddHours(5));

        (await registry.NeedAsync("vnpt-ca", id)).Time("nextCallFrom").ShouldBe(Now.AddHours(5));
        await JudgedAsync(id, Now.AddHours(5).AddMicroseconds(microseconds), reason);
    }

    [Fact]
    public async Task At_most_three_count_and_a_denied_one_makes_room_for_another()
    {
        var id = await RegisterAsync();
        var calls = await ThreeAsync(id);
        var need = await registry.NeedAsync("vnpt-ca", id);
        need.At("calls").EnumerateArray().Select(c => c.Time("calledAt")).ShouldBe([Now, Now.AddHours(4), Now.AddHours(8)]);
        need.At("nextCallFrom").ValueKind.ShouldBe(JsonValueKind.Null);
        (need.Text("state"), need.At("lapseReason").ValueKind).ShouldBe(("WAITING", JsonValueKind.Null), "it stays open");

        await clock.AtAsync(Now.AddHours(24));
        await JudgedAsync(id, Now.AddHours(24), "THREE_STAND");
        (await registry.DenyCallAsync(calls[0])).TypeName().ShouldBe("CallDenied");
        await JudgedAsync(id, Now.AddHours(24), null);
    }

    [Fact]
    public async Task In_the_evening_the_next_call_counts_from_8_and_after_the_last_day_none_does()
    {
        var id = await RegisterAsync();
        await NoteAsync(id, Now.AddHours(10));
        (await registry.NeedAsync("vnpt-ca", id)).Time("nextCallFrom").ShouldBe(Now.AddHours(23), "19:00 and four hours is in the night");
        await clock.AtAsync(Now.AddHours(11));
        (await registry.NoteCallAsync("vnpt-ca", id, Now.AddHours(11))).Time("from").ShouldBe(Now.AddHours(23));
        await NoteAsync(id, Now.AddHours(34));
        (await registry.NeedAsync("vnpt-ca", id)).Time("nextCallFrom").ShouldBe(Now.AddHours(47), "an hour before it is due");
        await clock.AtAsync(Due);
        (await registry.NeedAsync("vnpt-ca", id)).At("nextCallFrom").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_request_sent_again_notes_once_and_another_content_is_refused()
    {
        var id = await RegisterAsync();
        var request = Make.Id();
        var first = await registry.NoteCallAsync("vnpt-ca", id, Now, request);
        var again = await registry.NoteCallAsync("vnpt-ca", id, Now, request);

        (first.At("replayed").GetBoolean(), again.At("replayed").GetBoolean()).ShouldBe((false, true));
        again.Text("call", "id").ShouldBe(first.Text("call", "id"));
        (await registry.NoteCallAsync("vnpt-ca", id, Now.AddMinutes(1), request)).TypeName().ShouldBe("RequestIdReused");
        (await clock.Database.CountAsync("registry.need_calls where need_id = $1", Guid.Parse(id))).ShouldBe(1);
        (await clock.Database.CountAsync("registry.journal where subject_id = $1 and kind = 'NEED_CALL_NOTED'", Guid.Parse(id))).ShouldBe(1);
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'NEED_CALL_NOT_REACHED' and recipient = 'CITIZEN'", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task Another_provider_unknown_staff_and_an_ended_need_note_nothing()
    {
        var id = await RegisterAsync();
        (await registry.NoteCallAsync("ca2", id, Now)).TypeName().ShouldBe("NeedNotFound");
        (await registry.NoteCallAsync("vnpt-ca", id, Now, staff: "ca2-staff-1")).TypeName().ShouldBe("StaffNotAuthorised");
        (await registry.NoteCallAsync("vnpt-ca", "nonsense", Now)).TypeName().ShouldBe("NeedNotFound");
        await clock.AtAsync(Due);
        (await registry.NoteCallAsync("vnpt-ca", id, Due.AddMinutes(-1))).Text("state").ShouldBe("LAPSED", "at exactly dueAt");

        var cancelled = await RegisterAsync();
        await registry.CancelNeedAsync(cancelled);
        (await registry.NoteCallAsync("vnpt-ca", cancelled, Now)).Text("state").ShouldBe("CANCELLED");
        (await clock.Database.CountAsync("registry.need_calls where need_id = any($1)", (object)new[] { Guid.Parse(id), Guid.Parse(cancelled) })).ShouldBe(0);
    }

    [Fact]
    public async Task Of_an_excluded_provider_no_call_counts()
    {
        await clock.Database.ExecuteAsync("""
            with c as (insert into registry.campaigns (code) values ('calls-out') returning id),
            t as (insert into registry.campaign_terms select id, $1::timestamptz - interval '1 day', 'Out', $1, $1::timestamptz + interval '300 days', '48h', '72h', 12,
              '30 min', '15 min', '24h', '72h', 1000, 1000, 'test' from c)
            insert into registry.participations (campaign_id, provider_id, joined_at) select c.id, p.id, $1::timestamptz - interval '1 day'
            from c, registry.providers p where p.code = 'ca2'
            """, Now);
        await clock.AtAsync(Now);
        var id = (await registry.RegisterNeedAsync(new() { Campaign = "calls-out", CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");
        await clock.Database.ExecuteAsync(
            "update registry.participations p set ended_at = $1, ended_by = 'LEFT' from registry.campaigns c where c.id = p.campaign_id and c.code = 'calls-out'", Now.AddMinutes(1));
        await clock.AtAsync(Now.AddMinutes(1));

        (await registry.NoteCallAsync("ca2", id, Now)).Text("state").ShouldBe("RELEASED");
        (await ByTheDatabaseAsync(id, Now, Now.AddMinutes(1))).ShouldBe("call_is_of_an_open_need");
    }

    [Fact]
    public async Task With_three_calls_a_lapse_is_not_flagged_and_the_same_provider_may_be_chosen_again()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);
        await ThreeAsync(id);

        await clock.AtAsync(Due);
        var lapsed = await registry.NeedAsync("department", id);
        (lapsed.Text("state"), lapsed.Text("lapseReason")).ShouldBe(("LAPSED", "NOT_REACHED"), "though no job ran");
        (await registry.NeedsAsync("vnpt-ca", new { state = new[] { "LAPSED" } }, first: 100)).At("edges").EnumerateArray().Select(e => e.At("node"))
            .Single(n => n.Text("id") == id).Text("lapseReason").ShouldBe("NOT_REACHED");
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("NeedRegistered");
        await registry.RunJobAsync("lapse-needs");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Due.AddDays(1), id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task With_two_calls_a_lapse_is_flagged_with_them_and_bars_the_provider()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);
        await NoteAsync(id, Now);
        await NoteAsync(id, Now.AddHours(4));

        await clock.AtAsync(Due);
        (await registry.NeedAsync("vnpt-ca", id)).At("lapseReason").ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("ProviderLetItLapse");
        await registry.RunJobAsync("lapse-needs");
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Due.AddMinutes(1), id)).ShouldBeOne("vnpt-ca", "HUE-4.4", 4)
            .At("evidence")[2].Text("summary").ShouldContain("(staff vnpt-ca-staff-1) says that it called");
    }

    [Fact]
    public async Task A_denial_after_the_lapse_makes_it_count_again_from_then_on()
    {
        var citizen = Make.Citizen();
        var id = await RegisterAsync(citizen);
        var calls = await ThreeAsync(id);
        await clock.AtAsync(Due);
        await registry.RunJobAsync("lapse-needs");
        await clock.AtAsync(Due.AddHours(1));
        await clock.RunAsync(ViolationKind.NeedLapsed);
        (await clock.FlagsAsync(ViolationKind.NeedLapsed, id)).ShouldBeEmpty();

        var denial = Due.AddDays(3);
        await clock.AtAsync(denial);
        var denied = await registry.AskAsync(registry.Citizen(citizen), "denyCall", Operations.DenyCall, new { id = calls[1] });
        denied.Time("call", "deniedAt").ShouldBe(denial);
        (await registry.AskAsync(registry.Citizen(citizen), "denyCall", Operations.DenyCall, new { id = calls[1] })).Time("call", "deniedAt").ShouldBe(denial, "asked again");

        // From where the detector had got to, so that the denial alone brings it back.
        await clock.AtAsync(denial.AddHours(1));
        await clock.ContinueAsync(TestContext.Current.CancellationToken, ViolationKind.NeedLapsed);
        var flag = (await clock.FlagsAsync(ViolationKind.NeedLapsed, id)).ShouldBeOne("vnpt-ca", "HUE-4.4", 6);
        flag.At("evidence").EnumerateArray().Last().Text("summary").ShouldContain("The citizen said \"nobody called me\"");
        (await registry.NeedAsync("vnpt-ca", id)).At("lapseReason").ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca" })).TypeName().ShouldBe("ProviderLetItLapse");
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'NEED_CALL_DENIED' and recipient = 'PROVIDER'", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task In_support_three_calls_excuse_the_lapse_too()
    {
        var id = await RegisterAsync();
        (await registry.StartNeedSupportAsync("vnpt-ca", id, visitAt: Now.AddHours(1))).TypeName().ShouldBe("NeedSupportStarted");
        var calls = await ThreeAsync(id);
        await clock.AtAsync(Now.AddHours(72));
        await registry.RunJobAsync("lapse-needs");

        (await clock.DetectAsync(ViolationKind.SupportNotCompleted, Now.AddHours(73), id)).ShouldBeEmpty();
        await registry.DenyCallAsync(calls[2]);
        var flag = (await clock.DetectAsync(ViolationKind.SupportNotCompleted, Now.AddHours(74), id)).ShouldBeOne("vnpt-ca", "HUE-4.5", 7);
        flag.At("evidence").ToString().ShouldContain("of the department said", Case.Sensitive, "an officer's word is shown as the officer's");
    }

    [Fact]
    public async Task Calls_noted_during_a_support_that_never_began_excuse_no_lapse_that_had_come_before_them()
    {
        var id = await RegisterAsync();
        await NoteAsync(id, Now);
        await NoteAsync(id, Now.AddHours(4));
        await clock.AtAsync(Now.AddHours(8));
        (await registry.StartNeedSupportAsync("vnpt-ca", id, visitAt: Now.AddHours(60))).TypeName().ShouldBe("NeedSupportStarted");
        await NoteAsync(id, Due);

        await clock.AtAsync(Due.AddHours(1));
        (await registry.DenyNeedSupportAsync(id)).TypeName().ShouldBe("NeedCancelled");
        var lapsed = await registry.NeedAsync("vnpt-ca", id);
        (lapsed.Text("state"), lapsed.Time("dueAt"), lapsed.At("lapseReason").ValueKind).ShouldBe(("LAPSED", Due, JsonValueKind.Null));
        (await clock.DetectAsync(ViolationKind.NeedLapsed, Due.AddHours(2), id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_department_sees_how_often_each_provider_and_member_of_staff_reached_nobody()
    {
        var (excused, denied) = (await RegisterAsync(provider: "bkav-ca"), await RegisterAsync(provider: "bkav-ca"));
        string? last = null;
        foreach (var (hours, member) in new[] { (0, 1), (4, 2), (8, 1) })
        {
            await clock.AtAsync(Now.AddHours(hours));
            foreach (var need in new[] { excused, denied })
            {
                last = (await registry.NoteCallAsync("bkav-ca", need, Now.AddHours(hours), staff: $"bkav-ca-staff-{member}")).Text("call", "id");
            }
        }

        await registry.DenyCallAsync(last!);
        await clock.AtAsync(Due);
        await registry.RunJobAsync("lapse-needs");
        await registry.RunJobAsync("count-desk-figures");
        var seen = await registry.Services.GetRequiredService<CallFigures>().OfAsync(Callers.Client("department", Scopes.Department), "hue", "bkav-ca", TestContext.Current.CancellationToken);

        seen.Total.ShouldBe(new(null, 6, 1, 1));
        seen.Staff.ShouldBe([new("bkav-ca-staff-1", 4, 1, 1), new("bkav-ca-staff-2", 2, 0, 1)]);
        (seen.Lapsed, seen.NotReachedPerMille, seen.Again.Count).ShouldBe((2, 500, 0));
    }

    // Registered again once at each of two times: shown together when they are less than 14 days apart.
    [Theory]
    [InlineData("fpt-ca", -1, 2)]
    [InlineData("misa-ca", 0, 0)]
    public async Task Needs_registered_again_twice_within_14_days_with_one_provider_are_shown(string provider, long microseconds, int expected)
    {
        var citizen = Make.Citizen();
        var again = new List<string>();
        await registry.CancelNeedAsync(await RegisterAsync(Make.Citizen(), provider));
        foreach (var begin in new[] { Now, Now.AddDays(14).AddMicroseconds(microseconds) })
        {
            await clock.AtAsync(begin.AddMinutes(-1));
            await registry.CancelNeedAsync((await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = provider })).Text("need", "id"));
            await clock.AtAsync(begin);
            again.Add((await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = provider })).Text("need", "id"));
            await registry.CancelNeedAsync(again[^1]);
        }

        var seen = await registry.Services.GetRequiredService<CallFigures>().OfAsync(Callers.Client("department", Scopes.Department), "hue", provider, TestContext.Current.CancellationToken);

        seen.AllAgain.ShouldBe(expected);
        seen.Again.Select(n => n.Id.ToString()).ShouldBe(expected == 0 ? [] : [again[1], again[0]]);
        seen.Again.ShouldAllBe(n => n.ByDepartment);
    }

    [Theory]
    [InlineData(-1, "CallDenied")]
    [InlineData(0, "CallNotDeniable")]
    public async Task A_call_is_deniable_until_just_before_30_days_after_it_was_noted(long microseconds, string expected)
    {
        var id = await RegisterAsync();
        var call = await NoteAsync(id, Now);

        await clock.AtAsync(Now.AddDays(30).AddMicroseconds(microseconds));
        (await registry.DenyCallAsync(call)).TypeName().ShouldBe(expected);
    }

    [Fact]
    public async Task Another_citizen_and_a_provider_deny_nothing()
    {
        var id = await RegisterAsync();
        var call = await NoteAsync(id, Now);

        (await registry.AskAsync(registry.Citizen(Make.Citizen()), "denyCall", Operations.DenyCall, new { id = call })).TypeName().ShouldBe("CallNotFound");
        (await registry.DenyCallAsync("nonsense")).TypeName().ShouldBe("CallNotFound");
        (await registry.DenyCallAsync(Make.Id())).TypeName().ShouldBe("CallNotFound");
        var (_, body) = await registry.SendAsync("vnpt-ca", Operations.DenyCall, new { id = call });
        body.ToString().ShouldContain("FORBIDDEN");
        (await clock.Database.CountAsync("registry.need_calls where need_id = $1 and denied_at is null", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task The_database_alone_holds_hours_spacing_and_the_three()
    {
        var id = await RegisterAsync();
        (await ByTheDatabaseAsync(id, Now - Tick, Now)).ShouldBe("call_follows_its_need");
        (await ByTheDatabaseAsync(id, Now.AddHours(11), Now.AddHours(11))).ShouldBe("call_is_made_between_8_and_20");
        (await ByTheDatabaseAsync(id, Now.AddHours(23) - Tick, Now.AddHours(23))).ShouldBe("call_is_made_between_8_and_20");
        (await ByTheDatabaseAsync(id, Now.AddHours(2) - Tick, Now.AddHours(3))).ShouldBe("call_is_noted_within_an_hour");
        (await ByTheDatabaseAsync(id, Now.AddHours(1).AddMinutes(5) + Tick, Now.AddHours(1))).ShouldBe("call_is_noted_within_an_hour");
        (await ByTheDatabaseAsync(id, Due.AddMinutes(-1), Due)).ShouldBe("call_is_of_an_open_need");
        (await ByTheDatabaseAsync(id, Now, Now)).ShouldBeNull();
        (await ByTheDatabaseAsync(id, Now.AddHours(4) - Tick, Now.AddHours(4))).ShouldBe("calls_are_four_hours_apart");
        (await ByTheDatabaseAsync(id, Now.AddHours(4), Now.AddHours(4))).ShouldBeNull();
        (await ByTheDatabaseAsync(id, Now.AddHours(8), Now.AddHours(8))).ShouldBeNull();
        (await ByTheDatabaseAsync(id, Now.AddHours(24), Now.AddHours(24))).ShouldBe("three_calls_count");
        var fault = await Should.ThrowAsync<PostgresException>(clock.Database.ExecuteAsync(
            "update registry.need_calls set denied_at = noted_at + interval '30 days' where need_id = $1", Guid.Parse(id)));
        fault.ConstraintName.ShouldBe("call_is_denied_within_30_days");
        await clock.Database.ExecuteAsync("update registry.need_calls set denied_at = noted_at where need_id = $1", Guid.Parse(id));
        (await Should.ThrowAsync<PostgresException>(clock.Database.ExecuteAsync("update registry.need_calls set denied_at = null where need_id = $1", Guid.Parse(id))))
            .ConstraintName.ShouldBe("call_is_denied_once");
    }

    private async Task<string> RegisterAsync(string? citizen = null, string provider = "vnpt-ca")
    {
        await clock.AtAsync(Now);
        return (await registry.RegisterNeedAsync(new() { CitizenId = citizen ?? Make.Citizen(), ProviderCode = provider })).Text("need", "id");
    }

    private async Task<string> NoteAsync(string id, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        return (await registry.NoteCallAsync("vnpt-ca", id, at)).Text("call", "id");
    }

    private async Task<string[]> ThreeAsync(string id) => [await NoteAsync(id, Now), await NoteAsync(id, Now.AddHours(4)), await NoteAsync(id, Now.AddHours(8))];

    private async Task JudgedAsync(string id, DateTimeOffset calledAt, string? reason)
    {
        var answer = await registry.NoteCallAsync("vnpt-ca", id, calledAt);
        answer.TypeName().ShouldBe(reason is null ? "CallNoted" : "CallDoesNotCount", answer.ToString());
        if (reason is not null)
        {
            (answer.Text("reason"), answer.Text("clause")).ShouldBe((reason, "HUE-4.4"));
        }
    }

    /// <summary>The constraint that takes no such row; null where the row was taken.</summary>
    private async Task<string?> ByTheDatabaseAsync(string need, DateTimeOffset calledAt, DateTimeOffset notedAt)
    {
        try
        {
            await clock.Database.ExecuteAsync("""
                insert into registry.need_calls (id, person_id, need_id, staff_id, called_at, noted_at)
                select gen_random_uuid(), n.person_id, n.id, s.id, $2, $3 from registry.needs n join registry.staff s on s.provider_id = n.provider_id where n.id = $1 limit 1
                """, Guid.Parse(need), calledAt, notedAt);
            return null;
        }
        catch (PostgresException fault)
        {
            return fault.ConstraintName;
        }
    }
}
