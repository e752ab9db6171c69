using System.Text.Json;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Retention;
using Campaign.Registry.Platform.Time;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>What has been kept for its term goes, and nothing else; each night once, by the one role that may delete, with a report (HUE-1.7, I9).</summary>
public sealed class RetentionTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Job = "apply-retention";

    private const string Runs = "{ retentionRuns { totalCount edges { node { day startedAt finishedAt subjects { subject before oldest rows doneAt } } } } }";

    private const string MadeUpReference =
        @"upper(regexp_replace(translate(left(md5(gen_random_uuid()::text), 16), '01b', '98a'), '(....)(....)(....)(....)', 'BC-\1-\2-\3-\4'))";

    /// <summary>What each kind of row is made with: at one instant by which its age is told.</summary>
    private static readonly Dictionary<string, (string Insert, string Left)> Kinds = new()
    {
        ["READS"] = ("insert into registry.reads (id, read_at, act, reader, reader_kind) values (gen_random_uuid(), $1, 'NEEDS', 'made up', 'DEPARTMENT')", "registry.reads where reader = 'made up'"),
        ["CITIZEN_ASKS"] = (
            """
            insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, act, channel, key_id, key_hash, answer)
            select gen_random_uuid(), $1, c.id, 1, 'CHECK', 'PROVIDER_APP', 1, sha256('made up'), 'FREE' from registry.campaigns c where c.code = 'hue'
            """,
            "registry.citizen_asks where key_hash = sha256('made up')"),
        ["MESSAGES"] = (
            """
            insert into registry.messages (id, written_at, recipient, kind, subject_id, next_attempt_at, sent_at)
            values (gen_random_uuid(), '2000-01-01', 'DEPARTMENT', 'MADE_UP', gen_random_uuid(), '2000-01-01', $1)
            """,
            "registry.messages where kind = 'MADE_UP'"),
        ["SIGN_IN_CODES"] = (
            """
            insert into signin.citizen_codes (id, number_hash, phone_hash, key_id, number, made_at, expires_at)
            values (gen_random_uuid(), sha256('made up'), sha256('x'), 1, 'x', '2000-01-01', $1)
            """,
            "signin.citizen_codes where number_hash = sha256('made up')"),
        ["SIGN_IN_ATTEMPTS"] = ("insert into signin.attempts values (sha256(gen_random_uuid()::text::bytea), 77, '2000-01-01', $1)", "signin.attempts where failures = 77"),
        ["SIGN_IN_SESSIONS"] = (
            """
            insert into signin.sessions (id, account_id, secret_hash, created_at, last_seen_at, expires_at, idle, second_factor, address, label, ended_at)
            select gen_random_uuid(), a.id, sha256(gen_random_uuid()::text::bytea), '2000-01-01', '2000-01-01', '2999-01-01', '1 hour', true, 'made up', 'x', $1
            from signin.accounts a limit 1
            """,
            "signin.sessions where address = 'made up'"),
        ["SIGN_IN_TOKENS"] = ("insert into signin.tokens (id, expiration_date, subject) values (gen_random_uuid()::text, $1, 'made up')", "signin.tokens where subject = 'made up'"),
        ["SET_UP_CODES"] = (
            """
            insert into signin.setup_codes (id, account_id, code_hash, issued_by, issued_at, expires_at)
            select gen_random_uuid(), a.id, sha256(gen_random_uuid()::text::bytea), 'made up', '2000-01-01', $1 from signin.accounts a limit 1
            """,
            "signin.setup_codes where issued_by = 'made up'"),
        ["SIGN_IN_EVENTS"] = (
            "insert into signin.events (id, at, kind, network) values (gen_random_uuid(), $1, 'SETUP_CODE_FAILED', 'made up')", "signin.events where network = 'made up'"),
        ["PERSON_DETAILS"] = (
            """
            with p as (insert into registry.persons (id, recorded_at) values (gen_random_uuid(), '2000-01-01') returning id)
            insert into registry.person_details (person_id, recorded_at, source, name, name_folded) select id, $1, 'IMPORT', 'Made Up', 'made up' from p
            """,
            "registry.person_details where name = 'Made Up'"),
        ["IMPORT_PIECES"] = (
            """
            with kept as (insert into registry.import_uploads (id, provider_id, uploaded_by, uploaded_at) values (gen_random_uuid(), 1, 'made up', '2000-01-01') returning id)
            insert into registry.import_pieces (upload_id, piece, encryption_key_id, sealed, kept_at) select id, 777, 1, sha256('made up'), $1 from kept
            """,
            "registry.import_pieces where piece = 777"),
        ["BADGE_SCANS"] = (
            """
            insert into registry.badge_scans (badge_hash, staff_id, provider_id, campaign_id, valid_until, scanned_at)
            select sha256(gen_random_uuid()::text::bytea), s.id, s.provider_id, c.id, '1999-01-01', $1 from registry.staff s cross join registry.campaigns c limit 1
            """,
            "registry.badge_scans where valid_until = '1999-01-01'"),
        ["REPORT_CONTACTS"] = (
            $"""
            insert into registry.reports (id, reference, campaign_id, kind, clause, reported_at, reported_by, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed)
            select gen_random_uuid(), {MadeUpReference}, id, 'STEERING', 'HUE-1.2', $1, 'made up', 1, sha256('x'), 1, sha256('x') from registry.campaigns where code = 'hue'
            """,
            "registry.reports where reported_by = 'made up' and phone_sealed is not null"),
        ["REPORT_PHOTOS"] = (
            $"""
            with made as (
              insert into registry.reports (id, reference, campaign_id, kind, clause, reported_at, reported_by)
              select gen_random_uuid(), {MadeUpReference}, id, 'STEERING', 'HUE-1.2', '2000-01-01', 'made up' from registry.campaigns where code = 'hue' returning id)
            insert into registry.report_photos (id, report_id, place, encryption_key_id, sealed, width, height, content_hash, kept_at)
            select gen_random_uuid(), id, 1, 1, sha256('made up'), 777, 1, sha256('x'), $1 from made
            """,
            "registry.report_photos where width = 777"),
        ["STAFF_PHOTOS"] = (
            """
            insert into registry.staff_photos (id, staff_id, encryption_key_id, sealed, set_at, set_by, removed_at, removed_by)
            select gen_random_uuid(), s.id, 1, sha256('made up'), '2000-01-01', 'made up', $1, 'made up' from registry.staff s where s.active_to is null limit 1
            """,
            "registry.staff_photos where set_by = 'made up'"),
    };

    /// <summary>Tomorrow, 03:00 in Vietnam.</summary>
    private static readonly DateTimeOffset Night =
        new DateTimeOffset(VietnamTime.DateOf(TimeProvider.System.GetUtcNow()).AddDays(1), new TimeOnly(3, 0), VietnamTime.Offset).ToUniversalTime();

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
    public async Task Of_each_kind_what_is_older_than_its_term_goes_and_nothing_that_is_not()
    {
        await database.FreezeAsync(Night);
        foreach (var (subject, (insert, _)) in Kinds)
        {
            var bound = await BoundAsync(subject);
            await database.ExecuteAsync(insert, bound.AddMicroseconds(-1));
            await database.ExecuteAsync(insert, bound);
            await database.ExecuteAsync(insert, bound.AddMicroseconds(1));
        }

        var dry = await Retention().CountAsync(TestContext.Current.CancellationToken);
        await registry.RunJobAsync(Job);

        dry.ShouldAllBe(c => c.Rows == (Kinds.ContainsKey(c.Subject) ? 1 : 0), string.Join(' ', dry.Select(c => $"{c.Subject}:{c.Rows}")));
        foreach (var (subject, (_, left)) in Kinds)
        {
            (await database.CountAsync(left)).ShouldBe(2, subject);
        }

        var run = (await registry.AskAsync("department", "retentionRuns", Runs)).At("edges")[0].At("node");
        run.Time("finishedAt").ShouldBe(Night);
        run.At("subjects").EnumerateArray().ToDictionary(s => s.Text("subject"), s => s.At("rows").GetInt32())
            .ShouldBe([.. RetentionSubject.All.Select(s => KeyValuePair.Create(s.Name, Kinds.ContainsKey(s.Name) ? 1 : 0))], ignoreOrder: true);
        var reads = run.At("subjects").EnumerateArray().Single(s => s.Text("subject") == "READS");
        (reads.Time("before"), reads.Time("oldest")).ShouldBe((Night.AddYears(-5), Night.AddYears(-5).AddMicroseconds(-1)));
        (await database.CountAsync("registry.journal where kind = 'RETENTION_DONE' and actor = 'registry'")).ShouldBe(1);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task The_contact_of_a_need_is_erased_a_year_after_its_end_and_the_rest_of_it_stays(long microseconds, bool erased)
    {
        var citizen = Make.Citizen();
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen })).Text("need", "id");
        var open = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");
        await registry.AskAsync("vnpt-ca", "startNeedSupport", Operations.StartNeedSupport, new { input = new { needId = need, staff = "vnpt-ca-staff-1", evidence = new { calledAt = DateTimeOffset.UtcNow, note = "by the river" } } });
        await registry.CancelNeedAsync(need);
        var ended = await database.ScalarAsync<DateTimeOffset>("select ended_at from registry.needs where id = $1", Guid.Parse(need));

        await database.FreezeAsync(ended.AddYears(1).AddMicroseconds(-microseconds));
        await Retention().RunNowAsync(TestContext.Current.CancellationToken);

        (await database.CountAsync("registry.needs where id = $1 and contact is null and phone_hash is null and contact_key_id is null and phone_key_id is null and contact_erased_at is not null and state = 'CANCELLED'", Guid.Parse(need)))
            .ShouldBe(erased ? 1 : 0);
        (await database.CountAsync("registry.need_supports where need_id = $1 and note is null", Guid.Parse(need))).ShouldBe(erased ? 1 : 0);
        (await database.CountAsync("registry.needs where id = $1 and contact is not null", Guid.Parse(open))).ShouldBe(1);
        (await registry.NeedAsync("vnpt-ca", need)).At("contact").ValueKind.ShouldBe(erased ? JsonValueKind.Null : JsonValueKind.Object);
        var document = JsonDocument.Parse((await registry.OpenDataRequestAsync(registry.Citizen(citizen), "EXPORT")).Text("document")).RootElement;
        document.At("needs", "rows")[0].At("contact").ValueKind.ShouldBe(erased ? JsonValueKind.Null : JsonValueKind.Object);
    }

    [Fact]
    public async Task What_an_open_request_or_a_violation_not_yet_judged_holds_stays_until_it_is_decided()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        await registry.NeedsAsync("vnpt-ca");
        await registry.AskAsync("vnpt-ca", "issuances", "{ issuances(campaign: \"hue\") { edges { node { id } } } }");
        var ask = await database.ScalarAsync<Guid>("select id from registry.citizen_asks order by asked_at desc limit 1");
        await registry.CheckAsync("ca2", Make.Citizen());
        var flagged = await database.ScalarAsync<Guid>("select id from registry.citizen_asks order by asked_at desc limit 1");
        await database.ExecuteAsync("""
            with v as (insert into registry.violations (id, kind, clause, campaign_id, fingerprint, flagged_at, thresholds)
              select gen_random_uuid(), 'DUPLICATE_ATTEMPT', 'HUE-1.3', id, 'retention', registry.registry_now(), '{}' from registry.campaigns where code = 'hue' returning id)
            insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, check_id) select id, 'k', registry.registry_now(), 'a', 'a', $1 from v
            """, flagged);
        var reviewer = Callers.Officer("reviewer", Callers.Reviewing);
        await database.FreezeAsync(Night.AddYears(6));
        var request = (await registry.OpenDataRequestAsync(reviewer, "EXPORT", citizen)).Text("request", "id");
        async Task<(long Reads, long Asks, long Flagged)> LeftAsync()
        {
            await Retention().RunNowAsync(TestContext.Current.CancellationToken);
            return (
                await database.CountAsync("registry.reads where act = 'ISSUANCES'"), await database.CountAsync("registry.citizen_asks where id = $1", ask),
                await database.CountAsync("registry.citizen_asks where id = $1", flagged));
        }

        (await LeftAsync()).ShouldBe((1, 1, 1));
        await registry.DeclineDataRequestAsync(reviewer, request, "withdrawn", "HUE-1.7");
        (await LeftAsync()).ShouldBe((0, 0, 1));
        await database.ExecuteAsync("update registry.violations set state = 'DISMISSED' where fingerprint = 'retention'");
        (await LeftAsync()).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task What_was_said_of_two_who_are_not_yet_compared_stays_until_an_officer_has_decided()
    {
        var holder = new Holder("Nguyễn Thị Thu Sương", "1971-04-09", "FEMALE", "0913000001", "19789");
        var pair = await registry.PairWhoBothHoldAsync(holder, holder);
        var reviewer = Callers.Officer("reviewer", Callers.Reviewing);
        async Task<long> LeftAsync()
        {
            await Retention().RunNowAsync(TestContext.Current.CancellationToken);
            return await database.CountAsync("registry.person_details where name = $1", holder.Name!);
        }

        await database.FreezeAsync(Night.AddYears(4));
        (await LeftAsync()).ShouldBe(2);
        await database.FreezeAsync(Night.AddYears(6));
        (await LeftAsync()).ShouldBe(2);
        (await registry.DecideSamePersonAsync(reviewer, $"{pair}", "KEEP")).TypeName().ShouldBe("SamePersonDecided");
        (await LeftAsync()).ShouldBe(0);

        var shown = (await registry.PossibleSamePersonsAsync(reviewer)).At("edges")[0].At("node");
        (shown.Text("state"), shown.At("first", "said").GetArrayLength()).ShouldBe(("KEPT", 0), "the decision stays, without what it was taken by");
    }

    [Fact]
    public async Task A_run_that_is_killed_half_way_is_gone_on_with_and_counts_each_row_once()
    {
        await database.FreezeAsync(Night);
        foreach (var (subject, (insert, _)) in Kinds)
        {
            var bound = await BoundAsync(subject);
            for (var n = 1; n <= 5; n++)
            {
                await database.ExecuteAsync(insert, bound.AddSeconds(-n));
                await database.ExecuteAsync(insert, bound.AddSeconds(n));
            }
        }

        // Three batches of each kind, two until each kill: the last kind has begun when they end, and is not done.
        for (var killed = 1; killed <= ((Kinds.Count * 3) + 2) / 2; killed++)
        {
            var batches = 0;
            using var kill = new CancellationTokenSource();
            var run = Retention(batchSize: 2, () =>
            {
                if (++batches == 2)
                {
                    kill.Cancel();
                }
            });
            await Should.ThrowAsync<OperationCanceledException>(() => run.RunNowAsync(kill.Token));
        }

        // Later in the same night: the bounds are those with which the run began.
        await database.FreezeAsync(Night.AddMinutes(10));
        await registry.RunJobAsync(Job);
        await registry.RunJobAsync(Job);

        foreach (var (subject, (_, left)) in Kinds)
        {
            (await database.CountAsync(left)).ShouldBe(5, subject);
            (await database.CountAsync("registry.retention_run_subjects where subject = $1 and rows = 5 and done_at is not null", subject)).ShouldBe(1, subject);
        }

        (await database.CountAsync("registry.retention_runs")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_that_run_at_once_make_one_run()
    {
        await database.FreezeAsync(Night);
        var (insert, left) = Kinds["READS"];
        for (var n = 1; n <= 40; n++)
        {
            await database.ExecuteAsync(insert, Night.AddYears(-6));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Retention(batchSize: 3).RunAsync(TestContext.Current.CancellationToken)));

        (await database.CountAsync(left)).ShouldBe(0);
        (await database.CountAsync("registry.retention_runs where finished_at is not null")).ShouldBe(1);
        (await database.ScalarAsync<long>("select sum(rows)::bigint from registry.retention_run_subjects where subject = 'READS'")).ShouldBe(40);
    }

    [Fact]
    public async Task It_runs_once_a_night_from_3_in_Vietnam_on()
    {
        async Task<long> RunsAtAsync(DateTimeOffset at)
        {
            await database.FreezeAsync(at);
            await registry.RunJobAsync(Job);
            return await database.CountAsync("registry.retention_runs where finished_at is not null");
        }

        (await RunsAtAsync(Night.AddMicroseconds(-1))).ShouldBe(0);
        (await RunsAtAsync(Night)).ShouldBe(1);
        (await RunsAtAsync(Night.AddHours(20))).ShouldBe(1);
        (await RunsAtAsync(Night.AddDays(1).AddMicroseconds(-1))).ShouldBe(1);
        (await RunsAtAsync(Night.AddDays(1))).ShouldBe(2);
        (await registry.AskAsync("department", "retentionRuns", Runs)).At("totalCount").GetInt32().ShouldBe(2);
        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await registry.AskAsync(await registry.StaffAsync("ca2", "ca2-staff-1"), "retentionRuns", Runs));
    }

    /// <summary>The database alone: the role sees and deletes nothing that is younger, and nothing elsewhere.</summary>
    [Fact]
    public async Task The_role_that_may_delete_reaches_nothing_that_is_within_its_term_whatever_it_says()
    {
        await database.FreezeAsync(Night);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");
        await registry.CancelNeedAsync(need);
        foreach (var (subject, (insert, _)) in Kinds)
        {
            await database.ExecuteAsync(insert, await BoundAsync(subject));
        }

        foreach (var table in new[] { "registry.reads", "registry.citizen_asks", "registry.messages", "registry.person_details" })
        {
            (await RunAsync(Migrations.RetentionRole, $"delete from {table}")).ShouldBe("0");
        }

        foreach (var table in new[] { "citizen_codes", "attempts", "sessions", "tokens", "setup_codes" })
        {
            (await RunAsync(Migrations.RetentionRole, $"delete from signin.{table}")).ShouldBe("kept_for_its_term", table);
        }

        (await RunAsync(Migrations.RetentionRole, "update registry.needs set contact = null, contact_key_id = null, phone_hash = null, phone_key_id = null, contact_erased_at = registry.registry_now()")).ShouldBe("0");
        await database.FreezeAsync(Night.AddYears(2));
        (await RunAsync(Migrations.RetentionRole, "update registry.needs set contact = 'another'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RunAsync(Migrations.RetentionRole, "update registry.needs set contact = null, contact_erased_at = registry.registry_now()")).ShouldBe("contact_is_there_until_it_is_erased");
        (await RunAsync(null, "update registry.needs set state = 'WAITING', ended_at = null, closed_at = null, contact = null, contact_key_id = null, phone_hash = null, phone_key_id = null, contact_erased_at = registry.registry_now()", "set session_replication_role = replica"))
            .ShouldBe("open_need_has_its_contact");
        foreach (var sql in new[]
        {
            "delete from registry.journal", "delete from registry.issuances", "delete from registry.serial_claims", "delete from registry.persons", "delete from registry.request_claims",
            "delete from registry.needs", "delete from registry.violations", "delete from registry.data_requests", "delete from registry.retention_runs", "truncate registry.reads",
            "update registry.reads set reader = 'x'", "update registry.person_details set name = 'x'", "select name from registry.person_details", "update registry.retention_terms set kept = interval '1 day'", "delete from signin.accounts", "update registry.needs set state = 'LAPSED'",
            "insert into registry.journal (at, kind, actor, payload, salt, leaf_hash) values (registry.registry_now(), 'ISSUANCE_RECORDED', 'registry', '{}', sha256('x'), sha256('x'))",
        })
        {
            (await RunAsync(Migrations.RetentionRole, sql)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Theory]
    [InlineData("delete from registry.reads")]
    [InlineData("delete from registry.citizen_asks")]
    [InlineData("delete from registry.messages")]
    [InlineData("delete from registry.person_details")]
    [InlineData("select registry.is_held_for_comparison(gen_random_uuid())")]
    [InlineData("update registry.needs set contact = null")]
    [InlineData("update registry.needs set contact_erased_at = registry.registry_now()")]
    [InlineData("insert into registry.retention_runs (id, day, started_at) values (gen_random_uuid(), '2026-01-01', '2026-01-01')")]
    [InlineData("insert into registry.retention_terms values ('READS', '2026-02-01', '1 day', 'HUE-1.7', 'because I say so')")]
    [InlineData("select registry.is_held_for_person(gen_random_uuid())")]
    public async Task The_runtime_role_may_neither_delete_nor_erase(string sql) =>
        (await RunAsync(Migrations.RuntimeRole, sql, "set registry.viewer = 'registry'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task Whatever_may_be_deleted_has_a_term_that_says_why()
    {
        (await database.CountAsync("registry.retention_terms where clause in ('HUE-1.7', 'HUE-3.1') and length(why) > 20")).ShouldBe(RetentionSubject.All.Count);
        foreach (var subject in RetentionSubject.All)
        {
            (await database.CountAsync("registry.retention_terms where subject = $1", subject.Name)).ShouldBe(1, subject.Name);
        }

        (await database.CountAsync("information_schema.role_table_grants where privilege_type = 'DELETE' and grantee = 'campaign_retention'")).ShouldBe(14);
    }

    private Task<DateTimeOffset> BoundAsync(string subject) => database.ScalarAsync<DateTimeOffset>("select registry.retention_bound($1)", subject);

    private ApplyRetention Retention(int batchSize = 1_000, Action? afterBatch = null) =>
        new(registry.Services.GetRequiredService<RetentionWork>(), NullLogger<ApplyRetention>.Instance) { BatchSize = batchSize, AfterBatch = afterBatch };

    /// <summary>How many rows a statement reached; or the constraint or the missing right by which it was refused.</summary>
    private async Task<string> RunAsync(string? role, string sql, string? before = null)
    {
        await using var connection = await database.ConnectAsync(role);
        if (before is not null)
        {
            await using var first = new NpgsqlCommand(before, connection);
            await first.ExecuteNonQueryAsync();
        }

        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return $"{await command.ExecuteNonQueryAsync()}";
        }
        catch (PostgresException e)
        {
            return e.ConstraintName ?? e.SqlState;
        }
    }
}
