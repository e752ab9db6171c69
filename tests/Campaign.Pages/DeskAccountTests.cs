using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The desk's page of accounts: officers and providers' administrators are opened, set up, confirmed by a second administrator, changed and ended, and nobody's own is touched.</summary>
public sealed class DeskAccountTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    private const string Officer = "le.thi.c";

    [Fact]
    public async Task An_officers_code_is_shown_once_and_confirmed_by_another_administrator()
    {
        var first = await Browser.OpenAsync(Registry);
        await first.SignInAsync("officer-admin", true, Registry);
        await first.GotoAsync(DeskEndpoints.Officers);
        await OpenOfficerAsync(first, "Lê Thị C");
        await Assertions.Expect(first.Locator("#officer-name")).ToBeFocusedAsync();
        (await first.Locator("#officer-name").GetAttributeAsync("aria-describedby")).ShouldBe("officer-name-hint officer-name-fault");
        (await first.Locator("#officer-name").InputValueAsync()).ShouldBe("Lê Thị C", "what was typed is kept");
        await first.Locator("#officer-name").FillAsync(Officer);
        await first.Locator("#officer-role").SelectOptionAsync("Reviewer");
        await first.Locator("#officer-name").PressAsync("Enter");
        await first.GetByText($"Đã mở tài khoản {Officer}").WaitForAsync();
        var account = await Database.ScalarAsync<Guid>("select id from signin.accounts where user_name = $1 and role = 'REVIEWER'", Officer);

        var card = CardOf(first, Officer);
        await card.GetByText($"Quản lý {Officer}").ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = $"Cấp mã thiết lập cho {Officer}" }).ClickAsync();
        var code = await first.Locator(".code").InnerTextAsync();
        code.Length.ShouldBe(23);
        (await first.Locator(".told.done").InnerTextAsync()).ShouldContain("Mã chưa dùng được");
        await Assertions.Expect(first.Locator(".told.done")).ToBeFocusedAsync();
        (await card.InnerTextAsync()).ShouldContain("Ông/bà đã cấp mã này; một quản trị viên khác phải xác nhận.");
        (await card.GetByRole(AriaRole.Button, new() { Name = $"Xác nhận mã của {Officer}" }).CountAsync()).ShouldBe(0);
        (await CardOf(first, "officer-admin").GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0, "officers change nothing of their own account");
        await PageTests.LookAsync(first, "desk-officers-code", "vi-VN");
        await first.SetViewportSizeAsync(1280, 800);
        await first.ReloadAsync();
        await card.WaitForAsync();
        (await first.Locator(".code").CountAsync()).ShouldBe(0, "shown once");
        (await Database.CountAsync("signin.events where kind in ('ACCOUNT_OPENED', 'SETUP_CODE_ISSUED') and account_id = $1 and actor = 'officer-admin' and network = '127.0.0.0/24'", account)).ShouldBe(2);
        (await Database.CountAsync("registry.journal where kind in ('ACCOUNT_OPENED', 'SETUP_CODE_ISSUED') and actor = 'officer:officer-admin'")).ShouldBe(2);

        var second = await Browser.OpenAsync(Registry);
        await second.SignInAsync("officer-admin-2", true, Registry);
        await second.GotoAsync(DeskEndpoints.Officers);
        await CardOf(second, Officer).GetByRole(AriaRole.Button, new() { Name = $"Xác nhận mã của {Officer}" }).ClickAsync();
        await second.GetByText($"Mã thiết lập của {Officer} đã dùng được.").WaitForAsync();
        (await Database.CountAsync("signin.setup_codes where account_id = $1 and confirmed_by = 'officer-admin-2'", account)).ShouldBe(1);
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task A_role_is_changed_and_an_account_ended_and_what_was_refused_is_said_at_the_account()
    {
        var page = await Browser.OpenAsync(Registry, "en-GB");
        await page.SignInAsync("officer-admin", true, Registry);
        await page.GotoAsync(DeskEndpoints.Officers);
        await page.GetByText("+ Open a provider's administrator's account").ClickAsync();
        await page.Locator("#provider").FillAsync("nobody");
        await page.Locator("#administrator-name").FillAsync("nobody-x");
        await page.Locator("#administrator-name").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#provider")).ToBeFocusedAsync();
        (await page.Locator("#provider").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await page.Locator("#provider").FillAsync("ca2");
        await page.Locator("#administrator-name").FillAsync("ca2-second");
        await page.Locator("#administrator-name").PressAsync("Enter");
        await page.GetByText("The account ca2-second is open.").WaitForAsync();

        var reviewer = CardOf(page, "officer-reviewer");
        await reviewer.GetByText("Manage officer-reviewer").ClickAsync();
        await reviewer.GetByLabel("Role").SelectOptionAsync("Viewer");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "Save the role" }).ClickAsync();
        await page.GetByText("officer-reviewer has another role").WaitForAsync();
        (await Database.ScalarAsync<string>("select role from signin.accounts where user_name = 'officer-reviewer'")).ShouldBe("VIEWER");

        // Ended elsewhere meanwhile: the page does not know it yet.
        await Database.ExecuteAsync("update signin.accounts set active_to = now() where user_name = 'officer-reviewer'");
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "Save the role" }).ClickAsync();
        await Assertions.Expect(reviewer.Locator(".refused")).ToBeFocusedAsync();

        var other = CardOf(page, "ca2-second");
        await other.GetByText("Manage ca2-second").ClickAsync();
        await other.GetByText("End ca2-second…").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "End ca2-second", Exact = true }).ClickAsync();
        await page.GetByText("The account ca2-second has ended.").WaitForAsync();
        (await other.CountAsync()).ShouldBe(0);
        await page.GetByText("What happened at the sign-in lately").ClickAsync();
        await Assertions.Expect(page.Locator("ul.events")).ToContainTextAsync("Account ended · ca2-second · by officer-admin");

        await page.GetByRole(AriaRole.Link, new() { Name = "Ended" }).ClickAsync();
        await CardOf(page, "ca2-second").WaitForAsync();
        (await page.Locator("main form").CountAsync()).ShouldBe(0);
        await PageTests.LookAsync(page, "desk-officers-ended", "en-GB");
        await page.Context.CloseAsync();
    }

    private static async Task OpenOfficerAsync(IPage page, string name)
    {
        await page.GetByText("+ Mở tài khoản cán bộ").ClickAsync();
        await page.Locator("#officer-name").FillAsync(name);
        await page.Locator("#officer-name").PressAsync("Enter");
        await page.Locator("#officer-name-fault").WaitForAsync();
    }

    private static ILocator CardOf(IPage page, string name) =>
        page.Locator("article.account").Filter(new() { Has = page.Locator($"h3:text-matches('^{name.Replace(".", "\\\\.", StringComparison.Ordinal)}( |$)')") });
}
