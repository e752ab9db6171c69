using System.Text.RegularExpressions;
using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>
/// The network cut at each step in turn. Whatever is lost, no answer to a check is made up, and of each record that was pressed there is exactly one in the registry's
/// database in the end.
/// </summary>
public sealed class TabletNetworkTests(TabletFixture fixture, Chromium chromium) : IClassFixture<TabletFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Without_network_a_check_says_that_nothing_is_known()
    {
        var citizen = Make.Citizen();
        var page = await SignedInAsync("vnpt-ca-staff-1");
        await page.Context.SetOfflineAsync(true);
        await page.TypeNumberAsync(citizen);
        await page.Locator("body.unknown").WaitForAsync();
        (await page.Locator("h1").TextContentAsync()).ShouldBe("CHƯA BIẾT — không có mạng, không được cấp");
        await page.LookAtTabletAsync("unknown", "vi-VN");
        (await page.Locator("a.button.big").CountAsync()).ShouldBe(0, "no way leads from here to a record");
        await page.GotoScreenAsync("#/record");
        await page.Locator(".deed.scan").WaitForAsync();

        await page.Context.SetOfflineAsync(false);
        await page.TypeNumberAsync(citizen);
        await page.Locator("body.free").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("503")]
    [InlineData("html")]
    [InlineData("cut")]
    public async Task What_is_not_the_registrys_answer_is_none(string answered)
    {
        var page = await SignedInAsync("vnpt-ca-staff-1");
        await page.RouteAsync("**/graphql", async route =>
        {
            if (route.Request.PostData?.Contains("checkCitizen", StringComparison.Ordinal) != true)
            {
                await route.FallbackAsync();
            }
            else if (answered == "cut")
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.FulfillAsync(answered == "503"
                    ? new() { Status = 503, ContentType = "application/json", Body = """{ "errors": [{ "message": "no", "extensions": { "code": "OVERLOADED" } }] }""" }
                    : new() { Status = 200, ContentType = "text/html", Body = "<p>Chào mừng đến với Wi-Fi</p>" });
            }
        });
        await page.TypeNumberAsync(Make.Citizen());
        await page.Locator("body.unknown").WaitForAsync();
        (await page.Locator("h1").TextContentAsync())!.ShouldStartWith("CHƯA BIẾT");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Cut_before_it_is_sent_a_record_survives_a_reload_and_goes_out_once()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await SignedInAsync("vnpt-ca-staff-1");
        await page.WaitForShellAsync();
        await page.TypeNumberAsync(citizen);
        await page.FillRecordAsync(serial);
        await page.Context.SetOfflineAsync(true);
        await page.PressRecordAsync();
        await page.GetByText("đang chờ mạng").WaitForAsync();
        (await page.OutboxAsync()).ShouldNotContain(citizen);
        await page.LookAtTabletAsync("sending", "vi-VN");

        await page.ReloadAsync();
        await page.Locator("p.state").WaitForAsync();
        await page.GotoScreenAsync("#/");
        await page.GetByText(new Regex("1 hồ sơ, lâu nhất")).WaitForAsync();
        await page.LookAtTabletAsync("home-offline", "vi-VN");
        (await Registry.RecordsOfAsync(serial)).ShouldBe(0);

        await page.Context.SetOfflineAsync(false);
        await page.GetByText("Mọi hồ sơ đã có trả lời.").WaitForAsync();
        await page.GotoScreenAsync("#/outbox");
        await page.GetByText("đã ghi nhận").WaitForAsync();
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        (await page.OutboxAsync()).ShouldContain("\"citizen\":null");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Cut_after_the_registry_has_recorded_the_same_record_is_told_again()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await SignedInAsync("vnpt-ca-staff-1");
        var tries = 0;
        await page.RouteAsync("**/graphql", async route =>
        {
            if (route.Request.PostData?.Contains("recordIssuance", StringComparison.Ordinal) != true || ++tries > 2)
            {
                await route.FallbackAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.RecordAsync(citizen, serial);
        await page.GetByText("đã gửi, chờ trả lời").WaitForAsync();
        await Eventually.HoldsAsync(async () => await Registry.RecordsOfAsync(serial) == 1, "the registry has it, and the tablet does not know");
        await page.WaitForReceiptAsync();
        tries.ShouldBe(3);
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_renewal_of_the_sign_in_whose_answer_is_lost_costs_nothing()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await SignedInAsync("viettel-ca-staff-1");
        await page.TypeNumberAsync(citizen);
        await page.FillRecordAsync(serial);
        await page.Context.SetOfflineAsync(true);
        await page.PressRecordAsync();
        await page.GetByText("đang chờ mạng").WaitForAsync();
        var lost = 0;
        await page.RouteAsync("**/connect/token", async route =>
        {
            if (lost++ > 0)
            {
                await route.FallbackAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.Context.SetOfflineAsync(false);
        await page.ReloadAsync();
        await page.GotoScreenAsync("#/");

        await page.GetByText("Mọi hồ sơ đã có trả lời.").WaitForAsync();
        lost.ShouldBeGreaterThan(1);
        (await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập lại" }).CountAsync()).ShouldBe(0);
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Closed_in_the_middle_of_the_outbox_it_goes_on_where_it_was()
    {
        var records = Enumerable.Range(0, 3).Select(_ => (Citizen: Make.Citizen(), Serial: Make.Serial())).ToList();
        var folder = Directory.CreateTempSubdirectory("campaign-tablet-");
        try
        {
            await using (var first = await chromium.OpenKeptAsync(Registry, folder.FullName))
            {
                var page = first.Pages[0];
                await page.SignInOnTabletAsync("vnpt-ca-staff-3");
                await page.WaitForShellAsync();

                // The first is recorded and its answer lost; the others never leave.
                await page.RouteAsync("**/graphql", async route =>
                {
                    var body = route.Request.PostData ?? "";
                    if (!body.Contains("recordIssuance", StringComparison.Ordinal))
                    {
                        await route.FallbackAsync();
                        return;
                    }

                    if (body.Contains(records[0].Serial, StringComparison.Ordinal) && await Registry.RecordsOfAsync(records[0].Serial) == 0)
                    {
                        await route.FetchAsync();
                    }

                    await route.AbortAsync();
                });
                foreach (var (citizen, serial) in records)
                {
                    await page.RecordAsync(citizen, serial);
                    await page.Locator("p.state").WaitForAsync();
                }

                await page.GetByText("đã gửi, chờ trả lời").Or(page.GetByText("đang chờ mạng")).First.WaitForAsync();
            }

            await Eventually.HoldsAsync(async () => await Registry.RecordsOfAsync(records[0].Serial) == 1, "the record that had left arrives");
            await using var second = await chromium.OpenKeptAsync(Registry, folder.FullName);
            var again = second.Pages[0];
            await again.GotoAsync(TabletSteps.Home);
            await again.GetByText("Mọi hồ sơ đã có trả lời.").WaitForAsync();
            await again.GotoScreenAsync("#/outbox");
            (await again.Locator("ul.cards > li.recorded").CountAsync()).ShouldBe(3, "nothing went away by itself");
            (await again.OutboxAsync()).ShouldNotContain("sealed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        foreach (var (_, serial) in records)
        {
            (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        }

        var order = await Registry.Database.ScalarAsync<string[]>(
            "select array_agg(serial_number order by recorded_at) from registry.issuances where serial_number = any($1)", new object[] { records.Select(r => r.Serial).ToArray() });
        order.ShouldBe(records.Select(r => r.Serial));
    }

    [Fact]
    public async Task Who_signs_in_after_another_sends_nothing_in_a_wrong_name()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await SignedInAsync("misa-ca-staff-1");
        await page.TypeNumberAsync(citizen);
        await page.FillRecordAsync(serial);
        await page.Context.SetOfflineAsync(true);
        await page.PressRecordAsync();
        await page.Locator("p.state").WaitForAsync();

        // Signing out is held back while it waits; the sign-in itself can be ended elsewhere all the same.
        await page.GotoScreenAsync("#/account");
        await page.GetByText(new Regex("^Chưa đăng xuất được: 1 hồ sơ")).WaitForAsync();
        (await page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).CountAsync()).ShouldBe(0);
        await page.LookAtTabletAsync("sign-out-held", "vi-VN");
        await Registry.Database.ExecuteAsync("update signin.sessions set ended_at = registry.registry_now() where account_id = (select id from signin.accounts where user_name = 'misa-ca-staff-1')");
        await page.Context.ClearCookiesAsync();
        await page.GotoScreenAsync("#/");
        await page.Context.SetOfflineAsync(false);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập lại" }).ClickAsync();
        await page.GivePasswordAsync("misa-ca-staff-2");
        await page.GetByText("1 hồ sơ của misa-ca-staff-1 còn chờ trên máy này").WaitForAsync();
        await page.LookAtTabletAsync("others-wait", "vi-VN");
        await page.GotoScreenAsync("#/outbox");
        await page.GetByText("Chưa có hồ sơ nào").WaitForAsync();
        (await Registry.RecordsOfAsync(serial)).ShouldBe(0);

        await page.GotoScreenAsync("#/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.GetByText("Đã đăng xuất.").WaitForAsync();
        await page.LookAtTabletAsync("signed-out", "vi-VN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập" }).ClickAsync();
        await page.GivePasswordAsync("misa-ca-staff-1");
        await page.GetByText("Mọi hồ sơ đã có trả lời.").WaitForAsync();
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        (await Registry.Database.ScalarAsync<string>(
            "select s.reference from registry.issuances i join registry.staff s on s.id = i.staff_id where i.serial_number = $1", serial)).ShouldBe("misa-ca-staff-1");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_lost_race_is_told_loudly_and_leads_to_the_revocation()
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await SignedInAsync("vnpt-ca-staff-2");
        await page.TypeNumberAsync(citizen);
        await page.FillRecordAsync(serial);
        await Registry.RecordAsync("viettel-ca", Make.Record(citizen));
        await page.PressRecordAsync();
        await page.GetByText(new Regex("^Doanh nghiệp khác đã ghi nhận trước lúc ")).WaitForAsync();
        await page.LookAtTabletAsync("lost-race", "vi-VN");
        await page.GotoScreenAsync("#/");
        await page.Locator(".notice.bad a").ClickAsync();
        await page.GetByText("Thu hồi và báo đã thu hồi").ClickAsync();
        await page.LookAtTabletAsync("revoke", "vi-VN");
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.GetByText(new Regex("^✔ Đã báo thu hồi lúc ")).WaitForAsync();
        await page.GotoScreenAsync("#/");
        await page.Locator(".deed.scan").WaitForAsync();
        (await page.Locator(".notice.bad").CountAsync()).ShouldBe(0);
        await page.Context.CloseAsync();
    }

    private async Task<IPage> SignedInAsync(string name)
    {
        var page = await chromium.OpenTabletAsync(Registry);
        await page.SignInOnTabletAsync(name);
        return page;
    }
}
