using Campaign.Testing;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>What a citizen does with the pages, by what stands on them.</summary>
internal static class CitizenSteps
{
    /// <summary>From any page that asks for it: number, phone, code.</summary>
    public static async Task ProveNumberAsync(this IPage page, TestRegistry registry, string citizen, string phone)
    {
        await page.Locator("#number").FillAsync(citizen);
        await page.Locator("#phone").FillAsync(phone);
        await page.Locator("#phone").PressAsync("Enter");
        await page.ComesToAsync(SignInEndpoints.Code);
        await page.Locator("#code").FillAsync(registry.Services.GetRequiredService<KeptCodes>().Last[phone]);
        await page.Locator("#code").PressAsync("Enter");
        await page.ComesToAsync(url => !url.Contains(SignInEndpoints.Code, StringComparison.Ordinal));
    }

    /// <summary>The button of the page's first form; comes back when the page after it is there, which may have the same address.</summary>
    public static async Task GoOnAsync(this IPage page, string to)
    {
        await page.EvaluateAsync("document.body.dataset.before = ''");
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForSelectorAsync("body:not([data-before])");
        await page.ComesToAsync(to);
    }

    /// <summary>That the focus is there, or comes there: a browser sets it once the page is laid out.</summary>
    public static Task FocusComesToAsync(this IPage page, string id) => page.WaitForFunctionAsync("id => document.activeElement.id === id", id);
}
