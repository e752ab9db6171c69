using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The desk's pages from which the campaign is run: sound at every size in both languages, and what takes two officers done by two, with its effect before.</summary>
public sealed class RunningTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task Every_page_of_the_running_campaign_is_sound_at_every_size(string language)
    {
        await FillAsync();
        var page = await Browser.OpenAsync(Registry, language);
        var faults = FaultsOf(page);
        await page.SignInAsync("officer-admin", true, Registry);
        foreach (var (path, seen, what) in new[]
        {
            (DeskEndpoints.Today, ".licences-warn", "desk-licences"),
            (DeskEndpoints.Providers, "table.cards a", "desk-providers"),
            ($"{DeskEndpoints.Providers}/vnpt-ca", "#staff ~ table", "desk-provider"),
            (DeskEndpoints.Proposals, ".proposal", "desk-proposals"),
            (DeskEndpoints.EqualAccess, ".verdict", "desk-equal-access"),
            (DeskEndpoints.Running, "#department ~ table", "desk-campaign"),
            (DeskEndpoints.Officers, "article.account", "desk-officers"),
        })
        {
            await page.GotoAsync(path);
            await page.Locator(seen).First.WaitForAsync();
            foreach (var fold in await page.Locator("main details > summary").AllAsync())
            {
                await fold.ClickAsync();
            }

            await PageTests.LookAsync(page, what, language);
            faults.ShouldBeEmpty();
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task One_officer_proposes_an_exclusion_after_its_effect_was_shown_and_another_approves_it_and_so_it_is_undone()
    {
        await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" });
        var first = await Browser.OpenAsync(Registry);
        await first.SignInAsync("officer-admin", true, Registry);
        await first.GotoAsync($"{DeskEndpoints.Providers}/ca2");
        await first.Locator("#participation ~ details > summary").ClickAsync();
        await first.GetByText("Chưa đề nghị được").WaitForAsync();
        (await first.Locator("#decide-reason, #participation ~ details button").CountAsync()).ShouldBe(0, "nothing to fill in that would be refused");
        await first.GetByRole(AriaRole.Link, new() { Name = "Các vụ việc của doanh nghiệp này" }).ClickAsync();
        await Assertions.Expect(first.Locator("#provider")).ToHaveValueAsync("ca2");

        var ground = await PublishedAsync("ca2");
        await first.GotoAsync($"{DeskEndpoints.Providers}/ca2");
        await ProposeAsync(first, "Cấp trùng nhiều lần, đã lập biên bản", onGround: true);
        await first.GetByText("Đề nghị đã được ghi lại").WaitForAsync();
        await first.Locator(".proposal").WaitForAsync();
        (await first.Locator(".proposal button.grave").CountAsync()).ShouldBe(0, "who proposed does not approve");
        (await first.Locator(".proposal").InnerTextAsync()).ShouldContain("một cán bộ quản trị khác phải duyệt");

        var second = await Browser.OpenAsync(Registry);
        await second.SignInAsync("officer-admin-2", true, Registry);
        await second.GotoAsync(DeskEndpoints.Proposals);
        var card = await second.Locator(".proposal").InnerTextAsync();
        card.ShouldContain("1 đăng ký hỗ trợ đang mở được trả lại");
        card.ShouldContain("nhân viên mất hiệu lực");
        card.ShouldContain("officer-admin");
        (await second.Locator(".proposal .grounds a").GetAttributeAsync("href")).ShouldBe($"{DeskEndpoints.Flags}/{ground}");
        await second.Locator(".proposal button.ask").ClickAsync();
        await second.Locator(".proposal .sure button.grave").ClickAsync();
        await second.GetByText("Đã duyệt và thực hiện").WaitForAsync();
        (await Database.CountAsync("registry.participations p join registry.providers v on v.id = p.provider_id where v.code = 'ca2' and p.ended_by = 'EXCLUDED'")).ShouldBe(1);
        (await Database.CountAsync($"registry.journal where kind = 'PROVIDER_EXCLUDED' and payload like '%{ground}%'")).ShouldBe(1, "what it rests on stays on file");

        // And back, by the same two the other way round.
        await second.GotoAsync($"{DeskEndpoints.Providers}/ca2");
        await second.GetByText("Bị loại khỏi chiến dịch").WaitForAsync();
        await ProposeAsync(second, "Đã khắc phục, đề nghị của Sở");
        await second.Locator(".proposal").WaitForAsync();
        await first.GotoAsync($"{DeskEndpoints.Providers}/ca2");
        await first.Locator(".proposal button.ask").ClickAsync();
        await first.Locator(".proposal .sure button.grave").ClickAsync();
        await first.GetByText("Được khôi phục").WaitForAsync();
        (await Database.CountAsync("registry.participations p join registry.providers v on v.id = p.provider_id where v.code = 'ca2' and p.ended_at is null")).ShouldBe(1);
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task An_administrator_publishes_an_offer_and_changes_the_terms_and_sees_what_was_refused_in_words()
    {
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-admin", true, Registry);
        await page.GotoAsync($"{DeskEndpoints.Providers}/vnpt-ca");
        await page.GetByText("Công bố chính sách, giá mới").ClickAsync();
        await page.Locator("#offer-vi").FillAsync("Gọi 0905 000 111 để được giúp");
        await page.Locator("#offer-en").FillAsync("Help at home");
        await page.Locator("#offer-price").FillAsync("150.000");
        await page.Locator("#offer-price").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#offer-vi")).ToHaveAttributeAsync("aria-invalid", "true");
        (await page.Locator("#offer-vi-fault").InnerTextAsync()).ShouldContain("Không được chứa dãy số dài");
        await page.Locator("#offer-vi").FillAsync("Cài đặt miễn phí tại nhà");
        await page.Locator("#offer-price").PressAsync("Enter");
        await page.GetByText("Đã công bố.").WaitForAsync();
        await Assertions.Expect(page.Locator("#offers ~ table tbody tr").First).ToContainTextAsync("150.000 đ");

        await page.GotoAsync(DeskEndpoints.Running);
        await page.GetByText("Thay đổi điều kiện").ClickAsync();
        await page.Locator("#terms-from").FillAsync("2020-01-01T08:00");
        await page.Locator("#terms-supportWindow").FillAsync("24");
        await page.GetByText("Xem trước").ClickAsync();
        await Assertions.Expect(page.Locator(".preview")).ToContainTextAsync("72 giờ → 24 giờ");
        await page.GetByText("Quyết định thay đổi").First.ClickAsync();
        await Assertions.Expect(page.Locator(".refused")).ToContainTextAsync("điều đã quyết định không được sửa lại");
        await page.Locator("#terms-from").FillAsync("2099-01-01T08:00");
        await page.GetByText("Xem trước").ClickAsync();
        await page.Locator(".preview button").ClickAsync();
        await page.GetByText("Điều kiện mới tự áp dụng đúng lúc").WaitForAsync();
        await Assertions.Expect(page.Locator("#history ~ ol li").First).ToContainTextAsync("72 giờ → 24 giờ");

        await page.GetByText("Thay đổi tên hoặc điện thoại").ClickAsync();
        await page.Locator("#department-phone").FillAsync("0234 3 823 456");
        await page.Locator("#department-phone").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#department ~ table tbody tr").First).ToContainTextAsync("0234 3 823 456");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task How_many_live_in_each_ward_is_pasted_and_coverage_is_told_with_the_lowest_first()
    {
        await Database.ExecuteAsync("""
            insert into registry.desk_figures_ward (campaign_id, day, ward_code, recorded)
            select c.id, '2026-01-05', w.code, w.recorded from registry.campaigns c, (values ('19753', 9000), ('19774', 300)) w (code, recorded) where c.code = 'hue'
            """);
        await Registry.RunJobAsync("count-desk-figures");
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-admin", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.GetByText("Chưa ghi số dân phường, xã").WaitForAsync();
        await Assertions.Expect(page.Locator(".bars .name").First).ToHaveTextAsync("Phường Phú Xuân");

        await page.GotoAsync(DeskEndpoints.Running);
        await page.Locator("#populations ~ details > summary").Last.ClickAsync();
        await page.Locator("#population-source").FillAsync("Niên giám thống kê 2025");
        await page.Locator("#population-day").FillAsync("2025-12-31");
        await page.Locator("#population-lines").FillAsync("Phú Xuân; 45.000\nNơi nào đó; 12");
        await page.Locator("#population-source").PressAsync("Enter");
        await page.GetByText("Dòng 2: không có phường, xã nào như vậy").WaitForAsync();
        (await page.Locator("#population-lines").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Locator("#population-lines").FillAsync("Phú Xuân; 45.000\n19774\t30,000");
        await page.Locator("#population-source").PressAsync("Enter");
        await page.GetByText("Đã ghi 2 phường, xã.").WaitForAsync();
        await Assertions.Expect(page.Locator("#populations ~ p").Nth(1)).ToContainTextAsync("tổng 75.000 người");

        await page.GotoAsync(DeskEndpoints.Today);
        await Assertions.Expect(page.Locator(".bars li").First).ToContainTextAsync("Phường Kim Long 1,0 %");
        await Assertions.Expect(page.Locator(".bars li").Nth(1)).ToContainTextAsync("Phường Phú Xuân 20,0 %");
        var csv = await (await page.APIRequest.GetAsync($"{Registry.Address}desk/files/wards?form=csv")).TextAsync();
        csv.ShouldContain("Phường Kim Long,300,30000,10");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_rejection_without_a_reason_is_said_at_its_field_and_with_one_it_is_done()
    {
        await PublishedAsync("ca2");
        var first = await Browser.OpenAsync(Registry);
        await first.SignInAsync("officer-admin", true, Registry);
        await ProposeAsync(first, "Thu tiền của người dân", onGround: true);
        await first.Locator(".proposal").WaitForAsync();
        await first.Context.CloseAsync();

        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Proposals);
        await page.Locator(".proposal summary").ClickAsync();
        var reason = page.Locator(".proposal textarea");
        (await reason.GetAttributeAsync("maxlength")).ShouldBe("2000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Từ chối", Exact = true }).ClickAsync();
        await Assertions.Expect(reason).ToHaveAttributeAsync("aria-invalid", "true");
        (await Database.ScalarAsync<string>("select state from registry.proposals where act = 'EXCLUDE_PROVIDER'")).ShouldBe("PROPOSED");
        await reason.FillAsync("Chưa đủ căn cứ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Từ chối", Exact = true }).ClickAsync();
        await page.GetByText("Đã từ chối đề nghị.").WaitForAsync();
        (await Database.ScalarAsync<string>("select state from registry.proposals where act = 'EXCLUDE_PROVIDER'")).ShouldBe("REJECTED");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_viewer_sees_and_does_nothing_and_the_report_is_taken_as_a_file()
    {
        await FillAsync();
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-viewer", true, Registry);
        foreach (var (path, seen) in new[] { ($"{DeskEndpoints.Providers}/ca2", ".proposal"), (DeskEndpoints.Proposals, ".proposal"), (DeskEndpoints.Running, "#department"), (DeskEndpoints.Officers, ".told") })
        {
            await page.GotoAsync(path);
            await page.Locator(seen).First.WaitForAsync();
            (await page.Locator("main form, main button.grave").CountAsync()).ShouldBe(0, path);
        }

        var csv = await page.APIRequest.GetAsync($"{Registry.Address}desk/files/equal-access?form=csv");
        (await csv.TextAsync()).ShouldContain("p = ");
        (await (await page.APIRequest.GetAsync($"{Registry.Address}desk/files/equal-access?form=xlsx")).BodyAsync())[..2].ShouldBe("PK"u8.ToArray());
        await page.GotoAsync($"{DeskEndpoints.Providers}/nobody");
        await page.GetByText("Không có doanh nghiệp nào với mã này").WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A flag whose case was confirmed, minuted and published.</summary>
    private async Task<Guid> PublishedAsync(string provider)
    {
        var (flag, reviewer) = (Guid.NewGuid(), Callers.Officer("officer-reviewer", Callers.Reviewing));
        await Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select $1, 'LATE_RECORD', 'HUE-1.4', c.id, p.id, 'made up ' || $1, registry.registry_now(), '{}' from registry.campaigns c, registry.providers p where c.code = 'hue' and p.code = $2
            """, flag, provider);
        var opened = await Registry.OpenCaseAsync(reviewer, [$"{flag}"]);
        await Registry.DecideCaseAsync(reviewer, opened.Text("case", "id"), "CONFIRMED", "Đối chiếu nhật ký");
        await Registry.DrawUpMinutesAsync(reviewer, opened.Text("case", "id"));
        await Registry.PublishCaseByTwoAsync(reviewer, Callers.Officer("officer-admin-2", Callers.Administering), opened.Text("case", "id"));
        return flag;
    }

    private static async Task ProposeAsync(IPage page, string reason, bool onGround = false)
    {
        if (!page.Url.EndsWith("/ca2", StringComparison.Ordinal))
        {
            await page.GotoAsync($"{DeskEndpoints.Providers}/ca2");
        }

        // With the keyboard alone: the fold, the effect, what it rests on, the reason, the act.
        await page.Locator("#participation ~ details > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#participation ~ details .effects")).ToBeVisibleAsync();
        if (onGround)
        {
            // The link to the whole list comes first.
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Space");
            // The violation itself, before the reason.
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("decide-reason");
        await page.Keyboard.TypeAsync(reason);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("21/QĐ-SKHCN");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>A proposal, an offer to come, terms to come, a licence near its end, records, and choices of which the first place has too many; then counted.</summary>
    private async Task FillAsync()
    {
        var reviewer = Callers.Officer("officer-reviewer", Callers.Reviewing);
        (await Registry.RecordAsync("vnpt-ca", Make.Record())).TypeName().ShouldBe("IssuanceRecorded");
        await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" });
        var ground = await PublishedAsync("ca2");
        await PublishedAsync("vnpt-ca");
        await Registry.AskAsync(reviewer, "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }", new
        {
            input = new { campaign = "hue", providerCode = "ca2", reason = "Cấp trùng cho ba công dân, đã kết luận trong vụ việc 2026/14", decisionNumber = "12/QĐ-SKHCN", violationIds = new[] { ground } },
        });
        var administrator = Callers.Officer("officer-admin-2", Callers.Administering);
        await Registry.AskAsync(administrator, "changeCampaignTerms", RunningOperations.ChangeTerms, new { input = new { campaign = "hue", effectiveFrom = "2098-01-01T00:00:00Z", needWindow = "PT24H", checksPerStaffPerHour = 120 } });
        await Registry.AskAsync(administrator, "publishOffer", RunningOperations.Publish, new
        {
            input = new { campaign = "hue", providerCode = "vnpt-ca", policyVietnamese = "Cài đặt và hướng dẫn tại nhà, không mất tiền.", policyEnglish = "Set up at home, free of charge.", yearlyPrice = 132_000, phone = "1800 1260", effectiveFrom = "2098-01-01T00:00:00Z" },
        });
        await Database.ExecuteAsync("""
            insert into registry.licences (provider_id, number, key_storage, issued_on, valid_before, source)
            select id, '9/GP-BTTTT', 'USB_TOKEN', (registry.registry_now() - interval '900 days')::date, (registry.registry_now() + interval '5 days')::date, 'made up' from registry.providers where code = 'vnpt-ca';
            insert into registry.desk_figures_choices (campaign_id, day, provider_id, shown_of, place, needs)
            select c.id, '2026-01-05', p.id, 6, place, case place when 1 then 31 else 20 end from registry.campaigns c, registry.providers p, generate_series(1, 6) place
            where c.code = 'hue' and p.code in ('vnpt-ca', 'ca2', 'misa-ca')
            """);
        await Registry.RunJobAsync("count-desk-figures");
    }
}
