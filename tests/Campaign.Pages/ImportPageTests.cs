using System.Text;
using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Provider;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Earlier certificates handed in with a browser (HUE-2.3): upload, preview, start, progress, verdicts; sound at every size, and the same without script.</summary>
public sealed class ImportPageTests(RegistryFixture fixture, Chromium chromium) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("vi-VN", "misa-ca-admin")]
    [InlineData("en-GB", "ca2-admin")]
    public async Task A_file_goes_from_the_upload_to_its_verdicts(string language, string administrator)
    {
        var page = await chromium.OpenAsync(Registry, language);
        await page.SignInAsync(administrator, false, Registry);
        await page.GotoAsync(ProviderEndpoints.Imports);
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForSelectorAsync(".fault");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("file", "nothing was chosen");
        await PageTests.LookAsync(page, "imports-nothing-chosen", language);

        await page.GotoAsync(ProviderEndpoints.Imports);
        await page.Locator("#file").SetInputFilesAsync(Earlier());
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.ComesToAsync(url => url.Contains(ProviderEndpoints.Imports + "/", StringComparison.Ordinal));
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(4);
        await PageTests.LookAsync(page, "imports-preview", language);

        await page.Locator("a[href$='ask=start']").ClickAsync();
        await page.WaitForSelectorAsync("#ask");
        await PageTests.LookAsync(page, "imports-asked", language);
        await page.Locator("form button[type=submit]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-progress]");
        await PageTests.LookAsync(page, "imports-looked-at", language);
        await Registry.RunJobAsync("look-at-imports");

        // The page's script finds out by itself.
        await page.Locator("[data-progress]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.WaitForSelectorAsync("a[href$='ask=withdraw']");
        await PageTests.LookAsync(page, "imports-awaiting", language);
        (await Registry.ApproveImportAsync(page.Url.Split('/')[^1])).TypeName().ShouldBe("ImportApproved");
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-progress]");
        await PageTests.LookAsync(page, "imports-waiting", language);
        await Registry.RunJobAsync("run-imports");

        // The page's script finds out by itself.
        await page.WaitForSelectorAsync("a[download]");
        await PageTests.LookAsync(page, "imports-result", language);
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").ClickAsync());
        var verdicts = await File.ReadAllTextAsync(await download.PathAsync());
        verdicts.Split("\r\n").Length.ShouldBe(6);
        verdicts.ShouldContain("RECORDED");
        await page.GotoAsync(ProviderEndpoints.Imports);
        await PageTests.LookAsync(page, "imports-list", language);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_script_the_same_is_done()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { BaseURL = Registry.Address.ToString(), Locale = "vi-VN", JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.SignInAsync("vnpt-ca-admin", false, Registry);
        await page.GotoAsync(ProviderEndpoints.Imports);
        await page.Locator("#file").SetInputFilesAsync(Earlier());
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.ComesToAsync(url => url.Contains(ProviderEndpoints.Imports + "/", StringComparison.Ordinal));
        await page.Locator("a[href$='ask=start']").ClickAsync();
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForSelectorAsync("[data-progress]");
        await Registry.RunJobAsync("look-at-imports");
        await Registry.ApproveImportAsync(page.Url.Split('/')[^1]);
        await Registry.RunJobAsync("run-imports");
        await page.GetByText("Cập nhật trang").ClickAsync();
        (await page.Locator("a[download]").CountAsync()).ShouldBe(1);
    }

    /// <summary>One that is right, one whose number is cut short, one of another calendar, one that comes twice.</summary>
    private static FilePayload Earlier()
    {
        var citizen = Make.Citizen();
        var serial = Make.Serial();
        string[] rows =
        [
            "Số CCCD,Họ và tên,Điện thoại,Số sê-ri,Ngày cấp",
            $"{citizen},Trần Thị Ngọc Ánh,0905123456,{serial},28/07/2023",
            $"{citizen[..9]}x,Lê Văn Tám,,{Make.Serial()},28/07/2023",
            $"{Make.Citizen()},Nguyễn Hữu Phước,,{Make.Serial()},28/07/2566",
            $"{citizen},Trần Thị Ngọc Ánh,0905123456,{serial},28/07/2023",
            "",
        ];
        return new() { Name = "chung-thu-da-cap-2023.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(string.Join("\r\n", rows)) };
    }
}
