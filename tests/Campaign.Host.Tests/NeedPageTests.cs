using Campaign.Testing;
using Campaign.Web.Citizen.Needs;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-4.1: the pages by which a citizen asks a provider for help.</summary>
public sealed class NeedPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task The_page_before_sending_says_how_long_the_provider_has_by_the_campaigns_own_terms()
    {
        using var browser = await AtTheCheckAsync();
        (await browser.GetAsync(NeedEndpoints.CheckStep)).Body.ShouldContain("The provider has 48 hours.");

        await fixture.Database.ExecuteAsync("update registry.campaign_terms set need_window = interval '30 hours'");
        (await browser.GetAsync(NeedEndpoints.CheckStep)).Body.ShouldContain("The provider has 30 hours.");
        browser.Language = "vi";
        System.Net.WebUtility.HtmlDecode((await browser.GetAsync(NeedEndpoints.CheckStep)).Body).ShouldContain("Doanh nghiệp có 30 giờ để hỗ trợ.");

        await fixture.Database.ExecuteAsync("update registry.campaign_terms set need_window = interval '7 days'");
        System.Net.WebUtility.HtmlDecode((await browser.GetAsync(NeedEndpoints.CheckStep)).Body).ShouldContain("Doanh nghiệp có 7 ngày để hỗ trợ.");
    }

    /// <summary>A citizen who has signed in and answered every question.</summary>
    private async Task<Browser> AtTheCheckAsync()
    {
        var (number, phone) = (Make.Citizen(), $"09{Random.Shared.Next(10_000_000, 99_999_999)}");
        var browser = new Browser(fixture.Registry.Address);
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = number, ["phone"] = phone });
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = fixture.Registry.Services.GetRequiredService<KeptCodes>().Last[phone] })).Location
            .ShouldBe(OwnEndpoints.Own);
        (await browser.GetAsync(NeedEndpoints.New)).Location.ShouldBe(NeedEndpoints.ProviderStep);
        await StepAsync(NeedEndpoints.ProviderStep, new() { ["provider"] = "vnpt-ca" }, NeedEndpoints.ModeStep);
        await StepAsync(NeedEndpoints.ModeStep, new() { ["mode"] = "BY_PHONE" }, NeedEndpoints.ContactStep);
        await StepAsync(NeedEndpoints.ContactStep, new() { ["name"] = "Trần Thị Bưởi", ["phone"] = phone }, NeedEndpoints.CheckStep);
        return browser;

        async Task StepAsync(string page, Dictionary<string, string> fields, string leadsTo)
        {
            var answer = await browser.SubmitAsync(page, fields);
            answer.Location.ShouldBe(leadsTo, $"{page}: {(int)answer.Status} {answer.Body}");
        }
    }
}
