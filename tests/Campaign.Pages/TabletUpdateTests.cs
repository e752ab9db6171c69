using Campaign.Testing;
using Campaign.Web.Staff;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>A newer version of the tablet's program comes while it is open.</summary>
public sealed class TabletUpdateTests(TestPostgres postgres, Chromium chromium)
{
    [Fact]
    public async Task It_waits_for_the_first_screen_and_for_its_bearers_wish()
    {
        var newer = new NewerWorker();
        await using var database = await postgres.CreateAsync();
        await using var registry = await TabletFixture.StartAsync(database, services => services.AddSingleton<IStartupFilter>(newer));
        var page = await chromium.OpenTabletAsync(registry);
        await page.SignInOnTabletAsync("vnpt-ca-staff-1");
        await page.WaitForShellAsync();
        await page.GotoScreenAsync("#/number");
        await page.Locator("#number").FillAsync("0462");
        newer.IsServed = true;
        await page.EvaluateAsync("navigator.serviceWorker.getRegistration('/tablet/').then(r => r.update()).then(r => r.waiting ?? new Promise(k => r.installing.addEventListener('statechange', e => e.target.state === 'installed' && k()))).then(() => true)");
        (await page.Locator("#number").InputValueAsync()).ShouldBe("0462", "nothing is taken from under its bearer");
        (await page.GetByText("Tải bản mới").CountAsync()).ShouldBe(0);

        await page.GotoScreenAsync("#/");
        await page.LookAtTabletAsync("update", "vi-VN");
        await page.EvaluateAsync("window.isTheOldOne = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tải bản mới" }).ClickAsync();
        await page.WaitForFunctionAsync("window.isTheOldOne === undefined");
        await page.Locator(".link .recorded").WaitForAsync();
        (await page.GetByText("Tải bản mới").CountAsync()).ShouldBe(0);
        (await page.EvaluateAsync<bool>("navigator.serviceWorker.getRegistration('/tablet/').then(r => r.waiting === null)")).ShouldBeTrue();
        await page.Context.CloseAsync();
    }

    /// <summary>Serves a worker that differs by a comment, as a browser sees a new version.</summary>
    private sealed class NewerWorker : IStartupFilter
    {
        public bool IsServed { get; set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, following) =>
            {
                if (!IsServed || http.Request.Path != "/tablet/sw.js")
                {
                    await following(http);
                    return;
                }

                http.Response.ContentType = "text/javascript; charset=utf-8";
                http.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
                await http.Response.Body.WriteAsync((byte[])[.. TabletFile.All["sw.js"].Plain, .. "\n// newer"u8]);
            });
            next(app);
        };
    }
}
