using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Department;
using Campaign.Web.Provider;
using Microsoft.Playwright;
using UglyToad.PdfPig;

namespace Campaign.Pages;

/// <summary>A case at the desk, from the flag to what all can read, and what its provider sees of it meanwhile (HUE-5.1 to HUE-5.3).</summary>
public sealed class DeskCaseTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    private static readonly Caller Officer = Callers.Officer("officer-reviewer", Callers.Reviewing);

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task The_queue_a_file_and_what_a_provider_is_asked_are_sound_at_every_size(string language)
    {
        var (id, _) = await CaseAsync();
        await Registry.AskProviderAsync(Officer, id, "Vì sao chứng thư được tạo lúc 08:12 mà 09:40 mới ghi nhận?");
        var page = await Browser.OpenAsync(Registry, language);
        var faults = FaultsOf(page);
        await page.SignInAsync("officer-reviewer", true, Registry);

        await page.GotoAsync(DeskEndpoints.Cases);
        await page.Locator(".queue tbody tr").First.WaitForAsync();
        await PageTests.LookAsync(page, "desk-cases", language);
        await page.Locator("#standing").SelectOptionAsync("nobodys");
        await Assertions.Expect(page.Locator(".queue tbody tr")).ToHaveCountAsync(1);
        await page.Locator("#standing").SelectOptionAsync("decided");
        await page.Locator(".queue .empty").WaitForAsync();

        await page.GotoAsync($"{DeskEndpoints.Cases}/{id}");
        await page.Locator("ol.line li").First.WaitForAsync();
        (await page.Locator(".sides thead th").CountAsync()).ShouldBe(2, "both records stand side by side");
        await page.Locator("details").EvaluateAllAsync<object?>("all => all.forEach(d => d.open = true)");
        await PageTests.LookAsync(page, "desk-case", language);
        (await page.ContentAsync()).ShouldNotContain(language == "vi-VN" ? "Loading" : "Đang tải");
        faults.ShouldBeEmpty();

        await page.SignInAsync("vnpt-ca-admin", false, Registry);
        await page.GotoAsync(ProviderEndpoints.Questions);
        await page.Locator("details summary").First.ClickAsync();
        await PageTests.LookAsync(page, "questions", language);
        faults.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task From_the_flag_to_the_exclusion_two_officers_and_a_provider_do_all_by_their_pages()
    {
        var flags = await FlagsAsync();
        var need = (await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "vnpt-ca" })).Text("need", "id");
        var officer = await Browser.OpenAsync(Registry);
        await officer.SignInAsync("officer-reviewer", true, Registry);
        await officer.GotoAsync($"{DeskEndpoints.Flags}/{flags[0]}");
        await officer.Locator("#alike").FocusAsync();
        await officer.Keyboard.PressAsync("Space");
        await officer.Keyboard.PressAsync("Tab");
        await officer.Keyboard.PressAsync("Enter");
        await officer.ComesToAsync(url => url.Contains(DeskEndpoints.Cases + "/", StringComparison.Ordinal));
        await officer.Locator("ol.line li").First.WaitForAsync();
        (await officer.Locator(".matter li").CountAsync()).ShouldBe(2, "the other flag of the cause came too");
        var file = officer.Url;

        await officer.GetByRole(AriaRole.Button, new() { Name = "Tôi nhận vụ việc này" }).ClickAsync();
        await officer.GetByText("Đã giao vụ việc").WaitForAsync();
        (await officer.Locator("#decision-reason").IsVisibleAsync()).ShouldBeFalse("who was not asked is not judged by the way");
        await officer.GetByText("Kết luận vụ việc").ClickAsync();
        await officer.GetByText("chưa được hỏi trong vụ việc này").WaitForAsync();
        await officer.Locator("input[name=decision][value=Dismissed]").CheckAsync();
        await officer.Locator("#decision-reason").FillAsync("Chưa hỏi");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Kết luận", Exact = true }).ClickAsync();
        await officer.GetByText("Bấm lần nữa để kết luận khi chưa nghe doanh nghiệp.").WaitForAsync();
        (await Database.CountAsync("registry.journal where kind = 'CASE_DECIDED' and subject_id = $1", Guid.Parse(file.Split('/')[^1]))).ShouldBe(0, "asked first");
        await officer.ReloadAsync();
        await officer.GetByText("Yêu cầu doanh nghiệp giải trình").ClickAsync();
        await officer.Locator("#question").FillAsync("Vì sao ghi nhận muộn?");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Gửi câu hỏi" }).ClickAsync();
        await officer.GetByText("Đã gửi câu hỏi").WaitForAsync();
        await officer.Locator("#decision-reason").FillAsync("Đối chiếu nhật ký");
        (await officer.Locator("input[name=decision]:checked").CountAsync()).ShouldBe(0, "nothing is chosen beforehand");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Kết luận", Exact = true }).ClickAsync();
        await officer.GetByText("Hãy chọn: có vi phạm hay không.").WaitForAsync();
        await officer.Locator("input[name=decision][value=Confirmed]").CheckAsync();
        await officer.GetByRole(AriaRole.Button, new() { Name = "Kết luận", Exact = true }).ClickAsync();
        await officer.Locator(".told.refused").WaitForAsync();
        (await officer.Locator(".told.refused").InnerTextAsync()).ShouldContain("HUE-5.2", customMessage: "who was asked is heard first");
        (await officer.Locator("#decision-reason").InputValueAsync()).ShouldBe("Đối chiếu nhật ký");

        var provider = await Browser.OpenAsync(Registry);
        await provider.SignInAsync("vnpt-ca-admin", false, Registry);
        await provider.GotoAsync(ProviderEndpoints.Questions);
        (await provider.Locator("blockquote").First.InnerTextAsync()).ShouldBe("Vì sao ghi nhận muộn?");
        await provider.Locator("textarea").FillAsync("x");
        await provider.GetByRole(AriaRole.Button, new() { Name = "Gửi trả lời" }).ClickAsync();
        await provider.Locator(".wrong").WaitForAsync();
        await provider.Locator("textarea").FillAsync("Ứng dụng mất mạng, nhân viên ghi nhận khi về văn phòng.");
        await provider.GetByRole(AriaRole.Button, new() { Name = "Gửi trả lời" }).ClickAsync();
        await provider.GetByText("Đã gửi trả lời").WaitForAsync();
        (await provider.Locator("textarea").CountAsync()).ShouldBe(0, "an answer is given once");
        await provider.Context.CloseAsync();

        await officer.ReloadAsync();
        await officer.GetByText("Ứng dụng mất mạng").First.WaitForAsync();
        await Assertions.Expect(officer.Locator("#decision-reason")).ToHaveValueAsync("Đối chiếu nhật ký");
        await officer.Locator("input[name=decision][value=Confirmed]").CheckAsync();
        await officer.GetByRole(AriaRole.Button, new() { Name = "Kết luận", Exact = true }).ClickAsync();
        await officer.GetByText("Đã ghi kết luận").WaitForAsync();
        await officer.ForgetsDraftsAsync();

        await officer.Locator("#minutes-attendees").FillAsync("Nguyễn Thị Hồng, Trưởng phòng\nLê Văn Đạt, đại diện doanh nghiệp");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Lập biên bản" }).ClickAsync();
        await officer.GetByText("Đã lập biên bản").WaitForAsync();
        (await officer.Locator(".papers li").InnerTextAsync()).ShouldContain("1/BB-SKHCN");
        var printed = await officer.RunAndWaitForDownloadAsync(() => officer.Locator(".papers a").First.ClickAsync());
        using (var pdf = PdfDocument.Open(await File.ReadAllBytesAsync(await printed.PathAsync(), TestContext.Current.CancellationToken)))
        {
            var text = MinutesTests.Packed(MinutesTests.TextOf(pdf));
            foreach (var said in new[]
            {
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/BB-SKHCN", "Nguyễn Thị Hồng, Trưởng phòng", "Vì sao ghi nhận muộn?", "Ứng dụng mất mạng, nhân viên ghi nhận khi về văn phòng.", "Đối chiếu nhật ký",
                await Database.ScalarAsync<string>("select encode(content_hash, 'hex') from registry.case_minutes") ?? "?",
            })
            {
                text.ShouldContain(MinutesTests.Packed(said));
            }
        }

        (await officer.Locator(".preview").InnerTextAsync()).ShouldContain("Ghi nhận muộn");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Đề nghị công bố" }).ClickAsync();
        await officer.GetByText("Chờ cán bộ thứ hai").WaitForAsync();
        (await officer.GetByRole(AriaRole.Button, new() { Name = "Duyệt và công bố" }).CountAsync()).ShouldBe(0);
        (await PublicAsync(officer)).ShouldNotContain("HUE-1.4");

        var second = await Browser.OpenAsync(Registry);
        await second.SignInAsync("officer-admin", true, Registry);
        await second.GotoAsync(file);
        await second.GetByRole(AriaRole.Button, new() { Name = "Duyệt và công bố" }).ClickAsync();
        await second.GetByText("officer-reviewer đề nghị, officer-admin duyệt").WaitForAsync();
        (await PublicAsync(second)).ShouldContain("HUE-1.4");

        await officer.ReloadAsync();
        await officer.GetByRole(AriaRole.Link, new() { Name = "Xem xét loại doanh nghiệp" }).ClickAsync();
        await officer.ComesToAsync($"{DeskEndpoints.Providers}/vnpt-ca");
        await officer.Locator("#participation ~ details > summary").ClickAsync();
        (await officer.Locator(".effects").InnerTextAsync()).ShouldContain("1 đăng ký hỗ trợ đang mở");
        await officer.Locator("input[name=ground]").First.CheckAsync();
        await officer.Locator("#decide-reason").FillAsync("Đã kết luận trong vụ việc và công bố");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Lập đề nghị loại" }).ClickAsync();
        await officer.GetByText("Đề nghị đã được ghi lại").WaitForAsync();
        (await Registry.RecordAsync("vnpt-ca", Make.Record())).TypeName().ShouldBe("IssuanceRecorded", "one officer excludes nobody");

        await second.GotoAsync(DeskEndpoints.Proposals);
        await second.Locator(".proposal button.ask").ClickAsync();
        await second.Locator(".proposal .sure button.grave").ClickAsync();
        await second.GetByText("Đã duyệt và thực hiện").WaitForAsync();
        (await Registry.RecordAsync("vnpt-ca", Make.Record())).TypeName().ShouldBe("ProviderNotParticipating");
        (await Registry.NeedAsync("department", need)).Text("state").ShouldBe("RELEASED");
        await second.GotoAsync(DeskEndpoints.Cases);
        await second.Locator("#standing").SelectOptionAsync("decided");
        await second.Locator("#provider").SelectOptionAsync("vnpt-ca");
        await Assertions.Expect(second.Locator(".queue tbody tr")).ToHaveCountAsync(1, new() { Timeout = 10_000 });
        await second.Context.CloseAsync();
        await officer.Context.CloseAsync();
    }

    [Fact]
    public async Task A_publication_is_withdrawn_with_a_reason_and_leaves_the_public_page()
    {
        var (id, _) = await CaseAsync();
        await Registry.DecideCaseAsync(Officer, id, "CONFIRMED");
        await Registry.PublishCaseByTwoAsync(Officer, Callers.Officer("officer-admin", Callers.Administering), id);
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        (await PublicAsync(page)).ShouldContain("HUE-1.4");

        await page.GotoAsync($"{DeskEndpoints.Cases}/{id}");
        await page.GetByText("Rút công bố").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rút công bố" }).ClickAsync();
        await page.GetByText("Hãy viết từ 3 đến").WaitForAsync();
        await page.Locator("#withdraw-reason").FillAsync("Tòa án yêu cầu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rút công bố" }).ClickAsync();
        await page.GetByText("Đã rút công bố").WaitForAsync();
        (await PublicAsync(page)).ShouldNotContain("HUE-1.4");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_may_only_read_does_nothing_even_on_a_page_that_was_opened_before()
    {
        var (id, _) = await CaseAsync();
        var viewer = await Browser.OpenAsync(Registry);
        await viewer.SignInAsync("officer-viewer", true, Registry);
        await viewer.GotoAsync($"{DeskEndpoints.Cases}/{id}");
        await viewer.Locator("ol.line li").First.WaitForAsync();
        (await viewer.Locator("#content form, #content .acts button").CountAsync()).ShouldBe(0);
        await viewer.Context.CloseAsync();

        var officer = await Browser.OpenAsync(Registry);
        await officer.SignInAsync("officer-reviewer", true, Registry);
        await officer.GotoAsync($"{DeskEndpoints.Cases}/{id}");
        await officer.Locator("#work").WaitForAsync();
        await Database.ExecuteAsync("update signin.accounts set role = 'VIEWER' where user_name = 'officer-reviewer'");
        await officer.GetByRole(AriaRole.Button, new() { Name = "Tôi nhận vụ việc này" }).ClickAsync();
        await officer.GetByText("Vai trò hiện nay của ông/bà không được làm việc này").WaitForAsync();
        await Assertions.Expect(officer.Locator("#work")).ToHaveCountAsync(0);
        (await Database.CountAsync("registry.case_events where kind = 'ASSIGNED'")).ShouldBe(0);
        await officer.Context.CloseAsync();
    }

    [Fact]
    public async Task A_citizens_report_and_its_photograph_stand_beside_the_records_and_each_look_leaves_a_trace()
    {
        var reference = (await Registry.ReportAsync(new() { ProviderCode = "vnpt-ca", Text = "Nhân viên đòi 200.000 đồng" })).Text("reference");
        await Registry.RunJobAsync("detect-violations");
        var flag = await Database.ScalarAsync<Guid>("select id from registry.violations where kind = 'CITIZEN_REPORT'");
        var id = (await Registry.OpenCaseAsync(Officer, [flag.ToString()])).Text("case", "id");
        await Database.ExecuteAsync("delete from registry.reads");

        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-viewer", true, Registry);
        await page.GotoAsync($"{DeskEndpoints.Cases}/{id}");
        await page.Locator(".report").WaitForAsync();
        (await page.Locator(".report").InnerTextAsync()).ShouldContain("Nhân viên đòi 200.000 đồng");
        (await page.Locator(".report").InnerTextAsync()).ShouldContain(reference);
        (await Database.CountAsync("registry.reads where reader = 'officer-viewer' and act = 'REPORTS'")).ShouldBe(1);
        (await page.APIRequest.GetAsync($"{Registry.Address}desk/photos/{Guid.NewGuid()}")).Status.ShouldBe(404);
        await page.Context.CloseAsync();
    }

    private static async Task<string> PublicAsync(IPage page) => await (await page.APIRequest.GetAsync(new Uri(new Uri(page.Url), "/").ToString())).TextAsync();

    private async Task<(string Case, Guid[] Flags)> CaseAsync()
    {
        var flags = await FlagsAsync();
        return ((await Registry.OpenCaseAsync(Officer, [flags[0].ToString()], joinAlike: true)).Text("case", "id"), flags);
    }

    /// <summary>Two records of one provider, each flagged as late, with what shows it.</summary>
    private async Task<Guid[]> FlagsAsync()
    {
        var records = new List<string>();
        foreach (var citizen in new[] { Make.Citizen(), Make.Citizen() })
        {
            await Registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
            records.Add((await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id"));
        }

        await Database.ExecuteAsync(
            """
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select gen_random_uuid(), 'LATE_RECORD', 'HUE-1.4', i.campaign_id, i.provider_id, 'made up ' || i.id, registry.registry_now(), '{}' from registry.issuances i where i.id = any ($1)
            """,
            records.Select(Guid.Parse).ToArray());
        await Database.ExecuteAsync("""
            insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, issuance_id)
            select v.id, 'e' || n, v.flagged_at - n * interval '5 minutes', 'Tạo chứng thư lúc 08:12, ghi nhận lúc 09:40: sau 01:28:00, quá thời hạn 00:15:00.',
              'Made the certificate at 08:12 and recorded it at 09:40: after 01:28:00, beyond the 00:15:00 allowed.', replace(v.fingerprint, 'made up ', '')::uuid
            from registry.violations v, generate_series(1, 2) n
            """);
        return (await Database.ScalarAsync<Guid[]>("select array_agg(id order by id) from registry.violations"))!;
    }
}
