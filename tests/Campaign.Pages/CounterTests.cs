using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The desk's counter and its requests about personal data: an officer acts for a citizen who stands there, by keyboard, once however often it is sent, and no number is left anywhere.</summary>
public sealed class CounterTests(RegistryFixture fixture, Chromium chromium) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);

    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task Every_page_is_sound_at_every_size_and_says_what_is_wrong(string language)
    {
        var vietnamese = language == "vi-VN";
        var holder = await HolderAsync("vnpt-ca");
        await Registry.OpenDataRequestAsync(Reviewer, "EXPORT", holder);
        await Registry.OpenDataRequestAsync(Reviewer, "CORRECTION", holder, "Tên trong hồ sơ viết sai dấu");
        var page = await OpenAsync("officer-reviewer", DeskEndpoints.Counter, language);
        await page.Locator("#number").WaitForAsync();
        await PageTests.LookAsync(page, "desk-counter", language);
        await page.SetViewportSizeAsync(1280, 800);
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.GetByText(vietnamese ? "Số căn cước có 12 chữ số" : "A citizen number has 12 digits").WaitForAsync();
        await page.FocusComesToAsync("number");
        await PageTests.LookAsync(page, "desk-counter-wrong", language);

        await page.Locator("#act").SelectOptionAsync("Switch");
        await page.Locator("#number").FillAsync(holder);
        await page.Locator("#provider-vnpt-ca").CheckAsync();
        await page.Locator("#checked").CheckAsync();
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator(".refused").WaitForAsync();
        await PageTests.LookAsync(page, "desk-counter-refused", language);
        await page.Locator("#provider-ca2").CheckAsync();
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator(".given").WaitForAsync();
        await PageTests.LookAsync(page, "desk-counter-code", language);

        await page.GotoAsync(DeskEndpoints.Requests);
        await page.Locator("table.requests").WaitForAsync();
        await PageTests.LookAsync(page, "desk-requests", language);
        await page.Locator("table.requests").GetByText(vietnamese ? "Sửa dữ liệu" : "Correction").First.ClickAsync();
        await page.Locator("#reason").WaitForAsync();
        await PageTests.LookAsync(page, "desk-request", language);
        await page.Locator("form.find button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#subject")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(page.Locator("form.find").First).ToContainTextAsync(vietnamese ? "Công dân không có nhu cầu nào mang mã này." : "The citizen has no need with this id.");
        (await page.Locator(".refused").CountAsync()).ShouldBe(0, "what is wrong stands at its field");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_phone_is_proposed_at_one_desk_and_confirmed_at_another()
    {
        var citizen = Make.Citizen();
        var page = await OpenAsync("officer-reviewer", DeskEndpoints.Counter);
        await page.Locator("#act").SelectOptionAsync("Phone");
        await page.Locator("#number").FillAsync(citizen);
        await page.Locator("#phone").FillAsync("0905111222");
        await page.Locator("#checked").CheckAsync();
        await PageTests.LookAsync(page, "desk-counter-phone", "vi-VN");
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator(".receipt").WaitForAsync();
        (await page.Locator(".receipt").InnerTextAsync()).ShouldContain("một cán bộ khác phải xác nhận");
        await PageTests.LookAsync(page, "desk-counter-phone-waits", "vi-VN");
        var same = await page.Context.NewPageAsync();
        await same.GotoAsync(DeskEndpoints.Proposals);
        await same.Locator("article.proposal").WaitForAsync();
        (await same.Locator("article.proposal button.grave").CountAsync()).ShouldBe(0, "who proposed does not confirm");
        (await same.Locator("nav.ways a[aria-current=page]").InnerTextAsync()).ShouldBe("Đề nghị (1)");
        await page.Locator("#look").ClickAsync();
        (await page.Locator(".receipt h2").InnerTextAsync()).ShouldContain("Chờ cán bộ thứ hai");

        var second = await OpenAsync("officer-admin", DeskEndpoints.Proposals);
        await second.Locator("article.proposal").WaitForAsync();
        (await second.Locator("article.proposal").InnerTextAsync()).ShouldContain("0905111222");
        (await second.ContentAsync()).ShouldNotContain(citizen);
        (await second.Locator(".effects").InnerTextAsync()).ShouldContain("chưa có điện thoại nào");
        await PageTests.LookAsync(second, "desk-proposal-phone", "vi-VN");
        await second.Locator("article.proposal button.ask").ClickAsync();
        (await second.Locator(".sure").InnerTextAsync()).ShouldContain("Gắn điện thoại 0905111222 cho số căn cước");
        (await fixture.Database.CountAsync("registry.journal where kind = 'CITIZEN_PHONE_BOUND' and actor = 'officer:officer-admin'")).ShouldBe(0, "asked first");
        await second.Locator(".sure button.grave").ClickAsync();
        await second.Locator("p.done").WaitForAsync();

        await page.Locator("#look").ClickAsync();
        await Assertions.Expect(page.Locator(".receipt h2")).ToContainTextAsync("Đã gắn điện thoại");
        (await page.Locator(".receipt").InnerTextAsync()).ShouldContain("officer-admin");

        await page.Locator("#next").ClickAsync();
        await page.Locator("#act").SelectOptionAsync("Phone");
        await page.Locator("#number").FillAsync(citizen);
        await page.Locator("#phone").FillAsync("0905333444");
        await page.Locator("#checked").CheckAsync();
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator("#look").WaitForAsync();
        await second.ReloadAsync();
        await second.Locator("article.proposal").WaitForAsync();
        (await second.Locator(".effects").InnerTextAsync()).ShouldContain("THAY điện thoại đó");

        (await fixture.Database.CountAsync("registry.journal where kind = 'CITIZEN_PHONE_BOUND' and actor = 'officer:officer-admin'")).ShouldBe(1);
        await page.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task A_request_for_help_is_registered_with_the_keyboard_alone_and_the_number_stays_nowhere()
    {
        var citizen = Make.Citizen();
        var page = await OpenAsync("officer-reviewer", DeskEndpoints.Counter);
        var addresses = new List<string>();
        page.Request += (_, request) => addresses.Add(request.Url);
        await page.Locator("#act").FocusAsync();
        (await page.Locator("input[name=provider]:checked").CountAsync()).ShouldBe(0, "nobody is chosen beforehand (HUE-1.2)");
        await page.Keyboard.PressAsync("Tab");
        await page.FocusComesToAsync("number");
        await page.Keyboard.TypeAsync(citizen);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        var provider = await page.EvaluateAsync<string>("document.activeElement.value");
        await page.Keyboard.PressAsync("Tab");
        await page.FocusComesToAsync("mode-AtHome");
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#address").WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.FocusComesToAsync("name");
        await page.Keyboard.TypeAsync("Nguyễn Thị Hường");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("0905 123 456");
        await page.Keyboard.PressAsync("Tab");
        await page.FocusComesToAsync("ward");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("12 Lê Lợi");
        await page.Keyboard.PressAsync("Tab");
        await page.FocusComesToAsync("checked");
        (await page.EvaluateAsync<string>("JSON.stringify(sessionStorage)")).ShouldContain("12 Lê Lợi");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".receipt").WaitForAsync();
        var receipt = await page.Locator(".receipt").InnerTextAsync();
        receipt.ShouldNotContain(citizen);
        var id = Guid.Parse(await page.Locator(".receipt .id").InnerTextAsync());
        (await Registry.Database.CountAsync("registry.needs n join registry.providers p on p.id = n.provider_id where n.id = $1 and p.code = $2 and n.mode = 'AT_HOME'", id, provider)).ShouldBe(1);
        (await Registry.Database.CountAsync("registry.journal where kind = 'NEED_REGISTERED' and subject_id = $1 and actor like '%officer-reviewer%'", id)).ShouldBe(1);
        await page.ForgetsDraftsAsync();
        addresses.ShouldAllBe(a => !a.Contains(citizen, StringComparison.Ordinal));
        await PageTests.LookAsync(page, "desk-counter-receipt", "vi-VN");

        await page.Locator("#next").ClickAsync();
        await Assertions.Expect(page.Locator("#number")).ToHaveValueAsync("");
        (await page.Locator("input[type=radio]:checked, input[type=checkbox]:checked").CountAsync()).ShouldBe(0);
        (await page.ContentAsync()).ShouldNotContain("Nguyễn Thị Hường");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_was_sent_twice_is_registered_once_and_an_open_request_is_told_of_in_words()
    {
        var citizen = Make.Citizen();
        var page = await OpenAsync("officer-admin", DeskEndpoints.Counter);
        await FillAsync(page, citizen);
        await page.EvaluateAsync("(() => { const b = document.querySelector('form.find button[type=submit]'); b.click(); b.click(); })()");
        await page.Locator(".receipt").WaitForAsync();
        var first = await page.Locator(".receipt .id").InnerTextAsync();
        await page.Locator("#next").ClickAsync();
        await FillAsync(page, citizen);
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator(".refused").WaitForAsync();
        (await page.Locator(".refused").InnerTextAsync()).ShouldContain("Công dân đang có nhu cầu mở");
        (await page.Locator("#name").InputValueAsync()).ShouldBe("Trần Văn An", "what was typed is kept");
        (await Registry.Database.CountAsync("registry.needs n where n.person_id = (select o.person_id from registry.needs o where o.id = $1)", Guid.Parse(first))).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_viewer_acts_for_nobody_and_decides_nothing()
    {
        await Registry.OpenDataRequestAsync(Reviewer, "EXPORT", await HolderAsync("ca2"));
        var page = await OpenAsync("officer-viewer", DeskEndpoints.Counter);
        await page.GetByText("Vai trò của ông/bà không được làm thay công dân").WaitForAsync();
        (await page.Locator("form").CountAsync()).ShouldBe(0);
        await page.GotoAsync(DeskEndpoints.Requests);
        await page.Locator("table.requests .plain").First.ClickAsync();
        await page.Locator(".request").WaitForAsync();
        (await page.Locator("form, .mud-button-root").CountAsync()).ShouldBe(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Requests_stand_with_what_is_overdue_first_and_are_opened_fulfilled_and_declined_with_a_reason()
    {
        var (late, citizen) = (await HolderAsync("vnpt-ca"), await HolderAsync("misa-ca"));
        var overdue = (await Registry.OpenDataRequestAsync(Reviewer, "RESTRICTION", late)).Text("request", "id");
        await Registry.Database.ExecuteAsync("""
            alter table registry.data_requests disable trigger user;
            update registry.data_requests set received_at = received_at - interval '9 days', due_at = due_at - interval '9 days' where kind = 'RESTRICTION' and state = 'OPEN';
            alter table registry.data_requests enable trigger user
            """);
        var page = await OpenAsync("officer-reviewer", DeskEndpoints.Requests);
        await page.Locator("summary").ClickAsync();
        await page.Locator("#number").FillAsync(citizen);
        await page.Locator("#wish").FillAsync("Xin bản sao");
        await page.Locator("#checked").CheckAsync();
        await page.Locator("form.find button[type=submit]").ClickAsync();
        await page.Locator(".request .state.OPEN").WaitForAsync();
        (await page.Locator(".request").InnerTextAsync()).ShouldContain("Xin bản sao");
        (await page.Locator(".request").InnerTextAsync()).ShouldNotContain(citizen);

        var saved = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.GetByText("Lập bản sao dữ liệu").ClickAsync();
            await page.GetByText("Lưu tệp JSON").ClickAsync();
        });
        saved.SuggestedFilename.ShouldStartWith("du-lieu-");
        (await File.ReadAllTextAsync((await saved.PathAsync())!, TestContext.Current.CancellationToken)).ShouldContain("misa-ca");
        await page.Locator(".request .state.FULFILLED").WaitForAsync();

        await page.Locator(".back.plain").ClickAsync();
        var first = page.Locator("table.requests tbody tr").First;
        await Assertions.Expect(first.Locator(".state")).ToContainTextAsync("Quá hạn");
        await first.Locator(".plain").ClickAsync();
        await page.Locator("#reason").FillAsync("x");
        await page.GetByText("Từ chối yêu cầu").ClickAsync();
        await page.GetByText("Phải có từ 3 đến 2000 ký tự.").WaitForAsync();
        await page.FocusComesToAsync("reason");
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("reason:");
        await page.Locator("#reason").FillAsync("Đã rút yêu cầu tại quầy");
        await page.Locator("#clause").FillAsync("Luật 91/2025, Điều 4");
        await page.GetByText("Từ chối yêu cầu").ClickAsync();
        await page.Locator(".request .state.DECLINED").WaitForAsync();
        (await Registry.Database.CountAsync("registry.data_requests where id = $1 and state = 'DECLINED' and reason = 'Đã rút yêu cầu tại quầy'", Guid.Parse(overdue))).ShouldBe(1);
        await page.ForgetsDraftsAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_a_citizen_says_is_wrong_is_put_right_and_a_restriction_is_lifted_while_the_citizen_is_there()
    {
        var (mover, holder, quiet) = (Make.Citizen(), Make.Citizen(), await HolderAsync("misa-ca"));
        var need = (await Registry.RegisterNeedAsync(new() { CitizenId = mover, ProviderCode = "ca2", Phone = "0905000777" })).Text("need", "id");
        await Registry.CheckAsync("vnpt-ca", holder, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        var receipt = (await Registry.RecordAsync("vnpt-ca", Make.Record(holder) with { Dossier = new { contractNumber = "HD-7", recipientName = "Lê Văn Nhân" } })).Text("issuance", "id");
        var phone = (await Registry.OpenDataRequestAsync(Reviewer, "CORRECTION", mover, "Đổi số điện thoại")).Text("request", "id");
        var name = (await Registry.OpenDataRequestAsync(Reviewer, "CORRECTION", holder, "Sai tên người nhận")).Text("request", "id");
        var restriction = (await Registry.OpenDataRequestAsync(Reviewer, "RESTRICTION", quiet)).Text("request", "id");
        var page = await OpenAsync("officer-reviewer", DeskEndpoints.Requests);

        await ChooseAsync(phone);
        await page.Locator("#subject").FillAsync(need);
        await page.Locator("#name").FillAsync("Trần Văn An");
        await page.Locator("#phone").FillAsync("0912 345 678");
        await page.GetByText("Ghi điều được sửa").ClickAsync();
        await page.Locator(".request .state.FULFILLED").WaitForAsync();
        await Assertions.Expect(page.Locator(".request")).ToContainTextAsync("thông tin liên hệ của đăng ký");
        (await page.ContentAsync()).ShouldNotContain("0912 345 678", Case.Sensitive, "a contact is not shown again");
        var copy = JsonDocument.Parse((await Registry.OpenDataRequestAsync(Registry.Citizen(mover), "EXPORT")).Text("document")).RootElement;
        copy.At("needs", "rows")[0].Text("contact", "phone").ShouldBe("0912345678");

        await page.Locator(".back.plain").ClickAsync();
        await ChooseAsync(name);
        await page.Locator("#corrected").SelectOptionAsync("Dossier");
        await page.Locator("#subject").FillAsync(receipt);
        await page.Locator("#field").SelectOptionAsync("RecipientName");
        // The field is drawn anew for what was chosen, on a busy machine after it was typed into: then the page says that nothing was typed, and the officer types it again.
        for (var tries = 1; ; tries++)
        {
            await page.Locator("#value").FillAsync("Lê Văn Nhàn");
            await page.GetByText("Ghi điều được sửa").ClickAsync();
            try
            {
                await Assertions.Expect(page.Locator(".request")).ToContainTextAsync("Lê Văn Nhàn");
                break;
            }
            catch (PlaywrightException) when (tries < 4)
            {
            }
        }

        await page.Locator(".back.plain").ClickAsync();
        await ChooseAsync(restriction);
        await page.GetByText("Hạn chế xử lý từ bây giờ").ClickAsync();
        await page.Locator(".request .state.FULFILLED").WaitForAsync();
        await page.GetByText("Công dân có mặt: bỏ hạn chế").ClickAsync();
        await page.Locator(".request .state.LIFTED").WaitForAsync();
        (await Registry.Database.CountAsync("registry.data_requests where id = $1 and state = 'LIFTED'", Guid.Parse(restriction))).ShouldBe(1);
        await page.Context.CloseAsync();

        // By its id, which the page shows: others of the kind may stand in the list.
        async Task ChooseAsync(string id)
        {
            var rows = page.Locator("table.requests tbody tr");
            await rows.First.WaitForAsync();
            for (var row = 0; row < await rows.CountAsync(); row++)
            {
                await rows.Nth(row).Locator(".plain").ClickAsync();
                await page.Locator(".request").WaitForAsync();
                if (await page.Locator(".request .id").InnerTextAsync() == id)
                {
                    return;
                }

                await page.Locator(".back.plain").ClickAsync();
                await rows.First.WaitForAsync();
            }

            Assert.Fail("The request is not in the list.");
        }
    }

    private static async Task FillAsync(IPage page, string citizen)
    {
        await page.Locator("#number").FillAsync(citizen);
        await page.Locator("#provider-ca2").CheckAsync();
        await page.Locator("#mode-ByPhone").CheckAsync();
        await page.Locator("#name").FillAsync("Trần Văn An");
        await page.Locator("#phone").FillAsync("0905123457");
        await page.Locator("#checked").CheckAsync();
    }

    private async Task<string> HolderAsync(string provider)
    {
        var citizen = Make.Citizen();
        await Registry.CheckAsync(provider, citizen, "DOOR_TO_DOOR", $"{provider}-staff-1");
        (await Registry.RecordAsync(provider, Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
        return citizen;
    }

    private async Task<IPage> OpenAsync(string officer, string path, string language = "vi-VN")
    {
        var page = await chromium.OpenAsync(Registry, language);
        await page.SignInAsync(officer, true, Registry);
        await page.GotoAsync(path);
        return page;
    }
}
