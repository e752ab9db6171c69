using System.Net;
using System.Text.RegularExpressions;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Pages;
using Campaign.Web.Provider;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>The pages of administrators, one's own password and a citizen's list: what they do, what they say once, and what they never keep.</summary>
public sealed partial class AdministrationPageTests(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task An_administrator_adds_somebody_opens_an_account_and_sees_the_code_once()
    {
        using var administrator = await SignedInAsync("vnpt-ca-admin");
        var page = administrator.Browser;
        var sent = new Dictionary<string, string> { ["act"] = "add", ["id"] = "", ["request"] = Make.Id(), ["reference"] = "hue-71", ["name"] = "Nguyễn <b>Văn</b> Bảy" };
        (await page.SubmitAsync(ProviderEndpoints.Staff, sent)).Location.ShouldBe(ProviderEndpoints.Staff, "post, redirect, get");
        await page.SubmitAsync(ProviderEndpoints.Staff, sent);

        var list = (await page.GetAsync(ProviderEndpoints.Staff)).Body;
        list.ShouldContain("Nguyễn &lt;b&gt;Văn&lt;/b&gt; Bảy");
        (await database.CountAsync("registry.staff where reference = 'hue-71'")).ShouldBe(1, "the form bears its own request id, so that sending it twice adds one");
        var staff = await database.ScalarAsync<Guid>("select id from registry.staff where reference = 'hue-71'");
        (await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "open", ["id"] = $"{staff}", ["user_name"] = "ca2-x" })).Body.ShouldContain(
            $"aria-describedby=\"user-{staff}-hint user-{staff}-fault\" aria-invalid=\"true\" autofocus");
        (await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "open", ["id"] = $"{staff}", ["user_name"] = "" })).Location.ShouldBe(ProviderEndpoints.Staff);
        var account = await database.ScalarAsync<Guid>("select id from signin.accounts where user_name = 'vnpt-ca-hue-71'");
        (await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "code", ["id"] = $"{account}" })).Location.ShouldBe(ProviderEndpoints.Staff);

        var shown = await page.GetAsync(ProviderEndpoints.Staff);
        var code = Code().Match(shown.Body).Groups[1].Value;
        code.Length.ShouldBe(23);
        shown.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await page.GetAsync(ProviderEndpoints.Staff)).Body.ShouldNotContain(code, customMessage: "shown once");
        page.Cookies.ShouldNotContainKey(Notice.CookieName);
        using var person = await AccountTests.SetUpAsync(registry, "vnpt-ca-hue-71", code, SignInClients.Tablet);
        (await person.SignInAsync()).Location.ShouldBe(SignInPaths.Sessions);

        (await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "rename", ["id"] = $"{staff}", ["name"] = "046204001234" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "rename", ["id"] = $"{staff}", ["name"] = "Nguyễn Văn Bảy" });
        (await page.GetAsync(ProviderEndpoints.Staff)).Body.ShouldContain("<h2>Nguyễn Văn Bảy</h2>");
        await page.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = "end", ["id"] = $"{staff}" });
        (await person.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await page.GetAsync(ProviderEndpoints.Staff + "?left=1")).Body.ShouldContain("Nguyễn Văn Bảy");
    }

    [Fact]
    public async Task Another_providers_staff_cannot_be_reached_from_the_page()
    {
        using var administrator = await SignedInAsync("ca2-admin");
        var staff = await database.ScalarAsync<Guid>("select id from registry.staff where reference = 'vnpt-ca-staff-1'");
        var account = await database.ScalarAsync<Guid>("select id from signin.accounts where user_name = 'vnpt-ca-staff-1'");

        foreach (var (act, id) in new[] { ("end", staff), ("rename", staff), ("open", staff), ("code", account), ("end-account", account) })
        {
            var answer = await administrator.Browser.SubmitAsync(ProviderEndpoints.Staff, new() { ["act"] = act, ["id"] = $"{id}", ["name"] = "x" });
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, act);
            answer.Body.ShouldContain("class=\"fault\" role=\"alert\"", customMessage: act);
        }

        (await database.CountAsync("registry.staff where id = $1 and active_to is null", staff)).ShouldBe(1);
        (await database.CountAsync("signin.setup_codes where account_id = $1", account)).ShouldBe(0);
    }

    [Fact]
    public async Task A_password_is_changed_by_who_knows_it_and_ends_the_other_sessions()
    {
        using var here = await SignedInAsync("ca2-admin");
        using var elsewhere = await SignedInAsync("ca2-admin");
        Task<PageAnswer> ChangeAsync(string present, string chosen) => here.Browser.SubmitAsync(SignInPaths.Password, new() { ["password"] = present, ["new_password"] = chosen });

        (await ChangeAsync("wrong password 1", "mot cau ngan de nho")).Body.ShouldContain("The present password is not right.");
        (await ChangeAsync(here.Password, "short")).Body.ShouldContain("at least 12 characters");
        (await ChangeAsync(here.Password, here.Password)).Body.ShouldContain("Choose another");
        (await ChangeAsync(here.Password, "mot cau ngan de nho")).Location.ShouldBe(SignInPaths.Sessions);

        (await here.Browser.GetAsync(SignInPaths.Sessions)).Body.ShouldContain("The password is changed");
        (await elsewhere.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await elsewhere.SignInAsync()).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        elsewhere.Password = "mot cau ngan de nho";
        (await elsewhere.SignInAsync()).Location.ShouldBe(SignInPaths.Sessions);
        (await database.CountAsync("signin.events where kind = 'PASSWORD_CHANGED'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_citizen_sees_who_looked_and_the_number_is_in_no_page_address_or_cookie()
    {
        var (citizen, phone) = (Make.Citizen(), "0905333444");
        await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        using var browser = new Browser(registry.Address);
        (await browser.GetAsync(OwnEndpoints.Lookups)).Location.ShouldBe(SignInEndpoints.SignIn);
        var wrong = await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = "12" });
        wrong.Body.ShouldNotContain(citizen);
        wrong.Body.ShouldContain("href=\"#phone\"");

        var sent = await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = phone });
        sent.Location.ShouldBe(SignInEndpoints.Code);
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = "1" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var entered = await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = registry.Services.GetRequiredService<KeptCodes>().Last[phone] });
        entered.Location.ShouldBe(OwnEndpoints.Lookups);
        var cookie = entered.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(CitizenSession.Cookie.Name, StringComparison.Ordinal));
        foreach (var attribute in new[] { "secure", "httponly", "samesite=strict", "path=/", "max-age=1800" })
        {
            cookie.ShouldContain(attribute, Case.Insensitive);
        }

        cookie.ShouldNotContain(citizen);
        var list = (await browser.GetAsync(OwnEndpoints.Lookups)).Body;
        list.ShouldContain("staff member vnpt-ca-staff-1");
        list.ShouldContain($"•••••••••{citizen[^3..]}");
        list.ShouldNotContain(citizen);
        (await browser.SendAsync(new(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query = "{ lookups { totalCount } }" }),
            Headers = { { "X-Requested-With", "x" } },
        })).Status.ShouldBe(HttpStatusCode.Unauthorized, "the cookie opens the pages and nothing else");
        await browser.SubmitAsync(OwnEndpoints.Own, [], SignInEndpoints.Out);
        (await browser.GetAsync(OwnEndpoints.Lookups)).Location.ShouldBe(SignInEndpoints.SignIn);
    }

    [Fact]
    public async Task A_page_that_needs_sign_in_is_come_back_to_and_no_other()
    {
        using var administrator = new Person(registry, "vnpt-ca-admin", SignInClients.Desk);
        var asked = await administrator.Browser.GetAsync(ProviderEndpoints.Staff);
        asked.Location.ShouldBe("/signin?return=%2Fprovider%2Fstaff");

        (await administrator.GivePasswordAsync(page: asked.Location)).Location.ShouldBe(ProviderEndpoints.Staff);
        SignInPaths.ReturnTo("/provider/staff?x=1").ShouldBe(SignInPaths.Sessions);
    }

    [Fact]
    public async Task An_address_that_somebody_kept_leads_on_to_where_its_page_is_now()
    {
        using var browser = new Browser(registry.Address);
        foreach (var (old, page) in SignInPaths.Moved)
        {
            foreach (var rest in new[] { "", "?state=apart", "/3f6c/verdicts" })
            {
                var answer = await browser.GetAsync($"{old}{rest}");
                answer.Status.ShouldBe(HttpStatusCode.PermanentRedirect, old);
                answer.Location.ShouldBe($"{page}{rest}");
            }

            SignInPaths.ReturnTo(old).ShouldBe(old);
        }
    }

    private async Task<Person> SignedInAsync(string name)
    {
        var person = new Person(registry, name, SignInClients.Desk);
        (await person.SignInAsync()).Location.ShouldBe(SignInPaths.Sessions);
        return person;
    }

    [GeneratedRegex("<code class=\"code\">([A-Z0-9-]+)</code>")]
    private static partial Regex Code();
}
