using System.Text.RegularExpressions;
using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Who asked for help (HUE-4), and what waits to be activated (HUE-3.3), as the tablet shows and serves them.</summary>
public sealed class TabletNeedTests(TabletFixture fixture, Chromium chromium) : IClassFixture<TabletFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN", "bkav-ca")]
    [InlineData("en-GB", "fpt-ca")]
    public async Task A_need_comes_live_is_helped_and_served_and_goes(string language, string provider)
    {
        var (later, citizen, serial) = (Make.Citizen(), Make.Citizen(), Make.Serial());
        await Registry.RegisterNeedAsync(new() { CitizenId = later, ProviderCode = provider, ContactName = "Phan Văn Đức", Mode = "BY_PHONE" });
        var page = await chromium.OpenTabletAsync(Registry, language);
        await page.SignInOnTabletAsync($"{provider}-staff-1");
        await page.GetByText("Phan Văn Đức").WaitForAsync();

        // It is told of the next one without asking: the oldest is still the first to lapse.
        await Registry.RegisterNeedAsync(new()
        {
            CitizenId = citizen,
            ProviderCode = provider,
            ContactName = "Nguyễn Thị Lành",
            Mode = "AT_HOME",
            WardCode = "19753",
            Address = "12 Lê Lợi",
            Phone = "0905000222",
        });
        await page.GetByText("Nguyễn Thị Lành").WaitForAsync();
        (await page.Locator(".lists .row strong").AllInnerTextsAsync()).ShouldBe(["Phan Văn Đức", "Nguyễn Thị Lành"]);
        (await page.Locator(".lists .left").First.InnerTextAsync()).ShouldMatch(language == "vi-VN" ? "^còn 1 ngày 23 giờ$" : "^1 d 23 h left$");
        await page.LookAtTabletAsync("home-needs", language);

        await page.GetByText("Nguyễn Thị Lành").ClickAsync();
        await page.Locator("a[href^='tel:0905000222']").WaitForAsync();
        (await page.Locator("a[href^='geo:']").GetAttributeAsync("href"))!.ShouldContain(Uri.EscapeDataString("12 Lê Lợi"));
        await page.Locator("form.support button[type=submit]").ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("called", "evidence is asked for");
        await page.Locator("#called").CheckAsync();
        await page.LookAtTabletAsync("need", language);
        await page.Locator("form.support button[type=submit]").ClickAsync();
        await page.Locator("form.support").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await Registry.Database.CountAsync("registry.need_supports s join registry.staff f on f.id = s.staff_id where f.reference = $1 and s.called_at is not null", $"{provider}-staff-1"))
            .ShouldBe(1);
        await page.LookAtTabletAsync("need-in-support", language);

        // At the door the card is looked up without thinking of the need: the registry knows of it, and the tablet serves it.
        await page.TypeNumberAsync(citizen);
        await page.Locator(".own-need").WaitForAsync();
        await page.LookAtTabletAsync("own-need", language);
        await page.Locator("button.big").ClickAsync();
        await page.Locator("a.button.big").WaitForAsync();
        await page.FillRecordAsync(serial);
        await page.PressRecordAsync();
        await page.WaitForReceiptAsync();
        (await Registry.Database.ScalarAsync<string>("select origin from registry.issuances where serial_number = $1", serial)).ShouldBe("NEED");
        await page.GotoScreenAsync("#/");
        await page.GetByText("Nguyễn Thị Lành").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await page.GetByText("Phan Văn Đức").CountAsync()).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("vi-VN", "ca2", "Đã ghi 1/3 lần")]
    [InlineData("en-GB", "viettel-ca", "1 of 3 noted")]
    public async Task A_call_that_nobody_answered_is_asked_twice_noted_and_counted(string language, string provider, string noted)
    {
        var id = Guid.Parse((await Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = provider, ContactName = "Hồ Thị Vắng" })).Text("need", "id"));
        await Registry.Database.ExecuteAsync("update registry.needs set registered_at = registered_at - interval '20 hours' where id = $1", id);
        var page = await chromium.OpenTabletAsync(Registry, language);
        await page.SignInOnTabletAsync($"{provider}-staff-1");
        await page.GetByText("Hồ Thị Vắng").ClickAsync();
        await page.Locator(".calls > button").ClickAsync();
        await page.Locator("#notReachedAt").FillAsync(LastHourOfCalls());
        await page.LookAtTabletAsync("need-call", language);

        await page.Context.SetOfflineAsync(true);
        await page.Locator(".calls form button[type=submit]").ClickAsync();
        await page.Locator(".calls .lost").WaitForAsync();
        (await CallsAsync(id)).ShouldBe(0, "it needs the network, and says so");
        await page.Context.SetOfflineAsync(false);
        await page.Locator(".calls form button[type=submit]").ClickAsync();
        if (DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).Hour is < 8 or >= 20)
        {
            // By night the last hour of calls is over an hour ago: nobody notes a call of the day then, and the tablet says why.
            await page.Locator(".calls .lost", new() { HasText = language == "vi-VN" ? "trong vòng một giờ" : "noted within an hour" }).WaitForAsync();
            (await CallsAsync(id)).ShouldBe(0);
            await page.Context.CloseAsync();
            return;
        }

        await page.GetByText(noted).WaitForAsync();
        (await CallsAsync(id)).ShouldBe(1);
        await page.LookAtTabletAsync("need-called", language);
        await page.Context.CloseAsync();
    }

    private Task<long> CallsAsync(Guid need) => Registry.Database.CountAsync("registry.need_calls where need_id = $1", need);

    /// <summary>The last instant at which a call counts, as the tablet takes it: now, but for the night.</summary>
    private static string LastHourOfCalls()
    {
        var now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7));
        var at = now.Hour >= 20 ? now.Date.AddHours(19) : now.Hour < 8 ? now.Date.AddHours(-5) : now.DateTime;
        return at.ToString("yyyy-MM-ddTHH:mm");
    }

    [Theory]
    [InlineData("vi-VN", "ca2")]
    [InlineData("en-GB", "viettel-ca")]
    public async Task What_a_technical_fault_held_up_waits_and_is_activated(string language, string provider)
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await chromium.OpenTabletAsync(Registry, language);
        await page.SignInOnTabletAsync($"{provider}-staff-1");
        await page.TypeNumberAsync(citizen);
        await page.FillRecordAsync(serial);
        (await page.Locator("#faultKind").IsVisibleAsync()).ShouldBeFalse("nothing is asked of a fault where there is none");
        await page.Locator("#technical").CheckAsync();
        await page.Locator("#faultKind").SelectOptionAsync("NETWORK");
        await page.Locator("#badge").SelectOptionAsync("CITIZEN_HAS_NO_PHONE");
        await page.LookAtTabletAsync("record-fault", language);
        await page.PressRecordAsync();
        await page.WaitForReceiptAsync();
        await page.Locator(".due.amber").WaitForAsync();
        await page.GotoScreenAsync("#/");
        await page.LookAtTabletAsync("home-pending", language);
        await page.Locator("a.row", new() { HasText = serial }).ClickAsync();
        await page.Locator("#activatedAt").FillAsync("2020-01-01T00:00");
        await page.Locator("form button[type=submit]").ClickAsync();
        (await page.Locator("#activatedAt").GetAttributeAsync("aria-invalid")).ShouldBe("true", "not before it was made");
        await page.LookAtTabletAsync("activate", language);

        await page.Context.SetOfflineAsync(true);
        await page.Locator("#activatedAt").FillAsync(VietnamNow());
        await page.Locator("#handed").CheckAsync();
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.Locator("form .lost").WaitForAsync();
        (await Registry.StatusAsync(serial)).ShouldBe("PENDING_ACTIVATION");
        await page.Context.SetOfflineAsync(false);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.Locator(".deed.scan").WaitForAsync();
        (await Registry.StatusAsync(serial)).ShouldBe("ACTIVE");
        (await Registry.Database.ScalarAsync<string>("""
            select concat_ws(' ', r.fault_kind, r.no_badge_reason, a.handed_over_at = i.activated_at) from registry.issuances i
            join registry.visit_statements r on r.issuance_id = i.id and r.said_with = 'RECORD' join registry.visit_statements a on a.issuance_id = i.id and a.said_with = 'ACTIVATION'
            where i.serial_number = ltrim(upper($1), '0')
            """, serial)).ShouldBe("NETWORK CITIZEN_HAS_NO_PHONE t");
        (await page.Locator("a.row", new() { HasText = serial }).CountAsync()).ShouldBe(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_way_from_the_sign_in_to_the_receipt_is_walked_with_the_keyboard_alone()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await chromium.OpenAsync(Registry, width: 320, height: 640);
        await page.SignInOnTabletAsync("misa-ca-staff-3");
        await TabToAsync(page, "a[href='#/number']");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#number").WaitForAsync();
        (await page.EvaluateAsync<string>("document.activeElement.tagName")).ShouldBe("H1", "a new screen begins at its heading");
        await TabToAsync(page, "#number");
        await page.Keyboard.TypeAsync(citizen);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("body.free").WaitForAsync();
        (await page.EvaluateAsync<string>("document.activeElement.tagName")).ShouldBe("H1");
        (await page.Locator("[role=status].unseen").TextContentAsync()).ShouldBe("ĐƯỢC CẤP", "who does not see the screen is told");
        await TabToAsync(page, "a[href='#/record']");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "#serial");
        await page.Keyboard.TypeAsync(serial);
        await TabToAsync(page, "#contract");
        await page.Keyboard.TypeAsync("HD-9");
        await TabToAsync(page, "#consent");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "#name");
        await page.Keyboard.TypeAsync("Trần Văn Chín");
        await TabToAsync(page, "form.record button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForReceiptAsync();
        (await page.EvaluateAsync<string>("document.activeElement.tagName")).ShouldBe("H1");
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    private static string VietnamNow() => DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-ddTHH:mm");

    /// <summary>The next stop of the key Tab that is this, and each on the way there can be seen to have the focus.</summary>
    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var stops = 0; stops < 40; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"document.activeElement.matches({System.Text.Json.JsonSerializer.Serialize(selector)})"))
            {
                (await page.EvaluateAsync<bool>("""
                    (e => [e, e.closest(".choice")].some(x => x && getComputedStyle(x).outlineStyle !== "none"))(document.activeElement)
                    """)).ShouldBeTrue($"{selector} shows no focus");
                return;
            }
        }

        throw new InvalidOperationException($"{selector} is not reached with the keyboard.");
    }
}
