using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>Where messages would have gone, on a demo registry alone.</summary>
public sealed class DemoMessagesTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Caller System = Callers.Client("department", Scopes.Department);

    private readonly HandMovedTime time = new();
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        time.Now = await database.NowAsync();
        registry = await TestRegistry.StartAsync(database, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Codes_and_messages_are_shown_newest_first_with_whom_they_went_to()
    {
        var citizen = Make.Citizen();
        await registry.SignInAsCitizenAsync(citizen, "0905111222");
        await registry.BindPhoneAsync(System, citizen, "0905999888");
        await registry.RunJobAsync("deliver-messages");

        var shown = await JsonAsync("/demo/messages");
        var replaced = shown.Single(m => m.Text("kind") == "PHONE_REPLACED");
        replaced.Text("to").ShouldBe("0905111222", "the phone that was replaced");
        replaced.Text("text").ShouldContain("24 giờ");
        var code = shown.Single(m => m.Text("kind") == "ONE_TIME_CODE");
        code.Text("to").ShouldBe("0905111222");
        code.Text("text").ShouldContain(registry.Services.GetRequiredService<KeptCodes>().Last["0905111222"]);
        shown.Select(m => m.Time("at")).ShouldBe(shown.Select(m => m.Time("at")).OrderDescending());

        using var page = await registry.Http.GetAsync("/demo/messages", TestContext.Current.CancellationToken);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldContain("0905111222");
        html.ShouldContain("<html lang=\"vi\"");
        (await database.CountAsync("signin.citizen_codes c where c::text like '%0905111222%'")).ShouldBe(0, "sealed in the store");
    }

    [Fact]
    public async Task A_page_is_bounded_and_leads_to_the_older_ones_without_losing_any()
    {
        await database.ExecuteAsync("""
            insert into registry.messages (id, written_at, recipient, kind, subject_id, next_attempt_at, sent_at)
            select gen_random_uuid(), '2026-01-01', 'DEPARTMENT', 'REPORT_RECEIVED', gen_random_uuid(), '2026-01-01', '2026-01-01' from generate_series(1, 120)
            """);

        var (seen, next) = (0, "/demo/messages");
        for (var pages = 0; next is not null; pages++)
        {
            pages.ShouldBeLessThan(3);
            using var response = await AskAsync(registry, next);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetArrayLength();
            page.ShouldBeLessThanOrEqualTo(50);
            seen += page;
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..].Split('>')[0] : null;
        }

        seen.ShouldBe(120);
    }

    [Fact]
    public async Task A_registry_without_the_demo_has_no_such_page_and_keeps_no_code()
    {
        await using var strict = await TestRegistry.StartAsync(database, time: time, settings: TestRegistry.Settings with { Demo = false, NoDemo = true });
        var citizen = Make.Citizen();
        await strict.BindPhoneAsync(System, citizen, "0905111222");
        (await strict.SignInAsCitizenAsync(citizen, "0905111222")).Status.ShouldBe(HttpStatusCode.OK);

        using var response = await AskAsync(strict, "/demo/messages");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await database.CountAsync("signin.citizen_codes where code is not null or phone is not null")).ShouldBe(0);
    }

    private async Task<List<JsonElement>> JsonAsync(string path)
    {
        using var response = await AskAsync(registry, path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.EnumerateArray()];
    }

    private static async Task<HttpResponseMessage> AskAsync(TestRegistry of, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await of.Http.SendAsync(request);
    }
}
