using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Testing;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>The own code on the tablet (HUE-3.1), and the shell: both open without network.</summary>
public sealed class TabletBadgeTests(TabletFixture fixture, Chromium chromium) : IClassFixture<TabletFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Started_again_without_network_the_tablet_makes_a_code_that_stands()
    {
        var folder = Directory.CreateTempSubdirectory("campaign-tablet-");
        string token;
        try
        {
            await using (var first = await chromium.OpenKeptAsync(Registry, folder.FullName))
            {
                await first.Pages[0].SignInOnTabletAsync("vnpt-ca-staff-1");
                await first.Pages[0].WaitForShellAsync();
            }

            await using var second = await chromium.OpenKeptAsync(Registry, folder.FullName);
            var page = second.Pages[0];
            await second.SetOfflineAsync(true);
            await page.GotoAsync(TabletSteps.Home);
            await page.GetByText("Không có mạng. Mã của tôi vẫn dùng được.").WaitForAsync();
            await page.Locator("a[href='#/badge']").ClickAsync();
            token = await TokenAsync(page);
            (await page.Locator(".until").InnerTextAsync()).ShouldMatch("^Có hiệu lực đến [0-9]{2}:[0-9]{2}:[0-9]{2} hôm nay$");
            await page.LookAtTabletAsync("badge", "vi-VN");
            (await page.EvaluateAsync<string[]>("""
                (async () => {
                  const all = [];
                  for (const name of await caches.keys()) {
                    for (const request of await (await caches.open(name)).keys()) {
                      all.push(new URL(request.url).pathname);
                    }
                  }
                  return all;
                })()
                """)).ShouldAllBe(path => path.StartsWith("/tablet/") || path.StartsWith("/assets/"), "no answer of the registry is kept");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var badge = await BadgeAsync(token);
        badge.GetProperty("valid").GetBoolean().ShouldBeTrue(badge.ToString());
        badge.Text("provider", "code").ShouldBe("vnpt-ca");
        var seconds = (badge.Time("validUntil") - DateTimeOffset.UtcNow).TotalSeconds;
        seconds.ShouldBeInRange(200, 301, "five minutes from when it was signed, by the registry's clock");
    }

    [Fact]
    public async Task Each_minute_there_is_another_and_a_wrong_clock_of_the_tablet_changes_nothing()
    {
        var page = await chromium.OpenTabletAsync(Registry, "en-GB");
        await page.Clock.InstallAsync(new() { TimeDate = DateTime.UtcNow.AddHours(-3) });
        await page.SignInOnTabletAsync("vnpt-ca-staff-2");
        await page.Locator("a[href='#/badge']").ClickAsync();
        var first = await TokenAsync(page);
        (await BadgeAsync(first)).GetProperty("valid").GetBoolean().ShouldBeTrue();
        await page.LookAtTabletAsync("badge", "en-GB");
        await page.Clock.RunForAsync(61_000);
        await page.WaitForFunctionAsync("t => document.querySelector('.qr').dataset.text.split('/v/')[1] !== t", first);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_has_signed_out_leaves_no_code_behind()
    {
        var page = await chromium.OpenTabletAsync(Registry);
        await page.SignInOnTabletAsync("vnpt-ca-staff-3");
        await page.Locator("a[href='#/badge']").ClickAsync();
        await TokenAsync(page);
        await page.GotoScreenAsync("#/account");
        await page.LookAtTabletAsync("account", "vi-VN");
        await page.Context.SetOfflineAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Locator("main").GetByText(new Regex("^Chưa đăng xuất được vì không có mạng")).WaitForAsync();
        await page.Context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng xuất" }).ClickAsync();
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.GetByText("Đã đăng xuất.").WaitForAsync();
        await page.GotoScreenAsync("#/badge");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập" }).WaitForAsync();
        (await page.Locator(".qr").CountAsync()).ShouldBe(0);
        (await page.EvaluateAsync<string>("""
            new Promise(resolve => {
              const opening = indexedDB.open("campaign-tablet");
              opening.onsuccess = () => {
                const asked = opening.result.transaction("kept").objectStore("kept").getAllKeys();
                asked.onsuccess = () => { opening.result.close(); resolve(asked.result.join()); };
              };
            })
            """)).ShouldNotContain("device");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task By_night_it_is_dark_and_the_answer_as_it_is_by_day()
    {
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = Registry.Address.ToString(),
            Locale = "vi-VN",
            ColorScheme = ColorScheme.Dark,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 800, Height = 1280 },
        });
        var page = await context.NewPageAsync();
        await page.SignInOnTabletAsync("ca2-staff-2");
        await page.LookAtTabletAsync("night-home", "vi-VN");
        await page.GotoScreenAsync("#/number");
        await page.Locator("#number").WaitForAsync();
        await page.LookAtTabletAsync("night-number", "vi-VN");
        await page.TypeNumberAsync(Make.Citizen());
        await page.Locator("body.free").WaitForAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(10, 82, 48)");
        await page.LookAtTabletAsync("night-free", "vi-VN");
        await page.Locator("a.button.big").ClickAsync();
        await page.LookAtTabletAsync("night-record", "vi-VN");
    }

    private static async Task<string> TokenAsync(IPage page)
    {
        var text = await page.Locator(".code-place .qr").GetAttributeAsync("data-text");
        text.ShouldNotBeNull();
        text.ShouldStartWith(new Uri(page.Url).GetLeftPart(UriPartial.Authority) + "/v/");
        return text.Split("/v/")[1];
    }

    private async Task<JsonElement> BadgeAsync(string token)
    {
        var (_, body) = await Registry.SendAsync(null, "query($token: String!) { staffBadge(token: $token) { valid reason staffName validUntil provider { code } } }", new { token });
        return body.At("data", "staffBadge");
    }
}
