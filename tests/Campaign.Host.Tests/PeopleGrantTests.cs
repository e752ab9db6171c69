using System.Net;
using System.Security.Cryptography;
using Campaign.SignIn;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>Tokens for people: authorization code, PKCE, refresh tokens, and whose they are.</summary>
public sealed class PeopleGrantTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Theory]
    [InlineData("officer-viewer", "campaign-desk", "department.read")]
    [InlineData("officer-reviewer", "campaign-desk", "department.read department.review")]
    [InlineData("officer-admin", "campaign-desk", "department.read department.review department.admin")]
    [InlineData("ca2-admin", "campaign-desk", "provider.admin")]
    [InlineData("ca2-staff-1", "campaign-tablet", "registry.check registry.record")]
    public async Task Each_kind_of_person_is_granted_what_the_role_allows_and_no_more(string name, string client, string scopes)
    {
        using var person = new Person(Registry, name, client);

        var tokens = await person.SignInForTokensAsync();

        tokens.Status.ShouldBe(HttpStatusCode.OK, tokens.Body.ToString());
        Claims(tokens.Access).GetProperty("scope").GetString()!.Split(' ').Except(["openid", "offline_access"]).ShouldBe(scopes.Split(' '), ignoreOrder: true);
    }

    [Fact]
    public async Task Staff_check_under_their_own_reference_with_their_token()
    {
        var token = await Registry.TokenAsStaffAsync("fpt-ca", 2);

        var (status, body) = await Registry.SendWithTokenAsync(
            token, Testing.Operations.CheckCitizen,
            new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "DOOR_TO_DOOR", staff = "fpt-ca-staff-2" } });

        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.At("data", "checkCitizen").TypeName().ShouldBe("CitizenCheck");
        Claims(token).Text("campaign_provider").ShouldBe("fpt-ca");
        Claims(token).Text("campaign_staff").ShouldBe("fpt-ca-staff-2");
    }

    [Fact]
    public async Task An_officers_client_is_not_for_staff_and_a_tablet_not_for_officers()
    {
        using var staff = new Person(Registry, "ca2-staff-2", SignInClients.Desk);
        using var administrator = new Person(Registry, "vnpt-ca-admin", SignInClients.Tablet);
        await staff.SignInAsync();
        await administrator.SignInAsync();

        (await staff.Browser.GetAsync(staff.AuthorizeUrl())).Location.ShouldContain("error=access_denied");
        (await administrator.Browser.GetAsync(administrator.AuthorizeUrl())).Location.ShouldContain("error=access_denied");
    }

    [Fact]
    public async Task A_scope_beyond_the_role_is_not_granted_by_asking_for_it()
    {
        using var person = new Person(Registry, "vnpt-ca-admin", SignInClients.Desk);
        await person.SignInAsync();

        var tokens = await person.RedeemAsync(await person.CodeAsync(new() { ["scope"] = "openid provider.admin department.admin" }));

        Claims(tokens.Access).Text("scope").Split(' ').ShouldBe(["openid", "provider.admin"], ignoreOrder: true);
    }

    [Fact]
    public async Task Nobody_gets_the_departments_own_scope()
    {
        using var person = new Person(Registry, "vnpt-ca-admin", SignInClients.Desk);
        await person.SignInAsync();

        var answer = await person.Browser.GetAsync(person.AuthorizeUrl(new() { ["scope"] = "department" }));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Location.ShouldBe("");
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    public async Task Without_pkce_by_S256_there_is_no_code(string parameter, string? value)
    {
        using var person = new Person(Registry, "misa-ca-admin", SignInClients.Desk);
        await person.SignInAsync();
        var changed = new Dictionary<string, string?> { [parameter] = value };
        if (value is null)
        {
            changed["code_challenge_method"] = null;
        }

        var answer = await person.Browser.GetAsync(person.AuthorizeUrl(changed));

        (answer.Location + answer.Body).ShouldContain("invalid_request");
        answer.Location.ShouldNotContain("code=");
    }

    [Fact]
    public async Task A_code_needs_its_verifier_and_is_good_once()
    {
        using var person = new Person(Registry, "misa-ca-admin", SignInClients.Desk);
        await person.SignInAsync();

        var wrong = await person.RedeemAsync(await person.CodeAsync(), verifier: new string('a', 43));
        var code = await person.CodeAsync();
        var first = await person.RedeemAsync(code);
        var again = await person.RedeemAsync(code);

        wrong.Error.ShouldBe("invalid_grant");
        first.Status.ShouldBe(HttpStatusCode.OK);
        again.Error.ShouldBe("invalid_grant");
        (await person.RefreshAsync(first.Refresh!)).Error.ShouldBe("invalid_grant", "a code that comes twice ends what came from it");
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/desk/signed-in/")]
    [InlineData("http://127.0.0.1:8080/desk/signed-in?x=1")]
    [InlineData("http://127.0.0.1:8081/desk/signed-in")]
    [InlineData("http://127.0.0.1:8080/tablet/signed-in")]
    [InlineData("https://elsewhere.example/desk/signed-in")]
    public async Task A_redirect_address_that_is_not_exactly_a_registered_one_gets_no_code(string address)
    {
        using var person = new Person(Registry, "misa-ca-admin", SignInClients.Desk);
        await person.SignInAsync();

        var answer = await person.Browser.GetAsync(person.AuthorizeUrl(new() { ["redirect_uri"] = address }));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Location.ShouldBe("");
    }

    [Fact]
    public async Task A_refresh_token_changes_with_each_use_and_one_that_comes_twice_ends_the_family()
    {
        using var person = new Person(Registry, "bkav-ca-admin", SignInClients.Desk);
        var first = await person.SignInForTokensAsync();

        var second = await person.RefreshAsync(first.Refresh!);
        var reused = await person.RefreshAsync(first.Refresh!);
        var afterwards = await person.RefreshAsync(second.Refresh!);

        second.Status.ShouldBe(HttpStatusCode.OK, second.Body.ToString());
        second.Refresh.ShouldNotBe(first.Refresh);
        reused.Error.ShouldBe("invalid_grant");
        afterwards.Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Staff_get_refresh_tokens_only_on_a_device_that_proves_its_key()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var person = new Person(Registry, "viettel-ca-staff-1", SignInClients.Tablet);

        var without = await person.SignInForTokensAsync();
        var bound = await person.RedeemAsync(await person.CodeAsync(), device: device);
        var bare = await person.RefreshAsync(bound.Refresh!);
        var foreign = await person.RefreshAsync(bound.Refresh!, other);
        var good = await person.RefreshAsync(bound.Refresh!, device);

        without.Refresh.ShouldBeNull();
        bound.Refresh.ShouldNotBeNull(bound.Body.ToString());
        bare.Error.ShouldBe("invalid_grant");
        foreign.Error.ShouldBe("invalid_grant");
        good.Status.ShouldBe(HttpStatusCode.OK, "who has the token and not the device uses nothing up");
    }

    [Fact]
    public async Task A_device_renews_its_tokens_and_a_proof_is_for_one_token()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var person = new Person(Registry, "viettel-ca-staff-2", SignInClients.Tablet);
        var first = await person.SignInForTokensAsync(device);

        var second = await person.RefreshAsync(first.Refresh!, device);
        var third = await person.RefreshAsync(second.Refresh!, device, new() { ["device_proof"] = "AAAA" });

        second.Status.ShouldBe(HttpStatusCode.OK, second.Body.ToString());
        third.Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_device_whose_answers_were_lost_renews_again_with_the_token_that_it_has()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var person = new Person(Registry, "viettel-ca-staff-2", SignInClients.Tablet);
        var first = await person.SignInForTokensAsync(device);
        var lost = await person.RefreshAsync(first.Refresh!, device);
        var alsoLost = await person.RefreshAsync(first.Refresh!, device);

        var came = await person.RefreshAsync(first.Refresh!, device);
        var next = await person.RefreshAsync(came.Refresh!, device);

        lost.Status.ShouldBe(HttpStatusCode.OK);
        alsoLost.Status.ShouldBe(HttpStatusCode.OK, alsoLost.Body.ToString());
        came.Status.ShouldBe(HttpStatusCode.OK, came.Body.ToString());
        next.Status.ShouldBe(HttpStatusCode.OK, next.Body.ToString());
        (await person.RefreshAsync(next.Refresh!, device)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_who_hold_what_one_was_given_both_end(bool withTheOlder)
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var person = new Person(Registry, "viettel-ca-staff-3", SignInClients.Tablet);
        var first = await person.SignInForTokensAsync(device);
        var theirs = await person.RefreshAsync(first.Refresh!, device);
        var ours = await person.RefreshAsync(first.Refresh!, device);
        var used = await person.RefreshAsync(ours.Refresh!, device);
        var before = await ReplaysAsync();

        var second = await person.RefreshAsync(withTheOlder ? first.Refresh! : theirs.Refresh!, device);
        var again = await person.RefreshAsync(withTheOlder ? first.Refresh! : theirs.Refresh!, device);

        used.Status.ShouldBe(HttpStatusCode.OK, used.Body.ToString());
        second.Error.ShouldBe("invalid_grant");
        again.Error.ShouldBe("invalid_grant");
        (await person.RefreshAsync(used.Refresh!, device)).Error.ShouldBe("invalid_grant");
        (await ReplaysAsync()).ShouldBe(before + 1, "written down once");
    }

    [Fact]
    public async Task Who_has_a_used_token_and_not_the_device_gets_nothing_and_ends_nothing()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var person = new Person(Registry, "viettel-ca-staff-1", SignInClients.Tablet);
        var first = await person.SignInForTokensAsync(device);
        var second = await person.RefreshAsync(first.Refresh!, device);

        var bare = await person.RefreshAsync(first.Refresh!);
        var foreign = await person.RefreshAsync(first.Refresh!, other);

        bare.Error.ShouldBe("invalid_grant");
        foreign.Error.ShouldBe("invalid_grant");
        (await person.RefreshAsync(second.Refresh!, device)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_signs_in_on_anothers_device_ends_the_others_sessions_there()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var first = new Person(Registry, "misa-ca-staff-1", SignInClients.Tablet);
        using var second = new Person(Registry, "misa-ca-staff-2", SignInClients.Tablet);
        var before = await first.SignInForTokensAsync(device);

        var taken = await second.SignInForTokensAsync(device);

        taken.Status.ShouldBe(HttpStatusCode.OK, taken.Body.ToString());
        (await first.RefreshAsync(before.Refresh!, device)).Error.ShouldBe("invalid_grant");
        (await first.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await fixture.Database.CountAsync("signin.devices where ended_at is null and public_key = $1", device.ExportSubjectPublicKeyInfo())).ShouldBe(1);
    }

    [Fact]
    public async Task An_access_token_is_written_down_nowhere()
    {
        await Registry.TokenAsync("vnpt-ca");
        await Registry.TokenAsAdministratorAsync("viettel-ca");

        (await fixture.Database.CountAsync("signin.tokens where type like '%access%'")).ShouldBe(0);
        (await fixture.Database.CountAsync("signin.authorizations where subject = 'vnpt-ca'")).ShouldBe(0);
    }

    internal static System.Text.Json.JsonElement Claims(string jwt) => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(
        Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(jwt.Split('.')[1]));

    private Task<long> ReplaysAsync() => fixture.Database.CountAsync("signin.events where kind = 'REFRESH_REPLAYED'");
}
