using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>A day's work on the staff's tablet, in a real browser against the real registry (HUE-3.1 to HUE-3.3, HUE-4).</summary>
public sealed class TabletTests(TestPostgres postgres, TabletFixture fixture, Chromium chromium) : IClassFixture<TabletFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN")]
    [InlineData("en-GB")]
    public async Task A_number_is_typed_checked_recorded_and_receipted(string language)
    {
        var (citizen, serial) = (Make.Citizen(), Make.Serial());
        var page = await chromium.OpenTabletAsync(Registry, language);
        var faults = Faults(page);
        await page.GotoAsync(TabletSteps.Home);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Đăng nhập|Sign in)$") }).WaitForAsync();
        await page.LookAtTabletAsync("sign-in", language);
        await page.SignInOnTabletAsync("vnpt-ca-staff-1");
        page.Url.ShouldEndWith("/tablet/#/", customMessage: "neither code nor state stay in the address");
        await page.LookAtTabletAsync("home", language);

        await page.GotoScreenAsync("#/number");
        await page.Locator("#number").PressSequentiallyAsync(citizen[..7]);
        (await page.Locator(".meaning").InnerTextAsync()).ShouldContain("5");
        await page.Locator("#number").FillAsync("046x");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("number");
        await page.LookAtTabletAsync("number-wrong", language);
        await page.Locator("#number").FillAsync("191234567");
        var personal = language == "vi-VN" ? "số định danh cá nhân 12 chữ số" : "12-digit personal number";
        (await page.Locator(".meaning").InnerTextAsync()).ShouldContain(personal, customMessage: "said before anything is asked");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("number", "an older card's number alone makes no check");
        (await page.Locator("#number-fault").InnerTextAsync()).ShouldContain(personal);
        await page.LookAtTabletAsync("number-older-alone", language);
        await page.Locator("#number").FillAsync(citizen);
        await page.LookAtTabletAsync("number", language);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("body.free").WaitForAsync();
        (await page.Locator("body").InnerTextAsync()).ShouldNotContain(citizen);
        await page.LookAtTabletAsync("free", language);

        await page.Locator("a.button.big").ClickAsync();
        await page.PressRecordAsync();
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("serial", "what is missing is said at its field");
        await page.LookAtTabletAsync("record-missing", language);
        await page.GotoScreenAsync("#/answer");
        await page.FillRecordAsync(serial);
        await page.LookAtTabletAsync("record", language);
        await page.PressRecordAsync();
        await page.WaitForReceiptAsync();
        await page.LookAtTabletAsync("receipt", language);

        var carried = JsonDocument.Parse((await page.Locator(".receipt .qr").GetAttributeAsync("data-text"))!).RootElement;
        carried.Text("issuance", "id").ShouldBe(await page.Locator("#receipt-number").InnerTextAsync());
        carried.Text("receipt", "signature").ShouldNotBeEmpty();
        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        var outbox = await page.OutboxAsync();
        outbox.ShouldNotContain(citizen);
        outbox.ShouldContain("\"citizen\":null");
        page.Url.ShouldNotContain(citizen);

        await page.GotoScreenAsync("#/outbox");
        await page.Locator("ul.cards > li").WaitForAsync();
        await page.LookAtTabletAsync("outbox", language);
        var away = page.Locator("ul.cards > li button.quiet");
        await away.ClickAsync();
        (await away.InnerTextAsync()).ShouldBe(language == "vi-VN" ? "Bấm lần nữa để xoá" : "Press again to remove");
        (await page.Locator("ul.cards > li").CountAsync()).ShouldBe(1, "one press removes nothing");
        await away.ClickAsync();
        await page.Locator("p.empty").WaitForAsync();
        await page.TypeNumberAsync(citizen);
        await page.Locator("body.held").WaitForAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldContain(language == "vi-VN" ? "ĐÃ CÓ CHỮ KÝ SỐ" : "HAS A DIGITAL SIGNATURE");
        await page.LookAtTabletAsync("held", language);

        await page.GotoScreenAsync("#/number");
        await page.Locator("#older").FillAsync(citizen);
        await page.Locator("#number").FillAsync(Make.Citizen());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("body.held").WaitForAsync();
        (await page.Locator("p.number").InnerTextAsync()).ShouldEndWith(citizen[^3..], customMessage: "the number that holds");
        var pair = await page.Locator("main").InnerTextAsync();
        pair.ShouldContain(language == "vi-VN" ? "Chữ ký số đứng tên số kia trên thẻ" : "The signature is under the other number of the card");
        pair.ShouldContain(language == "vi-VN" ? "hãy mời công dân đến quầy của Sở" : "send the citizen to the department's counter");
        await page.LookAtTabletAsync("held-pair", language);

        // A number that the registry alone refuses leads to another number, not to the same refusal again.
        await page.RouteAsync("**/graphql", route => route.FulfillAsync(new()
        {
            ContentType = "application/graphql-response+json",
            Body = """{"data":{"checkCitizen":{"__typename":"InvalidCitizenId","code":"INVALID_CITIZEN_ID","message":"Số định danh cá nhân: không hợp lệ."}}}""",
        }));
        await page.TypeNumberAsync(citizen);
        await page.Locator("body.unknown").WaitForAsync();
        (await page.Locator("a.button.big").InnerTextAsync()).ShouldBe(language == "vi-VN" ? "Nhập số khác" : "Type another number");
        faults.ShouldBeEmpty();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_card_is_scanned_checked_and_recorded_with_what_it_says()
    {
        var (citizen, serial, older) = (Make.Citizen(), Make.Serial(), Make.Cmnd());
        var folder = Directory.CreateTempSubdirectory("campaign-tablet-");
        try
        {
            await using var tablet = await chromium.OpenKeptAsync(
                Registry, folder.FullName, camera: $"{citizen}|{older}|Nguyễn Thị Ngọc Ánh|02092000|{(citizen[3] == '3' ? "Nữ" : "Nam")}|12 Lê Lợi, Phú Xuân, Thành phố Huế|10052021||||");
            var page = tablet.Pages[0];
            await page.SignInOnTabletAsync("vnpt-ca-staff-2");
            await page.Locator(".deed.scan").ClickAsync();
            await page.Locator("body.free").WaitForAsync();
            (await page.Locator(".number").InnerTextAsync()).ShouldContain("Nguyễn Thị Ngọc Ánh");
            await page.FillRecordAsync(serial);
            (await page.Locator("#birth").InputValueAsync()).ShouldBe("2000-09-02");
            await page.PressRecordAsync();
            await page.WaitForReceiptAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        (await Registry.RecordsOfAsync(serial)).ShouldBe(1);
        (await Registry.Database.CountAsync("registry.citizen_asks where act = 'ALSO_KNOWN_AS'")).ShouldBeGreaterThan(0, "the card's older number went with the check");
    }

    [Fact]
    public async Task Where_only_listed_documents_are_taken_the_tablets_are_among_them()
    {
        var (folder, citizen, serial) = (Directory.CreateTempSubdirectory("campaign-documents-"), Make.Citizen(), Make.Serial());
        await using var database = await postgres.CreateAsync();
        await using var registry = await TabletFixture.StartAsync(database, documents: folder.FullName);
        var page = await chromium.OpenTabletAsync(registry);
        await page.SignInOnTabletAsync("vnpt-ca-staff-1");
        await page.RecordAsync(citizen, serial);
        await page.WaitForReceiptAsync();
        await page.Context.CloseAsync();
        folder.Delete();
    }

    private static List<string> Faults(IPage page)
    {
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            // The sign-in's pages name no icon, which a browser asks for all the same.
            if (message.Type is "error" or "warning" && !message.Location.Contains("favicon.ico", StringComparison.Ordinal))
            {
                faults.Add($"{page.Url}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => faults.Add(error);
        return faults;
    }
}
