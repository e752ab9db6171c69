using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>Pages show the open campaigns of the programme, the one that was chosen first, and never a trial (HUE-1.3).</summary>
public sealed class OpenCampaignsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_page_names_each_open_campaign_of_the_programme_and_is_about_the_one_that_was_chosen()
    {
        (await fixture.Registry.CreateCampaignAsync("beside")).TypeName().ShouldBe("CampaignCreated");
        (await fixture.Registry.CreateCampaignAsync("lone", opensAt: DateTimeOffset.UtcNow.AddHours(-1), providers: ["vnpt-ca"])).TypeName().ShouldBe("CampaignCreated");
        (await fixture.Registry.CreateCampaignAsync("seconds", new { needWindow = "PT5S" })).TypeName().ShouldBe("CampaignCreated");

        var (home, _) = await GetAsync("/", null);
        home.ShouldContain("<p class=\"lead\">Chiến dịch beside</p>");
        home.ShouldContain("href=\"/?campaign=hue\"");
        home.ShouldContain("href=\"/?campaign=lone\"", Case.Sensitive, "the latest to open, and with one provider alone");
        home.ShouldNotContain("seconds");

        var (chosen, cookie) = await GetAsync("/?campaign=hue", null);
        chosen.ShouldContain("<p class=\"lead\">Chiến dịch cấp chữ ký số miễn phí");
        cookie.ShouldStartWith("campaign=hue;");
        (await GetAsync("/", "campaign=hue")).Page.ShouldContain("<p class=\"lead\">Chiến dịch cấp chữ ký số miễn phí");
        (await GetAsync("/", "campaign=seconds")).Page.ShouldContain("<p class=\"lead\">Chiến dịch beside</p>", Case.Sensitive, "a trial is never what a page is about");
    }

    private async Task<(string Page, string? Cookie)> GetAsync(string path, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await fixture.Registry.Http.SendAsync(request, Cancel);
        return (await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.FirstOrDefault(c => c.StartsWith("campaign=", StringComparison.Ordinal)) : null);
    }
}
