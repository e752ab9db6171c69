using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>HUE-5.2: anybody reports, each report opens a case, and whoever knows its number learns how it stands.</summary>
public sealed partial class ReportTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestRegistry Registry => clock.Registry;

    [Fact]
    public async Task Anybody_reports_without_signing_in_and_gets_a_number_that_tells_how_it_stands()
    {
        await clock.AtAsync(Now);
        var sent = await Registry.ReportAsync(new() { ProviderCode = "vnpt-ca", ContactPhone = "0905 123 456" });

        sent.TypeName().ShouldBe("ReportSubmitted", sent.ToString());
        var reference = sent.Text("reference");
        Reference().IsMatch(reference).ShouldBeTrue(reference);
        sent.Time("reportedAt").ShouldBe(Now);
        var progress = await Registry.ProgressAsync(reference);
        (progress.Text("state"), progress.Time("reportedAt"), progress.At("changedAt").ValueKind).ShouldBe(("RECEIVED", Now, JsonValueKind.Null));
        // As it is read out on the telephone, and typed by somebody else.
        (await Registry.ProgressAsync(reference.ToLowerInvariant().Replace('-', ' '))).Text("state").ShouldBe("RECEIVED");
        (await Registry.ProgressAsync(reference[3..])).Text("state").ShouldBe("RECEIVED");
        (await Registry.ProgressAsync(Mistyped(reference))).ValueKind.ShouldBe(JsonValueKind.Null);
        (await Registry.ProgressAsync(ReportReference.New())).ValueKind.ShouldBe(JsonValueKind.Null);

        var seen = await OneAsync(reference);
        (seen.Text("kind"), seen.Text("clause"), seen.Text("provider", "code"), seen.Text("contactPhone"), seen.At("signedIn").GetBoolean())
            .ShouldBe(("ASKED_FOR_MONEY", "HUE-5.2", "vnpt-ca", "0905123456", false));
        (await clock.Database.CountAsync("registry.journal where kind = 'REPORT_RECEIVED' and actor = 'public' and subject_id = $1", Guid.Parse(seen.Text("id")))).ShouldBe(1);
        (await clock.Database.CountAsync("registry.messages where kind = 'REPORT_RECEIVED' and recipient = 'DEPARTMENT' and subject_id = $1", Guid.Parse(seen.Text("id")))).ShouldBe(1);
        (await clock.Database.CountAsync("registry.reads where act = 'REPORTS' and person_id is null and reason = $1", reference)).ShouldBe(1, "the department's look leaves a trace");
    }

    [Fact]
    public async Task References_differ_and_each_single_error_or_exchange_is_noticed()
    {
        var references = Enumerable.Range(0, 200).Select(_ => ReportReference.New()).ToList();

        references.Distinct().Count().ShouldBe(200);
        var one = references[0];
        for (var i = 3; i < one.Length; i++)
        {
            foreach (var other in "23456789ACDEFGHJKLMNPQRTUVWXY".Where(c => one[i] != '-' && c != one[i]))
            {
                ReportReference.TryRead($"{one[..i]}{other}{one[(i + 1)..]}", out _).ShouldBeFalse($"{one} with {other} at {i}");
            }

            if (i + 1 < one.Length && one[i] != '-' && one[i + 1] != '-' && one[i] != one[i + 1])
            {
                ReportReference.TryRead($"{one[..i]}{one[i + 1]}{one[i]}{one[(i + 2)..]}", out _).ShouldBeFalse($"{one} exchanged at {i}");
            }
        }

        ReportReference.TryRead(one.Replace('8', 'B').Replace('5', 's').Replace('2', 'z').Replace('L', '1'), out var read).ShouldBeTrue();
        read.ShouldBe(one);
    }

    [Fact]
    public async Task Sent_again_it_is_one_report_and_other_content_is_refused()
    {
        await clock.AtAsync(Now);
        var input = new ReportInput { Text = "một lần" };
        var first = await Registry.ReportAsync(input);
        var again = await Registry.ReportAsync(input);
        var other = await Registry.ReportAsync(input with { Text = "hai lần" });

        (again.Text("reference"), again.At("replayed").GetBoolean()).ShouldBe((first.Text("reference"), true));
        other.TypeName().ShouldBe("RequestIdReused");
        (await clock.Database.CountAsync("registry.reports where text in ('một lần', 'hai lần')")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_16_that_are_sent_at_once_one_is_kept_and_all_get_its_number()
    {
        await clock.AtAsync(Now);
        var input = new ReportInput { Text = "cùng lúc" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Registry.ReportAsync(input)));

        answers.Select(a => a.Text("reference")).Distinct().Count().ShouldBe(1);
        answers.Count(a => !a.At("replayed").GetBoolean()).ShouldBe(1);
        (await clock.Database.CountAsync("registry.reports where text = 'cùng lúc'")).ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_come_in_their_order_as_each_fault_is_mended()
    {
        await clock.AtAsync(Now);
        var someone = (await clock.RecordInAppAsync("vnpt-ca", Now)).Id();
        var wrong = new ReportInput { RequestId = "1", Campaign = "nowhere", Kind = "OTHER", Text = null, ProviderCode = "nobody", IssuanceId = someone, LookupId = Make.Id(), ContactPhone = "113" };
        var used = new ReportInput();
        (await Registry.ReportAsync(used)).TypeName().ShouldBe("ReportSubmitted");
        (await Registry.ReportAsync(wrong with { RequestId = used.RequestId })).TypeName().ShouldBe("RequestIdReused");

        await FieldAsync(wrong, "requestId");
        foreach (var guessable in new[] { "00000000-0000-0000-0000-000000000000", "11111111-1111-1111-1111-111111111111", Guid.NewGuid().ToString("N"), "6ba7b810-9dad-11d1-80b4-00c04fd430c8" })
        {
            await FieldAsync(wrong with { RequestId = guessable }, "requestId");
        }

        wrong = wrong with { RequestId = Make.Id() };
        await FieldAsync(wrong with { Text = new string('á', 2_001) }, "text");
        await FieldAsync(wrong with { Text = "  " }, "text");
        wrong = wrong with { Text = new string('á', 2_000) };
        await FieldAsync(wrong, "lookupId");
        wrong = wrong with { LookupId = null };
        await FieldAsync(wrong, "contactPhone");
        wrong = wrong with { ContactPhone = "+84 905 123 456" };
        await FieldAsync(wrong, "campaign");
        wrong = wrong with { Campaign = "hue" };
        await FieldAsync(wrong, "providerCode");
        wrong = wrong with { ProviderCode = "ca2" };
        (await Registry.ReportAsync(wrong)).TypeName().ShouldBe("ReportedRecordNotFound", "who has not signed in names no record");
        (await Registry.ReportAsync(wrong with { IssuanceId = null })).TypeName().ShouldBe("ReportSubmitted");
        (await clock.Database.CountAsync("registry.reports where length(text) = 2000")).ShouldBe(1);

        async Task FieldAsync(ReportInput input, string field)
        {
            var answer = await Registry.ReportAsync(input);
            (answer.TypeName(), answer.TryGetProperty("field", out var named) ? named.GetString() : null).ShouldBe(("InvalidReport", field), answer.ToString());
        }
    }

    [Fact]
    public async Task A_citizen_says_this_was_not_me_of_the_own_issuance_and_look_up_and_of_nobody_elses()
    {
        await clock.AtAsync(Now);
        var (citizen, other) = (Make.Citizen(), Make.Citizen());
        var own = (await clock.RecordInAppAsync("vnpt-ca", Now, citizen)).Id();
        var others = (await clock.RecordInAppAsync("vnpt-ca", Now, other)).Id();
        await Registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-1");
        var me = Registry.Citizen(citizen);
        var lookup = (await clock.Database.ScalarAsync<Guid>("select id from registry.citizen_asks a where a.provider_id = (select id from registry.providers where code = 'ca2') and a.key_hash = any ($1)", (object)me.Citizen!.KeyHashes.ToArray())).ToString();

        var issuance = (await SendAsync(me, new() { Kind = ReportKind.NotMe, IssuanceId = own })).Success!;
        var looked = (await SendAsync(me, new() { Kind = ReportKind.NotMe, LookupId = lookup })).Success!;

        (await SendAsync(me, new() { Kind = ReportKind.NotMe, IssuanceId = others })).Refusal.ShouldBeOfType<ReportedRecordNotFound>();
        (await SendAsync(me, new() { Kind = ReportKind.NotMe, IssuanceId = "nonsense" })).Refusal.ShouldBeOfType<ReportedRecordNotFound>();
        (await SendAsync(Registry.Citizen(other), new() { Kind = ReportKind.NotMe, LookupId = lookup })).Refusal.ShouldBeOfType<ReportedRecordNotFound>();
        (await SendAsync(await Registry.StaffAsync("vnpt-ca", "vnpt-ca-staff-1"), new() { Kind = ReportKind.NotMe, IssuanceId = own })).Refusal.ShouldBeOfType<ReportedRecordNotFound>();
        var seen = await OneAsync(issuance.Reference);
        (seen.Text("issuanceId"), seen.Text("provider", "code"), seen.At("signedIn").GetBoolean()).ShouldBe((own, "vnpt-ca", true));
        var seenLookup = await OneAsync(looked.Reference);
        (seenLookup.Text("lookupId"), seenLookup.Text("provider", "code"), seenLookup.Text("staff")).ShouldBe((lookup, "ca2", "ca2-staff-1"));
        var lookups = await clock.Database.CountAsync("registry.reads r join registry.reports p on p.person_id = r.person_id where r.act = 'REPORTS' and p.reference = $1", issuance.Reference);
        lookups.ShouldBe(2, "the citizen sees that the department looked, once per report");

        var flag = (await clock.DetectAsync(ViolationKind.CitizenReport, Now, own)).ShouldBeOne("vnpt-ca", "HUE-5.2", 1);
        flag.At("evidence")[0].Text("summary").ShouldContain("not me");
        (await clock.DetectAsync(ViolationKind.CitizenReport, Now, lookup)).ShouldBeOne("ca2", "HUE-5.2", 1);
    }

    [Fact]
    public async Task The_database_alone_takes_no_others_issuance_into_a_report()
    {
        await clock.AtAsync(Now);
        var (citizen, other) = (Make.Citizen(), Make.Citizen());
        await clock.RecordInAppAsync("vnpt-ca", Now, citizen);
        var others = (await clock.RecordInAppAsync("vnpt-ca", Now, other)).Id();
        var services = Registry.Services;
        var careless = new SubmitReport(
            services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<ContentSealer>(), services.GetRequiredService<Citizens.Numbers.PhoneVault>(),
            services.GetRequiredService<ScannedBadges>(), services.GetRequiredService<Providers.Directory.ProviderDirectory>(), [])
        {
            LooksBeforeWriting = false,
        };

        var refused = await Should.ThrowAsync<PostgresException>(() => careless.HandleAsync(
            Registry.Citizen(citizen), new(Make.Id(), "hue", ReportKind.NotMe, null, null, null, others, null, null), Cancel));

        refused.ConstraintName.ShouldBe("report_names_the_own_issuance");
    }

    [Fact]
    public async Task A_scanned_badge_leads_to_its_bearer_and_a_forged_one_to_nobody_and_no_token_is_kept()
    {
        await clock.AtAsync(Now);
        var (token, until) = (await Registry.Services.GetRequiredService<StaffBadges>().IssueAsync("hue", "vnpt-ca", "vnpt-ca-staff-1", Cancel))!.Value;
        await clock.AtAsync(until.AddDays(1));
        const string Forged = "AQABforgedforgedforged";
        var genuine = await OneAsync((await Registry.ReportAsync(new() { Kind = "STEERING", BadgeToken = token })).Text("reference"));
        var forged = await OneAsync((await Registry.ReportAsync(new() { Kind = "IMPOSTOR", BadgeToken = Forged })).Text("reference"));

        (genuine.Text("badge"), genuine.Text("staff"), genuine.Text("provider", "code"), genuine.Text("clause"), genuine.Time("badgeValidUntil"))
            .ShouldBe(("GENUINE", "vnpt-ca-staff-1", "vnpt-ca", "HUE-1.2", until));
        (forged.Text("badge"), forged.At("staff").ValueKind, forged.At("provider").ValueKind, forged.Text("clause")).ShouldBe(("FORGED", JsonValueKind.Null, JsonValueKind.Null, "HUE-3.1"));
        foreach (var kept in new[] { token, Forged })
        {
            (await clock.Database.CountAsync("(select to_jsonb(r)::text as row from registry.reports r union all select payload from registry.journal union all select details::text from registry.messages) t where position($1 in row) > 0", kept)).ShouldBe(0);
        }

        var flags = await FlagsAsync(until.AddDays(1));
        flags.Single(f => f.ToString().Contains("badge of VNPT-CA (staff vnpt-ca-staff-1)", StringComparison.Ordinal)).Text("provider", "code").ShouldBe("vnpt-ca");
        flags.Single(f => f.ToString().Contains("not issued by the programme", StringComparison.Ordinal)).At("provider").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Each_kind_names_the_clause_that_such_a_deed_would_break()
    {
        await clock.AtAsync(Now);
        foreach (var (kind, clause) in new[]
        {
            ("STEERING", "HUE-1.2"), ("FALSE_STATEMENT", "HUE-1.2"), ("ASKED_FOR_MONEY", "HUE-5.2"), ("PRE_COLLECTED_DATA", "HUE-1.6"), ("IMPOSTOR", "HUE-3.1"), ("NOT_ME", "HUE-5.2"),
            ("OTHER", "HUE-5.2"),
        })
        {
            var seen = await OneAsync((await Registry.ReportAsync(new() { Kind = kind, Text = $"kind {kind}", ProviderCode = "fpt-ca" })).Text("reference"));
            seen.Text("clause").ShouldBe(clause);
        }

        (await FlagsAsync(Now)).Count(f => f.At("provider").ToString().Contains("fpt-ca", StringComparison.Ordinal)).ShouldBe(7, "one case for each");
    }

    [Fact]
    public async Task A_report_moves_with_its_case_and_tells_nothing_else()
    {
        await clock.AtAsync(Now);
        var reference = (await Registry.ReportAsync(new() { ProviderCode = "bkav-ca", Text = "bí mật" })).Text("reference");
        await clock.DetectAsync(ViolationKind.CitizenReport, Now);
        (await Registry.ProgressAsync(reference)).Text("state").ShouldBe("RECEIVED");
        var violation = Guid.Parse((await OneAsync(reference)).Text("violationId"));

        foreach (var (state, minutes) in new[] { ("UNDER_REVIEW", 5), ("CONFIRMED", 9), ("PUBLISHED", 12), ("DISMISSED", 20) })
        {
            await clock.Database.ExecuteAsync("update registry.violations set state = $2 where id = $1", violation, state);
            await clock.Database.ExecuteAsync("""
                insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values ($2, 'VIOLATION_JUDGED', $1, 'test', '{}', sha256('x'), sha256(gen_random_uuid()::text::bytea))
                """, violation, Now.AddMinutes(minutes));
            var progress = await Registry.ProgressAsync(reference);
            (progress.Text("state"), progress.Time("changedAt")).ShouldBe((state, Now.AddMinutes(minutes)));
            progress.ToString().ShouldNotContain("bí mật");
        }

        var listed = await Registry.ReportsAsync(new { state = new[] { "DISMISSED" } });
        listed.At("edges").EnumerateArray().Select(e => e.Text("node", "reference")).ShouldContain(reference);
        (await Registry.ReportsAsync(new { state = new[] { "RECEIVED" }, reference })).At("totalCount").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_citizen_number_in_a_report_is_kept_nowhere_and_its_phone_is_sealed()
    {
        await clock.AtAsync(Now);
        var number = Make.Citizen();
        var seen = await OneAsync((await Registry.ReportAsync(new() { Text = $"Họ đã ghi số {number.Insert(3, " ")} của tôi", ContactPhone = "0905987654" })).Text("reference"));

        seen.Text("text").ShouldBe("Họ đã ghi số ••• của tôi");
        (await clock.Database.CountAsync("registry.reports where to_jsonb(reports)::text like '%0905987654%' or text like '%' || $1 || '%'", number)).ShouldBe(0);
        (await clock.Database.CountAsync("registry.reports where id = $1 and octet_length(phone_hash) = 32 and phone_sealed is not null", Guid.Parse(seen.Text("id")))).ShouldBe(1);
    }

    [Fact]
    public async Task The_departments_list_is_filtered_and_pages_from_newest_to_oldest()
    {
        await clock.AtAsync(Now.AddDays(2));
        var sent = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            sent.Insert(0, (await Registry.ReportAsync(new() { Kind = "FALSE_STATEMENT", ProviderCode = "misa-ca", Text = $"page {i}" })).Text("reference"));
            await clock.AtAsync(Now.AddDays(2).AddMinutes(i + 1));
        }

        var filter = new { providerCode = "misa-ca", kind = new[] { "FALSE_STATEMENT" } };
        var first = await Registry.AskAsync("department", "reports", ReportOperations.List, new { campaign = "hue", filter, first = 2 });
        var second = await Registry.AskAsync("department", "reports", ReportOperations.List, new { campaign = "hue", filter, first = 2, after = first.Text("pageInfo", "endCursor") });

        first.At("totalCount").GetInt32().ShouldBe(3);
        first.At("edges").EnumerateArray().Concat(second.At("edges").EnumerateArray()).Select(e => e.Text("node", "reference")).ShouldBe(sent);
        (await Registry.ReportsAsync(filter, "nowhere")).At("totalCount").GetInt32().ShouldBe(0);
        (await Registry.ReportsAsync(new { providerCode = "nobody" })).At("totalCount").GetInt32().ShouldBe(0);
        (await Registry.ReportsAsync(new { reference = "nonsense" })).At("totalCount").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task What_came_too_fast_is_refused_with_when_to_come_again_and_a_repetition_is_not()
    {
        await clock.AtAsync(Now);
        var services = Registry.Services;
        var slow = new SubmitReport(
            services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<ContentSealer>(), services.GetRequiredService<Citizens.Numbers.PhoneVault>(),
            services.GetRequiredService<ScannedBadges>(), services.GetRequiredService<Providers.Directory.ProviderDirectory>(), [new OncePace()]);
        var input = new SubmitReportInput(Make.Id(), "hue", ReportKind.Steering, null, null, null, null, null, null);

        (await slow.HandleAsync(null, input, Cancel)).Success.ShouldNotBeNull();
        (await slow.HandleAsync(null, input with { RequestId = Make.Id() }, Cancel)).Refusal.ShouldBe(new ReportLimitReached(91));
        (await slow.HandleAsync(null, input, Cancel)).Success!.Replayed.ShouldBeTrue();
        (await slow.HandleAsync(null, input with { RequestId = "bad" }, Cancel)).Refusal.ShouldBeOfType<InvalidReport>("what is invalid is told first, and not counted");
    }

    private async Task<Answer<ReportSubmitted>> SendAsync(Caller caller, Sent input) => await Registry.Services.GetRequiredService<SubmitReport>().HandleAsync(
        caller, new(Make.Id(), "hue", input.Kind, null, null, null, input.IssuanceId, input.LookupId, null), Cancel);

    private async Task<JsonElement> OneAsync(string reference) =>
        (await Registry.ReportsAsync(new { reference })).At("edges").EnumerateArray().ShouldHaveSingleItem().At("node");

    private async Task<IReadOnlyList<JsonElement>> FlagsAsync(DateTimeOffset at)
    {
        await clock.AtAsync(at);
        await clock.RunAsync(ViolationKind.CitizenReport);
        return await clock.FlagsAsync(ViolationKind.CitizenReport);
    }

    private static string Mistyped(string reference) => reference[..^1] + (reference[^1] == '4' ? '3' : '4');

    [GeneratedRegex("^BC(-[2-9AC-HJ-NP-RT-Y]{4}){4}$")]
    private static partial Regex Reference();

    private sealed record Sent
    {
        public ReportKind Kind { get; init; }

        public string? IssuanceId { get; init; }

        public string? LookupId { get; init; }
    }

    private sealed class OncePace : IReportPace
    {
        private int asked;

        public Task<TimeSpan?> CountAsync(Caller? caller, CancellationToken cancel) => Task.FromResult<TimeSpan?>(asked++ == 0 ? null : TimeSpan.FromSeconds(90.2));
    }
}
