using System.Text.RegularExpressions;
using Campaign.Demo;
using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>What a member of staff does with the tablet, by what stands on its screens.</summary>
internal static class TabletSteps
{
    public const string Home = "/tablet/";

    private static readonly (int Width, int Height)[] Sizes = [(320, 640), (800, 1280), (1280, 800)];

    /// <summary>A tablet with a store of its own, gone with the test.</summary>
    public static Task<IPage> OpenTabletAsync(this Chromium chromium, TestRegistry registry, string language = "vi-VN") => chromium.OpenAsync(registry, language, 800, 1280);

    public static async Task SignInOnTabletAsync(this IPage page, string name)
    {
        await page.GotoAsync(Home);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Đăng nhập|Sign in)$") }).ClickAsync();
        await page.GivePasswordAsync(name);
    }

    /// <summary>At the registry's own sign-in, which leads back to the tablet.</summary>
    public static async Task GivePasswordAsync(this IPage page, string name)
    {
        await page.Locator("#user_name").FillAsync(name);
        await page.Locator("#password").FillAsync(DemoPeople.PasswordOf(name));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".deed.scan").WaitForAsync();
        await page.Locator(".link .recorded").WaitForAsync();
    }

    /// <summary>The shell and its parts are on the tablet: it opens without network from now on.</summary>
    public static Task WaitForShellAsync(this IPage page) =>
        page.EvaluateAsync("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise(r => navigator.serviceWorker.addEventListener('controllerchange', r))).then(() => true)");

    public static async Task TypeNumberAsync(this IPage page, string number)
    {
        await page.GotoScreenAsync("#/number");
        await page.Locator("#number").FillAsync(number);
        await page.Keyboard.PressAsync("Enter");
    }

    public static async Task GotoScreenAsync(this IPage page, string hash) => await page.EvaluateAsync($"location.hash = '{hash}'");

    /// <summary>From the answer to the form, and all that it asks for.</summary>
    public static async Task FillRecordAsync(this IPage page, string serial, string name = "Lê Thị Hạnh")
    {
        await page.Locator("body.free").WaitForAsync();
        await page.Locator("a.button.big").ClickAsync();
        await page.Locator("#serial").FillAsync(serial);
        await page.Locator("#contract").FillAsync($"HD-{serial[^4..]}");
        await page.Locator("#consent").CheckAsync();
        if ((await page.Locator("#name").InputValueAsync()).Length == 0)
        {
            await page.Locator("#name").FillAsync(name);
        }
    }

    public static Task PressRecordAsync(this IPage page) => page.Locator("form.record button[type=submit]").ClickAsync();

    /// <summary>A number typed, checked and recorded, up to the screen on which the record is on its way.</summary>
    public static async Task RecordAsync(this IPage page, string number, string serial)
    {
        await page.TypeNumberAsync(number);
        await page.FillRecordAsync(serial);
        await page.PressRecordAsync();
        await page.ComesToAsync(url => url.Contains("#/record/", StringComparison.Ordinal));
    }

    /// <summary>When none comes, what stands on the screen instead is told.</summary>
    public static async Task WaitForReceiptAsync(this IPage page)
    {
        try
        {
            await page.Locator("#receipt-number").WaitForAsync();
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No receipt at {page.Url}: {await page.Locator("body").InnerTextAsync()} {await page.OutboxAsync()}");
        }
    }

    public static Task<long> RecordsOfAsync(this TestRegistry registry, string serial) => registry.Database.CountAsync($"registry.issuances where serial_number = '{serial}'");

    public static Task<string> StatusAsync(this TestRegistry registry, string serial) =>
        registry.Database.ScalarAsync<string>("select status from registry.issuances where serial_number = $1", serial);

    /// <summary>What the tablet has in its outbox, as text.</summary>
    public static Task<string> OutboxAsync(this IPage page) => page.EvaluateAsync<string>("""
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("campaign-tablet");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const asked = opening.result.transaction("outbox").objectStore("outbox").getAll();
            asked.onsuccess = () => { opening.result.close(); resolve(JSON.stringify(asked.result.map(w => ({ ...w, citizen: w.citizen === null ? null : "sealed" })))); };
          };
        })
        """);

    /// <summary>One screen at each size: no sideways scrolling, targets for gloves, no fault that axe finds.</summary>
    public static async Task LookAtTabletAsync(this IPage page, string what, string language)
    {
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, $"{what} at {width} scrolls sideways");
            await Screens.KeepAsync(page, $"tablet-{what}", language);

            (await page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll("button, a, label.choice, input:not([type=radio], [type=checkbox]), select, textarea")]
                  .filter(e => e.checkVisibility() && !e.matches(".skip") && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))
                """)).ShouldBeEmpty($"{what} at {width}: smaller than a finger");
        }

        (await page.EvaluateAsync<string[]>(PageTests.RawWords)).ShouldBeEmpty($"{what}: what the program calls things, in place of words");

        // An answer is read in the sun: 7 to 1, and the same by day and by night.
        (await page.EvaluateAsync<double>("""
            (() => {
              if (!document.body.matches(".free, .held, .unknown")) { return 21; }
              const light = text => text.match(/[0-9.]+/g).slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
              const { color, backgroundColor } = getComputedStyle(document.body);
              const [one, other] = [light(color), light(backgroundColor)].sort((a, b) => b - a);
              return (one + 0.05) / (other + 0.05);
            })()
            """)).ShouldBeGreaterThanOrEqualTo(7, $"{what}: contrast");
        await page.SetViewportSizeAsync(Sizes[0].Width, Sizes[0].Height);
        (await Axe.FaultsAsync(page, language)).ShouldBeEmpty(what);
        await page.SetViewportSizeAsync(800, 1280);
    }
}
