using System.Net;
using Campaign.Registry.Accounts;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>The pages of the sign-in: passwords, second factors, set-up codes, sessions, and what guessing costs.</summary>
public sealed class PeopleSignInTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly HandMovedTime time = new();
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    private T The<T>()
        where T : notnull => registry.Services.GetRequiredService<T>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        time.Now = await database.NowAsync() + TimeSpan.FromMinutes(1);
        registry = await TestRegistry.StartAsync(database, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    private Person Officer(string name = "officer-viewer") => new(registry, name, SignInClients.Desk, time);

    private async Task EndAsync(string name)
    {
        var account = (await The<Accounts>().FindAsync(name, Cancel))!;
        await The<AccountStore>().EndAsync(account.Id, ActOfStart.Of(time.Now, "ACCOUNT_ENDED", account.Id), Cancel);
    }

    [Fact]
    public async Task An_unknown_name_a_wrong_password_and_an_ended_account_get_one_answer()
    {
        using var nobody = new Person(registry, "nobody-here", SignInClients.Desk, time);
        using var wrong = new Person(registry, "ca2-admin", SignInClients.Desk, time);
        using var ended = new Person(registry, "fpt-ca-admin", SignInClients.Desk, time);
        await EndAsync("fpt-ca-admin");

        var answers = new[] { await nobody.GivePasswordAsync("wrong password 1"), await wrong.GivePasswordAsync("wrong password 1"), await ended.GivePasswordAsync() };

        foreach (var answer in answers)
        {
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            answer.Body.ShouldContain("The user name or the password is not right.");
            answer.Body.ShouldContain("aria-describedby=\"password-fault\" aria-invalid=\"true\" autofocus");
        }
    }

    [Fact]
    public async Task An_officer_without_the_second_factor_is_not_in()
    {
        using var officer = Officer();

        var answer = await officer.GivePasswordAsync();

        answer.Location.ShouldStartWith(SignInPaths.SecondFactor);
        (await officer.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await officer.Browser.GetAsync(officer.AuthorizeUrl())).Location.ShouldStartWith(SignInPaths.SignIn);
        The<Accounts>();
        (await The<Accounts>().FindAsync("officer-viewer", Cancel))!.ScopesWith(secondFactor: false).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_code_is_taken_one_step_early_or_late_and_once()
    {
        using var officer = Officer();
        using var again = Officer();
        await officer.GivePasswordAsync();
        await again.GivePasswordAsync();

        (await officer.GiveCodeAsync(officer.CodeAt(-2))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.GiveCodeAsync(officer.CodeAt(2))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.GiveCodeAsync("000000")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.GiveCodeAsync(officer.CodeAt(0))).Location.ShouldBe(SignInPaths.Sessions);
        (await again.GiveCodeAsync(again.CodeAt(0))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await again.GiveCodeAsync(again.CodeAt(-1))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "older than the last one used");
        (await again.GiveCodeAsync(again.CodeAt(1))).Location.ShouldBe(SignInPaths.Sessions);
    }

    [Fact]
    public async Task A_new_officer_chooses_a_password_and_enrols_with_a_set_up_code()
    {
        var account = (await The<Accounts>().OpenAsync("new.officer", AccountKind.Officer, null, null, Account.Reviewer, Cancel))!;
        var code = await The<SetupCodes>().IssueAsync(account.Id, "test", Cancel);
        using var officer = Officer("new.officer");
        officer.Password = "mot cau ngan de nho";
        var setUp = new Dictionary<string, string> { ["setup_code"] = code.ToLowerInvariant(), ["new_password"] = officer.Password };

        (await officer.Browser.SubmitAsync(SignInPaths.SetUp, new(setUp) { ["new_password"] = "short" })).Body.ShouldContain("at least 12 characters");
        (await officer.Browser.SubmitAsync(SignInPaths.SetUp, setUp)).Body.ShouldContain("The password is set");
        (await officer.Browser.SubmitAsync(SignInPaths.SetUp, setUp)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.GivePasswordAsync()).Location.ShouldStartWith(SignInPaths.SecondFactor);
        officer.Secret = (await The<SecondFactors>().SecretToEnrolAsync(account.Id, Cancel))!;
        (await officer.Browser.GetAsync(SignInPaths.SecondFactor)).Body.ShouldContain(TimeCode.Base32(officer.Secret)[..4]);
        (await officer.GiveCodeAsync(officer.CodeAt(0))).Location.ShouldBe(SignInPaths.Sessions);

        (await The<SecondFactors>().SecretToEnrolAsync(account.Id, Cancel)).ShouldBeNull("once confirmed it is shown to nobody");
        (await database.CountAsync("signin.second_factors where position($1 in secret) > 0", officer.Secret)).ShouldBe(0);
    }

    [Fact]
    public async Task A_set_up_code_lasts_72_hours_and_a_newer_one_makes_it_void()
    {
        var account = (await The<Accounts>().FindAsync("ca2-admin", Cancel))!;
        var older = await The<SetupCodes>().IssueAsync(account.Id, "test", Cancel);
        var newer = await The<SetupCodes>().IssueAsync(account.Id, "test", Cancel);

        (await The<SetupCodes>().AccountOfAsync(older, Cancel)).ShouldBeNull();
        time.Now += SetupCodes.GoodFor - TimeSpan.FromSeconds(1);
        (await The<SetupCodes>().AccountOfAsync(newer, Cancel)).ShouldNotBeNull();
        time.Now += TimeSpan.FromSeconds(1);
        (await The<SetupCodes>().AccountOfAsync(newer, Cancel)).ShouldBeNull();
        (await The<SetupCodes>().UseAsync(newer, "x", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task Guessing_waits_longer_and_longer_and_nobody_is_locked_out()
    {
        using var person = new Person(registry, "ca2-admin", SignInClients.Desk, time);
        for (var n = 0; n < 6; n++)
        {
            (await person.GivePasswordAsync($"wrong password {n}")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        var held = await person.GivePasswordAsync();
        held.Status.ShouldBe(HttpStatusCode.TooManyRequests, "the right password too, or a guess could be told");
        held.Response.Headers.RetryAfter!.ToString().ShouldBe("1");
        for (var n = 0; n < 13; n++)
        {
            time.Now += TimeSpan.FromMinutes(15);
            (await person.GivePasswordAsync($"wrong password {n}")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await person.GivePasswordAsync()).Response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        time.Now += TimeSpan.FromMinutes(15);
        (await person.GivePasswordAsync()).Location.ShouldBe(SignInPaths.Sessions);
    }

    [Fact]
    public async Task Guessing_the_second_factor_waits_too()
    {
        using var officer = Officer("officer-reviewer");
        await officer.GivePasswordAsync();
        for (var n = 0; n < 6; n++)
        {
            await officer.GiveCodeAsync("12345");
        }

        (await officer.GiveCodeAsync(officer.CodeAt(0))).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_session_ends_idle_and_in_the_end()
    {
        using var officer = Officer();
        await officer.SignInAsync();

        time.Now += TimeSpan.FromMinutes(29);
        (await officer.Browser.GetAsync(SignInPaths.Sessions)).Status.ShouldBe(HttpStatusCode.OK);
        time.Now += TimeSpan.FromMinutes(29);
        (await officer.Browser.GetAsync(SignInPaths.Sessions)).Status.ShouldBe(HttpStatusCode.OK);
        time.Now += TimeSpan.FromMinutes(30);
        (await officer.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);

        using var busy = Officer();
        await busy.SignInAsync();
        for (var n = 0; n < 12 * 60; n += 20)
        {
            (await busy.Browser.GetAsync(SignInPaths.Sessions)).Status.ShouldBe(HttpStatusCode.OK);
            time.Now += TimeSpan.FromMinutes(20);
        }

        (await busy.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
    }

    [Fact]
    public async Task Ending_a_session_ends_its_tokens()
    {
        using var here = Officer("officer-admin");
        using var there = Officer("officer-admin");
        await here.SignInAsync();
        time.Now += TimeSpan.FromMinutes(1);
        var tokens = await there.SignInForTokensAsync();
        (await registry.SendWithTokenAsync(tokens.Access, Violations)).Status.ShouldNotBe(HttpStatusCode.Unauthorized);

        (await here.Browser.GetAsync(SignInPaths.Sessions)).Body.ShouldContain("End all others");
        await here.Browser.SubmitAsync(SignInPaths.Sessions, new() { ["end"] = "others" });

        (await there.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await there.RefreshAsync(tokens.Refresh!)).Error.ShouldBe("invalid_grant");
        time.Now += TimeSpan.FromSeconds(31);
        (await registry.SendWithTokenAsync(tokens.Access, Violations)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await here.Browser.GetAsync(SignInPaths.Sessions)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_is_out_at_once_with_every_token(bool accountEnded)
    {
        using var person = new Person(registry, "ca2-staff-1", SignInClients.Tablet, time);
        var tokens = await person.SignInForTokensAsync();
        (await CheckAsync(tokens.Access)).ShouldBe(HttpStatusCode.OK);

        if (accountEnded)
        {
            await EndAsync("ca2-staff-1");
        }
        else
        {
            await database.ExecuteAsync("update registry.staff set active_to = registry.registry_now() where reference = 'ca2-staff-1'");
        }

        (await person.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await person.GivePasswordAsync()).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        time.Now += TimeSpan.FromSeconds(31);
        (await CheckAsync(tokens.Access)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_asks_first_and_then_ends_the_session()
    {
        using var officer = Officer("officer-admin-2");
        var tokens = await officer.SignInForTokensAsync();

        (await officer.Browser.GetAsync(SignInPaths.Logout)).Body.ShouldContain("Sign out?");
        (await officer.Browser.GetAsync(SignInPaths.Sessions)).Status.ShouldBe(HttpStatusCode.OK);
        (await officer.Browser.SubmitAsync(SignInPaths.Logout, [])).Location.ShouldBe(SignInPaths.SignedOut);

        officer.Browser.Cookies.ShouldNotContainKey(Sessions.CookieName);
        (await officer.RefreshAsync(tokens.Refresh!)).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task The_cookie_counts_for_graphql_only_with_the_header_that_no_other_site_can_send()
    {
        using var officer = Officer();
        await officer.SignInAsync();

        (await AskByCookieAsync(officer, "X-Requested-With")).ShouldNotBe(HttpStatusCode.Unauthorized);
        (await AskByCookieAsync(officer, "X-Anything-Else")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private const string Violations = "{ violations(campaign: \"hue\") { totalCount } }";

    private static async Task<HttpStatusCode> AskByCookieAsync(Person person, string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = System.Net.Http.Json.JsonContent.Create(new { query = Violations }) };
        request.Headers.Add(header, "fetch");
        return (await person.Browser.SendAsync(request)).Status;
    }

    private async Task<HttpStatusCode> CheckAsync(string token) => (await registry.SendWithTokenAsync(
        token, Testing.Operations.CheckCitizen,
        new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "DOOR_TO_DOOR", staff = "ca2-staff-1" } })).Status;
}
