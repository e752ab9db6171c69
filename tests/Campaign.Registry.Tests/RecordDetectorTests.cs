using Campaign.Registry.Oversight.Violations;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Detectors that look at records, their races and their ends: who is flagged, and the neighbour on the other side of each bound who is not.</summary>
public sealed class RecordDetectorTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly TimeSpan Tick = ClockFixture.Microsecond;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_record_is_late_from_just_after_the_grace()
    {
        var late = (await clock.RecordInAppAsync("vnpt-ca", Now, issuedAt: Now.AddMinutes(-15) - Tick)).Id();
        var atTheGrace = (await clock.RecordInAppAsync("vnpt-ca", Now, issuedAt: Now.AddMinutes(-15))).Id();
        var imported = (await clock.RecordInAppAsync("vnpt-ca", Now, issuedAt: Now.AddDays(-100))).Id();
        await clock.Database.ExecuteAsync("update registry.issuances set origin = 'IMPORT' where id = $1", Guid.Parse(imported));

        var flag = (await clock.DetectAsync(ViolationKind.LateRecord, Now, late)).ShouldBeOne("vnpt-ca", "HUE-1.4", 1);

        flag.At("evidence")[0].Text("issuanceId").ShouldBe(late);
        flag.At("evidence")[0].Text("summary").ShouldContain("recorded it at 09:00:00 on");
        (await clock.FlagsAsync(ViolationKind.LateRecord, atTheGrace, imported)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_in_the_app_without_a_check_is_flagged_and_a_replacement_or_a_switch_is_not()
    {
        var without = (await clock.RecordInAppAsync("viettel-ca", Now)).Id();
        var citizen = Make.Citizen();
        var check = await clock.Registry.CheckAsync("viettel-ca", citizen);
        var with = (await clock.Registry.RecordAsync(
            "viettel-ca", Make.Record(citizen) with { Ticket = check.Text("ticket"), Certificate = Make.Certificate(Now) })).Id();
        var replacement = (await clock.Registry.ReplaceAsync("viettel-ca", with, Make.Certificate(Now))).Id();
        var switched = (await clock.RecordInAppAsync("viettel-ca", Now)).Id();
        await clock.Database.ExecuteAsync("update registry.issuances set previous_id = gen_random_uuid() where id = $1", Guid.Parse(switched));

        (await clock.DetectAsync(ViolationKind.RecordWithoutCheck, Now, without)).ShouldBeOne("viettel-ca", "HUE-1.3", 1);
        (await clock.FlagsAsync(ViolationKind.RecordWithoutCheck, with, replacement, switched)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_was_told_of_the_holder_and_issues_all_the_same_is_flagged()
    {
        var citizen = Make.Citizen();
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        await clock.AtAsync(Now.AddMinutes(1));
        (await clock.Registry.CheckAsync("ca2", citizen)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await clock.RecordInAppAsync("ca2", Now.AddMinutes(3), citizen, issuedAt: Now.AddMinutes(2))).TypeName().ShouldBe("AlreadyIssued");

        var flag = (await clock.DetectAsync(ViolationKind.DuplicateAttempt, Now.AddMinutes(3), holder)).ShouldBeOne("ca2", "HUE-1.3", 3);

        flag.At("evidence").ToString().ShouldNotContain(citizen);
        flag.At("evidence")[1].Text("summary").ShouldContain("was told that the citizen has a certificate");
    }

    [Theory]
    [InlineData(30 * 60_000_000L, 0)]
    [InlineData((30 * 60_000_000L) + 1, 1)]
    public async Task The_loser_of_a_race_who_had_checked_is_honest_until_its_check_is_stale(long madeAfterTheCheck, int flags)
    {
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        (await clock.Registry.CheckAsync("ca2", citizen)).Text("standing").ShouldBe("FREE");
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now.AddMinutes(1), citizen)).Id();
        await clock.RecordInAppAsync("ca2", Now.AddMinutes(31), citizen, issuedAt: Now.AddMicroseconds(madeAfterTheCheck));

        (await clock.DetectAsync(ViolationKind.DuplicateAttempt, Now.AddMinutes(31), holder)).Count.ShouldBe(flags);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task Who_had_not_checked_is_flagged_when_a_check_would_have_told_it(long microsecondsAfterTheHolder, int flags)
    {
        var citizen = Make.Citizen();
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        await clock.RecordInAppAsync("ca2", Now.AddMinutes(1), citizen, issuedAt: Now.AddMicroseconds(microsecondsAfterTheHolder));

        (await clock.DetectAsync(ViolationKind.DuplicateAttempt, Now.AddMinutes(1), holder)).Count.ShouldBe(flags);
    }

    [Fact]
    public async Task The_answer_to_the_refused_record_is_not_being_told_however_far_a_clock_is_ahead()
    {
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        await clock.Registry.CheckAsync("ca2", citizen);
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now.AddMinutes(1), citizen)).Id();
        await clock.RecordInAppAsync("ca2", Now.AddMinutes(2), citizen, issuedAt: Now.AddMinutes(6));

        (await clock.DetectAsync(ViolationKind.DuplicateAttempt, Now.AddMinutes(2), holder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_pending_is_flagged_when_its_window_is_over()
    {
        var due = Now.AddHours(72);
        var (never, inTime, late, ended) = (await PendingAsync(), await PendingAsync(), await PendingAsync(), await PendingAsync());
        await clock.AtAsync(Now.AddHours(71));
        await clock.Registry.EndAsync("bkav-ca", ended, "FAULT_NOT_RESOLVED", Now.AddHours(71));
        await clock.AtAsync(due);
        await clock.Registry.ActivateAsync("bkav-ca", inTime, due);
        await clock.AtAsync(due + Tick);
        await clock.Registry.ActivateAsync("bkav-ca", late, due + Tick);

        (await clock.DetectAsync(ViolationKind.NeverActivated, due + Settling - Tick, never)).ShouldBeEmpty();
        (await clock.DetectAsync(ViolationKind.NeverActivated, due + Settling, never)).ShouldBeOne("bkav-ca", "HUE-3.3", 2);
        (await clock.FlagsAsync(ViolationKind.NeverActivated, late)).Count.ShouldBe(1);
        (await clock.FlagsAsync(ViolationKind.NeverActivated, inTime, ended)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Withdrawing_a_fault_and_recording_it_anew_gives_no_second_window()
    {
        var citizen = Make.Citizen();
        var first = await PendingAsync(citizen, Now);
        await WithdrawAsync(first, Now.AddHours(70));
        var second = await PendingAsync(citizen, Now.AddHours(70));
        await WithdrawAsync(second, Now.AddHours(90));
        var third = await PendingAsync(citizen, Now.AddHours(100));

        (await clock.DetectAsync(ViolationKind.NeverActivated, Now.AddHours(72) + Settling - Tick, second)).ShouldBeEmpty();
        var flag = (await clock.DetectAsync(ViolationKind.NeverActivated, Now.AddHours(100) + Settling, second)).ShouldBeOne("bkav-ca", "HUE-3.3", 4);
        (await clock.FlagsAsync(ViolationKind.NeverActivated, third)).ShouldHaveSingleItem().Text("id").ShouldBe(flag.Text("id"));
        (await clock.FlagsAsync(ViolationKind.NeverActivated, first)).ShouldBeEmpty("it had been withdrawn in time");
    }

    [Fact]
    public async Task A_new_fault_has_a_window_of_its_own_after_an_activation_or_two_weeks_later()
    {
        var (activated, later) = (Make.Citizen(), Make.Citizen());
        var first = await PendingAsync(activated, Now);
        await clock.AtAsync(Now.AddHours(1));
        await clock.Registry.ActivateAsync("bkav-ca", first, Now.AddHours(1));
        await clock.Registry.EndAsync("bkav-ca", first, "REVOKED", Now.AddHours(1));
        var again = await PendingAsync(activated, Now.AddHours(80));
        await WithdrawAsync(await PendingAsync(later, Now), Now.AddHours(2));
        var anew = await PendingAsync(later, Now.AddDays(14) + Tick);

        (await clock.DetectAsync(ViolationKind.NeverActivated, Now.AddHours(80 + 72) + Settling - Tick, again)).ShouldBeEmpty();
        (await clock.DetectAsync(ViolationKind.NeverActivated, Now.AddHours(80 + 72) + Settling, again)).Count.ShouldBe(1);
        (await clock.DetectAsync(ViolationKind.NeverActivated, Now.AddDays(14).AddHours(72) + Settling, anew)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revocation_is_missed_from_its_deadline_on()
    {
        var due = Now.AddHours(24);
        var (never, inTime, late) = (await LoseAsync("fpt-ca"), await LoseAsync("fpt-ca"), await LoseAsync("fpt-ca"));
        await clock.AtAsync(due - Tick);
        await clock.Registry.ConfirmRevocationAsync("fpt-ca", inTime.Serial, Now);
        await clock.AtAsync(due);
        await clock.Registry.ConfirmRevocationAsync("fpt-ca", late.Serial, Now);

        (await clock.DetectAsync(ViolationKind.NotRevokedInTime, due + Settling - Tick, never.Holder)).ShouldBeEmpty();
        (await clock.DetectAsync(ViolationKind.NotRevokedInTime, due + Settling, never.Holder)).ShouldBeOne("fpt-ca", "HUE-1.4", 2);
        (await clock.FlagsAsync(ViolationKind.NotRevokedInTime, late.Holder)).Count.ShouldBe(1);
        (await clock.FlagsAsync(ViolationKind.NotRevokedInTime, inTime.Holder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_recorded_after_all_owes_no_revocation()
    {
        var citizen = Make.Citizen();
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        var input = Make.Record(citizen) with { Certificate = Make.Certificate(Now) };
        (await clock.Registry.RecordAsync("misa-ca", input)).TypeName().ShouldBe("AlreadyIssued");
        await clock.Registry.EndAsync("vnpt-ca", holder, "CITIZEN_ASKED", Now);
        (await clock.Registry.RecordAsync("misa-ca", input)).TypeName().ShouldBe("IssuanceRecorded");

        (await clock.DetectAsync(ViolationKind.NotRevokedInTime, Now.AddHours(25), holder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_key_under_two_persons_is_flagged_at_the_later_and_a_third_is_added()
    {
        var first = await WithKeyAsync("vnpt-ca", Now, "shared");
        var second = await WithKeyAsync("ca2", Now.AddMinutes(1), "shared");
        (await clock.DetectAsync(ViolationKind.KeyReused, Now.AddMinutes(1), first)).ShouldBeOne(null, "HUE-5.1", 2);
        var third = await WithKeyAsync("misa-ca", Now.AddMinutes(2), "shared");

        (await clock.DetectAsync(ViolationKind.KeyReused, Now.AddMinutes(2), first, second, third)).ShouldBeOne(null, "HUE-5.1", 3);
    }

    [Fact]
    public async Task A_key_that_one_provider_used_for_two_citizens_is_that_providers()
    {
        var first = await WithKeyAsync("vnpt-ca", Now, "its own");
        var second = await WithKeyAsync("vnpt-ca", Now.AddMinutes(1), "its own");

        (await clock.DetectAsync(ViolationKind.KeyReused, Now.AddMinutes(1), first, second)).ShouldBeOne("vnpt-ca", "HUE-5.1", 2);
    }

    [Theory]
    [InlineData(2, "ca2", 1)]
    [InlineData(2, "vnpt-ca", 0)]
    [InlineData(330, "ca2", 1)]
    public async Task A_certificate_that_is_let_run_out_early_is_told_and_whoever_let_it_answers(int days, string recordedBy, int flags)
    {
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        var first = (await clock.Registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now) with { ValidUntil = Now.AddDays(days) } })).Id();
        (await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_ENDS_EARLY' and subject_id = $1", Guid.Parse(first))).ShouldBe(1);
        var at = Now.AddDays(days).AddHours(1);
        var second = (await clock.RecordInAppAsync(recordedBy, at, citizen)).Id();

        var found = await clock.DetectAsync(ViolationKind.FreePeriodBreach, at, second);

        found.Count.ShouldBe(flags);
        if (flags == 1)
        {
            found.ShouldBeOne("vnpt-ca", "HUE-1.5", 2);
        }
    }

    [Fact]
    public async Task What_is_activated_after_a_fault_and_ends_early_is_told_then()
    {
        var citizen = Make.Citizen();
        await clock.AtAsync(Now);
        var ticket = await clock.TicketAsync(citizen, Now, "bkav-ca");
        var pending = (await clock.Registry.RecordAsync("bkav-ca", new RecordInput
        {
            CitizenId = citizen,
            Channel = "DOOR_TO_DOOR",
            Staff = "bkav-ca-staff-1",
            Ticket = ticket,
            Certificate = Make.Certificate(Now) with { ValidUntil = Now.AddDays(60) },
            Activated = false,
        })).Id();
        const string Told = "registry.messages where kind = 'CERTIFICATE_ENDS_EARLY' and subject_id = $1";
        (await clock.Database.CountAsync(Told, Guid.Parse(pending))).ShouldBe(0, "no free year runs yet");

        await clock.Registry.ActivateAsync("bkav-ca", pending, Now);

        (await clock.Database.CountAsync(Told, Guid.Parse(pending))).ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_lasts_until_the_free_years_last_30_days_is_nobodys_concern()
    {
        await clock.AtAsync(Now);
        foreach (var until in new DateTimeOffset?[] { Now.AddDays(336), Now.AddYears(1), Now.AddYears(3), null })
        {
            var id = (await clock.Registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = Make.Certificate(Now) with { ValidUntil = until } })).Id();
            (await clock.Database.CountAsync("registry.messages where kind = 'CERTIFICATE_ENDS_EARLY' and subject_id = $1", Guid.Parse(id))).ShouldBe(0, until.ToString());
        }
    }

    [Fact]
    public async Task A_key_that_its_person_keeps_or_that_stood_under_a_mistyped_number_is_not_flagged()
    {
        var own = await WithKeyAsync("vnpt-ca", Now, "own");
        var replacement = (await clock.Registry.ReplaceAsync("vnpt-ca", own, Make.Certificate(Now))).Id();
        await SetKeyAsync(replacement, "own");
        var mistyped = await WithKeyAsync("vnpt-ca", Now, "mistyped");
        await clock.Registry.EndAsync("vnpt-ca", mistyped, "WRONG_CITIZEN", Now);
        var right = await WithKeyAsync("vnpt-ca", Now.AddMinutes(1), "mistyped");

        (await clock.DetectAsync(ViolationKind.KeyReused, Now.AddMinutes(1), own, replacement, mistyped, right)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("REVOKED", "vnpt-ca", "ca2", 0, 0)]
    [InlineData("REVOKED", "vnpt-ca", "ca2", -1, 1)]
    [InlineData("CITIZEN_ASKED", "vnpt-ca", "ca2", -1, 0)]
    [InlineData("REVOKED", "vnpt-ca", "vnpt-ca", -1, 0)]
    [InlineData("REVOKED", "department", "ca2", -1, 0)]
    [InlineData("WRONG_CITIZEN", "vnpt-ca", "vnpt-ca", -1, 1)]
    [InlineData("WRONG_CITIZEN", "vnpt-ca", "vnpt-ca", 0, 0)]
    [InlineData("WRONG_CITIZEN", "vnpt-ca", "ca2", -1, 0)]
    public async Task A_free_year_is_breached_by_an_end_and_a_new_record_within_30_days(string reason, string endedBy, string recordedBy, long microseconds, int flags)
    {
        var citizen = Make.Citizen();
        var first = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        // The days run from when the registry was told, not from the time that the end was said to have.
        await clock.AtAsync(Now.AddHours(1));
        (await clock.Registry.EndAsync(endedBy, first, reason, Now)).TypeName().ShouldBe("IssuanceEnded");
        var at = Now.AddHours(1).AddDays(30).AddMicroseconds(microseconds);
        var second = (await clock.RecordInAppAsync(recordedBy, at, citizen)).Id();

        var found = await clock.DetectAsync(ViolationKind.FreePeriodBreach, at, second);

        found.Count.ShouldBe(flags);
        if (flags == 1)
        {
            var flag = found.ShouldBeOne(endedBy, "HUE-1.5", 2);
            flag.At("evidence")[0].Text("issuanceId").ShouldBe(first);
        }
    }

    [Fact]
    public async Task A_switch_after_a_revocation_carries_the_free_year_over()
    {
        var citizen = Make.Citizen();
        var first = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        await clock.Registry.EndAsync("vnpt-ca", first, "REVOKED", Now);
        var second = (await clock.RecordInAppAsync("ca2", Now.AddDays(1), citizen)).Id();
        await clock.Database.ExecuteAsync("update registry.issuances set previous_id = $2 where id = $1", Guid.Parse(second), Guid.Parse(first));

        (await clock.DetectAsync(ViolationKind.FreePeriodBreach, Now.AddDays(1), second)).ShouldBeEmpty();
    }

    private Task<string> PendingAsync() => PendingAsync(Make.Citizen(), Now);

    private async Task<string> PendingAsync(string citizen, DateTimeOffset at)
    {
        var ticket = await clock.TicketAsync(citizen, at, "bkav-ca");
        return (await clock.RecordAtTheDoorAsync(citizen, ticket, at, at, activated: false, "bkav-ca")).Id();
    }

    private async Task WithdrawAsync(string issuance, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        (await clock.Registry.EndAsync("bkav-ca", issuance, "FAULT_NOT_RESOLVED", at)).TypeName().ShouldBe("IssuanceEnded");
    }

    private async Task<(string Holder, string Serial)> LoseAsync(string loser)
    {
        var citizen = Make.Citizen();
        var holder = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        var lost = Make.Record(citizen) with { Certificate = Make.Certificate(Now) };
        (await clock.Registry.RecordAsync(loser, lost)).TypeName().ShouldBe("AlreadyIssued");
        return (holder, lost.Certificate.SerialNumber);
    }

    private async Task<string> WithKeyAsync(string provider, DateTimeOffset at, string key)
    {
        var id = (await clock.RecordInAppAsync(provider, at)).Id();
        await SetKeyAsync(id, key);
        return id;
    }

    private Task SetKeyAsync(string id, string key) => clock.Database.ExecuteAsync(
        "update registry.issuances set public_key_hash = sha256($2::bytea) where id = $1", Guid.Parse(id), System.Text.Encoding.UTF8.GetBytes(key));
}
