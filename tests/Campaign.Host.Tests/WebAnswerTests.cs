using System.Net;
using System.Text;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>What every visitor meets: HEAD, an address that leads nowhere, the icon, the spelling of a content type, and which campaign the pages open with.</summary>
public sealed class WebAnswerTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/journal/keys")]
    [InlineData("/v/made-up-by-somebody")]
    [InlineData("/signin")]
    [InlineData("/tablet/")]
    [InlineData("/graphql?query=%7B__typename%7D")]
    [InlineData("/nowhere")]
    public async Task Head_answers_as_get_without_a_body(string path)
    {
        using var get = await SendAsync(HttpMethod.Get, path);
        using var head = await SendAsync(HttpMethod.Head, path);

        head.StatusCode.ShouldBe(get.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_address_is_told_in_words_to_a_person_and_by_its_status_to_a_program()
    {
        using var person = await SendAsync(HttpMethod.Get, "/nowhere", "text/html");
        using var program = await SendAsync(HttpMethod.Get, "/nowhere", "application/json");

        person.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await person.Content.ReadAsStringAsync(Cancel)).ShouldContain("Không có trang này");
        program.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await program.Content.ReadAsStringAsync(Cancel)).ShouldBeEmpty();
        using var wrongMethod = await SendAsync(HttpMethod.Post, "/health/live", "text/html");
        wrongMethod.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Every_page_has_an_icon()
    {
        foreach (var path in (string[])["/", "/signin", "/me/sign-in"])
        {
            using var page = await SendAsync(HttpMethod.Get, path, "text/html");
            (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("<link rel=\"icon\"", customMessage: path);
        }

        foreach (var path in (string[])["/assets/icon.svg", "/favicon.ico"])
        {
            using var icon = await SendAsync(HttpMethod.Get, path);
            icon.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            icon.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml", path);
        }
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json; charset=\"latin1\"", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_charset_may_stand_in_quotes(string type, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"query":"{__typename}"}""")) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await fixture.Registry.Http.SendAsync(request, Cancel);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Pages_open_with_an_open_campaign_before_a_closed_one_and_never_with_a_trial()
    {
        var now = TimeProvider.System.GetUtcNow();
        await fixture.Database.ExecuteAsync($"""
            with apart as (insert into registry.programmes (code) values ('trial') returning id),
            made as (
              insert into registry.campaigns (code, programme_id, is_trial)
              select 'closed', registry.own_programme(), false union all select 'trial', id, true from apart returning id, code)
            insert into registry.campaign_terms (campaign_id, effective_from, name, opens_at, closes_at, need_window, support_window, free_months, check_window,
              reporting_grace, revoke_window, activation_window, checks_per_staff_per_hour, checks_per_provider_per_minute, decided_by)
            select made.id, '{now.AddHours(-2):O}', made.code, '{now.AddHours(-2):O}',
              case code when 'closed' then '{now.AddHours(-1):O}' else '{now.AddDays(1):O}' end::timestamptz,
              case code when 'closed' then interval '48 hours' else interval '4 seconds' end, '72 hours', 12, '30 minutes', '15 minutes', '24 hours', '72 hours', 120, 6000, 'test'
            from made
            """);

        (await fixture.Registry.Services.GetRequiredService<CampaignQueries>().CurrentAsync(now, null, Cancel))!.Code.ShouldBe("hue");
        using var home = await SendAsync(HttpMethod.Get, "/", "text/html");
        (await home.Content.ReadAsStringAsync(Cancel)).ShouldContain("Thừa Thiên Huế");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        return await fixture.Registry.Http.SendAsync(request, Cancel);
    }
}
