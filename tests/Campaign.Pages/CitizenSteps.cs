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
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**" + SignInEndpoints.Code);
        await page.Locator("#code").FillAsync(registry.Services.GetRequiredService<KeptCodes>().Last[phone]);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains(SignInEndpoints.Code, StringComparison.Ordinal));
    }

    /// <summary>The button of the page's first form, by the keyboard of somebody who has no script.</summary>
    public static async Task GoOnAsync(this IPage page, string to)
    {
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync("**" + to);
    }
}
