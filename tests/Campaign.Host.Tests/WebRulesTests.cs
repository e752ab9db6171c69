using System.Net;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>The web's own rules: headers on every answer, forms that no other site can send, no way out to a stranger's address.</summary>
public sealed class WebRulesTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Every_endpoint_answers_under_the_rules()
    {
        var paths = Registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Where(p => !p.Contains('{', StringComparison.Ordinal)).Append("/not-there").Distinct().ToList();
        using var browser = new Browser(Registry.Address);

        paths.Count.ShouldBeGreaterThan(12);
        foreach (var path in paths)
        {
            var headers = (await browser.GetAsync(path)).Response.Headers;
            headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; ", customMessage: path);
            // The desk's components say widths and the like in style attributes; nothing else is let through, there or anywhere.
            var attributes = path == "/desk" || path.StartsWith("/desk/", StringComparison.Ordinal) ? "; style-src-attr 'unsafe-inline'" : null;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            (attributes is null ? policy : policy.Replace(attributes, "", StringComparison.Ordinal)).ShouldNotContain("unsafe", customMessage: path);
            headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'", customMessage: path);
            headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff", path);
            headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer", path);
            headers.Contains("Permissions-Policy").ShouldBeTrue(path);
            // What is everybody's may be kept: assets, the tablet's program, which knows nobody, and the feed of what was published.
            (headers.CacheControl!.NoStore || path is "/violations.atom" or "/favicon.ico" || path.StartsWith("/assets/", StringComparison.Ordinal) || path.StartsWith("/tablet/", StringComparison.Ordinal)).ShouldBeTrue(path);
            headers.Contains("Strict-Transport-Security").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_or_cookie_does_nothing()
    {
        using var browser = new Browser(Registry.Address);
        var fields = new Dictionary<string, string> { ["user_name"] = "ca2-admin", ["password"] = "ca2-admin-demo-2026" };

        foreach (var path in new[] { SignInPaths.SignIn, SignInPaths.SecondFactor, SignInPaths.SetUp, SignInPaths.Sessions, SignInPaths.Logout })
        {
            (await browser.PostAsync(path, fields)).Status.ShouldBe(HttpStatusCode.BadRequest, path);
        }

        var bare = await browser.SubmitAsync(SignInPaths.SignIn, new(fields) { ["form_token"] = "" });
        bare.Status.ShouldBe(HttpStatusCode.BadRequest);
        using var other = new Browser(Registry.Address);
        await other.GetAsync(SignInPaths.SignIn);
        var token = System.Text.RegularExpressions.Regex.Match((await browser.GetAsync(SignInPaths.SignIn)).Body, "name=\"form_token\" value=\"([^\"]+)\"").Groups[1].Value;
        (await other.PostAsync(SignInPaths.SignIn, new(fields) { ["form_token"] = token })).Status.ShouldBe(HttpStatusCode.BadRequest, "another browser's");
        browser.Cookies.ShouldNotContainKey(Sessions.CookieName);
        (await browser.SubmitAsync(SignInPaths.SignIn, fields)).Location.ShouldBe(SignInPaths.Sessions);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/connect/authorize?")]
    [InlineData("/connect/authorize@elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/connect/authorize?x\r\nSet-Cookie: a=b")]
    public async Task A_sign_in_leads_to_no_address_that_a_stranger_put_into_the_link(string address)
    {
        using var person = new Person(Registry, "vnpt-ca-admin", SignInClients.Desk);

        var answer = await person.GivePasswordAsync(page: $"{SignInPaths.SignIn}?return={Uri.EscapeDataString(address)}");

        answer.Location.ShouldBe(SignInPaths.Sessions);
    }

    [Fact]
    public async Task A_sign_in_leads_back_to_the_authorization_that_asked_for_it()
    {
        using var person = new Person(Registry, "vnpt-ca-admin", SignInClients.Desk);
        var asked = await person.Browser.GetAsync(person.AuthorizeUrl());

        var back = await person.GivePasswordAsync(page: asked.Location);

        (await person.Browser.GetAsync(back.Location)).Location.ShouldStartWith("http://127.0.0.1:8080/desk/signed-in?code=");
    }

    [Fact]
    public async Task Cookies_are_for_this_host_alone_and_for_no_script()
    {
        using var person = new Person(Registry, "vnpt-ca-admin", SignInClients.Desk);

        var set = (await person.SignInAsync()).Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith($"{Sessions.CookieName}=", StringComparison.Ordinal));

        set.ShouldContain("; path=/; secure; samesite=lax; httponly");
        set.ShouldNotContain("domain", Case.Insensitive);
    }

    [Fact]
    public async Task What_was_sent_never_becomes_markup()
    {
        using var browser = new Browser(Registry.Address);

        var answer = await browser.SubmitAsync(SignInPaths.SignIn, new() { ["user_name"] = "\"><script>alert(1)</script>", ["password"] = "x" });

        answer.Body.ShouldNotContain("<script>");
        answer.Body.ShouldContain("&lt;script&gt;");
    }

    [Theory]
    [InlineData("vi", "Đăng nhập")]
    [InlineData("en", "Sign in")]
    public async Task Pages_speak_vietnamese_first_and_english_when_it_is_liked_better(string language, string title)
    {
        using var browser = new Browser(Registry.Address) { Language = language };

        (await browser.GetAsync(SignInPaths.SignIn)).Body.ShouldContain($"<h1>{title}</h1>");
    }

    [Fact]
    public async Task The_other_language_is_a_press_away_and_what_the_address_asks_for_stays()
    {
        using var browser = new Browser(Registry.Address) { Language = "en" };
        var page = $"{SignInPaths.SignIn}?return={Uri.EscapeDataString(SignInPaths.Password)}";

        (await browser.GetAsync(page)).Body.ShouldContain("<a href=\"?lang=vi&amp;return=%2Fsignin%2Fpassword\" lang=\"vi\" hreflang=\"vi\">Tiếng Việt</a>");
        var pressed = (await browser.GetAsync($"{SignInPaths.SignIn}?lang=vi&return=%2Fsignin%2Fpassword")).Body;
        pressed.ShouldContain("<html lang=\"vi\">");
        pressed.ShouldContain("name=\"return\" value=\"/signin/password\"");
        (await browser.GetAsync(SignInPaths.SetUp)).Body.ShouldContain("<html lang=\"vi\">", customMessage: "it is kept for the pages that follow");
        (await browser.GetAsync($"{SignInPaths.Logout}?lang=vi&state=x")).Body.ShouldNotContain("name=\"lang\"", customMessage: "what a client sent is sent on, and the language is none of it");
    }
}
