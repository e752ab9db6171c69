using System.Text.Json;
using Campaign.Registry.Oversight.Detectors;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>How detectors run, whatever they look for, and the department's list of what they flagged.</summary>
public sealed class DetectorRunTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    [Fact]
    public async Task A_run_cancelled_in_the_middle_is_completed_by_the_next_without_duplicates()
    {
        await LapseManyAsync("ca2", 2_500, Now);
        await clock.AtAsync(Now);
        // Whichever test ran before, and however late its clock stood.
        await clock.Database.ExecuteAsync("delete from registry.detector_progress");
        using var killed = new CancellationTokenSource();
        using (clock.Registry.Services.GetRequiredService<ChangeSignal>().OnRaised(killed.Cancel))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => clock.ContinueAsync(killed.Token, ViolationKind.NeedLapsed));
        }

        var before = await CountAsync("violations v where v.kind = 'NEED_LAPSED'");
        before.ShouldBeInRange(1, 2_499);
        await Task.WhenAll(
            clock.ContinueAsync(CancellationToken.None, ViolationKind.NeedLapsed), clock.ContinueAsync(CancellationToken.None, ViolationKind.NeedLapsed));

        (await CountAsync("violations v where v.kind = 'NEED_LAPSED'")).ShouldBe(2_500);
        (await CountAsync("violation_evidence e join registry.violations v on v.id = e.violation_id where v.kind = 'NEED_LAPSED'")).ShouldBe(5_000);
        (await CountAsync("journal j join registry.violations v on v.id = j.subject_id where j.kind = 'VIOLATION_FLAGGED' and v.kind = 'NEED_LAPSED'")).ShouldBe(2_500);
        (await CountAsync("journal j where j.kind = 'VIOLATION_FLAGGED' and (j.actor <> 'registry' or j.payload !~ '\"kind\"')")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_committed_late_is_found_by_the_next_run()
    {
        await clock.AtAsync(Now.AddHours(1));
        await clock.RunAsync(ViolationKind.LateRecord);
        // Bears an instant before the last run's, and was not there when it looked.
        var late = (await clock.RecordInAppAsync("fpt-ca", Now.AddHours(1).AddSeconds(-10), issuedAt: Now)).Id();
        await clock.AtAsync(Now.AddHours(1).AddSeconds(5));

        await clock.ContinueAsync(CancellationToken.None, ViolationKind.LateRecord);

        (await clock.FlagsAsync(ViolationKind.LateRecord, late)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_detector_that_fails_keeps_no_other_from_its_work()
    {
        var late = (await clock.RecordInAppAsync("bkav-ca", Now.AddHours(2), issuedAt: Now)).Id();
        await clock.Database.ExecuteAsync("delete from registry.detector_progress");
        var run = clock.Registry.Services.GetRequiredService<DetectViolations>();

        await Should.ThrowAsync<InvalidOperationException>(() => run.RunAsync([new BrokenDetector(), new LateRecordDetector()], CancellationToken.None));

        (await clock.FlagsAsync(ViolationKind.LateRecord, late)).Count.ShouldBe(1);
        (await CountAsync("detector_progress where detector = 'EXPIRED_BADGE_SHOWN'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_campaigns_own_threshold_holds_from_its_day_on_and_is_shown()
    {
        await clock.Database.ExecuteAsync("""
            insert into registry.detector_thresholds (campaign_id, effective_from, detector, name, value, decided_by)
            select id, $1, 'SHARED_RECIPIENT', 'minPersons', 2, 'test' from registry.campaigns where code = 'hue'
            """, Now.AddHours(3));
        var before = await HandedAsync("Người Trước", Now.AddHours(3) - ClockFixture.Microsecond);
        var after = await HandedAsync("Người Sau", Now.AddHours(3));

        (await clock.DetectAsync(ViolationKind.SharedRecipient, Now.AddHours(4), before)).ShouldBeEmpty();
        var flag = (await clock.FlagsAsync(ViolationKind.SharedRecipient, after)).ShouldBeOne("misa-ca", "DT-3.1", 2);

        var id = Guid.Parse(flag.Text("id"));
        (await clock.Database.ScalarAsync<string>("select thresholds::text from registry.violations where id = $1", id)).ShouldBe("""{"minPersons": 2, "withinDays": 30}""");
    }

    [Fact]
    public async Task The_job_runs_every_detector_and_each_kind_has_one_at_most()
    {
        var job = clock.Registry.Services.GetRequiredService<IEnumerable<IRegistryJob>>().Single(j => j.Name == "detect-violations");
        await clock.AtAsync(Now.AddHours(5));
        await clock.Database.ExecuteAsync("delete from registry.detector_progress");

        await job.RunAsync(CancellationToken.None);

        job.Every.ShouldBe(TimeSpan.FromSeconds(5));
        Detector.All.Select(d => d.Kind).ShouldBeUnique();
        (await CountAsync("detector_progress where scanned_to >= $1", Now.AddHours(5).AddSeconds(-10))).ShouldBe(Detector.All.Count);
    }

    [Fact]
    public async Task The_departments_list_is_paged_filtered_and_in_two_languages()
    {
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add((await clock.RecordInAppAsync("viettel-ca", Now.AddHours(6 + n), issuedAt: Now)).Id());
            await clock.RunAsync(ViolationKind.LateRecord, ViolationKind.RecordWithoutCheck);
        }

        ids.Reverse();
        var filter = new { providerCode = "viettel-ca", kind = new[] { "LATE_RECORD" }, state = new[] { "FLAGGED" } };
        var first = await ListAsync(new { campaign = "hue", filter, first = 2 });
        var rest = await ListAsync(new { campaign = "hue", filter, first = 2, after = first.Text("pageInfo", "endCursor") });
        var last = await ListAsync(new { campaign = "hue", filter, last = 1 });

        IssuancesIn(first).Concat(IssuancesIn(rest)).ShouldBe(ids);
        IssuancesIn(last).ShouldBe([ids[2]]);
        first.At("totalCount").GetInt32().ShouldBe(3);
        first.At("pageInfo", "hasNextPage").GetBoolean().ShouldBeTrue();
        rest.At("pageInfo", "hasNextPage").GetBoolean().ShouldBeFalse();
        (await ListAsync(new { campaign = "hue", filter = new { state = new[] { "CONFIRMED" } } })).At("totalCount").GetInt32().ShouldBe(0);
        (await ListAsync(new { campaign = "hue", filter = new { kind = Array.Empty<string>() } })).At("totalCount").GetInt32().ShouldBe(0);
        (await ListAsync(new { campaign = "hue", filter = new { providerCode = "nobody" } })).At("totalCount").GetInt32().ShouldBe(0);
        (await ListAsync(new { campaign = "nowhere" })).At("totalCount").GetInt32().ShouldBe(0);
        var (_, vietnamese) = await clock.Registry.SendAsync("department", Detection.Query, new { campaign = "hue", filter, first = 1 }, "vi");
        vietnamese.ToString().ShouldContain("tạo chứng thư lúc 09:00:00 ngày");
    }

    [Fact]
    public async Task A_provider_may_not_see_what_is_flagged()
    {
        var (_, refused) = await clock.Registry.SendAsync("viettel-ca", Detection.Query, new { campaign = "hue" });

        refused.ToString().ShouldContain("FORBIDDEN");
    }

    [Fact]
    public async Task A_flag_is_not_rewritten_and_its_state_alone_may_move()
    {
        await clock.RecordInAppAsync("ca2", Now.AddHours(10), issuedAt: Now);
        await clock.RunAsync(ViolationKind.LateRecord);
        await using var connection = await clock.Database.ConnectAsync(Migrations.RuntimeRole);
        foreach (var (sql, allowed) in new[]
        {
            ("update registry.violations set state = 'UNDER_REVIEW'", true), ("update registry.violations set provider_id = null", false),
            ("update registry.violation_evidence set summary_vi = ''", false), ("delete from registry.violations", false),
            ("delete from registry.violation_evidence", false), ("update registry.detector_thresholds set value = 1", false),
        })
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection);
            var refused = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync());
            (refused is null).ShouldBe(allowed, sql);
        }

        await clock.Database.ExecuteAsync("update registry.violations set state = 'FLAGGED'");
    }

    private static List<string> IssuancesIn(JsonElement page) =>
        [.. page.At("edges").EnumerateArray().Select(e => e.At("node", "evidence")[0].Text("issuanceId"))];

    private Task<JsonElement> ListAsync(object variables) => clock.Registry.AskAsync("department", "violations", Detection.Query, variables);

    private Task<long> CountAsync(string from, params object[] values) => clock.Database.CountAsync($"registry.{from}", values);

    private async Task<string> HandedAsync(string recipientName, DateTimeOffset at)
    {
        await clock.RecordInAppAsync("misa-ca", at, dossier: new { recipientName });
        return (await clock.RecordInAppAsync("misa-ca", at, dossier: new { recipientName })).Id();
    }

    private Task LapseManyAsync(string provider, int count, DateTimeOffset at) => clock.Database.ExecuteAsync("""
        with p as (insert into registry.persons (id, recorded_at) select gen_random_uuid(), $3 from generate_series(1, $2) returning id)
        insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at,
          warn_at, ended_at, closed_at, lapsed_from, contact_key_id, contact, phone_key_id, phone_hash)
        select gen_random_uuid(), p.id, j.campaign_id, j.provider_id, j.joined_at, 'AT_HOME', false, 'LAPSED', $3 - interval '48 hours', $3, $3, $3, $3, $3, 'WAITING',
          1, '', 1, sha256(p.id::text::bytea)
        from p, registry.participations j join registry.providers o on o.id = j.provider_id join registry.campaigns c on c.id = j.campaign_id
        where o.code = $1 and c.code = 'hue'
        """, provider, count, at);

    private sealed class BrokenDetector : Detector
    {
        public override ViolationKind Kind => ViolationKind.ExpiredBadgeShown;

        public override Clause Clause => Clause.StaffAtTheDoorAreKnown;

        public override string Sql => "select nothing from nowhere";

        public override Text Say(Candidate row) => new("", "");
    }
}
