using System.Net;
using Campaign.SignIn;
using Campaign.SignIn.People;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>What the sign-in writes down, what it does not, and who can change that: nobody. And the counter's act, by which a citizen's phone is known.</summary>
public sealed class SignInEventTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly HandMovedTime time = new();
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

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
    public async Task Failures_waits_and_second_factors_are_written_down_by_account_or_by_a_keyed_hash()
    {
        using var known = new Person(registry, "officer-viewer", SignInClients.Desk, time);
        using var unknown = new Person(registry, "khong-co-ai", SignInClients.Desk, time);
        await known.GivePasswordAsync("wrong password 1");
        for (var n = 0; n < 9; n++)
        {
            await unknown.GivePasswordAsync($"wrong password {n}");
        }

        await known.GivePasswordAsync();
        await known.GiveCodeAsync("000000");
        await known.GiveCodeAsync(known.CodeAt(0));
        await known.Browser.SubmitAsync(SignInPaths.Logout, []);

        var mine = await database.ScalarAsync<string>(
            "select string_agg(e.kind, ' ' order by e.kind) from signin.events e join signin.accounts a on a.id = e.account_id where a.user_name = 'officer-viewer'");
        mine.ShouldBe("SECOND_FACTOR_FAILED SIGNED_IN SIGNED_OUT SIGN_IN_FAILED");
        (await database.ScalarAsync<string>("select string_agg(kind, ' ' order by kind) from signin.events where account_id is null")).ShouldBe(
            "SIGN_IN_FAILED SIGN_IN_FAILED SIGN_IN_FAILED SIGN_IN_FAILED SIGN_IN_FAILED SIGN_IN_FAILED SIGN_IN_SLOWED", "being slowed is written once a minute");
        (await database.CountAsync("(select distinct name_hash from signin.events where name_hash is not null) h")).ShouldBe(1);
        (await database.ScalarAsync<string>("select string_agg(distinct network, ' ') from signin.events")).ShouldBe("127.0.0.0/24");
        var rows = await database.ScalarAsync<string>("select string_agg(e::text, ' ') from signin.events e");
        rows.ShouldNotContain("khong-co-ai");
        rows.ShouldNotContain("wrong password");
        (await registry.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain("campaign_sign_in_events_total{kind=\"SIGN_IN_SLOWED\"}");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_is_written_down_for_its_account()
    {
        using var person = new Person(registry, "ca2-admin", SignInClients.Desk, time);
        var tokens = await person.SignInForTokensAsync();
        (await person.RefreshAsync(tokens.Refresh!)).Status.ShouldBe(HttpStatusCode.OK);

        (await person.RefreshAsync(tokens.Refresh!)).Error.ShouldBe("invalid_grant");

        (await database.CountAsync(
            "signin.events e join signin.accounts a on a.id = e.account_id where e.kind = 'REFRESH_REPLAYED' and a.user_name = 'ca2-admin'")).ShouldBe(1);
    }

    [Fact]
    public async Task Events_only_grow_and_the_sign_in_writes_no_other_leaf()
    {
        using var person = new Person(registry, "ca2-admin", SignInClients.Desk, time);
        await person.SignInAsync();
        var signIn = registry.Services.GetRequiredService<SignInDatabase>();
        Task<int> AsSignIn(string sql) => signIn.ExecuteAsync(sql, CancellationToken.None);

        foreach (var sql in new[] { "update signin.events set kind = 'SIGNED_OUT'", "delete from signin.events", "truncate signin.events" })
        {
            (await Should.ThrowAsync<PostgresException>(() => AsSignIn(sql))).SqlState.ShouldBe("42501", sql);
        }

        const string Leaf = "select signin.journal_of_accounts('2026-01-01', '{0}', null, 'x', '{{}}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))";
        (await Should.ThrowAsync<PostgresException>(() => AsSignIn(string.Format(System.Globalization.CultureInfo.InvariantCulture, Leaf, "ISSUANCE_RECORDED")))).SqlState
            .ShouldBe("42501");
        (await Should.ThrowAsync<PostgresException>(() => AsSignIn("select count(*) from registry.journal"))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task Refused_requests_are_counted()
    {
        await registry.SendAsync(null, "{ accounts { totalCount } }");
        await registry.SendAsync("vnpt-ca", "{ accounts { totalCount } }");

        var metrics = await registry.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        metrics.ShouldContain("campaign_refused_requests_total{status=\"401\"}");
        metrics.ShouldContain("campaign_refused_requests_total{status=\"403\"}");
    }

    [Fact]
    public async Task A_phone_bound_at_the_counter_gets_the_codes_and_the_citizen_sees_who_bound_it()
    {
        var (citizen, phone) = (Make.Citizen(), "0905111222");
        await using var strict = await TestRegistry.StartAsync(database, time: time, settings: TestRegistry.Settings with { Demo = false, NoDemo = true });
        var reviewer = await registry.TokenAsOfficerAsync(Account.Reviewer);
        (await registry.BindPhoneAsync(reviewer, "046", phone)).TypeName().ShouldBe("InvalidCitizenId");
        (await registry.BindPhoneAsync(reviewer, "046", "123")).TypeName().ShouldBe("InvalidCitizenId", "the first of two");
        (await registry.BindPhoneAsync(reviewer, citizen, "123")).TypeName().ShouldBe("InvalidPhone");

        var proposed = await registry.BindPhoneAsync(reviewer, citizen, "+84 905 111 222");
        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        (await registry.ConfirmPhoneAsync(await registry.TokenAsOfficerAsync(Account.RoleOfAdministrators), proposed.Text("proposalId"))).TypeName().ShouldBe("CitizenPhoneBound");

        await strict.AskForCodeAsync(citizen, "0905999888");
        strict.Services.GetRequiredService<KeptCodes>().Last.ShouldNotContainKey("0905999888");
        var token = (await strict.SignInAsCitizenAsync(citizen, phone)).Access;
        var lookups = await registry.AskWithTokenAsync(token, "lookups", "{ lookups { edges { node { act by who } } } }");
        lookups.GetProperty("edges")[0].At("node").Text("act").ShouldBe("PHONE_BOUND");
        lookups.GetProperty("edges")[0].At("node").Text("who").ShouldBe("The department");
        (await database.ScalarAsync<string>("select actor || ' ' || payload from registry.journal where kind = 'CITIZEN_PHONE_BOUND'")).ShouldBe("officer:officer-admin {\"replaces\":false}");
        (await registry.SendWithTokenAsync(await registry.TokenAsOfficerAsync(Account.Viewer), "mutation { bindCitizenPhone(input: { citizenId: \"1\", phone: \"1\" }) { __typename } }"))
            .Status.ShouldBe(HttpStatusCode.Forbidden);
        (await registry.AskAsync("department", "bindCitizenPhone", "mutation { bindCitizenPhone(input: { citizenId: \"1\", phone: \"1\" }) { __typename } }")).TypeName()
            .ShouldBe("InvalidCitizenId");
    }
}
