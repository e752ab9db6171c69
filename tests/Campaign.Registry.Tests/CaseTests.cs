using System.Text.Json;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>HUE-5.1 to HUE-5.3: what was flagged is taken up, the provider is heard, an officer decides, and nothing of that is ever erased.</summary>
public sealed class CaseTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Caller Another = Callers.Officer("another", Callers.Administering);

    private static int made;

    private TestRegistry Registry => clock.Registry;

    [Fact]
    public async Task What_was_flagged_becomes_a_file_with_its_evidence_its_answer_and_its_decision_on_one_timeline()
    {
        var issuance = (await clock.RecordInAppAsync("viettel-ca", Now)).Id();
        var flag = (await clock.DetectAsync(ViolationKind.RecordWithoutCheck, Now, issuance)).ShouldBeOne("viettel-ca", "HUE-1.3", 1).Text("id");
        await clock.AtAsync(Now.AddMinutes(1));
        var opened = await Registry.OpenCaseAsync(Reviewer, [flag]);
        opened.TypeName().ShouldBe("CaseOpened", opened.ToString());
        var id = opened.Text("case", "id");
        (await Registry.AssignCaseAsync(Reviewer, id)).Text("case", "assignedTo").ShouldBe("officer:reviewer");
        (await Registry.NoteOnCaseAsync(Reviewer, id, $"they said {Make.Citizen()} was there")).TypeName().ShouldBe("CaseNoted");
        (await Registry.AskProviderAsync(Reviewer, id, "Why was nobody asked?")).Text("case", "state").ShouldBe("AWAITING_PROVIDER");
        var provider = await Registry.AdministratorAsync("viettel-ca");
        var question = (await Registry.CaseQuestionsAsync(provider)).At("edges")[0].At("node");
        question.At("evidence").EnumerateArray().Select(e => e.Text("issuanceId")).ShouldBe([issuance]);
        (await Registry.AnswerCaseAsync(provider, question.Text("id"), "Our app was down.")).TypeName().ShouldBe("CaseAnswered");
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED")).Text("case", "state").ShouldBe("DECIDED");

        var file = await Registry.CaseAsync(Reviewer, id);

        file.At("timeline").EnumerateArray().Select(e => e.At("kind").GetString() ?? "EVIDENCE")
            .ShouldBe(["EVIDENCE", "OPENED", "ASSIGNED", "NOTED", "ASKED", "ANSWERED", "DECIDED"]);
        file.At("timeline")[3].Text("text").ShouldBe("they said ••• was there");
        file.At("timeline")[5].At("isLate").GetBoolean().ShouldBeFalse();
        file.At("issuanceIds").EnumerateArray().Select(i => i.GetString()).ShouldBe([issuance]);
        file.At("violations")[0].Text("state").ShouldBe("CONFIRMED");
        file.Text("case", "number").ShouldMatch("^20[0-9]{2}/[0-9]{6}$");
        (await clock.Database.CountAsync(
            "registry.reads r join registry.issuances i on i.person_id = r.person_id where r.act = 'VIOLATIONS' and r.reader = 'reviewer' and i.id = $1", Guid.Parse(issuance)))
            .ShouldBe(1, "a look at the file leaves a trace");
        (await clock.Database.CountAsync(
            "registry.reads r join registry.issuances i on i.person_id = r.person_id where r.act = 'VIOLATIONS' and r.reader_kind = 'PROVIDER' and i.id = $1", Guid.Parse(issuance)))
            .ShouldBe(1, "and so does the provider's at what it is asked");
        (await clock.Database.CountAsync("registry.messages where kind = 'CASE_QUESTION' and recipient = 'PROVIDER' and subject_id = $1", Guid.Parse(question.Text("id")))).ShouldBe(1);
        (await clock.Database.CountAsync("registry.messages where kind = 'CASE_ANSWERED' and recipient = 'DEPARTMENT' and subject_id = $1", Guid.Parse(id))).ShouldBe(1);
        (await clock.Database.ScalarAsync<string[]>("select array_agg(kind order by sequence) from registry.journal where subject_id = $1", Guid.Parse(id)))
            .ShouldBe(["CASE_OPENED", "CASE_ASSIGNED", "CASE_NOTED", "CASE_PROVIDER_ASKED", "CASE_ANSWERED", "CASE_DECIDED"]);
    }

    [Fact]
    public async Task Numbers_of_a_year_have_no_gap_however_many_open_at_once_and_whatever_is_refused()
    {
        await clock.AtAsync(Now);
        var flags = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => FlagAsync("ca2")));

        var opened = await Task.WhenAll(flags.Concat(flags).Select(f => Registry.OpenCaseAsync(Reviewer, [f])));

        opened.Count(o => o.TypeName() == "CaseOpened").ShouldBe(12);
        opened.Count(o => o.TypeName() == "ViolationInAnotherCase").ShouldBe(12);
        (await clock.Database.ScalarAsync<bool>("select max(number) = count(*) and min(number) = 1 from registry.cases where year = $1", (short)Now.AddHours(7).Year)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_officers_who_open_a_case_of_one_flag_one_does_and_the_database_alone_holds_it()
    {
        await clock.AtAsync(Now);
        var flag = await FlagAsync("ca2");
        (await Registry.OpenCaseAsync(Reviewer, [flag])).TypeName().ShouldBe("CaseOpened");

        var blind = new OpenCase(The<UnitOfWork>(), The<ContentSealer>()) { LooksBeforeWriting = false };
        var second = await blind.HandleAsync(Another, new(Make.Id(), [flag], false), TestContext.Current.CancellationToken);

        second.Refusal.ShouldBeOfType<ViolationInAnotherCase>();
        (await clock.Database.CountAsync("registry.case_violations where violation_id = $1", Guid.Parse(flag))).ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_of_opening_come_in_their_order_and_a_request_acts_once()
    {
        await clock.AtAsync(Now);
        var (first, other, taken) = (await FlagAsync("ca2"), await FlagAsync("fpt-ca"), await FlagAsync("fpt-ca"));
        (await Registry.OpenCaseAsync(Reviewer, [taken])).TypeName().ShouldBe("CaseOpened");
        var request = Make.Id();

        (await Registry.OpenCaseAsync(Reviewer, [first, taken, Guid.NewGuid().ToString()])).TypeName().ShouldBe("ViolationNotFound");
        (await Registry.OpenCaseAsync(Reviewer, ["x"])).TypeName().ShouldBe("ViolationNotFound");
        (await Registry.OpenCaseAsync(Reviewer, [first, taken])).TypeName().ShouldBe("ViolationsDiffer");
        (await Registry.OpenCaseAsync(Reviewer, [other, taken])).TypeName().ShouldBe("ViolationInAnotherCase");
        var opened = await Registry.OpenCaseAsync(Reviewer, [first, first], requestId: request);
        var again = await Registry.OpenCaseAsync(Reviewer, [first], requestId: request);
        (await Registry.OpenCaseAsync(Reviewer, [other], requestId: request)).TypeName().ShouldBe("RequestIdReused");

        (opened.At("replayed").GetBoolean(), again.At("replayed").GetBoolean()).ShouldBe((false, true));
        again.Text("case", "id").ShouldBe(opened.Text("case", "id"));
        (await StateAsync(first), await StateAsync(other)).ShouldBe(("UNDER_REVIEW", "FLAGGED"));
    }

    [Fact]
    public async Task What_one_cause_flagged_comes_together_and_what_comes_later_joins()
    {
        await clock.AtAsync(Now);
        var late = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            late.Add(await FlagAsync("misa-ca", "LATE_RECORD"));
        }

        var (graver, anothers) = (await FlagAsync("misa-ca", "KEY_REUSED"), await FlagAsync("ca2", "LATE_RECORD"));
        var opened = await Registry.OpenCaseAsync(Reviewer, [late[0]], joinAlike: true);
        var id = opened.Text("case", "id");
        (opened.At("case", "violations").GetInt32(), opened.Text("case", "severity")).ShouldBe((3, "LOW"));
        var further = await FlagAsync("misa-ca", "LATE_RECORD");
        (await Registry.CaseAsync(Reviewer, id)).At("alike").EnumerateArray().Select(a => a.GetString()).ShouldBe([further]);

        (await Registry.JoinCaseAsync(Reviewer, Guid.NewGuid().ToString(), further)).TypeName().ShouldBe("CaseNotFound");
        (await Registry.JoinCaseAsync(Reviewer, id, Guid.NewGuid().ToString())).TypeName().ShouldBe("ViolationNotFound");
        (await Registry.JoinCaseAsync(Reviewer, id, further, anothers)).TypeName().ShouldBe("ViolationsDiffer");
        var joined = await Registry.JoinCaseAsync(Reviewer, id, further, graver, late[1]);
        (joined.At("case", "violations").GetInt32(), joined.Text("case", "severity")).ShouldBe((5, "HIGH"));
        (await Registry.JoinCaseAsync(Reviewer, id, further)).TypeName().ShouldBe("CaseJoined");
        (await Registry.DecideCaseAsync(Reviewer, id, "DISMISSED")).TypeName().ShouldBe("CaseDecided");
        (await Registry.JoinCaseAsync(Reviewer, id, anothers)).TypeName().ShouldBe("CaseAlreadyDecided");
        (await StateAsync(graver), await StateAsync(anothers)).ShouldBe(("DISMISSED", "FLAGGED"));
        (await clock.Database.CountAsync("registry.case_events where case_id = $1 and kind = 'JOINED' and violations = 2", Guid.Parse(id))).ShouldBe(1);
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(
            "insert into registry.case_violations (violation_id, case_id, joined_at) values ($1, $2, $3)", Guid.Parse(anothers), Guid.Parse(id), Now));
        refused.ConstraintName.ShouldBe("case_is_of_one_provider");
    }

    [Fact]
    public async Task An_answer_is_in_time_until_just_before_its_deadline_and_late_from_it_on_and_given_once()
    {
        var provider = await Registry.AdministratorAsync("bkav-ca");
        foreach (var (after, late) in new[] { (-ClockFixture.Microsecond, false), (TimeSpan.Zero, true) })
        {
            await clock.AtAsync(Now);
            var id = await CaseAsync("bkav-ca");
            var due = Now.AddDays(2);
            (await Registry.AskProviderAsync(Reviewer, id, answerBy: due)).Time("case", "answerDueAt").ShouldBe(due);
            var question = await QuestionAsync(id);
            await clock.AtAsync(due + after);

            (await Registry.CaseAsync(Reviewer, id)).At("case", "answerIsOverdue").GetBoolean().ShouldBe(late);
            var request = Make.Id();
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n =>
                Registry.AnswerCaseAsync(provider, question, n % 2 == 0 ? "first" : "second", n % 2 == 0 ? request : null)));

            answers.Count(a => a.TypeName() == "CaseAnswered" && !a.At("replayed").GetBoolean()).ShouldBe(1);
            answers.ShouldAllBe(a => a.TypeName() == "CaseAnswered" || a.TypeName() == "QuestionClosed" || a.TypeName() == "RequestIdReused");
            answers.First(a => a.TypeName() == "CaseAnswered").At("question", "answerIsLate").GetBoolean().ShouldBe(late);
            (await clock.Database.CountAsync("registry.case_events where about = $1 and kind = 'ANSWERED'", Guid.Parse(question))).ShouldBe(1);
            (await Registry.CaseAsync(Reviewer, id)).Text("case", "state").ShouldBe("OPEN");
        }
    }

    [Fact]
    public async Task Refusals_of_asking_and_answering_come_in_their_order()
    {
        await clock.AtAsync(Now);
        var (id, nobodys) = (await CaseAsync("vnpt-ca"), await CaseAsync(null));
        var request = Make.Id();

        (await Registry.AskProviderAsync(Reviewer, Guid.NewGuid().ToString(), answerBy: Now)).TypeName().ShouldBe("CaseNotFound");
        (await Registry.AskProviderAsync(Reviewer, nobodys, answerBy: Now)).TypeName().ShouldBe("CaseHasNoProvider");
        (await Registry.AskProviderAsync(Reviewer, id, providerCode: "nobody")).TypeName().ShouldBe("CaseHasNoProvider");
        (await Registry.AskProviderAsync(Reviewer, id, answerBy: Now)).TypeName().ShouldBe("InvalidAnswerDeadline");
        (await Registry.AskProviderAsync(Reviewer, id, answerBy: Now.AddDays(60) + ClockFixture.Microsecond)).TypeName().ShouldBe("InvalidAnswerDeadline");
        var asked = await Registry.AskProviderAsync(Reviewer, id, requestId: request);
        (await Registry.AskProviderAsync(Reviewer, id, requestId: request)).At("replayed").GetBoolean().ShouldBeTrue();
        (await Registry.AskProviderAsync(Reviewer, id, "Other words", requestId: request)).TypeName().ShouldBe("RequestIdReused");
        (await Registry.AskProviderAsync(Reviewer, id, answerBy: Now)).TypeName().ShouldBe("AnswerAwaited");
        asked.Time("case", "answerDueAt").ShouldBe(
            await clock.Database.ScalarAsync<DateTimeOffset>("select registry.end_of_working_day($1, 5)", Now), "the end of the fifth working day");

        var (own, other) = (await Registry.AdministratorAsync("vnpt-ca"), await Registry.AdministratorAsync("ca2"));
        var question = await QuestionAsync(id);
        (await Registry.AnswerCaseAsync(other, question)).TypeName().ShouldBe("QuestionNotFound");
        (await Registry.AnswerCaseAsync(own, "x")).TypeName().ShouldBe("QuestionNotFound");
        (await Registry.CaseQuestionsAsync(other)).At("edges").EnumerateArray().Select(e => e.Text("node", "id")).ShouldNotContain(question);
        (await Registry.DecideCaseAsync(Reviewer, id, "DISMISSED")).TypeName().ShouldBe("CaseDecided", "a dismissal needs no answer");
        (await Registry.AnswerCaseAsync(own, question)).TypeName().ShouldBe("QuestionClosed");
        (await Registry.AskProviderAsync(Reviewer, id)).TypeName().ShouldBe("CaseAlreadyDecided");
    }

    [Fact]
    public async Task A_provider_sees_what_it_is_asked_and_of_the_case_nothing_else()
    {
        await clock.AtAsync(Now);
        var holder = (await clock.RecordInAppAsync("ca2", Now)).Id();
        var own = (await clock.RecordInAppAsync("vnpt-ca", Now)).Id();
        var flag = await FlagAsync("vnpt-ca", "DUPLICATE_ATTEMPT", holder, own);
        var id = (await Registry.OpenCaseAsync(Reviewer, [flag])).Text("case", "id");
        (await Registry.NoteOnCaseAsync(Reviewer, id, "a secret note")).TypeName().ShouldBe("CaseNoted");
        (await Registry.AskProviderAsync(Reviewer, id)).TypeName().ShouldBe("ProviderAsked");
        var provider = await Registry.AdministratorAsync("vnpt-ca");

        var question = await QuestionAsync(id);

        var seen = (await Registry.CaseQuestionsAsync(provider)).At("edges").EnumerateArray().Select(e => e.At("node")).First(q => q.Text("id") == question);

        seen.At("evidence").EnumerateArray().Select(e => e.Text("issuanceId")).ShouldBe([own], "no other provider's record");
        seen.ToString().ShouldNotContain("secret");
        await using var look = await clock.Database.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"set role campaign_runtime; set {Viewer.Variable} = '{provider.Viewer.Setting}'; select (select count(*) from registry.cases) + (select count(*) from registry.case_violations) "
            + "+ (select count(*) from registry.case_events where kind in ('NOTED', 'OPENED', 'DECIDED', 'ASSIGNED', 'PUBLISHED'))", look);
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0L);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => Registry.CaseAsync(provider, id));
    }

    [Fact]
    public async Task Of_officers_who_decide_at_once_one_does_and_the_others_are_told()
    {
        await clock.AtAsync(Now);
        var id = await CaseAsync("ca2");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            Registry.DecideCaseAsync(n % 2 == 0 ? Reviewer : Another, id, n % 2 == 0 ? "CONFIRMED" : "DISMISSED", $"reason {n}")));

        var won = answers.Single(a => a.TypeName() == "CaseDecided");
        answers.Where(a => a.TypeName() != "CaseDecided").ShouldAllBe(a => a.TypeName() == "CaseAlreadyDecided" && a.Text("decision", "id") == won.Text("case", "decision", "id"));
        (await clock.Database.CountAsync("registry.journal where kind = 'CASE_DECIDED' and subject_id = $1", Guid.Parse(id))).ShouldBe(1);

        var blind = new DecideCase(The<UnitOfWork>(), The<ContentSealer>()) { LooksBeforeWriting = false };
        (await blind.HandleAsync(Another, new(Make.Id(), id, CaseDecision.Dismissed, "not looked at", null), TestContext.Current.CancellationToken))
            .Refusal.ShouldBeOfType<CaseAlreadyDecided>("the database alone holds it");
    }

    [Fact]
    public async Task A_decision_is_turned_over_by_one_that_names_it_with_a_new_reason_and_both_stay()
    {
        await clock.AtAsync(Now);
        var (id, flag) = await CaseOfAsync("ca2");
        var request = Make.Id();
        var first = await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "seen", requestId: request);
        var decision = first.Text("case", "decision", "id");

        (await Registry.DecideCaseAsync(Reviewer, Guid.NewGuid().ToString(), "CONFIRMED")).TypeName().ShouldBe("CaseNotFound");
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "seen", requestId: request)).At("replayed").GetBoolean().ShouldBeTrue();
        (await Registry.DecideCaseAsync(Reviewer, id, "DISMISSED", "seen", requestId: request)).TypeName().ShouldBe("RequestIdReused");
        await Registry.PublishCaseByTwoAsync(Reviewer, Another, id);
        (await Registry.DecideCaseAsync(Another, id, "DISMISSED", "seen")).TypeName().ShouldBe("CaseAlreadyDecided");
        (await Registry.DecideCaseAsync(Another, id, "DISMISSED", "seen", overturns: decision)).TypeName().ShouldBe("ReasonGivenBefore");
        (await Registry.DecideCaseAsync(Another, id, "DISMISSED", "not so", overturns: decision)).TypeName().ShouldBe("CaseIsPublished");
        (await Registry.WithdrawPublicationAsync(Reviewer, id)).TypeName().ShouldBe("PublicationWithdrawn");
        var second = await Registry.DecideCaseAsync(Another, id, "DISMISSED", "not so", overturns: decision);
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "seen again", overturns: decision)).TypeName().ShouldBe("CaseAlreadyDecided", "it names one that holds no longer");

        second.Text("case", "decision", "decision").ShouldBe("DISMISSED");
        (await StateAsync(flag)).ShouldBe("DISMISSED");
        (await Registry.CaseAsync(Reviewer, id)).At("timeline").EnumerateArray().Where(e => e.At("decision").ValueKind == JsonValueKind.String)
            .Select(e => $"{e.Text("decision")} {e.Text("text")} {e.Text("actor")}").ShouldBe(["CONFIRMED seen officer:reviewer", "DISMISSED not so officer:another"]);
        (await Registry.PublishCaseAsync(Reviewer, id)).TypeName().ShouldBe("CaseNotConfirmed");
    }

    [Fact]
    public async Task A_provider_is_heard_before_anything_is_confirmed()
    {
        await clock.AtAsync(Now);
        var id = await CaseAsync("vnpt-ca");
        await Registry.AskProviderAsync(Reviewer, id, answerBy: Now.AddDays(3));

        await clock.AtAsync(Now.AddDays(3) - ClockFixture.Microsecond);
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED")).TypeName().ShouldBe("AnswerAwaited");
        await clock.AtAsync(Now.AddDays(3));
        (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED")).TypeName().ShouldBe("CaseDecided");
    }

    [Fact]
    public async Task What_is_confirmed_is_published_to_all_and_withdrawn_and_only_that()
    {
        await clock.AtAsync(Now);
        var (id, flag) = await CaseOfAsync("bkav-ca");
        var nobodys = await CaseAsync(null);

        (await Registry.PublishCaseAsync(Reviewer, Guid.NewGuid().ToString())).TypeName().ShouldBe("CaseNotFound");
        (await Registry.PublishCaseAsync(Reviewer, id)).TypeName().ShouldBe("CaseNotConfirmed");
        await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED");
        await Registry.DecideCaseAsync(Reviewer, nobodys, "CONFIRMED");
        (await Registry.PublishCaseAsync(Reviewer, nobodys)).TypeName().ShouldBe("CaseHasNoProvider");
        await Registry.PublishCaseByTwoAsync(Reviewer, Another, id);
        (await Registry.PublishCaseAsync(Another, id)).Time("case", "publishedAt").ShouldBe(Now);
        (await StateAsync(flag)).ShouldBe("PUBLISHED");
        (await The<PublishedCases>().OfAsync("hue", TestContext.Current.CancellationToken)).Count(p => p.Provider?.Code == "bkav-ca").ShouldBe(1);
        (await Registry.WithdrawPublicationAsync(Reviewer, id)).At("case", "publishedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Registry.WithdrawPublicationAsync(Reviewer, id)).TypeName().ShouldBe("PublicationWithdrawn");

        (await StateAsync(flag)).ShouldBe("CONFIRMED");
        var withdrawn = (await The<PublishedCases>().OfAsync("hue", TestContext.Current.CancellationToken)).Single(c => c.Id == Guid.Parse(id));
        (withdrawn.Provider, withdrawn.Kinds.Count, withdrawn.DecidedAt).ShouldBe((null, 0, null), "of what was withdrawn nothing is said but that it was");
        (await clock.Database.ScalarAsync<string[]>("select array_agg(kind order by place) from registry.case_events where case_id = $1", Guid.Parse(id)))
            .ShouldBe(["OPENED", "DECIDED", "PUBLISHED", "WITHDRAWN"]);
    }

    [Fact]
    public async Task Nobody_publishes_alone_and_what_was_proposed_of_a_decision_that_holds_no_longer_is_not_published()
    {
        await clock.AtAsync(Now);
        var (id, flag) = await CaseOfAsync("viettel-ca");
        var decision = (await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "seen")).Text("case", "decision", "id");
        var third = Callers.Officer("third", Callers.Administering);
        var proposed = await Registry.PublishCaseAsync(Another, id);
        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        proposed.Text("clause").ShouldBe("HUE-5.3");
        (await Registry.PublishCaseAsync(Reviewer, id)).Text("proposalId").ShouldBe(proposed.Text("proposalId"), "it is open once");
        (await ApproveAsync(Another, proposed)).TypeName().ShouldBe("SecondOfficerNeeded");
        (await StateAsync(flag)).ShouldBe("CONFIRMED");

        await Registry.DecideCaseAsync(Another, id, "DISMISSED", "not so", overturns: decision);
        (await ApproveAsync(third, proposed)).TypeName().ShouldBe("ProposedActRefused");
        var again = (await Registry.CaseAsync(Reviewer, id)).Text("case", "decision", "id");
        await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "seen by two", overturns: again);
        (await ApproveAsync(third, proposed)).TypeName().ShouldBe("ProposedActRefused", "it was another decision that was proposed");
        (await StateAsync(flag)).ShouldBe("CONFIRMED");

        var anew = await Registry.PublishCaseAsync(Reviewer, id);
        anew.Text("proposalId").ShouldNotBe(proposed.Text("proposalId"));
        (await ApproveAsync(Another, anew)).TypeName().ShouldBe("ProposalApproved");
        (await StateAsync(flag)).ShouldBe("PUBLISHED");
        (await clock.Database.CountAsync("registry.case_events where case_id = $1 and kind = 'PUBLISHED' and actor = 'officer:another'", Guid.Parse(id))).ShouldBe(1);
        foreach (var alone in new[] { "officer:reviewer", "officer:third" })
        {
            (await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(
                "insert into registry.case_events (id, case_id, at, kind, actor) values (gen_random_uuid(), $1, registry.registry_now(), 'PUBLISHED', $2)", Guid.Parse(id), alone)))
                .ConstraintName.ShouldBe("publication_takes_two_officers", "the database alone holds it");
        }
    }

    private Task<JsonElement> ApproveAsync(Caller officer, JsonElement proposed) =>
        Registry.AskAsync(officer, "approveProposal", Operations.ApproveProposal, new { id = proposed.Text("proposalId") });

    [Fact]
    public async Task A_report_stands_as_its_case_does()
    {
        await clock.AtAsync(Now);
        var reference = (await Registry.ReportAsync(new() { ProviderCode = "fpt-ca" })).Text("reference");
        await clock.DetectAsync(ViolationKind.CitizenReport, Now);
        var flag = (await Registry.ReportsAsync(new { reference })).At("edges")[0].At("node").Text("violationId");

        await clock.AtAsync(Now.AddMinutes(5));
        var id = (await Registry.OpenCaseAsync(Reviewer, [flag])).Text("case", "id");
        (await Registry.ProgressAsync(reference)).Text("state").ShouldBe("UNDER_REVIEW");
        await clock.AtAsync(Now.AddMinutes(9));
        await Registry.DecideCaseAsync(Reviewer, id, "DISMISSED");

        var progress = await Registry.ProgressAsync(reference);
        (progress.Text("state"), progress.Time("changedAt")).ShouldBe(("DISMISSED", Now.AddMinutes(9)));
        (await Registry.CaseAsync(Reviewer, id)).At("reports").EnumerateArray().Select(r => r.Text("reference")).ShouldBe([reference]);
    }

    [Fact]
    public async Task The_queue_stands_in_the_order_of_what_happens_if_one_waits()
    {
        await clock.Database.ExecuteAsync("insert into registry.campaigns (code) values ('queue')");
        await clock.AtAsync(Now);
        var low = await CaseAsync("ca2", "LATE_RECORD", "queue");
        var medium = await CaseAsync("ca2", "NEED_LAPSED", "queue");
        await clock.AtAsync(Now.AddMinutes(1));
        var high = await CaseAsync("ca2", "KEY_REUSED", "queue");
        var lowOverdue = await CaseAsync("ca2", "LATE_RECORD", "queue");
        await Registry.AskProviderAsync(Reviewer, lowOverdue, answerBy: Now.AddMinutes(5));
        await clock.AtAsync(Now.AddMinutes(2));
        var laterHigh = await CaseAsync("vnpt-ca", "KEY_REUSED", "queue");
        var decided = await CaseAsync("ca2", "KEY_REUSED", "queue");
        await Registry.DecideCaseAsync(Reviewer, decided, "DISMISSED");
        await Registry.AssignCaseAsync(Reviewer, high, "officer:lan");

        await clock.AtAsync(Now.AddMinutes(5) - ClockFixture.Microsecond);
        (await QueueAsync()).ShouldBe([high, laterHigh, medium, low, lowOverdue, decided]);
        await clock.AtAsync(Now.AddMinutes(5));
        (await QueueAsync()).ShouldBe([lowOverdue, high, laterHigh, medium, low, decided]);

        (await QueueAsync(new { state = new[] { "DECIDED" } })).ShouldBe([decided]);
        (await QueueAsync(new { assignedTo = "officer:lan" })).ShouldBe([high]);
        (await QueueAsync(new { providerCode = "vnpt-ca" })).ShouldBe([laterHigh]);
        (await QueueAsync(new { unassigned = true, state = new[] { "OPEN", "AWAITING_PROVIDER" } })).ShouldBe([lowOverdue, laterHigh, medium, low]);
    }

    [Fact]
    public async Task An_answer_that_is_overdue_is_reminded_of_once()
    {
        await clock.AtAsync(Now);
        var id = await CaseAsync("misa-ca");
        await Registry.AskProviderAsync(Reviewer, id, answerBy: Now.AddDays(1));
        var question = await QuestionAsync(id);

        await clock.AtAsync(Now.AddDays(1) - ClockFixture.Microsecond);
        await Registry.RunJobAsync("remind-of-answers", TestContext.Current.CancellationToken);
        (await RemindersAsync(question)).ShouldBe((0, 0));
        await clock.AtAsync(Now.AddDays(1));
        await Task.WhenAll(Registry.RunJobAsync("remind-of-answers"), Registry.RunJobAsync("remind-of-answers"));
        await clock.AtAsync(Now.AddDays(3));
        await Registry.RunJobAsync("remind-of-answers", TestContext.Current.CancellationToken);

        (await RemindersAsync(question)).ShouldBe((1, 1));
        (await Registry.CaseQuestionsAsync(await Registry.AdministratorAsync("misa-ca"))).At("edges").EnumerateArray().Select(e => e.At("node"))
            .First(q => q.Text("id") == question).Time("remindedAt").ShouldBe(Now.AddDays(1));
        (await Registry.CaseAsync(Reviewer, id)).Text("case", "state").ShouldBe("AWAITING_PROVIDER");
    }

    [Fact]
    public async Task Notes_and_assignments_are_refused_in_their_order_and_act_once()
    {
        await clock.AtAsync(Now);
        var id = await CaseAsync("ca2");
        var request = Make.Id();

        (await Registry.NoteOnCaseAsync(Reviewer, "x", "a note")).TypeName().ShouldBe("CaseNotFound");
        var notes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Registry.NoteOnCaseAsync(Reviewer, id, "a note", request)));
        notes.Count(n => !n.At("replayed").GetBoolean()).ShouldBe(1);
        (await Registry.NoteOnCaseAsync(Reviewer, "x", "another", request)).TypeName().ShouldBe("RequestIdReused");
        (await clock.Database.CountAsync("registry.case_events where case_id = $1 and kind = 'NOTED'", Guid.Parse(id))).ShouldBe(1);

        (await Registry.AssignCaseAsync(Reviewer, "x", "nobody")).TypeName().ShouldBe("CaseNotFound");
        (await Registry.AssignCaseAsync(Reviewer, id, "provider:ca2")).TypeName().ShouldBe("InvalidAssignee");
        (await Registry.AssignCaseAsync(Reviewer, id, "officer:lan")).TypeName().ShouldBe("CaseAssigned");
        (await Registry.AssignCaseAsync(Another, id, "officer:lan")).TypeName().ShouldBe("CaseAssigned");
        (await Registry.WithdrawPublicationAsync(Reviewer, "x")).TypeName().ShouldBe("CaseNotFound");
        (await clock.Database.CountAsync("registry.case_events where case_id = $1 and kind = 'ASSIGNED'", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task Minutes_of_a_confirmed_case_are_numbered_without_gaps_hashed_and_kept_in_all_versions()
    {
        await clock.AtAsync(Now);
        var issuance = (await clock.RecordInAppAsync("viettel-ca", Now)).Id();
        var flag = await FlagAsync("viettel-ca", "LATE_RECORD", issuance);
        var id = (await Registry.OpenCaseAsync(Reviewer, [flag])).Text("case", "id");
        var nobodys = await CaseAsync(null);
        var request = Make.Id();

        (await Registry.DrawUpMinutesAsync(Reviewer, Guid.NewGuid().ToString())).TypeName().ShouldBe("CaseNotFound");
        (await Registry.DrawUpMinutesAsync(Reviewer, id)).TypeName().ShouldBe("CaseNotConfirmed");
        await Registry.AskProviderAsync(Reviewer, id, "Vì sao chậm?");
        await Registry.AnswerCaseAsync(await Registry.AdministratorAsync("viettel-ca"), await QuestionAsync(id), "Hệ thống lỗi.");
        await Registry.DecideCaseAsync(Reviewer, id, "CONFIRMED", "chậm 3 ngày");
        await Registry.DecideCaseAsync(Reviewer, nobodys, "CONFIRMED");
        (await Registry.DrawUpMinutesAsync(Reviewer, nobodys)).TypeName().ShouldBe("CaseHasNoProvider");
        var drawn = (await Registry.DrawUpMinutesAsync(Reviewer, id, $"có {Make.Citizen()}", requestId: request)).At("minutes");
        (await Registry.DrawUpMinutesAsync(Reviewer, id, "khác", requestId: request)).TypeName().ShouldBe("RequestIdReused");
        var again = await Registry.DrawUpMinutesAsync(Another, id, "bản thứ hai", sign: "BB-KHAC");
        var others = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var other = await CaseAsync("ca2");
            await Registry.DecideCaseAsync(Reviewer, other, "CONFIRMED");
            return (await Registry.DrawUpMinutesAsync(Reviewer, other, sign: "BB-THU")).Text("minutes", "number");
        }));

        others.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 6).Select(n => $"{n}/BB-THU"));
        (drawn.Text("number"), drawn.At("version").GetInt32()).ShouldBe(("1/BB-SKHCN", 1));
        (again.Text("minutes", "number"), again.At("minutes", "version").GetInt32()).ShouldBe(("1/BB-SKHCN", 2), "a further version keeps the number");
        var said = JsonDocument.Parse(drawn.Text("content")).RootElement;
        (said.Text("title"), said.Text("number"), said.Text("conclusion", "reason"), said.Text("remarks")).ShouldBe(("BIÊN BẢN VI PHẠM", "1/BB-SKHCN", "chậm 3 ngày", "có •••"));
        said.At("statements")[0].Text("answer").ShouldBe("Hệ thống lỗi.");
        said.At("findings")[0].At("evidence").GetArrayLength().ShouldBe(1);
        drawn.Text("sha256").ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(drawn.Text("content")))));
        (await clock.Database.CountAsync(
            "registry.journal where kind = 'CASE_MINUTES_DRAWN_UP' and subject_id = $1 and strpos(payload, $2) > 0", Guid.Parse(drawn.Text("id")), drawn.Text("sha256"))).ShouldBe(1);
        (await Registry.CaseAsync(Reviewer, id)).At("minutes").GetArrayLength().ShouldBe(2);
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync("""
            insert into registry.case_minutes select gen_random_uuid(), case_id, decision_id, year, sign, number + 5, version, drawn_up_at, drawn_up_by, content, content_hash
            from registry.case_minutes where id = $1
            """, Guid.Parse(drawn.Text("id"))));
        refused.ConstraintName.ShouldBe("minutes_have_the_next_number");
    }

    /// <summary>I9: whatever the code may want, the runtime role changes and deletes nothing of what happened.</summary>
    [Theory]
    [InlineData("update registry.case_events set text = 'x'")]
    [InlineData("delete from registry.case_events")]
    [InlineData("delete from registry.cases")]
    [InlineData("update registry.cases set number = 7")]
    [InlineData("update registry.case_violations set joined_at = joined_at")]
    [InlineData("delete from registry.case_violations")]
    [InlineData("update registry.case_minutes set content = '{}'")]
    [InlineData("delete from registry.case_minutes")]
    public async Task What_happened_in_a_case_is_never_changed(string sql)
    {
        await using var connection = await clock.Database.ConnectAsync();
        await using var command = new NpgsqlCommand($"set role campaign_runtime; set {Viewer.Variable} = 'department'; {sql}", connection);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private T The<T>()
        where T : notnull => Registry.Services.GetRequiredService<T>();

    private async Task<string[]> QueueAsync(object? filter = null)
    {
        // Page by page, so that cursors are walked too.
        var (found, after) = (new List<string>(), (string?)null);
        do
        {
            var page = await Registry.AskAsync(Reviewer, "cases", CaseOperations.List, new { campaign = "queue", filter, first = 2, after });
            found.AddRange(page.At("edges").EnumerateArray().Select(e => e.Text("node", "id")));
            after = page.At("pageInfo", "hasNextPage").GetBoolean() ? page.Text("pageInfo", "endCursor") : null;
            (after is not null || page.At("totalCount").GetInt32() == found.Count).ShouldBeTrue();
        }
        while (after is not null);
        return [.. found];
    }

    private async Task<(long Messages, long Events)> RemindersAsync(string question) => (
        await clock.Database.CountAsync("registry.messages where kind = 'CASE_ANSWER_OVERDUE' and subject_id = $1", Guid.Parse(question)),
        await clock.Database.CountAsync("registry.case_events where kind = 'REMINDED' and about = $1", Guid.Parse(question)));


    private async Task<string> QuestionAsync(string id) => (await clock.Database.ScalarAsync<Guid>(
        "select id from registry.case_events where case_id = $1 and kind = 'ASKED' order by place desc limit 1", Guid.Parse(id))).ToString();

    private Task<string> StateAsync(string flag) => clock.Database.ScalarAsync<string>("select state from registry.violations where id = $1", Guid.Parse(flag));

    private async Task<string> CaseAsync(string? provider, string kind = "RECORD_WITHOUT_CHECK", string campaign = "hue") => (await CaseOfAsync(provider, kind, campaign)).Id;

    private async Task<(string Id, string Flag)> CaseOfAsync(string? provider, string kind = "RECORD_WITHOUT_CHECK", string campaign = "hue")
    {
        var flag = await FlagInAsync(provider, kind, campaign);
        var opened = await Registry.OpenCaseAsync(Reviewer, [flag]);
        opened.TypeName().ShouldBe("CaseOpened", opened.ToString());
        return (opened.Text("case", "id"), flag);
    }

    private Task<string> FlagAsync(string? provider, string kind = "RECORD_WITHOUT_CHECK", params string[] issuances) => FlagInAsync(provider, kind, "hue", issuances);

    /// <summary>A flag as its detector would leave it, with one piece of evidence for each issuance.</summary>
    private async Task<string> FlagInAsync(string? provider, string kind, string campaign, params string[] issuances)
    {
        var id = Guid.NewGuid();
        await clock.Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select $1, $2, 'HUE-1.3', c.id, (select p.id from registry.providers p where p.code = $3), $4, registry.registry_now(), '{}' from registry.campaigns c where c.code = $5
            """, id, kind, provider ?? "", $"made up {Interlocked.Increment(ref made)}", campaign);
        foreach (var issuance in issuances)
        {
            await clock.Database.ExecuteAsync("""
                insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, issuance_id) values ($1, $2::text, registry.registry_now(), 'x', 'x', $2)
                """, id, Guid.Parse(issuance));
        }

        return id.ToString();
    }
}
