using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>Calls that reached nobody at the desk: how often, on the provider's page, and "nobody called me" for a citizen at the counter.</summary>
public sealed class DeskCallTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    [Fact]
    public async Task An_officer_sees_calls_and_needs_registered_again_and_denies_a_call_for_a_citizen()
    {
        // 10:00 in Vietnam of the day before, whatever the time at which the test runs: what the registry was told then.
        var morning = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date, TimeSpan.Zero).AddHours(-21);
        var citizen = Make.Citizen();
        var needs = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            await Registry.Database.FreezeAsync(morning.AddMinutes(n - 2));
            if (n > 0)
            {
                await Registry.CancelNeedAsync(needs[^1]);
            }

            needs.Add((await Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "bkav-ca" })).Text("need", "id"));
        }

        (await Registry.NoteCallAsync("bkav-ca", needs[^1], morning, staff: "bkav-ca-staff-2")).TypeName().ShouldBe("CallNoted");
        await Registry.Database.ShiftAsync(TimeSpan.Zero);
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync($"{DeskEndpoints.Providers}/bkav-ca");
        await page.Locator("table.calls").WaitForAsync();
        (await page.Locator("table.calls tbody").InnerTextAsync()).ShouldContain("bkav-ca-staff-2");
        (await page.Locator("table.again tbody tr").CountAsync()).ShouldBe(2);
        (await page.ContentAsync()).ShouldNotContain(citizen);
        await PageTests.LookAsync(page, "desk-provider-calls", "vi-VN");

        await page.Locator("table.again a").First.ClickAsync();
        var denial = page.GetByRole(AriaRole.Button, new() { Name = "Công dân nói: không ai gọi" });
        await denial.WaitForAsync();
        page.Url.ShouldEndWith($"?request={needs[^1]}");
        await PageTests.LookAsync(page, "desk-find-calls", "vi-VN");
        await denial.ClickAsync();
        await page.GetByText("công dân nói không ai gọi, lúc").WaitForAsync();

        (await Registry.Database.CountAsync("registry.need_calls where denied_at is not null and need_id = $1", Guid.Parse(needs[^1]))).ShouldBe(1);
        await page.Context.CloseAsync();
    }
}
