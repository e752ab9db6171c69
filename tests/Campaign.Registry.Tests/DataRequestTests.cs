using System.Text.Json;
using Campaign.Registry.Citizens.DataRequests;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>What citizens ask of their own data (law 91/2025, HUE-1.7): opened once, due in two working days, answered or declined, and traced.</summary>
public sealed class DataRequestTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly Caller Viewer = Callers.Officer("viewer", Scopes.DepartmentRead);
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Caller Another = Callers.Officer("another", Callers.Administering);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Theory]
    [InlineData("2026-03-02T00:00:00+07:00", "2026-03-05")] // Monday: Tuesday and Wednesday
    [InlineData("2026-03-02T23:59:59.999999+07:00", "2026-03-05")]
    [InlineData("2026-03-05T23:59:59.999999+07:00", "2026-03-10")] // Thursday: Friday and Monday
    [InlineData("2026-03-06T00:00:00+07:00", "2026-03-11")] // Friday: Monday and Tuesday
    [InlineData("2026-03-07T12:00:00+07:00", "2026-03-11")]
    [InlineData("2026-03-08T23:59:59+07:00", "2026-03-11")]
    [InlineData("2026-02-12T09:00:00+07:00", "2026-02-24")] // before Tết: Friday 13 and Monday 23
    [InlineData("2026-02-13T09:00:00+07:00", "2026-02-25")]
    [InlineData("2026-04-24T09:00:00+07:00", "2026-04-30")] // the day of the Hùng kings is a Sunday, so Monday is off
    [InlineData("2026-04-29T09:00:00+07:00", "2026-05-06")]
    [InlineData("2026-08-31T09:00:00+07:00", "2026-09-05")]
    [InlineData("2030-12-31T09:00:00+07:00", "2031-01-03")] // a year of which no holiday is known: weekends alone
    public async Task A_request_is_due_at_the_end_of_the_second_working_day_after_its_receipt(string received, string due) =>
        (await clock.Database.ScalarAsync<DateTimeOffset>("select registry.end_of_working_day($1, 2)", DateTimeOffset.Parse(received).ToUniversalTime()))
            .ShouldBe(new DateTimeOffset(DateOnly.Parse(due), default, VietnamTime.Offset));

    [Fact]
    public async Task A_citizen_gets_everything_that_is_held_at_once_and_it_leaves_its_trace()
    {
        await clock.AtAsync(Now);
        var citizen = Make.Citizen();
        var me = registry.Citizen(citizen);
        await registry.CheckAsync("ca2", citizen);
        await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "vnpt-ca", Phone = "0905000777" });
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Certificate = Make.Certificate(Now), Dossier = new { contractNumber = "HD-7", recipientName = "Lê Văn Nhận" } });
        await registry.ConsentAsync(citizen, "ca2");
        await registry.NeedsAsync("vnpt-ca");
        var report = await registry.ReportWithTokenAsync(await registry.TokenAsCitizenAsync(citizen), new() { Kind = "STEERING", ProviderCode = "ca2", Text = "Họ bảo chỉ được chọn CA2." });

        var answer = await registry.OpenDataRequestAsync(me, "EXPORT", wish: $"all that is mine, {citizen}");

        answer.TypeName().ShouldBe("DataRequestOpened");
        (answer.Text("request", "state"), answer.Text("request", "wish"), answer.Text("request", "citizen"), answer.At("request", "atCounter").GetBoolean())
            .ShouldBe(("FULFILLED", "all that is mine, •••", $"•••••••••{citizen[^3..]}", false));
        answer.At("request", "decidedBy").ValueKind.ShouldBe(JsonValueKind.Null);
        var document = JsonDocument.Parse(answer.Text("document")).RootElement;
        foreach (var list in new[] { "issuances", "freePeriods", "dossiers", "needs", "consents", "asks", "reads", "messages", "requests", "reports" })
        {
            document.At(list, "total").GetInt32().ShouldBeGreaterThan(0, list);
            document.At(list, "rows").GetArrayLength().ShouldBe(document.At(list, "total").GetInt32(), list);
        }

        document.At("numbers")[0].Text("number").ShouldBe($"•••••••••{citizen[^3..]}");
        document.At("issuances", "rows")[0].Text("provider").ShouldBe("vnpt-ca");
        document.At("needs", "rows")[0].Text("contact", "phone").ShouldBe("0905000777");
        document.At("dossiers", "rows")[0].Text("recipientName").ShouldBe("Lê Văn Nhận");
        document.At("asks", "rows").EnumerateArray().Select(r => r.Text("act")).ShouldBe(["RECORD", "CHECK"], ignoreOrder: true);
        (document.At("reports", "rows")[0].Text("reference"), document.At("reports", "rows")[0].Text("provider")).ShouldBe((report.Text("reference"), "ca2"));
        answer.ToString().ShouldNotContain(citizen);
        var id = Guid.Parse(answer.Text("request", "id"));
        (await clock.Database.CountAsync("registry.reads where act = 'EXPORT' and reader = 'citizen' and person_id = (select person_id from registry.data_requests where id = $1)", id)).ShouldBe(1);
        (await clock.Database.ScalarAsync<string>("select string_agg(kind, ' ' order by sequence) from registry.journal where subject_id = $1 and actor = 'citizen'", id))
            .ShouldBe("DATA_REQUEST_OPENED DATA_REQUEST_FULFILLED");
        (await registry.OpenDataRequestAsync(registry.Citizen(Make.Citizen()), "EXPORT")).TypeName().ShouldBe("NothingHeld");
    }

    [Fact]
    public async Task Of_each_list_an_export_gives_the_newest_500_and_says_how_many_there_are()
    {
        await clock.AtAsync(Now);
        var citizen = await KnownAsync();
        await clock.Database.ExecuteAsync("""
            insert into registry.reads (id, read_at, act, reader, reader_kind, person_id)
            select gen_random_uuid(), '2026-01-01'::timestamptz + n * interval '1 second', 'ISSUANCE', 'officer', 'DEPARTMENT', $1 from generate_series(1, 510) n
            """, await PersonAsync(citizen));

        var reads = JsonDocument.Parse((await registry.OpenDataRequestAsync(registry.Citizen(citizen), "EXPORT")).Text("document")).RootElement.At("reads");

        (reads.At("total").GetInt32(), reads.At("rows").GetArrayLength()).ShouldBe((510, PersonalData.MostRows));
        reads.At("rows").EnumerateArray().ShouldAllBe(r => r.At("readAt").GetDateTimeOffset() > new DateTimeOffset(2026, 1, 1, 0, 0, 10, default));
        reads.At("rows")[0].TryGetProperty("reader", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task At_the_counter_an_officer_opens_and_an_officer_gives_the_document_and_for_24_hours_gives_it_again()
    {
        await clock.AtAsync(Now);
        var citizen = await KnownAsync();
        var opened = await registry.OpenDataRequestAsync(Reviewer, "EXPORT", citizen);
        var id = opened.Text("request", "id");

        (opened.Text("request", "state"), opened.At("document").ValueKind, opened.Text("request", "receivedBy")).ShouldBe(("OPEN", JsonValueKind.Null, "officer:reviewer"));
        var given = await registry.FulfilDataRequestAsync(Another, id);
        given.Text("document").ShouldContain("\"issuances\"");
        given.Text("document").ShouldNotContain(citizen);
        (given.Text("request", "state"), given.Text("request", "decidedBy")).ShouldBe(("FULFILLED", "officer:another"));

        await clock.AtAsync(Now.AddHours(24).AddMicroseconds(-1));
        (await registry.FulfilDataRequestAsync(Another, id)).TypeName().ShouldBe("DataRequestFulfilled");
        (await registry.FulfilDataRequestAsync(Reviewer, id)).Text("state").ShouldBe("FULFILLED");
        await clock.AtAsync(Now.AddHours(24));
        (await registry.FulfilDataRequestAsync(Another, id)).TypeName().ShouldBe("DataRequestNotOpen");
        (await clock.Database.CountAsync("registry.reads where act = 'EXPORT' and reader = 'another' and person_id = $1", await PersonAsync(citizen))).ShouldBe(2);
        (await clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = 'DATA_REQUEST_FULFILLED' and recipient = 'CITIZEN'", Guid.Parse(id))).ShouldBe(1);
        foreach (var field in new[] { "openDataRequest", "fulfilDataRequest", "declineDataRequest", "liftRestriction" })
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(Viewer, field, "{ __typename }"));
        }
    }

    [Fact]
    public async Task Mended_one_by_one_a_request_meets_each_refusal_in_its_order()
    {
        await clock.AtAsync(Now);
        var (citizen, requestId) = (await KnownAsync(), Make.Id());
        await registry.OpenDataRequestAsync(Reviewer, "EXPORT", citizen, requestId: requestId);
        Task<JsonElement> Ask(string id, string kind, string? about, string? wish = null) => registry.OpenDataRequestAsync(Reviewer, kind, about, wish, id);

        (await Ask(requestId, "CORRECTION", "046")).TypeName().ShouldBe("RequestIdReused");
        (await Ask(Make.Id(), "CORRECTION", "046")).TypeName().ShouldBe("InvalidCitizenId");
        (await Ask(Make.Id(), "CORRECTION", Make.Citizen())).Text("field").ShouldBe("wish");
        (await Ask(Make.Id(), "EXPORT", Make.Citizen(), "ab")).Text("field").ShouldBe("wish");
        (await Ask(Make.Id(), "EXPORT", Make.Citizen(), "abc")).TypeName().ShouldBe("NothingHeld");
        (await Ask(Make.Id(), "EXPORT", citizen, new string('a', 2_001))).Text("field").ShouldBe("wish");
        (await Ask(Make.Id(), "EXPORT", citizen, new string('a', 2_000))).TypeName().ShouldBe("DataRequestAlreadyOpen");
        (await Ask(Make.Id(), "CORRECTION", citizen, "the name")).TypeName().ShouldBe("DataRequestOpened");
        (await registry.OpenDataRequestAsync(registry.Citizen(citizen), "EXPORT", Make.Citizen())).TypeName().ShouldBe("InvalidCitizenId");
        (await clock.Database.CountAsync("registry.data_requests where person_id = $1", await PersonAsync(citizen))).ShouldBe(2);
    }

    [Fact]
    public async Task A_request_sent_again_gives_the_first_one()
    {
        await clock.AtAsync(Now);
        var (citizen, requestId) = (await KnownAsync(), Make.Id());
        var me = registry.Citizen(citizen);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => registry.OpenDataRequestAsync(me, "EXPORT", requestId: requestId)));

        answers.Select(a => a.Text("request", "id")).Distinct().Count().ShouldBe(1);
        answers.Count(a => !a.At("replayed").GetBoolean()).ShouldBe(1);
        answers.ShouldAllBe(a => a.Text("document").Contains("\"issuances\""));
        (await clock.Database.CountAsync("registry.journal where kind = 'DATA_REQUEST_OPENED' and subject_id = $1", Guid.Parse(answers[0].Text("request", "id")))).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_at_once_one_request_is_open_and_the_index_alone_holds_it()
    {
        await clock.AtAsync(Now);
        var citizen = await KnownAsync();
        var services = registry.Services;
        var blind = new OpenDataRequest(
            services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<NumberVault>(), services.GetRequiredService<ContentSealer>(),
            services.GetRequiredService<PersonalData>(), services.GetRequiredService<Restriction>())
        {
            LooksBeforeWriting = false,
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            blind.HandleAsync(Reviewer, new(Make.Id(), DataRequestKind.Restriction, citizen, null), TestContext.Current.CancellationToken)));

        answers.Select(a => a.Value.GetType().Name).Order(StringComparer.Ordinal).ShouldBe([.. Enumerable.Repeat("DataRequestAlreadyOpen", 7), "DataRequestOpened"]);
        // A restriction stands in the way of another until it is lifted.
        var id = (await registry.DataRequestsAsync(registry.Citizen(citizen))).At("edges")[0].Text("node", "id");
        (await registry.FulfilDataRequestAsync(Reviewer, id)).TypeName().ShouldBe("DataRequestFulfilled");
        (await registry.OpenDataRequestAsync(registry.Citizen(citizen), "RESTRICTION")).Text("request", "state").ShouldBe("FULFILLED");
        (await registry.LiftRestrictionAsync(registry.Citizen(citizen), id)).TypeName().ShouldBe("RestrictionLifted");
        (await registry.OpenDataRequestAsync(registry.Citizen(citizen), "RESTRICTION")).TypeName().ShouldBe("DataRequestOpened");
    }

    [Fact]
    public async Task A_request_is_overdue_from_its_deadline_on_and_that_is_an_alarm_once()
    {
        await clock.AtAsync(Now);
        var opened = await registry.OpenDataRequestAsync(Reviewer, "EXPORT", await KnownAsync());
        var (id, due) = (opened.Text("request", "id"), opened.Time("request", "dueAt"));
        async Task<(string, long)> StandingAsync(DateTimeOffset at)
        {
            await clock.AtAsync(at);
            await registry.RunJobAsync("alarm-of-overdue-requests");
            var state = (await registry.DataRequestsAsync(Viewer, first: 100)).At("edges").EnumerateArray().Single(e => e.Text("node", "id") == id).Text("node", "state");
            return (state, await clock.Database.CountAsync(
                "registry.alarms where what = 'DATA_REQUEST_OVERDUE' and invariant = 'HUE-1.7' and subject_ids = array[$1::uuid]", Guid.Parse(id)));
        }

        (await StandingAsync(due.AddMicroseconds(-1))).ShouldBe(("OPEN", 0));
        (await StandingAsync(due)).ShouldBe(("OVERDUE", 1));
        (await StandingAsync(due.AddDays(1))).ShouldBe(("OVERDUE", 1));
        (await clock.Database.CountAsync("registry.messages where kind = 'DATA_REQUEST_OVERDUE' and recipient = 'DEPARTMENT' and subject_id = $1", Guid.Parse(id))).ShouldBe(1);
        // Late is owed all the same.
        (await registry.FulfilDataRequestAsync(Reviewer, id)).Text("request", "state").ShouldBe("FULFILLED");
    }

    [Fact]
    public async Task What_is_declined_has_its_reason_and_its_clause_and_stays_so()
    {
        await clock.AtAsync(Now);
        var citizen = await KnownAsync();
        var id = (await registry.OpenDataRequestAsync(registry.Citizen(citizen), "CORRECTION", wish: "I was there first")).Text("request", "id");
        Task<JsonElement> Decline(string reason, string clause) => registry.DeclineDataRequestAsync(Reviewer, id, reason, clause);

        (await registry.DeclineDataRequestAsync(Reviewer, Make.Id(), "abc", "HUE-1.4")).TypeName().ShouldBe("DataRequestNotFound");
        (await Decline("ab", "HUE-1.4")).Text("field").ShouldBe("reason");
        (await Decline("the journal says otherwise", "x")).Text("field").ShouldBe("clause");
        var declined = await Decline($"the journal says otherwise of {citizen}", "HUE-1.4");
        (declined.Text("request", "state"), declined.Text("request", "reason"), declined.Text("request", "clause")).ShouldBe(("DECLINED", "the journal says otherwise of •••", "HUE-1.4"));
        (await Decline("another reason", "HUE-1.5")).Text("request", "clause").ShouldBe("HUE-1.4");
        (await registry.FulfilDataRequestAsync(Reviewer, id)).Text("state").ShouldBe("DECLINED");
        var own = (await registry.DataRequestsAsync(registry.Citizen(citizen))).At("edges")[0].At("node");
        (own.Text("reason"), own.At("decidedBy").ValueKind).ShouldBe(("the journal says otherwise of •••", JsonValueKind.Null));
        (await RefusalAsync("department", $"update registry.data_requests set state = 'FULFILLED', reason = null, clause = null where id = '{id}'")).ShouldBe("data_request_is_decided_once");
    }

    [Fact]
    public async Task The_list_begins_with_what_is_overdue_and_pages_hold_together()
    {
        await clock.AtAsync(Now);
        var (late, soon, later, decided) = (await KnownAsync(), await KnownAsync(), await KnownAsync(), await KnownAsync());
        var kinds = new Dictionary<string, string>();
        foreach (var (citizen, at) in new[] { (decided, Now), (later, Now.AddDays(21)), (late, Now.AddDays(7)), (soon, Now.AddDays(14)) })
        {
            await clock.AtAsync(at);
            kinds[(await registry.OpenDataRequestAsync(Reviewer, "CORRECTION", citizen, "the name")).Text("request", "id")] = citizen;
        }

        await registry.DeclineDataRequestAsync(Reviewer, kinds.First().Key, "not so", "I9");
        await clock.AtAsync(Now.AddDays(21));
        async Task<List<JsonElement>> ListAsync(int first, string? after = null) =>
            [.. (await registry.DataRequestsAsync(Viewer, kind: "CORRECTION", first: first, after: after)).At("edges").EnumerateArray()];

        var list = (await ListAsync(100)).Select(e => e.At("node")).Where(n => kinds.ContainsKey(n.Text("id"))).ToList();

        list.Select(n => kinds[n.Text("id")]).ShouldBe([late, soon, later, decided]);
        list.Select(n => n.Text("state")).ShouldBe(["OVERDUE", "OVERDUE", "OPEN", "DECLINED"]);
        var paged = new List<string>();
        for (string? after = null; ;)
        {
            var page = await registry.DataRequestsAsync(Viewer, kind: "CORRECTION", first: 2, after: after);
            paged.AddRange(page.At("edges").EnumerateArray().Select(e => e.Text("node", "id")));
            if (!page.At("pageInfo", "hasNextPage").GetBoolean())
            {
                break;
            }

            after = page.Text("pageInfo", "endCursor");
        }

        paged.ShouldBe((await ListAsync(100)).Select(e => e.Text("node", "id")));
        (await registry.DataRequestsAsync(Viewer, state: "OVERDUE", kind: "CORRECTION")).At("edges").EnumerateArray()
            .Select(e => e.Text("node", "id")).Where(kinds.ContainsKey).Select(i => kinds[i]).ShouldBe([late, soon]);
        (await clock.Database.CountAsync("registry.reads where act = 'DATA_REQUESTS' and reader = 'viewer' and person_id = $1", await PersonAsync(late))).ShouldBeGreaterThan(0);
        (await registry.DataRequestsAsync(registry.Citizen(soon))).At("totalCount").GetInt32().ShouldBe(1);
        (await registry.DataRequestsAsync(registry.Citizen(Make.Citizen()))).At("totalCount").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Another_citizens_rows_are_reported_as_absent()
    {
        await clock.AtAsync(Now);
        var id = (await registry.OpenDataRequestAsync(registry.Citizen(await KnownAsync()), "RESTRICTION")).Text("request", "id");

        (await registry.LiftRestrictionAsync(registry.Citizen(await KnownAsync()), id)).TypeName().ShouldBe("DataRequestNotFound");
        (await registry.LiftRestrictionAsync(Reviewer, "no id")).TypeName().ShouldBe("DataRequestNotFound");
    }

    /// <summary>What the database alone holds, whatever the code does.</summary>
    [Fact]
    public async Task The_database_takes_no_other_deadline_no_own_judgement_and_no_change_of_history()
    {
        await clock.AtAsync(Now);
        var citizen = await KnownAsync();
        var person = await PersonAsync(citizen);
        var me = Platform.Data.Viewer.Citizen(registry.Citizen(citizen).Citizen!.KeyHashes).Setting;
        string Insert(string kind, string due, string by, string? decided = null) => $"""
            insert into registry.data_requests (id, person_id, kind, wish, received_at, due_at, received_by, state, decided_at, decided_by)
            select gen_random_uuid(), '{person}', '{kind}', 'why', registry.registry_now(), {due}, '{by}', {(decided is null ? "'OPEN', null, null" : $"'FULFILLED', registry.registry_now(), '{decided}'")}
            """;
        const string Due = "registry.end_of_working_day(registry.registry_now(), 2)";

        (await RefusalAsync("department", Insert("EXPORT", $"{Due} + interval '1 microsecond'", "o"))).ShouldBe("data_request_is_due_in_two_working_days");
        (await RefusalAsync("department", Insert("EXPORT", $"{Due} - interval '1 microsecond'", "o"))).ShouldBe("data_request_is_due_in_two_working_days");
        (await RefusalAsync(me, Insert("CORRECTION", Due, "citizen", "citizen"))).ShouldBe("officer_decides_a_correction");
        (await RefusalAsync(me, Insert("EXPORT", Due, "officer:x"))).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync("provider:1", Insert("EXPORT", Due, "citizen"))).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync("department", $"insert into registry.data_requests select gen_random_uuid(), '{person}', 'CORRECTION', null, registry.registry_now(), {Due}, 'o', 'OPEN'"))
            .ShouldBe("correction_says_what");
        foreach (var table in new[] { "data_requests", "data_corrections" })
        {
            (await RefusalAsync("department", $"delete from registry.{table}")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        (await RefusalAsync("department", "update registry.data_requests set due_at = due_at + interval '1 day'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync("department", "update registry.data_corrections set value = 'x'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync("department", "update registry.dossiers set recipient_name = 'x'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await RefusalAsync("department", "update registry.needs set contact = 'x'")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private async Task<string> KnownAsync()
    {
        var citizen = Make.Citizen();
        (await registry.RecordAsync("misa-ca", Make.Record(citizen) with { Certificate = Make.Certificate(await clock.Database.NowAsync()) })).TypeName().ShouldBe("IssuanceRecorded");
        return citizen;
    }

    private Task<Guid> PersonAsync(string citizen) => clock.Database.ScalarAsync<Guid>(
        "select person_id from registry.number_keys where key_hash = $1", registry.Citizen(citizen).Citizen!.KeyHashes[0]);

    /// <summary>What the runtime role is refused by, on behalf of this viewer: a constraint, or the code of a missing right.</summary>
    private async Task<string> RefusalAsync(string viewer, string sql)
    {
        await using var connection = await clock.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var command = new NpgsqlCommand($"set registry.viewer = '{viewer}'; {sql}", connection);
        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        return refused.ConstraintName ?? refused.SqlState;
    }
}
