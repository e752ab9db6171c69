using System.Net;
using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Clients;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>The life of systems' keys and secrets: who may change them, that a change has no downtime, and that four eyes hold.</summary>
public sealed class ClientLifeTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Own = """{ issuances(campaign: "hue") { totalCount } }""";

    private readonly TestRegistry registry = fixture.Registry;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_goes_from_its_secret_to_a_key_and_to_the_next_key_and_is_never_locked_out()
    {
        var administrator = await registry.TokenAsAdministratorAsync("ca2");
        using var first = SystemKey.Es256("k1");
        using var second = SystemKey.Es256("k2");
        var secret = (await ListAsync(administrator)).Single().At("credentials").EnumerateArray().Single();

        (await EndAsync(administrator, secret.Text("id"))).TypeName().ShouldBe("ClientNeedsAWayIn");
        var added = await AddKeyAsync(administrator, "ca2", first);
        added.Text("credential", "addedBy").ShouldBe("ca2-admin");
        (await AddKeyAsync(administrator, "ca2", first)).Text("credential", "id").ShouldBe(added.Text("credential", "id"));
        (await SignsInAsync("ca2", first)).ShouldBeTrue();
        (await registry.AskWithSecretAsync("ca2", "ca2-demo")).Status.ShouldBe(HttpStatusCode.OK);
        (await EndAsync(administrator, secret.Text("id"))).TypeName().ShouldBe("ClientCredentialEnded");
        (await registry.AskWithSecretAsync("ca2", "ca2-demo")).Error.ShouldBe("invalid_client");

        // The next key, beside the first; then the first ends at an instant.
        await AddKeyAsync(administrator, "ca2", second);
        (await SignsInAsync("ca2", first)).ShouldBeTrue();
        (await SignsInAsync("ca2", second)).ShouldBeTrue();
        var end = await EndAsync(administrator, added.Text("credential", "id"), DateTimeOffset.UtcNow.AddHours(1));
        (await SignsInAsync("ca2", first)).ShouldBeTrue("its end is an hour away");
        (await EndAsync(administrator, added.Text("credential", "id"), DateTimeOffset.UtcNow.AddHours(9))).Text("credential", "validTo").ShouldBe(end.Text("credential", "validTo"));
        await EndAsync(administrator, added.Text("credential", "id"));
        (await SignsInAsync("ca2", first)).ShouldBeFalse();
        (await SignsInAsync("ca2", second)).ShouldBeTrue();
        (await AddKeyAsync(administrator, "ca2", first)).TypeName().ShouldBe("ClientKeyTaken", "what was given up does not come back");
        using var impostor = SystemKey.Es256("k2");
        (await AddKeyAsync(administrator, "ca2", impostor)).TypeName().ShouldBe("ClientKeyTaken", "an id means one key");

        var leaves = await fixture.Database.ScalarAsync<string[]>(
            "select array_agg(kind order by sequence) from registry.journal where actor = 'provider:ca2' and kind like 'CLIENT%'");
        leaves.ShouldBe(["CLIENT_KEY_ADDED", "CLIENT_CREDENTIAL_ENDED", "CLIENT_KEY_ADDED", "CLIENT_CREDENTIAL_ENDED", "CLIENT_CREDENTIAL_ENDED"]);
    }

    [Fact]
    public async Task A_new_secret_is_shown_once_and_the_old_one_lasts_until_its_end()
    {
        var administrator = await registry.TokenAsAdministratorAsync("fpt-ca");
        var input = new { requestId = Make.Id(), clientId = "fpt-ca" };

        var added = await registry.AskWithTokenAsync(administrator, Testing.Operations.AddClientSecret, new { input });
        var again = await registry.AskWithTokenAsync(administrator, Testing.Operations.AddClientSecret, new { input });

        var secret = added.Text("secret");
        (again.At("secret").ValueKind, again.At("replayed").GetBoolean()).ShouldBe((JsonValueKind.Null, true));
        (await registry.AskWithSecretAsync("fpt-ca", secret)).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithSecretAsync("fpt-ca", "fpt-ca-demo")).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithSecretAsync("fpt-ca", secret + "x")).Error.ShouldBe("invalid_client");
        (await registry.AskWithTokenAsync(administrator, Testing.Operations.AddClientSecret, new { input = new { requestId = Make.Id(), clientId = "fpt-ca" } }))
            .TypeName().ShouldBe("TooManyClientCredentials");
        var listed = (await ListAsync(administrator)).Single().At("credentials").EnumerateArray().ToList();
        listed.Single(c => c.Text("addedBy") == "demo").Time("validTo").ShouldBe(DateTimeOffset.UtcNow.AddDays(7), TimeSpan.FromMinutes(1));

        // Now, and not in a week: the old ones are known to somebody.
        var replaced = await registry.AskWithTokenAsync(
            administrator, Testing.Operations.AddClientSecret, new { input = new { requestId = Make.Id(), clientId = "fpt-ca", othersEndAt = DateTimeOffset.UtcNow } });
        (await registry.AskWithSecretAsync("fpt-ca", secret)).Error.ShouldBe("invalid_client");
        (await registry.AskWithSecretAsync("fpt-ca", "fpt-ca-demo")).Error.ShouldBe("invalid_client");
        (await registry.AskWithSecretAsync("fpt-ca", replaced.Text("secret"))).Status.ShouldBe(HttpStatusCode.OK);
        var dump = await fixture.Database.DumpAsync(Cancel);
        dump.ShouldNotContain(secret);
        dump.ShouldNotContain(replaced.Text("secret"));
    }

    [Fact]
    public async Task Another_providers_systems_are_reported_as_absent_and_the_department_sees_all()
    {
        var administrator = await registry.TokenAsAdministratorAsync("misa-ca");
        using var key = SystemKey.Es256();
        var others = (await registry.AskWithTokenAsync(await registry.TokenAsync("department"), Testing.Operations.Clients, new { code = "bkav-ca" }))
            .EnumerateArray().Single().At("credentials").EnumerateArray().First().Text("id");

        (await AddKeyAsync(administrator, "bkav-ca", key)).TypeName().ShouldBe("ClientNotFound");
        (await AddKeyAsync(administrator, "department", key)).TypeName().ShouldBe("ClientNotFound");
        (await EndAsync(administrator, others)).TypeName().ShouldBe("ClientCredentialNotFound");
        (await registry.AskWithTokenAsync(administrator, Testing.Operations.Clients, new { code = "bkav-ca" })).GetArrayLength().ShouldBe(0);
        (await ListAsync(administrator)).Select(c => c.Text("clientId")).ShouldBe(["misa-ca"]);
        (await registry.AskWithTokenAsync(await registry.TokenAsOfficerAsync("VIEWER"), Testing.Operations.Clients, new { })).EnumerateArray()
            .Select(c => c.Text("clientId")).ShouldContain("department");
        (await registry.SendWithTokenAsync(await registry.TokenAsync("misa-ca"), Testing.Operations.Clients, new { })).Status.ShouldBe(HttpStatusCode.Forbidden);

        // The database alone shows and takes no other's.
        var one = await fixture.Database.ScalarAsync<short>("select id from registry.providers where code = 'misa-ca'");
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var look = new NpgsqlCommand($"set {Viewer.Variable} = 'provider:{one}'; select array_agg(distinct client_id) from signin.client_credentials", connection);
        ((string[])(await look.ExecuteScalarAsync(Cancel))!).ShouldBe(["misa-ca"]);
        await using var hash = new NpgsqlCommand("select secret_hash from signin.client_credentials", connection);
        (await Should.ThrowAsync<PostgresException>(() => hash.ExecuteNonQueryAsync(Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task An_officer_proposes_and_a_second_one_carries_out()
    {
        var first = await registry.TokenAsOfficerAsync("ADMINISTRATOR");
        var second = await registry.TokenAsOfficerAsync("ADMINISTRATOR", second: true);
        using var key = SystemKey.Es256("proposed");

        var proposed = await AddKeyAsync(first, "bkav-ca", key);
        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        (await SignsInAsync("bkav-ca", key)).ShouldBeFalse();
        (await ApproveAsync(first, proposed)).TypeName().ShouldBe("SecondOfficerNeeded");
        (await ApproveAsync(second, proposed)).TypeName().ShouldBe("ProposalApproved");
        (await SignsInAsync("bkav-ca", key)).ShouldBeTrue();

        var credentials = (await registry.AskWithTokenAsync(first, Testing.Operations.Clients, new { code = "bkav-ca" })).EnumerateArray().Single().At("credentials");
        var ending = await EndAsync(first, credentials.EnumerateArray().Single(c => c.Text("kind") == "SECRET").Text("id"));
        (await registry.AskWithSecretAsync("bkav-ca", "bkav-ca-demo")).Status.ShouldBe(HttpStatusCode.OK);
        (await ApproveAsync(second, ending)).TypeName().ShouldBe("ProposalApproved");
        (await registry.AskWithSecretAsync("bkav-ca", "bkav-ca-demo")).Error.ShouldBe("invalid_client");
        (await registry.SendWithTokenAsync(first, Testing.Operations.AddClientSecret, new { input = new { requestId = Make.Id(), clientId = "bkav-ca" } }))
            .Status.ShouldBe(HttpStatusCode.Forbidden, "no officer makes a secret");
    }

    [Fact]
    public async Task The_department_opens_a_system_and_ends_it_and_its_tokens_stop()
    {
        var department = await registry.TokenAsync("department");
        var officer = await registry.TokenAsOfficerAsync("REVIEWER");
        using var key = SystemKey.Es256("batch");
        var input = new { clientId = "viettel-batch", providerCode = "viettel-ca", scopes = new[] { "registry.check" }, publicKey = key.Jwk().ToJsonString() };

        var proposed = await registry.AskWithTokenAsync(officer, Testing.Operations.OpenClient, new { input });
        (await SignsInAsync("viettel-batch", key)).ShouldBeFalse();
        (await ApproveAsync(await registry.TokenAsOfficerAsync("ADMINISTRATOR"), proposed)).TypeName().ShouldBe("ProposalApproved");
        var token = await registry.AskWithAssertionAsync(key.Assertion("viettel-batch", registry.TokenAddress(), DateTimeOffset.UtcNow));
        PeopleGrantTests.Claims(token.Access).Text("scope").ShouldBe("registry.check");
        PeopleGrantTests.Claims(token.Access).Text("campaign_provider").ShouldBe("viettel-ca");
        (await registry.SendWithTokenAsync(token.Access, Own)).Status.ShouldBe(HttpStatusCode.OK);

        var opened = await registry.AskWithTokenAsync(
            department, Testing.Operations.OpenClient, new { input = new { clientId = "viettel-app", providerCode = "viettel-ca", scopes = new[] { "registry.record" } } });
        (await registry.AskWithSecretAsync("viettel-app", opened.Text("secret"))).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.AskWithTokenAsync(department, Testing.Operations.OpenClient, new { input })).TypeName().ShouldBe("ClientIdTaken");

        (await registry.AskWithTokenAsync(department, Testing.Operations.EndClient, new { input = new { clientId = "viettel-batch" } })).TypeName().ShouldBe("ClientEnded");
        (await SignsInAsync("viettel-batch", key)).ShouldBeFalse();
        // Another host has not just found the token good.
        await using var other = await TestRegistry.StartAsync(fixture.Database);
        (await other.SendWithTokenAsync(token.Access, Own)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var late = SystemKey.Es256("late");
        (await AddKeyAsync(department, "viettel-batch", late)).TypeName().ShouldBe("ClientHasEnded");
        (await registry.AskWithTokenAsync(department, Testing.Operations.EndClient, new { input = new { clientId = "department" } })).TypeName().ShouldBe("ClientNotFound");
    }

    [Theory]
    [InlineData("Clients", "viettel-ca", "clientId")]
    [InlineData("campaign-mine", "viettel-ca", "clientId")]
    [InlineData("system-046200001234", "viettel-ca", "clientId")]
    [InlineData("mine", "nobody", "providerCode")]
    public async Task A_client_is_described(string clientId, string providerCode, string field) => (await registry.AskWithTokenAsync(
        await registry.TokenAsync("department"), Testing.Operations.OpenClient, new { input = new { clientId, providerCode, scopes = new[] { "registry.check" } } })).Text("field").ShouldBe(field);

    [Fact]
    public async Task A_provider_gets_no_scope_of_the_departments()
    {
        var department = await registry.TokenAsync("department");

        foreach (var scopes in new[] { new[] { "department" }, ["registry.check", "department.admin"], [] })
        {
            (await registry.AskWithTokenAsync(department, Testing.Operations.OpenClient, new { input = new { clientId = "mine", providerCode = "ca2", scopes } })).Text("field").ShouldBe("scopes");
        }
    }

    [Fact]
    public async Task Of_two_ends_at_once_one_leaves_a_way_in_and_the_database_alone_holds_it()
    {
        var department = await registry.TokenAsync("department");
        using var first = SystemKey.Es256("r1");
        using var second = SystemKey.Es256("r2");
        await registry.AskWithTokenAsync(department, Testing.Operations.OpenClient, new
        {
            input = new { clientId = "race-client", providerCode = "vnpt-ca", scopes = new[] { "registry.check" }, publicKey = first.Jwk().ToJsonString() },
        });
        await AddKeyAsync(department, "race-client", second);
        var ids = (await registry.AskWithTokenAsync(department, Testing.Operations.Clients, new { code = "vnpt-ca" })).EnumerateArray()
            .Single(c => c.Text("clientId") == "race-client").At("credentials").EnumerateArray().Select(c => c.Text("id")).ToList();

        var answers = await Task.WhenAll(ids.Select(id => EndAsync(department, id)));
        answers.Select(a => a.TypeName()).ShouldBe(["ClientCredentialEnded", "ClientNeedsAWayIn"], ignoreOrder: true);

        var blind = registry.BlindEndOfCredential();
        var left = ids[answers.ToList().FindIndex(a => a.TypeName() == "ClientNeedsAWayIn")];
        (await Should.ThrowAsync<PostgresException>(() => blind.HandleAsync(Callers.Client("department", Scopes.Department), new(left, null), Cancel))).ConstraintName.ShouldBe("client_keeps_a_way_in");
        (await Should.ThrowAsync<PostgresException>(() => fixture.Database.ExecuteAsync("update signin.client_credentials set valid_to = null where valid_to is not null")))
            .ConstraintName.ShouldBe("credential_ends_once");
        await registry.AskWithTokenAsync(department, Testing.Operations.EndClient, new { input = new { clientId = "race-client" } });
        (await Should.ThrowAsync<PostgresException>(() => fixture.Database.ExecuteAsync("update registry.clients set ended_at = null, ended_by = null where client_id = 'race-client'")))
            .ConstraintName.ShouldBe("client_ends_once");
    }

    public static TheoryData<string> Unsound()
    {
        using var curve = SystemKey.Es256();
        using var weak = SystemKey.Rsa(1024, "RS256");
        var good = curve.Jwk();
        string With(string member, string value)
        {
            var changed = good.DeepClone().AsObject();
            changed[member] = value;
            return changed.ToJsonString();
        }

        return
        [
            "", "x", "[]", "{}", "null", weak.Jwk().ToJsonString(), With("d", "AAAA"), With("use", "enc"), With("alg", "ES384"), With("crv", "P-384"), With("x", "AAAA"), With("y", good["x"]!.ToString()),
            With("kid", "046200001234"), With("kid", ""), With("kid", "a b"), With("kty", "oct"), """{"kty":"oct","k":"AAAA"}""", new string(' ', 4_001),
        ];
    }

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_key_that_is_private_weak_or_none_is_refused(string jwk)
    {
        var (key, refusal) = ClientKeyIsSoundRule.Judge(jwk);

        key.ShouldBeNull();
        refusal.ShouldNotBeNull();
    }

    [Fact]
    public void A_key_without_an_id_is_named_by_its_thumbprint_and_nothing_but_its_public_members_is_kept()
    {
        // RFC 7638 §3.1.
        const string Rfc = """
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256"}
            """;

        var (key, _) = ClientKeyIsSoundRule.Judge(Rfc);

        key!.Id.ShouldBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        key.Jwk.ShouldNotContain("alg");
    }

    [Fact]
    public async Task Secrets_of_before_are_still_good_in_the_form_in_which_they_were_kept()
    {
        var before = await fixture.Database.ScalarAsync<string>("select client_secret from signin.applications where client_id = 'vnpt-ca'");

        ClientSecret.Fits("vnpt-ca-demo", before).ShouldBeTrue();
        ClientSecret.Fits("vnpt-ca-demo2", before).ShouldBeFalse();
        foreach (var unsound in new[] { "", "x", "AQAAAAE=", before[..20], Convert.ToBase64String(new byte[61]) })
        {
            ClientSecret.Fits("vnpt-ca-demo", unsound).ShouldBeFalse(unsound);
        }
    }

    private async Task<bool> SignsInAsync(string client, SystemKey key) =>
        (await registry.AskWithAssertionAsync(key.Assertion(client, registry.TokenAddress(), DateTimeOffset.UtcNow))).Status == HttpStatusCode.OK;

    private async Task<List<JsonElement>> ListAsync(string token) => [.. (await registry.AskWithTokenAsync(token, Testing.Operations.Clients, new { })).EnumerateArray()];

    private Task<JsonElement> AddKeyAsync(string token, string clientId, SystemKey key) =>
        registry.AskWithTokenAsync(token, Testing.Operations.AddClientKey, new { input = new { clientId, publicKey = key.Jwk().ToJsonString() } });

    private Task<JsonElement> EndAsync(string token, string id, DateTimeOffset? at = null) =>
        registry.AskWithTokenAsync(token, Testing.Operations.EndClientCredential, new { input = new { id, at } });

    private Task<JsonElement> ApproveAsync(string token, JsonElement proposed) =>
        registry.AskWithTokenAsync(token, Testing.Operations.ApproveProposal, new { id = proposed.Text("proposalId") });
}
