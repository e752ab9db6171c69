using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Files of earlier certificates at the desk (HUE-2.3): what the officer sees of one before deciding, the two acts, and what waits for long.</summary>
public sealed class DeskImportTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    [Fact]
    public async Task An_officer_sees_what_a_file_holds_approves_one_after_being_asked_and_rejects_another()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var (first, second) = (await AwaitingAsync(token, "0462045550"), await AwaitingAsync(token, "0462045560"));
        await Registry.Database.ExecuteAsync("update registry.imports set awaiting_since = awaiting_since - interval '25 hours' where id = $1", Guid.Parse(first));
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(DeskEndpoints.Today);
        await page.GetByText("1 tệp chứng thư đã cấp trước chờ duyệt quá 24 giờ").ClickAsync();

        var file = page.Locator($"article[aria-labelledby=import-{first}]");
        await file.WaitForAsync();
        var shown = await file.InnerTextAsync();
        shown.ShouldContain("2 dòng · 0 dòng không ghi nhận được · 2 số căn cước khác nhau");
        shown.ShouldContain("Số căn cước tăng từng đơn vị so với dòng trước: 1 (dòng 3)");
        shown.ShouldNotContain("0462045550");
        (await page.Locator("section[aria-labelledby=by-provider]").InnerTextAsync()).ShouldContain("chưa nộp");
        await PageTests.LookAsync(page, "desk-imports", "vi-VN");

        await file.GetByText("Duyệt…").ClickAsync();
        (await StateAsync(first)).ShouldBe("AWAITING_APPROVAL", "it asks first");
        await file.GetByText("Chưa, quay lại").ClickAsync();
        await file.GetByText("Duyệt…").ClickAsync();
        await file.GetByRole(AriaRole.Button, new() { Name = "Duyệt", Exact = true }).ClickAsync();
        await page.Locator("p.done").WaitForAsync();
        (await StateAsync(first)).ShouldBe("WAITING");

        var other = page.Locator($"article[aria-labelledby=import-{second}]");
        await other.Locator("details").EvaluateAsync("d => d.open = true");
        await other.GetByRole(AriaRole.Button, new() { Name = "Từ chối…", Exact = true }).ClickAsync();
        await page.Locator($"#reason-{second}-fault").WaitForAsync();
        await page.Locator($"#reason-{second}").FillAsync("số căn cước liền nhau");
        await other.GetByRole(AriaRole.Button, new() { Name = "Từ chối…", Exact = true }).ClickAsync();
        await other.Locator(".sure").WaitForAsync();
        (await StateAsync(second)).ShouldBe("AWAITING_APPROVAL", "it asks first");
        await page.WaitForFunctionAsync("document.activeElement.classList.contains('sure')");
        await other.GetByText("Đúng, từ chối").ClickAsync();
        await other.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await Registry.RunJobAsync("run-imports");
        await page.GotoAsync($"{DeskEndpoints.Imports}?state=others");
        await page.GetByText("Từ chối bởi").WaitForAsync();
        (await page.Locator($"article[aria-labelledby=import-{first}]").InnerTextAsync()).ShouldContain("Duyệt bởi officer-reviewer");
        await page.Context.CloseAsync();
    }

    /// <summary>Two rows whose numbers follow one another.</summary>
    private async Task<string> AwaitingAsync(string token, string start)
    {
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf($"{start}01", $"{start}02"))).Text("import", "id");
        await Registry.LookAsync(token, id);
        return id;
    }

    private async Task<string> StateAsync(string id) => await Registry.Database.ScalarAsync<string>("select state from registry.imports where id = $1", Guid.Parse(id));
}
