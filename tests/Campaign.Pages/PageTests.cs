using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Department;
using Campaign.Web.Provider;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>
/// Every page of the sign-in in a real browser: on a small phone, a tablet and a desk, in both languages, without a fault that axe finds, without sideways scrolling, with
/// targets that a finger meets, and with all that the pages load coming from the registry.
/// </summary>
public sealed class PageTests(RegistryFixture fixture, Chromium chromium) : IClassFixture<RegistryFixture>
{
    private static readonly (int Width, int Height)[] Sizes = [(320, 568), (768, 1024), (1280, 800)];

    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task Every_page_is_sound_at_every_size(string language)
    {
        foreach (var (who, officer, paths) in new[]
        {
            ("", false, new[] { SignInPaths.SignIn, SignInPaths.SetUp, SignInPaths.SignedOut, SignInPaths.Logout }),
            ("vnpt-ca-admin", false, [SignInPaths.Sessions, SignInPaths.Password, ProviderEndpoints.Staff, ProviderEndpoints.Staff + "?left=1", ProviderEndpoints.Imports, DeskEndpoints.Officers]),
            ("officer-viewer", true, [SignInPaths.Sessions]),
        })
        {
            var page = await chromium.OpenAsync(Registry, language);
            var faults = new List<string>();
            page.Console += (_, message) =>
            {
                // A browser asks for an icon that no page names; there is none.
                if (!message.Location.Contains("favicon.ico", StringComparison.Ordinal))
                {
                    faults.Add($"{page.Url}: {message.Text} ({message.Location})");
                }
            };
            page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(Registry.Address.ToString(), StringComparison.Ordinal))
                {
                    faults.Add($"{page.Url} loads {request.Url}");
                }
            };
            if (who.Length > 0)
            {
                await page.SignInAsync(who, officer, Registry);
            }

            foreach (var path in paths)
            {
                await page.GotoAsync(path);
                await LookAsync(page, $"{who}{path}", language);
            }

            // What the browser says of a page that is refused is no fault of it.
            faults.Where(f => !f.Contains("403", StringComparison.Ordinal)).ShouldBeEmpty();
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task A_form_that_is_wrong_says_so_at_the_field_that_has_the_focus(string language)
    {
        var page = await chromium.OpenAsync(Registry, language, 320, 568);
        await page.GotoAsync(SignInEndpoints.SignIn);
        await page.Locator("#number").PressAsync("Enter");
        await page.WaitForSelectorAsync(".fault");

        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("number");
        (await page.Locator("#number").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await page.Locator("#number").GetAttributeAsync("aria-describedby")).ShouldBe("number-fault");
        (await page.TitleAsync()).ShouldStartWith(language == "vi-VN" ? "Lỗi: " : "Error: ");
        await page.Locator(".fault a").Nth(1).ClickAsync();
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("phone");
        await LookAsync(page, "citizen-wrong", language);

        await page.SignInAsync("ca2-admin", false, Registry);
        await page.GotoAsync(ProviderEndpoints.Staff);
        await page.GetByText(language == "vi-VN" ? "+ Thêm nhân viên" : "+ Add a member of staff").ClickAsync();
        await page.Locator("#reference").FillAsync("046204001234");
        await page.Locator("#name").FillAsync("Lê Văn Tám");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".fault");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("reference");
        (await page.Locator("#name").InputValueAsync()).ShouldBe("Lê Văn Tám", "what was typed is kept");
        (await page.TitleAsync()).ShouldStartWith(language == "vi-VN" ? "Lỗi: " : "Error: ");
        (await page.Locator(".cards .fault").CountAsync()).ShouldBe(0, "a fault of the form is at the form alone");
        await LookAsync(page, "staff-wrong", language);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_administrator_does_a_days_work_with_the_keyboard_and_going_back_repeats_nothing()
    {
        var page = await chromium.OpenAsync(Registry, width: 320, height: 568);
        await page.SignInAsync("misa-ca-admin", false, Registry);
        await page.GotoAsync(ProviderEndpoints.Staff);
        await page.GetByText("+ Thêm nhân viên").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("hue-90");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Trần Thị Chín");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Đã thêm Trần Thị Chín").WaitForAsync();

        var card = page.Locator("ul.cards > li").Filter(new() { HasText = "Trần Thị Chín" });
        await card.GetByText("Mở tài khoản cho").ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Mở tài khoản", Exact = true }).ClickAsync();
        await page.GetByText("Đã mở tài khoản misa-ca-hue-90").WaitForAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Cấp mã thiết lập" }).ClickAsync();
        var code = await page.Locator(".code").InnerTextAsync();
        code.Length.ShouldBe(23);
        await LookAsync(page, "staff-code", "vi-VN");

        await page.ReloadAsync();
        (await page.Locator(".code").CountAsync()).ShouldBe(0, "shown once");
        await page.GoBackAsync();
        await page.GoBackAsync();
        (await Registry.Database.CountAsync("signin.setup_codes c join signin.accounts a on a.id = c.account_id where a.user_name = 'misa-ca-hue-90'")).ShouldBe(1);
        (await Registry.Database.CountAsync("registry.staff where reference = 'hue-90'")).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    /// <summary>Actors and reasons as the journal has them, fields as GraphQL names them, wards by their codes: nothing that a person has to be told what it means.</summary>
    internal const string RawWords = """
        [...document.body.innerText.matchAll(/\b(?:client|provider|officer|staff):[a-z][\w-]*|\((?:REVOKED|CITIZEN_ASKED|WRONG_CITIZEN|FAULT_NOT_RESOLVED|OFFICER|IMPORT)\)|\b[a-z]+[A-Z]\w*: |\bmã \d{5}\b|\bcode \d{5}\b|\b[A-Z]{4,}_(?:OVERDUE|DUE_SOON)\b|\bphone (?:to be )?bound at the counter, (?:as|shown|once)/g)].map(m => m[0])
        """;

    internal static async Task LookAsync(IPage page, string what, string language)
    {
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, $"{what} at {width} scrolls sideways");
            await Screens.KeepAsync(page, what, language);
        }

        (await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("button, a.button, summary, input:not([type=hidden]):not([hidden]), select")]
              .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))
            """)).ShouldBeEmpty($"{what}: smaller than a finger");
        (await page.EvaluateAsync<string[]>(RawWords)).ShouldBeEmpty($"{what}: what the program calls things, in place of words");
        // What is folded is looked at too.
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        await page.SetViewportSizeAsync(320, 568);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, $"{what}, unfolded, scrolls sideways");
        (await Axe.FaultsAsync(page, language)).ShouldBeEmpty(what);
        if (language != Axe.First && !Thorough.IsAskedFor)
        {
            // Words have no colour.
            return;
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        // A colour that is on its way from light to dark is no colour of the design.
        await page.EvaluateAsync("Promise.allSettled(document.getAnimations().map(a => a.finished))");
        (await Axe.FaultsOfColoursAsync(page)).ShouldBeEmpty($"{what} in the dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null });
    }
}
