using System.Net;
using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Provider;
using Campaign.Web.Provider.Staff;

namespace Campaign.Host.Tests;

/// <summary>How much one network may report, and the photograph of a badge by the administrator's page.</summary>
public sealed class ReportLimitTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_31st_report_of_a_network_waits()
    {
        await using var database = await postgres.CreateAsync();
        var time = new HandMovedTime();
        await using var registry = await TestRegistry.StartAsync(database, time: time, settings: TestRegistry.Settings with { Demo = false, NoDemo = true });
        var first = new ReportInput();
        (await registry.ReportAsync(first)).TypeName().ShouldBe("ReportSubmitted");
        for (var i = 2; i <= 30; i++)
        {
            (await registry.ReportAsync(new())).TypeName().ShouldBe("ReportSubmitted", $"{i}");
        }

        // The 31st is taken and makes the next one wait.
        (await registry.ReportAsync(new())).TypeName().ShouldBe("ReportSubmitted");
        var slowed = await registry.ReportAsync(new());
        (slowed.TypeName(), slowed.At("retryAfterSeconds").GetInt32()).ShouldBe(("ReportLimitReached", 30));
        (await registry.ReportAsync(first)).At("replayed").GetBoolean().ShouldBeTrue("what was taken is answered again");
        time.Now += TimeSpan.FromSeconds(30);
        (await registry.ReportAsync(new())).TypeName().ShouldBe("ReportSubmitted");
        (await registry.ReportAsync(new())).At("retryAfterSeconds").GetInt32().ShouldBe(60);
        (await database.CountAsync("registry.reports")).ShouldBe(32);
    }

    [Fact]
    public async Task An_administrator_sets_sees_and_removes_the_photograph_of_a_badge_on_the_page()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        using var person = new Person(registry, "vnpt-ca-admin", SignInClients.Desk);
        await person.SignInAsync();
        var staff = await database.ScalarAsync<Guid>("select id from registry.staff where reference = 'vnpt-ca-staff-1'");
        var photo = $"{ProviderEndpoints.Staff}/{staff}/photo";
        (await person.Browser.GetAsync(photo)).Status.ShouldBe(HttpStatusCode.NotFound);

        var refused = await SendAsync(person, "set-photo", staff, "no picture"u8.ToArray());
        (refused.Status, refused.Body).ShouldSatisfyAllConditions(a => a.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), a => a.Body.ShouldContain("not a JPEG, PNG or WebP"));
        (await SendAsync(person, "set-photo", staff, Pictures.Make(800, 1_000), token: "made up")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(person, "set-photo", Guid.NewGuid(), Pictures.Make(800, 1_000))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(person, "set-photo", staff, Pictures.Make(800, 1_000))).Location.ShouldBe(ProviderEndpoints.Staff);

        (await person.Browser.GetAsync(ProviderEndpoints.Staff)).Body.ShouldContain($"<img src=\"{photo}\"");
        var shown = await person.Browser.GetAsync(photo);
        (shown.Status, shown.Response.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/jpeg"));
        (await person.Browser.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = StaffPhotoForm.Remove, ["id"] = staff.ToString() })).Location.ShouldBe(ProviderEndpoints.Staff);
        (await person.Browser.GetAsync(photo)).Status.ShouldBe(HttpStatusCode.NotFound);

        using var other = new Person(registry, "ca2-admin", SignInClients.Desk);
        await other.SignInAsync();
        (await SendAsync(person, "set-photo", staff, Pictures.Make(800, 1_000))).Location.ShouldBe(ProviderEndpoints.Staff);
        (await other.Browser.GetAsync(photo)).Status.ShouldBe(HttpStatusCode.NotFound, "another provider's");
    }

    private static async Task<PageAnswer> SendAsync(Person person, string act, Guid staff, byte[] file, string? token = null)
    {
        var page = (await person.Browser.GetAsync(ProviderEndpoints.Staff)).Body;
        token ??= System.Text.RegularExpressions.Regex.Match(page, "name=\"form_token\" value=\"([^\"]+)\"").Groups[1].Value;
        return await person.Browser.SendAsync(new(HttpMethod.Post, ProviderEndpoints.Staff)
        {
            Content = new MultipartFormDataContent
            {
                { new StringContent(token), "form_token" }, { new StringContent(act), "act" }, { new StringContent(staff.ToString()), "id" }, { new ByteArrayContent(file), "file", "chân dung.jpg" },
            },
        });
    }
}
