namespace Campaign.Pages;

/// <summary>That the look which every page gets sees what is wrong, in each of its forms.</summary>
public sealed class AxeTests(Chromium chromium)
{
    private const string Wrong = """
        <!doctype html><html lang="vi"><title>x</title><main><h1>x</h1><p style="color: #999; background: #fff">pale</p><label>y <input></label><input id="nameless">
        <ul><p>no item</p></ul></main></html>
        """;

    [Theory]
    [InlineData("vi-VN", "color-contrast label list")]
    [InlineData("en-GB", "color-contrast label")]
    public async Task By_all_rules_in_one_language_and_by_those_of_words_and_colours_in_the_other(string language, string rules)
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.SetContentAsync(Wrong);

        (await Axe.FaultsAsync(page, language)).Select(f => f.Split(':')[0]).Order().ShouldBe(rules.Split(' '));
        (await Axe.FaultsOfColoursAsync(page)).ShouldHaveSingleItem().ShouldStartWith("color-contrast: ");
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_page_with_a_frame_is_not_said_to_be_sound()
    {
        var page = await chromium.Browser.NewPageAsync();
        await page.SetContentAsync("<!doctype html><html lang='vi'><title>x</title><main><h1>x</h1><iframe title='y'></iframe></main></html>");

        (await Should.ThrowAsync<Microsoft.Playwright.PlaywrightException>(() => Axe.FaultsAsync(page, "vi-VN"))).Message.ShouldContain("frames");
        await page.CloseAsync();
    }
}
