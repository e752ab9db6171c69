using Campaign.Testing;
using Campaign.Web.Citizen.Needs;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Public;
using Campaign.Web.Citizen.Reports;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Demo;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The citizens' pages in a real browser: sound on every size in both languages, by keyboard, and with script off.</summary>
public sealed class CitizenPageTests(RegistryFixture fixture, Chromium chromium) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task Every_page_of_a_citizen_is_sound_at_every_size(string language)
    {
        var (citizen, phone) = Somebody();
        await Registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        (await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
        var page = await chromium.OpenAsync(Registry, language, 320, 568);
        foreach (var path in new[] { PublicEndpoints.Home, PublicEndpoints.Receipts, SignInEndpoints.SignIn, DemoEndpoints.Messages })
        {
            await page.GotoAsync(path);
            await PageTests.LookAsync(page, path == "/" ? "home" : path, language);
        }

        await page.GotoAsync(OwnEndpoints.Own);
        await page.ProveNumberAsync(Registry, citizen, phone);
        page.Url.ShouldEndWith(OwnEndpoints.Own);
        foreach (var path in new[] { OwnEndpoints.Own, OwnEndpoints.Lookups, OwnEndpoints.Switch })
        {
            await page.GotoAsync(path);
            await PageTests.LookAsync(page, path, language);
            (await page.ContentAsync()).ShouldNotContain(citizen);
        }

        await page.GoOnAsync(OwnEndpoints.Switch);
        (await page.TitleAsync()).ShouldStartWith(language == "vi-VN" ? "Lỗi: " : "Error: ");
        await PageTests.LookAsync(page, "me-switch-wrong", language);
        await page.Locator("#provider-1").CheckAsync();
        await page.GoOnAsync(OwnEndpoints.SwitchCode);
        await PageTests.LookAsync(page, OwnEndpoints.SwitchCode, language);
        (await page.Locator(".reference").InnerTextAsync()).Length.ShouldBeGreaterThan(7);
        await page.Context.CloseAsync();
    }

    [Theory]
    [Languages]
    public async Task A_need_is_asked_for_question_by_question_and_looked_after(string language)
    {
        var (citizen, phone) = Somebody();
        var page = await chromium.OpenAsync(Registry, language, 320, 568);
        await page.GotoAsync(NeedEndpoints.New);
        await page.ProveNumberAsync(Registry, citizen, phone);
        page.Url.ShouldEndWith(NeedEndpoints.ProviderStep);
        await PageTests.LookAsync(page, NeedEndpoints.ProviderStep, language);
        await page.GoOnAsync(NeedEndpoints.ProviderStep);
        await page.FocusComesToAsync("provider");
        await PageTests.LookAsync(page, "need-provider-wrong", language);
        await page.Locator("input[value=viettel-ca]").CheckAsync();
        await page.GoOnAsync(NeedEndpoints.ModeStep);
        await PageTests.LookAsync(page, NeedEndpoints.ModeStep, language);
        await page.Locator("#mode").CheckAsync();
        await page.GoOnAsync(NeedEndpoints.ContactStep);
        await page.Locator("#name").FillAsync("Trần Thị Bưởi");
        await page.Locator("#phone").FillAsync("12");
        await page.GoOnAsync(NeedEndpoints.ContactStep);
        await page.FocusComesToAsync("phone");
        (await page.Locator("#name").InputValueAsync()).ShouldBe("Trần Thị Bưởi", "what was typed is kept");
        await PageTests.LookAsync(page, "need-contact-wrong", language);
        await page.Locator("#phone").FillAsync(phone);
        await page.GoOnAsync(NeedEndpoints.AddressStep);
        await page.Locator("#ward").SelectOptionAsync("19774");
        await page.Locator("#address").FillAsync("12 Nguyễn Hoàng");
        await PageTests.LookAsync(page, NeedEndpoints.AddressStep, language);
        await page.GoOnAsync(NeedEndpoints.CheckStep);
        await PageTests.LookAsync(page, NeedEndpoints.CheckStep, language);
        (await page.ContentAsync()).ShouldContain("Phường Kim Long");
        await page.GoOnAsync(NeedEndpoints.Own);
        await PageTests.LookAsync(page, NeedEndpoints.Own, language);

        await page.GoBackAsync();
        await page.Locator("main form button").First.ClickAsync();
        await page.ComesToAsync(NeedEndpoints.Own);
        var id = await Registry.Database.ScalarAsync<Guid>("select id from registry.needs order by registered_at desc limit 1");
        (await NeedsOfAsync(id)).ShouldBe(1L, "going back never sends twice");

        var support = await Registry.StartNeedSupportAsync("viettel-ca", id.ToString(), calledAt: TimeProvider.System.GetUtcNow());
        support.TypeName().ShouldBe("NeedSupportStarted", support.ToString());
        await page.GotoAsync(NeedEndpoints.Own);
        await PageTests.LookAsync(page, "need-in-support", language);
        await page.GoOnAsync(NeedEndpoints.Own);
        (await StateAsync(id)).ShouldBe("WAITING", "the citizen says that nobody called");
        (await page.Locator("main form button").First.IsVisibleAsync()).ShouldBeFalse("what cannot be undone takes more than one press");
        await page.Locator("main details summary").ClickAsync();
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator(language == "vi-VN" ? "text=Ông/bà đã hủy" : "text=You cancelled it").WaitForAsync();
        (await StateAsync(id)).ShouldBe("CANCELLED");
        await PageTests.LookAsync(page, "need-cancelled", language);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task With_script_off_a_citizen_asks_for_help_and_goes()
    {
        var (citizen, phone) = Somebody();
        var context = await chromium.Browser.NewContextAsync(new() { BaseURL = Registry.Address.ToString(), Locale = "vi-VN", JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(PublicEndpoints.Home);
        await page.GetByRole(AriaRole.Link, new() { Name = "Nhờ doanh nghiệp hỗ trợ" }).ClickAsync();
        await page.ProveNumberAsync(Registry, citizen, phone);
        await page.Locator("input[value=ca2]").CheckAsync();
        await page.GoOnAsync(NeedEndpoints.ModeStep);
        await page.Locator("#mode-phone").CheckAsync();
        await page.GoOnAsync(NeedEndpoints.ContactStep);
        await page.Locator("#name").FillAsync("Lê Văn Chín");
        await page.Locator("#phone").FillAsync(phone);
        await page.GoOnAsync(NeedEndpoints.CheckStep);
        await page.GoOnAsync(NeedEndpoints.Own);
        (await page.Locator("main").InnerTextAsync()).ShouldContain("CA2 (Nacencomm)");
        (await page.Locator("main dl.answers").InnerTextAsync()).ShouldContain($"Lê Văn Chín · {phone}", customMessage: "what was sent");
        await page.GotoAsync(OwnEndpoints.Own);
        await page.Locator("main form button.quiet").Last.ClickAsync();
        await page.ComesToAsync(url => new Uri(url).AbsolutePath == "/");
        await page.GotoAsync(NeedEndpoints.Own);
        page.Url.ShouldEndWith(SignInEndpoints.SignIn, customMessage: "nothing of the citizen stays");
        await context.CloseAsync();
    }

    [Theory]
    [Languages]
    public async Task A_scanned_forgery_is_reported_question_by_question_with_a_photograph_and_looked_after(string language)
    {
        var page = await chromium.OpenAsync(Registry, language, 320, 568);
        await page.GotoAsync("/v/made-up-by-somebody");
        await page.Locator("form button").ClickAsync();
        await page.ComesToAsync(ReportEndpoints.KindStep);
        await PageTests.LookAsync(page, "report-badge", language);
        await page.GoOnAsync(ReportEndpoints.KindStep);
        await page.FocusComesToAsync("kind");
        await PageTests.LookAsync(page, "report-wrong", language);
        await page.Locator("input[value=IMPOSTOR]").CheckAsync();
        await page.GoOnAsync(ReportEndpoints.TextStep);
        await page.Locator("#text").FillAsync("Đến nhà số 12, đòi 200.000 đồng.");
        await PageTests.LookAsync(page, ReportEndpoints.TextStep, language);
        await page.GoOnAsync(ReportEndpoints.PhoneStep);
        await PageTests.LookAsync(page, ReportEndpoints.PhoneStep, language);
        await page.GoOnAsync(ReportEndpoints.CheckStep);
        await PageTests.LookAsync(page, ReportEndpoints.CheckStep, language);
        (await page.Locator("main").InnerTextAsync()).ShouldContain("200.000");
        await page.GoOnAsync(ReportEndpoints.Photos);
        await page.Locator("#photo").SetInputFilesAsync(new FilePayload { Name = "tin-nhan.png", MimeType = "image/png", Buffer = await page.ScreenshotAsync() });
        await PageTests.LookAsync(page, ReportEndpoints.Photos, language);
        await page.Locator("main form button").First.ClickAsync();
        await page.GetByText(language == "vi-VN" ? "Đã nhận 1 ảnh" : "Photos received: 1").WaitForAsync();
        await page.GotoAsync(ReportEndpoints.Done);
        await PageTests.LookAsync(page, ReportEndpoints.Done, language);
        var reference = await page.Locator(".reference").InnerTextAsync();
        (await Registry.Database.ScalarAsync<string>("select kind || ' ' || badge from registry.reports where reference = $1", reference)).ShouldBe("IMPOSTOR FORGED");
        (await Registry.Database.ScalarAsync<long>("select count(*) from registry.report_photos p join registry.reports r on r.id = p.report_id where r.reference = $1", reference)).ShouldBe(1L);

        await page.GotoAsync(ReportEndpoints.Progress);
        await page.Locator("#reference").FillAsync(reference.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".state").WaitForAsync();
        await PageTests.LookAsync(page, ReportEndpoints.Progress, language);
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("200.000", customMessage: "the number tells nothing of what was said");
        page.Url.ShouldNotContain(reference, customMessage: "it is in no address");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task The_badge_page_says_at_once_whether_the_person_may_be_trusted(string language)
    {
        using var device = await StaffDevice.BindAsync(Registry.Database, "vnpt-ca-staff-1");
        using var lost = await StaffDevice.BindAsync(Registry.Database, "vnpt-ca-staff-2");
        await Registry.Database.ExecuteAsync("update signin.devices set ended_at = registered_at where public_key = $1", lost.PublicKey);
        var now = TimeProvider.System.GetUtcNow();
        var page = await chromium.OpenAsync(Registry, language, 320, 568);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        foreach (var (what, token, sign) in new[] { ("valid", device.BadgeAt(now), "yes"), ("expired", device.BadgeAt(now.AddMinutes(-20)), "no"), ("revoked", lost.BadgeAt(now), "no"), ("forged", "made-up", "no") })
        {
            asked.Clear();
            var answer = await page.GotoAsync($"/v/{token}");
            (await answer!.BodyAsync()).Length.ShouldBeLessThan(14_000, what);
            asked.Where(url => !url.Contains("favicon", StringComparison.Ordinal)).ShouldHaveSingleItem($"{what}: nothing more is fetched to paint it");
            (await page.Locator($".sign.{sign} svg").CountAsync()).ShouldBe(1, what);
            (await page.Locator(".sign svg").BoundingBoxAsync())!.Height.ShouldBeGreaterThan(40, "it is seen from an arm's length");
            (await page.Locator("script").CountAsync()).ShouldBe(0);
            (await page.EvaluateAsync<bool>("document.querySelector('h1').getBoundingClientRect().bottom < 568 && getComputedStyle(document.querySelector('.answer')).color === 'rgb(255, 255, 255)'"))
                .ShouldBeTrue($"{what}: the answer is seen without scrolling, and styled");
            await PageTests.LookAsync(page, $"badge-{what}", language);
        }

        await page.Context.CloseAsync();
    }

    private static (string Citizen, string Phone) Somebody() => (Make.Citizen(), $"0905{Make.Citizen()[^6..]}");

    private Task<string> StateAsync(Guid need) => Registry.Database.ScalarAsync<string>("select state from registry.needs where id = $1", need);

    /// <summary>How many needs the citizen of this one has.</summary>
    private Task<long> NeedsOfAsync(Guid need) =>
        Registry.Database.ScalarAsync<long>("select count(*) from registry.needs where person_id = (select person_id from registry.needs where id = $1)", need);
}
