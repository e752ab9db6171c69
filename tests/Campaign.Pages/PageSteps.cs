using Campaign.Host.Demo;
using Campaign.Host.SignIn;
using Campaign.Host.SignIn.People;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>What a person does with the pages, by what stands on them.</summary>
internal static class PageSteps
{
    public static async Task SignInAsync(this IPage page, string name, bool officer, TestRegistry registry)
    {
        await page.GotoAsync(SignInPaths.SignIn, new() { WaitUntil = WaitUntilState.Load });
        await page.Locator("#user_name").FillAsync(name);
        await page.Locator("#password").FillAsync(DemoPeople.PasswordOf(name));
        await page.Keyboard.PressAsync("Enter");
        if (officer)
        {
            await page.WaitForURLAsync("**" + SignInPaths.SecondFactor + "*");
            await page.Locator("#code").FillAsync(await NextCodeAsync(registry, name));
            await page.Keyboard.PressAsync("Enter");
        }

        await page.WaitForURLAsync("**" + SignInPaths.Sessions);
    }

    /// <summary>All the demo's officers have one secret; a code that was used is forgotten, so that a test need not wait for the next.</summary>
    private static async Task<string> NextCodeAsync(TestRegistry registry, string name)
    {
        await registry.Database.ExecuteAsync(
            "update signin.second_factors set last_step = 0 where account_id = (select id from signin.accounts where user_name = $1)", name);
        return TimeCode.At(DemoPeople.OfficersSecret, TimeCode.StepAt(registry.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
    }
}
