using Campaign.Demo;
using Campaign.SignIn;
using Campaign.SignIn.People;
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
        await page.Locator("#password").PressAsync("Enter");
        if (officer)
        {
            await page.ComesToAsync(url => url.Contains(SignInPaths.SecondFactor, StringComparison.Ordinal));
            await page.Locator("#code").FillAsync(await NextCodeAsync(registry, name));
            await page.Locator("#code").PressAsync("Enter");
        }

        await page.ComesToAsync(SignInPaths.Sessions);
    }

    public static Task ComesToAsync(this IPage page, string ending) => page.ComesToAsync(url => url.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>
    /// That the page is at this address, or comes to it. The address changes on another thread: one wait alone may look just before the change and listen just after
    /// it, so what is waited for is looked at anew now and then. What stands on the screen instead is told.
    /// </summary>
    public static async Task ComesToAsync(this IPage page, Func<string, bool> isThere)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await page.WaitForURLAsync(isThere, new() { Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (tries < 12)
            {
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"It stays at {page.Url}: {await page.Locator("body").InnerTextAsync()}");
            }
        }
    }

    /// <summary>That the tab keeps no draft of what was sent. It is forgotten a moment after the page has said that it was sent.</summary>
    public static Task ForgetsDraftsAsync(this IPage page) => page.WaitForFunctionAsync("() => sessionStorage.length === 0");

    /// <summary>All the demo's officers have one secret; a code that was used is forgotten, so that a test need not wait for the next.</summary>
    private static async Task<string> NextCodeAsync(TestRegistry registry, string name)
    {
        await registry.Database.ExecuteAsync(
            "update signin.second_factors set last_step = 0 where account_id = (select id from signin.accounts where user_name = $1)", name);
        return TimeCode.At(DemoPeople.OfficersSecret, TimeCode.StepAt(registry.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
    }
}
