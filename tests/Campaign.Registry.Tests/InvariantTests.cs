using Campaign.Registry.Oversight.Invariants;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Registry.Tests;

/// <summary>The nightly check: silent over an honest database, and an alarm for each way of breaking an invariant behind the registry's back.</summary>
public sealed class InvariantTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Night = RegistryJobs.Night;

    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Of_honest_lives_there_is_no_alarm()
    {
        await LiveHonestlyAsync();

        await CheckAsync(Night);

        (await AlarmsAsync()).ShouldBeEmpty();
        (await database.CountAsync("registry.invariant_checks where finished_at is not null and differences = 0 and persons = (select count(*) from registry.persons)"))
            .ShouldBe(1);
    }

    /// <summary>I1, I6 and I10, broken by somebody who may do everything.</summary>
    [Theory]
    [InlineData("TWO_LIVE_ISSUANCES NOT_ONCE_IN_JOURNAL", "drop index registry.one_live_issuance_per_person", Copy)]
    [InlineData("TWO_LIVE_ISSUANCES TWO_LIVE_AT_ONCE_IN_JOURNAL OWNER_DIFFERS_FROM_JOURNAL RECEIPT_DIFFERS_FROM_JOURNAL LEAF_DIFFERS_FROM_ITS_HASH",
        "drop index registry.one_live_issuance_per_person", Copy,
        "insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) select j.at, j.kind, c.id, j.actor, '{\"status\":\"ACTIVE\"}', j.salt, sha256(j.salt) "
        + "from registry.journal j, registry.issuances c where j.subject_id = $1 and c.id <> $1 and c.person_id = (select person_id from registry.issuances where id = $1)")]
    [InlineData("STATUS_DIFFERS_FROM_JOURNAL", "update registry.issuances set status = 'REVOKED', ended_at = recorded_at, end_reason = 'REVOKED' where id = $1")]
    [InlineData("NOT_ONCE_IN_JOURNAL FREE_PERIOD_DIFFERS_FROM_JOURNAL", "delete from registry.journal where subject_id = $1")]
    [InlineData("FREE_PERIOD_DIFFERS_FROM_JOURNAL", "update registry.free_periods set ends_on = ends_on + 1 where started_by = $1")]
    [InlineData("FREE_PERIOD_DIFFERS_FROM_JOURNAL", "update registry.free_periods set starts_on = starts_on + 1 where started_by = $1")]
    [InlineData("FREE_PERIOD_DIFFERS_FROM_JOURNAL ACTIVE_WITHOUT_FREE_PERIOD", "delete from registry.free_periods where started_by = $1")]
    [InlineData("FREE_PERIOD_DIFFERS_FROM_JOURNAL ACTIVE_WITHOUT_FREE_PERIOD", "update registry.free_periods set undone_at = registry.registry_now() where started_by = $1")]
    [InlineData("FREE_PERIOD_DIFFERS_FROM_JOURNAL TWO_FREE_PERIODS", "drop index registry.one_free_period_per_person",
        "insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by) select person_id, campaign_id, starts_on + 30, ends_on + 30, started_by from registry.free_periods where started_by = $1")]
    [InlineData("RECEIPT_DIFFERS_FROM_JOURNAL", "update registry.issuances set receipt_leaf_hash = sha256('other') where id = $1")]
    [InlineData("LEAF_DIFFERS_FROM_ITS_HASH", "update registry.journal set payload = replace(payload, '\"origin\":\"PROVIDER_APP\"', '\"origin\":\"NEED\"') where subject_id = $1")]
    [InlineData("LEAF_DIFFERS_FROM_ITS_HASH OWNER_DIFFERS_FROM_JOURNAL", "update registry.journal set payload = '}' || replace(payload, '\"person\":\"', '\"person\":\"0') where subject_id = $1")]
    [InlineData("LEAF_DIFFERS_FROM_ITS_HASH FREE_PERIOD_DIFFERS_FROM_JOURNAL", "update registry.journal set at = at - interval '2 days' where subject_id = $1")]
    [InlineData("ISSUANCE_OF_JOURNAL_IS_GONE FREE_PERIOD_DIFFERS_FROM_JOURNAL", "delete from registry.issuances where id = $1")]
    public async Task What_was_broken_is_raised(string alarms, params string[] breaks)
    {
        await LiveHonestlyAsync();
        var id = Guid.Parse((await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id"));
        await database.ExecuteAsync("alter table registry.issuances disable trigger all; alter table registry.serial_claims disable trigger all");
        foreach (var sql in breaks)
        {
            await (sql.Contains("$1", StringComparison.Ordinal) ? database.ExecuteAsync(sql, id) : database.ExecuteAsync(sql));
        }

        await CheckAsync(Night);

        (await AlarmsAsync()).Order().ShouldBe(alarms.Split(' ').Order());
    }

    /// <summary>I9, broken by somebody who may do everything: flags and cases stand otherwise than what happened in the cases comes to.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("FLAG_OUTSIDE_CASES_IS_JUDGED", "update registry.violations set state = 'CONFIRMED' where state = 'FLAGGED'")]
    [InlineData("FLAG_DIFFERS_FROM_ITS_CASE", "update registry.violations set state = 'DISMISSED' where state = 'PUBLISHED'")]
    [InlineData("FLAG_DIFFERS_FROM_ITS_CASE", "update registry.violations set state = 'CONFIRMED' where state = 'UNDER_REVIEW'")]
    [InlineData("FLAG_DIFFERS_FROM_ITS_CASE CASE_DIFFERS_FROM_ITS_EVENTS", "delete from registry.case_events where kind = 'PUBLISHED'")]
    [InlineData("FLAG_DIFFERS_FROM_ITS_CASE CASE_DIFFERS_FROM_ITS_EVENTS DECISION_NOT_ONCE_IN_JOURNAL",
        "update registry.case_events set kind = 'DECIDED', decision = 'DISMISSED', text = 'made up', about = (select id from registry.case_events where kind = 'DECIDED') where kind = 'PUBLISHED'")]
    [InlineData("CASE_DIFFERS_FROM_ITS_EVENTS", "update registry.cases set question_id = null, answer_due_at = null, state = 'OPEN' where state = 'AWAITING_PROVIDER'")]
    [InlineData("CASE_DIFFERS_FROM_ITS_EVENTS", "update registry.cases set assigned_to = 'officer:other'  where state = 'DECIDED'")]
    [InlineData("FLAGS_OF_CASE_ARE_GONE FLAG_OUTSIDE_CASES_IS_JUDGED", "delete from registry.case_violations where case_id = (select id from registry.cases where state = 'DECIDED')")]
    [InlineData("CASE_NUMBER_IS_MISSING", "update registry.cases set number = 9 where number = 2")]
    [InlineData("DECISION_NOT_ONCE_IN_JOURNAL", "delete from registry.journal where kind = 'CASE_DECIDED'")]
    [InlineData("MINUTES_NUMBER_IS_MISSING", "update registry.case_minutes set number = 2")]
    [InlineData("MINUTES_DIFFER_FROM_JOURNAL", "update registry.case_minutes set content = '{}', content_hash = sha256('{}')")]
    public async Task What_was_broken_of_a_case_is_raised(string alarms, params string[] breaks)
    {
        // Three flags: one published, one that waits for an answer, one that nobody has taken up.
        var officer = Callers.Officer("reviewer", Callers.Reviewing);
        await database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select gen_random_uuid(), 'LATE_RECORD', 'HUE-1.4', c.id, p.id, 'made up ' || n, registry.registry_now(), '{}'
            from registry.campaigns c cross join registry.providers p cross join generate_series(1, 3) n where c.code = 'hue' and p.code = 'ca2'
            """);
        var flags = await database.ScalarAsync<Guid[]>("select array_agg(id) from registry.violations");
        var published = (await registry.OpenCaseAsync(officer, [flags[0].ToString()])).Text("case", "id");
        await registry.AssignCaseAsync(officer, published);
        await registry.DecideCaseAsync(officer, published, "CONFIRMED");
        await registry.PublishCaseByTwoAsync(officer, Callers.Officer("second", Callers.Administering), published);
        (await registry.DrawUpMinutesAsync(officer, published)).TypeName().ShouldBe("MinutesDrawnUp");
        (await registry.AskProviderAsync(officer, (await registry.OpenCaseAsync(officer, [flags[1].ToString()])).Text("case", "id"))).TypeName().ShouldBe("ProviderAsked");
        foreach (var sql in breaks)
        {
            await database.ExecuteAsync(sql);
        }

        await CheckAsync(Night);

        (await AlarmsAsync()).Order().ShouldBe(alarms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task A_difference_is_raised_once_and_told_to_the_department()
    {
        await BreakAsync();
        await CheckAsync(Night);
        await CheckAsync(Night.AddMinutes(1));
        await CheckAsync(Night.AddDays(1));

        (await AlarmsAsync()).ShouldBe(["FREE_PERIOD_DIFFERS_FROM_JOURNAL"]);
        (await database.CountAsync("registry.messages where kind = 'INVARIANT_BROKEN' and recipient = 'DEPARTMENT'")).ShouldBe(1);
        (await database.CountAsync("registry.invariant_checks where differences = 1 and finished_at is not null")).ShouldBe(2);
        await BreakAsync();
        await CheckAsync(Night.AddDays(2));
        (await AlarmsAsync()).Count.ShouldBe(2);
        (await database.CountAsync("registry.messages where kind = 'INVARIANT_BROKEN'")).ShouldBe(2);
    }

    [Fact]
    public async Task It_begins_at_two_in_the_morning_in_Vietnam_and_is_done_once_a_day()
    {
        await CheckAsync(Night.AddMicroseconds(-1));
        (await database.CountAsync("registry.invariant_checks")).ShouldBe(0);

        await CheckAsync(Night);
        await BreakAsync();
        await CheckAsync(Night.AddHours(21).AddMinutes(59));

        (await database.CountAsync("registry.invariant_checks where finished_at is not null")).ShouldBe(1);
        (await AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_check_that_is_cut_short_goes_on_where_it_was()
    {
        for (var i = 0; i < 7; i++)
        {
            await registry.RecordAsync("vnpt-ca", Make.Record());
        }

        await BreakAsync();
        await database.FreezeAsync(Night);
        // One page at a time, each by a job that then dies: persons first (8 in pages of 3), then the journal (8 leaves).
        var pages = new List<(long Persons, long Journal, bool Finished)>();
        while (pages.Count == 0 || !pages[^1].Finished)
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var job = new CheckInvariants(registry.Services.GetRequiredService<JobWork>(), NullLogger<CheckInvariants>.Instance) { PageSize = 3, AfterPage = killed.Cancel };
            await Should.ThrowAsync<OperationCanceledException>(() => job.RunAsync(killed.Token));
            pages.Add((
                await database.ScalarAsync<long>("select persons from registry.invariant_checks"), await database.ScalarAsync<long>("select journal_to from registry.invariant_checks"),
                await database.ScalarAsync<bool>("select finished_at is not null from registry.invariant_checks")));
        }

        pages.Select(p => p.Persons).Take(3).ShouldBe([3, 6, 8]);
        pages[3].Journal.ShouldBeGreaterThan(0);
        pages.Count.ShouldBe(6);
        (await AlarmsAsync()).ShouldBe(["FREE_PERIOD_DIFFERS_FROM_JOURNAL"]);
    }

    [Fact]
    public async Task A_check_beside_records_raises_nothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var recording = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                var citizen = Make.Citizen();
                var id = (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");
                await registry.EndAsync("vnpt-ca", id, "WRONG_CITIZEN", DateTimeOffset.UtcNow);
                await registry.RecordAsync("ca2", Make.Record(citizen));
            }
        }));
        await database.ShiftAsync(TimeSpan.Zero);
        var work = registry.Services.GetRequiredService<JobWork>();
        for (var i = 0; i < 30; i++)
        {
            var differences = await work.RunAsync(
                async w => Decision.Discard(await PersonPage.DifferencesAsync(w, Guid.Empty, Guid.AllBitsSet)), TestContext.Current.CancellationToken);
            differences.ShouldBeEmpty();
        }

        await stop.CancelAsync();
        await recording;
    }

    private const string Copy = """
        insert into registry.issuances (id, person_id, campaign_id, programme_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at,
          recorded_pending, activated_at, root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature)
        select gen_random_uuid(), person_id, campaign_id, programme_id, provider_id, origin, 'ACTIVE', serial_number, serial_as_written, issued_at, key_storage, recorded_at,
          false, activated_at, root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature from registry.issuances where id = $1
        """;

    private Task CheckAsync(DateTimeOffset at) => registry.CheckInvariantsAtNightAsync(at, TestContext.Current.CancellationToken);

    /// <summary>A free period that somebody made longer.</summary>
    private async Task BreakAsync()
    {
        var id = Guid.Parse((await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id"));
        await database.ExecuteAsync("update registry.free_periods set ends_on = ends_on + 1 where started_by = $1", id);
    }

    private async Task<List<string>> AlarmsAsync() =>
        [.. await database.ScalarAsync<string[]>("select coalesce(array_agg(what order by raised_at, what), '{}') from registry.alarms")];

    /// <summary>Every kind of life that there is: ended, recorded again, activated, replaced, run out, of the wrong citizen and of the right one.</summary>
    private async Task LiveHonestlyAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await RecordAsync(Make.Citizen());

        var ended = Make.Citizen();
        await EndAsync(await RecordAsync(ended), "REVOKED");
        await RecordAsync(ended, "ca2");

        var activated = Make.Citizen();
        await registry.ActivateAsync("vnpt-ca", await PendingAsync(activated), now);
        await PendingAsync(Make.Citizen());

        var unresolved = Make.Citizen();
        await EndAsync(await PendingAsync(unresolved), "FAULT_NOT_RESOLVED");

        // The free period of one chain, undone, and begun anew by another.
        var wrong = Make.Citizen();
        var first = await RecordAsync(wrong);
        var replaced = (await registry.ReplaceAsync("vnpt-ca", first, Make.Certificate())).Text("issuance", "id");
        await EndAsync(replaced, "WRONG_CITIZEN");
        await RecordAsync(wrong, "ca2");

        // One that began nothing undoes nothing.
        var second = Make.Citizen();
        await EndAsync(await RecordAsync(second), "CITIZEN_ASKED");
        await EndAsync(await RecordAsync(second, "ca2"), "WRONG_CITIZEN", "ca2");
        await RecordAsync(second);

        // Run out, and recorded again, and replaced by reason of it; then the chain that began the free period turns out to have been the wrong citizen's.
        var expired = Make.Citizen();
        await database.ShiftAsync(TimeSpan.FromDays(-3));
        var brief = await registry.RecordAsync("vnpt-ca", Make.Record(expired) with { Certificate = new(Make.Serial(), now.AddDays(-3), now.AddDays(-2)) });
        await database.ShiftAsync(TimeSpan.FromDays(-2) + TimeSpan.FromMinutes(5));
        await EndAsync(await RecordAsync(expired, "ca2", now.AddDays(-2)), "REVOKED", "ca2", now.AddDays(-2).AddMinutes(1));
        await database.ShiftAsync(TimeSpan.FromDays(-1));
        var after = await registry.ReplaceAsync("vnpt-ca", brief.Text("issuance", "id"), Make.Certificate(now.AddDays(-1)), "CERTIFICATE_EXPIRED");
        await EndAsync(after.Text("issuance", "id"), "WRONG_CITIZEN", at: now.AddDays(-1));
        await database.ShiftAsync(TimeSpan.Zero);
        await RecordAsync(expired, "ca2");
    }

    private async Task<string> RecordAsync(string citizen, string provider = "vnpt-ca", DateTimeOffset? issuedAt = null)
    {
        var recorded = await registry.RecordAsync(provider, Make.Record(citizen) with { Certificate = Make.Certificate(issuedAt) });
        recorded.TypeName().ShouldBe("IssuanceRecorded", recorded.ToString());
        return recorded.Text("issuance", "id");
    }

    private async Task EndAsync(string id, string reason, string provider = "vnpt-ca", DateTimeOffset? at = null)
    {
        var ended = await registry.EndAsync(provider, id, reason, at ?? TimeProvider.System.GetUtcNow());
        ended.TypeName().ShouldBe("IssuanceEnded", ended.ToString());
    }

    private async Task<string> PendingAsync(string citizen)
    {
        var check = await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        var pending = await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with
        {
            Channel = "DOOR_TO_DOOR",
            Staff = "vnpt-ca-staff-1",
            Ticket = check.Text("ticket"),
            Activated = false,
        });
        return pending.Text("issuance", "id");
    }
}
