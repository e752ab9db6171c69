using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The department's desk in a real browser: sound at every size in both languages, by keyboard, for officers alone, and with what was typed kept when the circuit is lost.</summary>
public sealed class DeskTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task Every_page_of_the_desk_is_sound_at_every_size(string language)
    {
        await FillAsync();
        var page = await Browser.OpenAsync(Registry, language);
        var faults = FaultsOf(page);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.Locator(".figures").WaitForAsync();
        (await page.Locator(".figures dd").First.InnerTextAsync()).ShouldBe("2");
        await PageTests.LookAsync(page, "desk-today", language);
        faults.ShouldBeEmpty();

        await page.GotoAsync(DeskEndpoints.Flags);
        await page.Locator(".mud-table-body .state").First.WaitForAsync();
        await PageTests.LookAsync(page, "desk-flags", language);
        await page.SetViewportSizeAsync(1280, 800);
        (await page.Locator(".mud-table-body a").CountAsync()).ShouldBe(20);
        var newest = await page.Locator(".mud-table-body a").First.GetAttributeAsync("href");
        await page.Locator(".pager button").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-table-body a")).ToHaveCountAsync(16);
        await Assertions.Expect(page.Locator(".pager button").Last).ToBeDisabledAsync();
        await page.Locator(".pager button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-table-body a").First).ToHaveAttributeAsync("href", newest!);
        await page.Locator(".pager button").Last.ClickAsync();
        await Assertions.Expect(page.Locator(".mud-table-body a")).ToHaveCountAsync(16);
        await page.Locator("#state").SelectOptionAsync("UNDER_REVIEW");
        await Assertions.Expect(page.Locator(".mud-table-body .state.UNDER_REVIEW")).ToHaveCountAsync(12);
        (await page.Locator(".mud-table-body .state").CountAsync()).ShouldBe(12, "a filter begins at the first page");
        await page.Locator(".mud-table-body a").First.ClickAsync();
        await page.Locator("ol.line li").First.WaitForAsync();
        page.Url.ShouldContain(DeskEndpoints.Flags + "/");
        await PageTests.LookAsync(page, "desk-flag", language);

        await page.GotoAsync(DeskEndpoints.Find);
        await page.Locator("#reason").WaitForAsync();
        await PageTests.LookAsync(page, "desk-find", language);
        await page.Locator(".find button").ClickAsync();
        await page.GetByText(language == "vi-VN" ? "Hãy nhập điều cần tìm." : "Enter a search term.").WaitForAsync();
        (await page.ContentAsync()).ShouldNotContain(language == "vi-VN" ? "Loading" : "Đang tải");
        faults.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    /// <summary>On a phone the row of pages runs on sideways; on a tablet all of it is there.</summary>
    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    public async Task The_page_that_is_open_is_in_sight_in_the_row_of_pages(int width)
    {
        var page = await Browser.OpenAsync(Registry, width: width, height: 800);
        await page.SignInAsync("officer-viewer", true, Registry);
        foreach (var path in new[] { DeskEndpoints.Today, DeskEndpoints.EqualAccess, DeskEndpoints.Running })
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator(".ways a[aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
        }

        (await page.EvaluateAsync<bool>("(r => r.scrollWidth > r.clientWidth)(document.querySelector('.ways ul'))")).ShouldBe(width == 320);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Before_the_first_count_no_figure_is_shown_least_of_all_a_nought()
    {
        await Registry.RecordAsync("vnpt-ca", Make.Record());
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-viewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.GetByText("Chưa có số liệu").WaitForAsync();
        (await page.Locator(".figures, table, svg").CountAsync()).ShouldBe(0);
        await PageTests.LookAsync(page, "desk-uncounted", "vi-VN");

        await Registry.RunJobAsync("count-desk-figures");
        await page.Locator(".again").ClickAsync();
        await page.Locator(".figures").WaitForAsync();
        (await page.Locator(".figures dd").First.InnerTextAsync()).ShouldBe("1");
        await Assertions.Expect(page.GetByText("Đã đọc lại lúc")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.GetByText("Ông/bà vẫn trong lần làm việc đầu tiên").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_officer_finds_by_number_with_the_keyboard_and_the_number_is_in_no_address_and_the_look_is_traced()
    {
        var citizen = Make.Citizen();
        await Registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        (await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
        var page = await Browser.OpenAsync(Registry);
        var addresses = new List<string>();
        page.Request += (_, request) => addresses.Add(request.Url);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Find);
        await page.Locator("#what").FocusAsync();
        await page.Keyboard.TypeAsync(citizen);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("reason");
        await page.Keyboard.TypeAsync($"Người dân hỏi tại quầy {citizen}");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".found table.cards").WaitForAsync();
        addresses.ShouldAllBe(a => !a.Contains(citizen, StringComparison.Ordinal));
        (await page.Locator(".found").InnerTextAsync()).ShouldNotContain(citizen);
        (await page.EvaluateAsync<string>("JSON.stringify(sessionStorage)")).ShouldNotContain(citizen);
        (await page.Locator("#what").InputValueAsync()).ShouldBe("");
        (await Database.CountAsync("registry.reads where reader = 'officer-reviewer' and act in ('NUMBERS', 'ISSUANCES', 'CITIZEN_LOOKUPS') and reason like 'Người dân hỏi tại quầy%'")).ShouldBe(3);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_typed_outlives_a_lost_circuit_and_a_host_that_starts_anew()
    {
        const string Typed = "Người dân báo mất thẻ, đối chiếu tại quầy";
        var page = await Browser.OpenAsync(Registry);
        IWebSocketRoute? circuit = null;
        await page.RouteWebSocketAsync(url => url.Contains(DeskEndpoints.Circuits, StringComparison.Ordinal), socket =>
        {
            circuit = socket;
            socket.ConnectToServer();
        });
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Find);
        await page.Locator("#reason").FillAsync(Typed);
        await page.Locator("#what").FillAsync("046204001234");

        await circuit!.CloseAsync();
        await page.Locator("#components-reconnect-modal").WaitForAsync(new() { State = WaitForSelectorState.Visible });
        (await page.Locator("#components-reconnect-modal").InnerTextAsync()).ShouldContain("Đang nối lại");
        await page.Locator("#components-reconnect-modal").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        (await page.Locator("#reason").InputValueAsync()).ShouldBe(Typed);

        // The same address, another host: it knows nothing of the circuit.
        var port = Registry.Address.Port;
        await Registry.DisposeAsync();
        Registry = await Database.StartWithAsync(port: port);
        await Assertions.Expect(page.Locator("#what")).ToHaveValueAsync("", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("#reason")).ToHaveValueAsync(Typed);
        (await page.EvaluateAsync<string>("JSON.stringify(sessionStorage)")).ShouldNotContain("046204001234");
        await page.Locator("#what").FillAsync("046204001234");
        await page.Locator(".find button").ClickAsync();
        await page.Locator(".found").WaitForAsync();
        await page.ForgetsDraftsAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_end_of_a_session_ends_what_an_open_page_shows_and_does()
    {
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-viewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.Locator(".again").WaitForAsync();

        await Database.ExecuteAsync("update signin.sessions set ended_at = created_at where ended_at is null");
        await page.Locator(".again").ClickAsync();
        await page.GetByText("Phiên làm việc đã kết thúc").WaitForAsync();
        (await page.Locator(".again").CountAsync()).ShouldBe(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nobody_but_an_officer_comes_to_the_desk_or_opens_a_circuit_and_a_viewer_looks_up_no_citizen()
    {
        var page = await Browser.OpenAsync(Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        page.Url.ShouldContain(SignInPaths.SignIn);
        (await page.APIRequest.PostAsync($"{Registry.Address}_blazor/negotiate?negotiateVersion=1")).Status.ShouldBe(401);

        await page.SignInAsync("vnpt-ca-admin", false, Registry);
        (await page.GotoAsync(DeskEndpoints.Flags))!.Status.ShouldBe(403);
        (await page.APIRequest.PostAsync($"{Registry.Address}_blazor/negotiate?negotiateVersion=1")).Status.ShouldBe(403);
        await page.Context.CloseAsync();

        var viewer = await Browser.OpenAsync(Registry);
        await viewer.SignInAsync("officer-viewer", true, Registry);
        await viewer.GotoAsync(DeskEndpoints.Find);
        await viewer.Locator("#by").WaitForAsync();
        (await viewer.Locator("#by option[value=citizen]").CountAsync()).ShouldBe(0);
        (await viewer.Locator("#reason").CountAsync()).ShouldBe(0);
        await viewer.Context.CloseAsync();
    }

    [Fact]
    public async Task Figures_say_their_age_and_when_there_are_none_and_tables_are_taken_as_files()
    {
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-viewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.GetByText("hệ thống chưa cập nhật lần nào").WaitForAsync();

        await FillAsync();
        await page.Locator(".again").ClickAsync();
        await page.GetByText("Số liệu lúc").WaitForAsync();
        await Database.ExecuteAsync("update registry.desk_figures set counted_at = counted_at - interval '16 minutes'");
        await page.Locator(".again").ClickAsync();
        await page.GetByText("Số liệu cũ").WaitForAsync();

        var csv = await page.APIRequest.GetAsync($"{Registry.Address}desk/files/providers?form=csv");
        csv.Headers["content-disposition"].ShouldContain(".csv");
        (await csv.TextAsync()).ShouldContain("vnpt-ca,");
        foreach (var table in new[] { "days", "wards", "flags" })
        {
            var file = await page.APIRequest.GetAsync($"{Registry.Address}desk/files/{table}?form=xlsx");
            (await file.BodyAsync())[..2].ShouldBe("PK"u8.ToArray());
        }

        (await page.APIRequest.GetAsync($"{Registry.Address}desk/files/persons?form=csv")).Status.ShouldBe(404);
        await page.Context.CloseAsync();
    }

    /// <summary>Two records, one of them late, an open request for help, a citizen's report, and flags of them; then counted.</summary>
    private async Task FillAsync()
    {
        foreach (var citizen in new[] { Make.Citizen(), Make.Citizen() })
        {
            await Registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
            (await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
        }

        await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" });
        await Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, state, thresholds)
            select gen_random_uuid(), k.kind, 'HUE-1.4', c.id, p.id, 'made up ' || k.kind || n, registry.registry_now() - n * interval '1 hour', k.state, '{}'
            from registry.campaigns c, registry.providers p, generate_series(1, 12) n,
              (values ('LATE_RECORD', 'FLAGGED'), ('NEED_LAPSED', 'UNDER_REVIEW'), ('SHARED_RECIPIENT', 'CONFIRMED')) k (kind, state) where c.code = 'hue' and p.code = 'vnpt-ca';
            insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en)
            select v.id, 'e' || n, v.flagged_at - n * interval '5 minutes', 'Tạo chứng thư lúc 08:12, ghi nhận lúc 09:40: sau 01:28:00, quá thời hạn 00:15:00.',
              'Made the certificate at 08:12 and recorded it at 09:40: after 01:28:00, beyond the 00:15:00 allowed.'
            from registry.violations v, generate_series(1, 2) n
            """);
        await Registry.RunJobAsync("count-desk-figures");
    }
}
