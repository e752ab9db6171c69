using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-1.5: on the citizen's own page, a code to end a certificate, and "I did not ask" of an end that came without one.</summary>
public sealed class OwnEndPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("officer-reviewer", Scopes.DepartmentRead, Scopes.DepartmentReview);

    [Fact]
    public async Task A_citizen_says_I_did_not_ask_once_it_was_asked_and_the_own_page_says_so_from_then_on()
    {
        var (citizen, id) = await HolderAsync();
        using var browser = await SignedInAsync(citizen);
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldNotContain("I did not ask");
        (await fixture.Registry.EndAsync("vnpt-ca", id, "REVOKED", DateTimeOffset.UtcNow)).TypeName().ShouldBe("IssuanceEnded");
        var ended = (await browser.GetAsync(OwnEndpoints.Own)).Body;
        ended.ShouldContain("I did not ask");
        ended.ShouldContain("Your free year runs on: 366 days are left");
        ended.ShouldNotContain("Everybody can get one digital signature, free for one year.", customMessage: "nothing reads like a fresh year");
        ended.IndexOf("without a code of yours", StringComparison.Ordinal).ShouldBeInRange(0, ended.IndexOf("There is no digital signature", StringComparison.Ordinal), "at the top");

        var asked = await browser.SubmitAsync(OwnEndpoints.Own, new() { ["issuance"] = id }, OwnEndpoints.NotAsked);
        asked.Body.ShouldContain("Yes, I did not ask");
        (await DeniedAsync(id)).ShouldBe(0, "asked first");
        var denied = await browser.PostAsync(OwnEndpoints.NotAsked, new() { ["form_token"] = Token(asked.Body), ["issuance"] = id, ["sure"] = "yes" });

        denied.Location.ShouldBe(OwnEndpoints.Own);
        (await DeniedAsync(id)).ShouldBe(1);
        (await fixture.Database.CountAsync("registry.journal where kind = 'END_DENIED' and subject_id = $1 and actor = 'citizen'", Guid.Parse(id))).ShouldBe(1);
        for (var visit = 0; visit < 2; visit++)
        {
            var own = (await browser.GetAsync(OwnEndpoints.Own)).Body;
            own.ShouldMatch("You said at [0-9:]{5} [0-9/]{10} that you did not ask.");
            own.ShouldContain("The department is looking into it.");
        }

        await fixture.Registry.RunJobAsync("detect-violations");
        var flag = await fixture.Database.ScalarAsync<Guid>("select id from registry.violations where kind = 'END_NOT_ASKED_FOR' and fingerprint = $1", id);
        var opened = (await fixture.Registry.OpenCaseAsync(Reviewer, [flag.ToString()])).Text("case", "id");
        (await fixture.Registry.DecideCaseAsync(Reviewer, opened, "CONFIRMED", "Doanh nghiệp không có mã của công dân")).TypeName().ShouldBe("CaseDecided");
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldMatch("The department decided at [0-9:]{5} [0-9/]{10}: it is a violation by the provider.");
    }

    [Fact]
    public async Task A_citizen_is_asked_before_a_code_that_ends_the_certificate_is_given_and_sees_that_it_is_out()
    {
        var (citizen, id) = await HolderAsync();
        var phone = NewPhone();
        using var browser = await SignedInAsync(citizen, phone);
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldNotContain("is out, good until");
        var question = (await browser.GetAsync(OwnEndpoints.End)).Body;
        question.ShouldContain("The free year runs on: 366 days are left");
        question.ShouldContain("do not read it to anybody who calls");
        (await fixture.Database.CountAsync("registry.end_consents where issuance_id = $1", Guid.Parse(id))).ShouldBe(0, "asked first");

        (await browser.SubmitAsync(OwnEndpoints.End, new() { ["issuance"] = id })).Location.ShouldBe(OwnEndpoints.EndCode);
        var given = (await browser.GetAsync(OwnEndpoints.EndCode)).Body;
        var code = System.Text.RegularExpressions.Regex.Match(given, "[0-9A-Z]{5}-[0-9A-Z]{5}").Value;
        code.ShouldNotBeEmpty();
        var own = (await browser.GetAsync(OwnEndpoints.Own)).Body;
        own.ShouldContain("A code to end the certificate is out, good until");
        own.ShouldContain("See the code again");
        own.ShouldNotContain(code);
        using (var other = await SignedInAsync(citizen, phone))
        {
            (await other.GetAsync(OwnEndpoints.Own)).Body.ShouldContain("If it was not you who got it, call the department now");
        }

        (await fixture.Registry.AskAsync(
            "vnpt-ca", "endIssuance", "mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { __typename } }",
            new { input = new { requestId = Make.Id(), issuanceId = id, reason = "CITIZEN_ASKED", effectiveAt = DateTimeOffset.UtcNow, consentCode = code } })).TypeName().ShouldBe("IssuanceEnded");
        own = (await browser.GetAsync(OwnEndpoints.Own)).Body;
        own.ShouldNotContain("I did not ask");
        own.ShouldNotContain("is out, good until");
    }

    [Fact]
    public async Task Who_asks_for_help_is_told_why_where_it_cannot_be_and_before_any_form()
    {
        using var stranger = new Browser(fixture.Registry.Address);
        (await stranger.GetAsync(Campaign.Web.Citizen.Needs.NeedEndpoints.New)).Location.ShouldBe(SignInEndpoints.SignIn);
        (await stranger.GetAsync(SignInEndpoints.SignIn)).Body.ShouldContain("<h1>Ask a provider for help</h1>");

        var (citizen, _) = await HolderAsync();
        using var holder = await SignedInAsync(citizen);
        var led = await holder.GetAsync(Campaign.Web.Citizen.Needs.NeedEndpoints.New);
        (await holder.GetAsync(led.Location)).Body.ShouldContain("You have a digital signature already");

        var system = Callers.Client("department", Scopes.Department);
        await fixture.Registry.BindPhoneAsync(system, citizen, NewPhone());
        (await holder.GetAsync(OwnEndpoints.Own)).Body.ShouldContain("This phone has just replaced an older one");
        foreach (var page in new[] { OwnEndpoints.Switch, OwnEndpoints.End })
        {
            var told = (await holder.GetAsync(page)).Body;
            told.ShouldContain("You can do this from");
            told.ShouldNotContain("<form method=\"post\"", customMessage: "no form that would only be refused");
        }
    }

    [Fact]
    public async Task A_wrong_code_is_told_as_such_and_not_as_something_unsent()
    {
        var (browser, phone) = (new Browser(fixture.Registry.Address), NewPhone());
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = Make.Citizen(), ["phone"] = phone });
        var right = fixture.Registry.Services.GetRequiredService<KeptCodes>().Last[phone];
        var wrong = (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = right == "00000000" ? "11111111" : "00000000" })).Body;
        wrong.ShouldContain("<h2>Not signed in yet</h2>");
        wrong.ShouldNotContain("Not sent yet");
        browser.Dispose();
    }

    private Task<long> DeniedAsync(string id) => fixture.Database.CountAsync("registry.provider_ends where issuance_id = $1 and denied_at is not null", Guid.Parse(id));

    private static string NewPhone() => $"09{Random.Shared.Next(10_000_000, 99_999_999)}";

    private static string Token(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"form_token\" value=\"([^\"]*)\"").Groups[1].Value;

    private async Task<(string Citizen, string Id)> HolderAsync()
    {
        var citizen = Make.Citizen();
        return (citizen, (await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).At("issuance").Text("id"));
    }

    private async Task<Browser> SignedInAsync(string citizen, string? phone = null)
    {
        var browser = new Browser(fixture.Registry.Address);
        phone ??= NewPhone();
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = phone });
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = fixture.Registry.Services.GetRequiredService<KeptCodes>().Last[phone] })).Location.ShouldBe(OwnEndpoints.Own);
        return browser;
    }
}
