using Campaign.Testing;
using Campaign.Web.Citizen.Needs;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-4.4: on the citizen's own page, calls that a provider says reached nobody, and "nobody called me".</summary>
public sealed class OwnCallPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    // 09:00 in Vietnam, whatever the time at which the test runs.
    private static readonly DateTimeOffset Morning = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date, TimeSpan.Zero).AddHours(2);

    [Fact]
    public async Task A_citizen_reads_of_a_call_on_the_own_page_and_says_that_nobody_called()
    {
        await fixture.Database.FreezeAsync(Morning);
        var citizen = Make.Citizen();
        var need = (await fixture.Registry.RegisterNeedAsync(new() { CitizenId = citizen })).Text("need", "id");
        using var browser = await SignedInAsync(citizen);
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldNotContain("Nobody called me");
        var call = (await fixture.Registry.NoteCallAsync("vnpt-ca", need, Morning)).Text("call", "id");
        foreach (var page in new[] { OwnEndpoints.Own, NeedEndpoints.Own })
        {
            var shown = (await browser.GetAsync(page)).Body;
            shown.ShouldMatch("says that it called you at 09:00 [0-9/]{10} and nobody answered");
            shown.ShouldContain("Nobody called me");
        }

        var asked = await browser.SubmitAsync(OwnEndpoints.Own, new() { ["call"] = call }, NeedEndpoints.DenyCall);
        asked.Body.ShouldContain("It cannot be taken back.");
        (await fixture.Database.CountAsync("registry.need_calls where id = $1 and denied_at is not null", Guid.Parse(call))).ShouldBe(0, "one press says nothing");

        var denied = await browser.SubmitAsync(OwnEndpoints.Own, new() { ["call"] = call, ["sure"] = "yes" }, NeedEndpoints.DenyCall);

        denied.Location.ShouldBe(OwnEndpoints.Own);
        var after = (await browser.GetAsync(OwnEndpoints.Own)).Body;
        after.ShouldMatch("You said at 09:00 [0-9/]{10} that nobody called");
        after.ShouldNotContain("Nobody called me");
        (await fixture.Database.CountAsync("registry.need_calls where id = $1 and denied_at is not null", Guid.Parse(call))).ShouldBe(1);
        (await fixture.Database.CountAsync("registry.journal where kind = 'NEED_CALL_DENIED' and subject_id = $1 and actor = 'citizen'", Guid.Parse(need))).ShouldBe(1);
    }

    [Fact]
    public async Task A_lapse_after_three_calls_says_so_and_the_same_provider_may_be_asked_again()
    {
        await fixture.Database.FreezeAsync(Morning);
        var citizen = Make.Citizen();
        var need = (await fixture.Registry.RegisterNeedAsync(new() { CitizenId = citizen })).Text("need", "id");
        foreach (var hours in new[] { 0, 4, 8 })
        {
            await fixture.Database.FreezeAsync(Morning.AddHours(hours));
            (await fixture.Registry.NoteCallAsync("vnpt-ca", need, Morning.AddHours(hours))).TypeName().ShouldBe("CallNoted");
        }

        await fixture.Database.FreezeAsync(Morning.AddHours(48));
        using var browser = await SignedInAsync(citizen);
        var own = (await browser.GetAsync(NeedEndpoints.Own)).Body;

        own.ShouldContain("Lapsed: the provider says that it called three times and reached nobody");
        own.ShouldContain("Register again");
    }

    private async Task<Browser> SignedInAsync(string citizen)
    {
        var browser = new Browser(fixture.Registry.Address);
        var phone = "0905" + Random.Shared.Next(100_000, 999_999);
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = phone });
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = fixture.Registry.Services.GetRequiredService<KeptCodes>().Last[phone] })).Location.ShouldBe(OwnEndpoints.Own);
        return browser;
    }
}
