using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Campaign.Demo;
using Campaign.Registry.Accounts;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>Accounts by API: who opens, changes and ends whose, what that leaves in journal and events, and what the database holds by itself.</summary>
public sealed class AccountTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly HandMovedTime time = new();
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

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

    [Fact]
    public async Task A_provider_administrator_opens_an_account_and_its_bearer_chooses_a_password_and_works()
    {
        var administrator = await registry.TokenAsAdministratorAsync("vnpt-ca");
        var staff = await AddStaffAsync(administrator, "Hue 31");

        var opened = (await registry.ChangeAccountAsync(administrator, "openStaffAccount", new { staffId = staff })).At("account");
        opened.Text("userName").ShouldBe("vnpt-ca-hue-31");
        opened.GetProperty("setUp").GetBoolean().ShouldBeFalse();
        var issued = await registry.ChangeAccountAsync(administrator, "issueSetupCode", new { accountId = opened.Text("id") });
        issued.GetProperty("awaitsSecondAdministrator").GetBoolean().ShouldBeFalse();
        using var person = await SetUpAsync(registry, "vnpt-ca-hue-31", issued.Text("code"), SignInClients.Tablet, time);
        using var tablet = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var tokens = await person.SignInForTokensAsync(tablet);
        (await registry.SendWithTokenAsync(tokens.Access, "{ issuances(campaign: \"hue\") { totalCount } }")).Status.ShouldBe(HttpStatusCode.OK);

        var seen = await registry.AccountAsync(administrator, "vnpt-ca-hue-31");
        seen.GetProperty("setUp").GetBoolean().ShouldBeTrue();
        seen.GetProperty("setupCode").ValueKind.ShouldBe(JsonValueKind.Null, "it was used");
        seen.GetProperty("sessions").GetArrayLength().ShouldBe(1);
        seen.GetProperty("devices")[0].Text("label").ShouldBe("tablet 7");

        await registry.ChangeAccountAsync(administrator, "endDevice", new { deviceId = seen.GetProperty("devices")[0].Text("id") });
        (await person.RefreshAsync(tokens.Refresh!, tablet)).Error.ShouldBe("invalid_grant", "the session on the device ended with it");
        (await registry.ChangeAccountAsync(administrator, "endDevice", new { deviceId = seen.GetProperty("devices")[0].Text("id") })).TypeName().ShouldBe("DeviceNotFound");
        await registry.ChangeAccountAsync(administrator, "endAccount", new { accountId = opened.Text("id") });
        (await person.SignInAsync()).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await database.ScalarAsync<string>("select string_agg(kind, ' ' order by sequence) from registry.journal where subject_id = $1", Guid.Parse(opened.Text("id"))))
            .ShouldBe("ACCOUNT_OPENED SETUP_CODE_ISSUED DEVICE_ENDED ACCOUNT_ENDED");
        (await EventsOfAsync(administrator, opened.Text("id"))).ShouldBe(
            ["ACCOUNT_OPENED", "SETUP_CODE_ISSUED", "SETUP_CODE_USED", "SIGNED_IN", "DEVICE_BOUND", "DEVICE_ENDED", "ACCOUNT_ENDED", "SIGN_IN_FAILED"], ignoreOrder: true);
        (await database.CountAsync("registry.journal where payload like $1", $"%{issued.Text("code")[..5]}%")).ShouldBe(0);
    }

    [Fact]
    public async Task An_account_that_is_there_is_answered_again_and_refusals_come_in_their_order()
    {
        var administrator = await registry.TokenAsAdministratorAsync("ca2");
        var other = await registry.TokenAsAdministratorAsync("vnpt-ca");
        var staff = await AddStaffAsync(administrator, "hue-32");
        Task<JsonElement> OpenAsync(string? userName, string? id = null, string? token = null) =>
            registry.ChangeAccountAsync(token ?? administrator, "openStaffAccount", new { staffId = id ?? staff, userName });

        (await OpenAsync("bad name", token: other)).TypeName().ShouldBe("StaffNotFound", "another provider's");
        (await OpenAsync("bad name")).TypeName().ShouldBe("InvalidUserName");
        (await OpenAsync("vnpt-ca-thief")).TypeName().ShouldBe("InvalidUserName", "another provider's names");
        (await OpenAsync("ca2-046204001234")).TypeName().ShouldBe("InvalidUserName", "it could be a citizen number");
        (await OpenAsync("ca2-admin")).TypeName().ShouldBe("UserNameTaken");
        var first = await OpenAsync("CA2-lan ");
        first.At("account").Text("userName").ShouldBe("ca2-lan");
        (await OpenAsync("ca2-lan")).At("account").Text("id").ShouldBe(first.At("account").Text("id"));
        (await OpenAsync(null)).At("account").Text("id").ShouldBe(first.At("account").Text("id"));
        (await OpenAsync("ca2-lan-2")).Text("userName").ShouldBe("ca2-lan");
        (await registry.ChangeAccountAsync(other, "endAccount", new { accountId = first.At("account").Text("id") })).TypeName().ShouldBe("AccountNotFound", "I8");
        (await registry.ChangeAccountAsync(other, "issueSetupCode", new { accountId = first.At("account").Text("id") })).TypeName().ShouldBe("AccountNotFound", "I8");
        (await registry.AccountsAsync(other)).ToString().ShouldNotContain("ca2-");
        (await registry.SignInEventsAsync(other, $"(accountId: \"{first.At("account").Text("id")}\")")).GetProperty("totalCount").GetInt32().ShouldBe(0);

        await EndStaffAsync(administrator, staff);
        (await OpenAsync("bad name")).TypeName().ShouldBe("StaffHasLeft");
        (await registry.ChangeAccountAsync(administrator, "issueSetupCode", new { accountId = first.At("account").Text("id") })).TypeName().ShouldBe("AccountHasEnded");
    }

    [Fact]
    public async Task Ending_a_member_of_staff_ends_the_account_and_the_reference_given_anew_does_not_bring_it_back()
    {
        var administrator = await registry.TokenAsAdministratorAsync("vnpt-ca");
        var first = await AddStaffAsync(administrator, "hue-33");
        var account = (await registry.ChangeAccountAsync(administrator, "openStaffAccount", new { staffId = first, userName = "vnpt-ca-first" })).At("account").Text("id");
        var code = (await registry.ChangeAccountAsync(administrator, "issueSetupCode", new { accountId = account })).Text("code");
        using var person = await SetUpAsync(registry, "vnpt-ca-first", code, SignInClients.Tablet, time);
        await person.SignInAsync();

        await EndStaffAsync(administrator, first);
        (await person.Browser.GetAsync(SignInPaths.Sessions)).Location.ShouldBe(SignInPaths.SignIn);
        (await registry.AccountAsync(administrator, "vnpt-ca-first")).GetProperty("activeTo").ValueKind.ShouldBe(JsonValueKind.String);
        var second = await AddStaffAsync(administrator, "hue-33");
        // As if the end had not reached the sign-in.
        await database.ExecuteAsync("update signin.accounts set active_to = null where user_name = 'vnpt-ca-first'");
        (await person.SignInAsync()).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "the account is for a period of service that is over");
        (await registry.ChangeAccountAsync(administrator, "openStaffAccount", new { staffId = second, userName = "vnpt-ca-second" })).TypeName().ShouldBe("StaffAccountOpened");
        await EndStaffAsync(administrator, first);
        (await registry.AccountAsync(administrator, "vnpt-ca-second")).GetProperty("activeTo").ValueKind.ShouldBe(JsonValueKind.Null, "asked again, the end is the first one's");
    }

    [Fact]
    public async Task An_officers_set_up_code_opens_nothing_until_another_administrator_has_confirmed_it()
    {
        var first = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators);
        var second = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators, second: true);
        var account = (await registry.ChangeAccountAsync(first, "openOfficerAccount", new { userName = "tran.van.b", role = "ADMINISTRATOR" })).At("account").Text("id");
        (await registry.ChangeAccountAsync(first, "confirmSetupCode", new { accountId = account })).TypeName().ShouldBe("NothingToConfirm");
        var issued = await registry.ChangeAccountAsync(first, "issueSetupCode", new { accountId = account });
        issued.GetProperty("awaitsSecondAdministrator").GetBoolean().ShouldBeTrue();

        using (var early = new Browser(registry.Address))
        {
            var setUp = new Dictionary<string, string> { ["setup_code"] = issued.Text("code"), ["new_password"] = "mot cau ngan de nho" };
            (await early.SubmitAsync(SignInPaths.SetUp, setUp)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "it is not confirmed");
        }

        var own = await registry.ChangeAccountAsync(first, "confirmSetupCode", new { accountId = account });
        own.TypeName().ShouldBe("SecondAdministratorNeeded");
        own.Text("issuedBy").ShouldBe("officer-admin");
        await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync(
            "update signin.setup_codes set confirmed_by = 'officer-admin', confirmed_at = issued_at where account_id = $1 and used_at is null", Guid.Parse(account)));
        (await registry.ChangeAccountAsync(second, "confirmSetupCode", new { accountId = account })).At("account", "setupCode").GetProperty("awaitsSecondAdministrator")
            .GetBoolean().ShouldBeFalse();
        using var officer = await SetUpAsync(registry, "tran.van.b", issued.Text("code"), SignInClients.Desk, time);
        (await officer.GivePasswordAsync()).Location.ShouldStartWith(SignInPaths.SecondFactor);
    }

    [Fact]
    public async Task Nobody_administers_the_own_account_and_the_last_administrator_stays()
    {
        var first = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators);
        var reviewer = await registry.AccountAsync(first, "officer-reviewer");
        var mine = (await registry.AccountAsync(first, "officer-admin")).Text("id");
        var others = (await registry.AccountAsync(first, "officer-admin-2")).Text("id");
        foreach (var (operation, input) in new (string, object)[]
        {
            ("endAccount", new { accountId = mine }), ("issueSetupCode", new { accountId = mine }), ("changeOfficerRole", new { accountId = mine, role = "VIEWER" }),
        })
        {
            (await registry.ChangeAccountAsync(first, operation, input)).TypeName().ShouldBe("OwnAccount", operation);
        }

        (await registry.ChangeAccountAsync(first, "changeOfficerRole", new { accountId = reviewer.Text("id"), role = "VIEWER" })).At("account").Text("role").ShouldBe("VIEWER");
        (await database.ScalarAsync<string>("select payload from registry.journal where kind = 'OFFICER_ROLE_CHANGED'")).ShouldBe(
            """{"by":"officer-admin","userName":"officer-reviewer","from":"REVIEWER","to":"VIEWER"}""");
        var store = registry.Services.GetRequiredService<IAccountStore>();
        Task<bool> EndAsync(string id) => store.EndAsync(Guid.Parse(id), ActOfStart.Of(time.Now, "ACCOUNT_ENDED", Guid.Parse(id)), Cancel);

        // Both at once, many times over: one stays, whoever it is.
        for (var n = 0; n < 10; n++)
        {
            (await Task.WhenAll(EndAsync(mine), EndAsync(others))).Count(done => done).ShouldBe(1);
            await database.ExecuteAsync("update signin.accounts set active_to = null where user_name like 'officer-admin%'");
        }

        await registry.ChangeAccountAsync(first, "endAccount", new { accountId = others });
        (await EndAsync(mine)).ShouldBeFalse("the last one");
        (await store.ChangeRoleAsync(Guid.Parse(mine), OfficerRole.Viewer, ActOfStart.Of(time.Now, "OFFICER_ROLE_CHANGED", Guid.Parse(mine)), Cancel)).ShouldBeFalse();
        await Should.ThrowAsync<PostgresException>(() => database.ExecuteAsync("update signin.accounts set password_hash = null where id = $1", Guid.Parse(mine)));
        (await registry.ChangeAccountAsync(first, "changeOfficerRole", new { accountId = others, role = "VIEWER" })).TypeName().ShouldBe("AccountHasEnded");
    }

    [Fact]
    public async Task A_role_holds_from_the_next_request_on()
    {
        var first = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators);
        var second = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators, second: true);
        var id = (await registry.AccountAsync(first, "officer-admin-2")).Text("id");

        await registry.ChangeAccountAsync(first, "changeOfficerRole", new { accountId = id, role = "VIEWER" });
        time.Now += TimeSpan.FromSeconds(31);

        (await registry.SendWithTokenAsync(second, "{ accounts { totalCount } }")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await registry.SendWithTokenAsync(second, "{ proposals { totalCount } }")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_department_opens_a_providers_administrator_and_sees_no_providers_staff()
    {
        var officer = await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators);
        Task<JsonElement> OpenAsync(string providerCode, string userName) => registry.ChangeAccountAsync(officer, "openAdministratorAccount", new { providerCode, userName });

        (await OpenAsync("nobody", "x")).TypeName().ShouldBe("ProviderNotKnown");
        (await OpenAsync("ca2", "vnpt-ca-x")).TypeName().ShouldBe("InvalidUserName");
        (await OpenAsync("ca2", "ca2-admin")).TypeName().ShouldBe("AdministratorAccountOpened", "it is there");
        (await OpenAsync("ca2", "ca2-staff-1")).TypeName().ShouldBe("UserNameTaken");
        var opened = (await OpenAsync("ca2", "ca2-quan-tri-2")).At("account");
        var code = (await registry.ChangeAccountAsync(officer, "issueSetupCode", new { accountId = opened.Text("id") })).Text("code");
        using var administrator = await SetUpAsync(registry, "ca2-quan-tri-2", code, SignInClients.Desk, time);
        var token = (await administrator.SignInForTokensAsync()).Access;

        (await registry.AccountsAsync(token)).GetProperty("edges").EnumerateArray().ShouldAllBe(e => e.GetProperty("node").Text("providerCode") == "ca2");
        var kinds = (await registry.AccountsAsync(officer)).GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node").Text("kind")).Distinct();
        kinds.ShouldBe(["ADMINISTRATOR", "OFFICER"], ignoreOrder: true);
        (await registry.AccountsAsync(officer, "(kind: OFFICER, active: true)")).GetProperty("totalCount").GetInt32().ShouldBe(DemoPeople.Officers.Count);
    }

    internal static async Task<Person> SetUpAsync(TestRegistry registry, string userName, string code, string client, TimeProvider? time = null)
    {
        var person = new Person(registry, userName, client, time) { Password = "mot cau ngan de nho" };
        (await person.Browser.SubmitAsync(SignInPaths.SetUp, new() { ["setup_code"] = code, ["new_password"] = person.Password })).Body.ShouldContain("The password is set");
        return person;
    }

    private async Task<string> AddStaffAsync(string token, string reference) => (await registry.AskWithTokenAsync(
        token, "addStaff", "mutation($input: AddStaffInput!) { addStaff(input: $input) { ... on StaffAdded { staff { id } } } }",
        new { input = new { requestId = Make.Id(), reference, name = "Lê Thị Lan" } })).Text("staff", "id");

    private Task<JsonElement> EndStaffAsync(string token, string id) => registry.AskWithTokenAsync(
        token, "endStaff", "mutation($input: EndStaffInput!) { endStaff(input: $input) { ... on StaffEnded { staff { id } } } }", new { input = new { id } });

    private async Task<IEnumerable<string>> EventsOfAsync(string token, string account) => (await registry.SignInEventsAsync(token, $"(first: 100, accountId: \"{account}\")"))
        .GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("node").Text("kind"));
}
