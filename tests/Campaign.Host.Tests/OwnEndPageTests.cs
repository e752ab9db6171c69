using Campaign.Testing;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-1.5: on the citizen's own page, a code to end a certificate, and "I did not ask" of an end that came without one.</summary>
public sealed class OwnEndPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task A_citizen_says_I_did_not_ask_on_the_own_page_and_it_is_there_once()
    {
        var (citizen, id) = await HolderAsync();
        using var browser = await SignedInAsync(citizen);
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldNotContain("I did not ask");
        (await fixture.Registry.EndAsync("vnpt-ca", id, "REVOKED", DateTimeOffset.UtcNow)).TypeName().ShouldBe("IssuanceEnded");
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldContain("I did not ask");

        var denied = await browser.SubmitAsync(OwnEndpoints.Own, new() { ["issuance"] = id }, OwnEndpoints.NotAsked);

        denied.Body.ShouldContain("Noted: you did not ask.");
        denied.Body.ShouldNotContain("The provider ended it without a code of yours.");
        (await fixture.Database.CountAsync("registry.provider_ends where issuance_id = $1 and denied_at is not null", Guid.Parse(id))).ShouldBe(1);
        (await fixture.Database.CountAsync("registry.journal where kind = 'END_DENIED' and subject_id = $1 and actor = 'citizen'", Guid.Parse(id))).ShouldBe(1);
    }

    [Fact]
    public async Task A_citizen_gets_a_code_on_the_own_page_that_ends_the_certificate_once()
    {
        var (citizen, id) = await HolderAsync();
        using var browser = await SignedInAsync(citizen);
        var given = await browser.SubmitAsync(OwnEndpoints.Own, new() { ["issuance"] = id }, OwnEndpoints.End);

        var code = System.Text.RegularExpressions.Regex.Match(given.Body, "[0-9A-Z]{5}-[0-9A-Z]{5}").Value;
        (await fixture.Registry.AskAsync(
            "vnpt-ca", "endIssuance", "mutation($input: EndIssuanceInput!) { endIssuance(input: $input) { __typename } }",
            new { input = new { requestId = Make.Id(), issuanceId = id, reason = "CITIZEN_ASKED", effectiveAt = DateTimeOffset.UtcNow, consentCode = code } })).TypeName().ShouldBe("IssuanceEnded");
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldNotContain("I did not ask");
    }

    private async Task<(string Citizen, string Id)> HolderAsync()
    {
        var citizen = Make.Citizen();
        return (citizen, (await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).At("issuance").Text("id"));
    }

    private async Task<Browser> SignedInAsync(string citizen)
    {
        var (browser, phone) = (new Browser(fixture.Registry.Address), $"09{Random.Shared.Next(10_000_000, 99_999_999)}");
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = phone });
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = fixture.Registry.Services.GetRequiredService<KeptCodes>().Last[phone] })).Location.ShouldBe(OwnEndpoints.Own);
        return browser;
    }
}
