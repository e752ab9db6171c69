using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Which programme a campaign belongs to, and that the law's figures are the law's: a need waits 48 hours, the free year has 12 months, but in a trial (HUE-4.4, HUE-1.5).</summary>
public sealed class TrialTests(TestPostgres postgres, RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry registry = fixture.Registry;

    [Theory]
    [InlineData("by-law", null, null, "hue", false)]
    [InlineData("named", null, "hue", "hue", false)]
    [InlineData("elsewhere", null, "da-nang", "da-nang", true)]
    [InlineData("short", "PT5S", null, "short", true)]
    [InlineData("short-elsewhere", "PT5S", "quang-tri", "quang-tri", true)]
    public async Task Terms_and_programme_say_whether_a_campaign_is_a_trial(string code, string? window, string? named, string programme, bool trial)
    {
        object? policy = window is null ? null : new { needWindow = window };

        var made = await registry.CreateCampaignAsync(code, policy, named);

        made.Text("campaign", "programme").ShouldBe(programme);
        made.At("campaign", "isTrial").GetBoolean().ShouldBe(trial);
        var read = await registry.AskAsync("ca2", "campaign", "query($code: String!) { campaign(code: $code) { programme isTrial } }", new { code });
        (read.Text("programme"), read.At("isTrial").GetBoolean()).ShouldBe((programme, trial));
    }

    [Fact]
    public async Task Each_trial_is_a_programme_of_its_own()
    {
        var opens = DateTimeOffset.UtcNow.AddDays(-1);
        (await registry.CreateCampaignAsync("one", programme: "own", opensAt: opens)).TypeName().ShouldBe("CampaignCreated");
        (await registry.CreateCampaignAsync("one", programme: "own", opensAt: opens)).TypeName().ShouldBe("CampaignCreated", "equal input gives its campaign");
        (await registry.CreateCampaignAsync("one", opensAt: opens)).TypeName().ShouldBe("CampaignCodeTaken");

        var second = await registry.CreateCampaignAsync("two", programme: "own");
        (await registry.CreateCampaignAsync("own", new { freeMonths = 6 }, opensAt: opens)).Text("campaign", "programme").ShouldBe("trial-own");
        (await registry.CreateCampaignAsync("own", new { freeMonths = 6 }, opensAt: opens)).TypeName().ShouldBe("CampaignCreated", "equal input gives its campaign");

        (second.TypeName(), second.Text("field"), second.Text("clause")).ShouldBe(("InvalidCampaign", "programme", "HUE-1.3"));
    }

    [Theory]
    [InlineData("hue", "PT47H", 12, "policy.needWindow", "HUE-4.4")]
    [InlineData("hue", "PT48H", 13, "policy.freeMonths", "HUE-1.5")]
    [InlineData("Huế", "PT48H", 12, "programme", null)]
    [InlineData("046203001234", "PT48H", 12, "programme", null)]
    public async Task In_the_registrys_programme_the_laws_figures_are_the_laws(string programme, string window, int months, string field, string? clause)
    {
        var refused = await registry.CreateCampaignAsync("bent", new { needWindow = window, freeMonths = months }, programme);

        refused.TypeName().ShouldBe("InvalidCampaign");
        (refused.Text("field"), refused.At("clause").GetString()).ShouldBe((field, clause));
    }

    [Fact]
    public async Task Nor_are_they_changed_later_but_in_a_trial()
    {
        await registry.CreateCampaignAsync("lawful");
        await registry.CreateCampaignAsync("trial", new { needWindow = "PT5S" });

        var window = await ChangeAsync("lawful", new { campaign = "lawful", effectiveFrom = DateTimeOffset.UtcNow.AddDays(1), needWindow = "PT24H" });
        var months = await ChangeAsync("lawful", new { campaign = "lawful", effectiveFrom = DateTimeOffset.UtcNow.AddDays(1), freeMonths = 6 });

        (window.TypeName(), window.Text("field"), window.Text("clause")).ShouldBe(("InvalidCampaign", "needWindow", "HUE-4.4"));
        (months.TypeName(), months.Text("field"), months.Text("clause")).ShouldBe(("InvalidCampaign", "freeMonths", "HUE-1.5"));
        (await ChangeAsync("trial", new { campaign = "trial", effectiveFrom = DateTimeOffset.UtcNow.AddDays(1), needWindow = "PT9S" })).TypeName().ShouldBe("CampaignTermsChanged");
    }

    [Fact]
    public async Task A_registry_that_serves_citizens_has_no_trials()
    {
        await using var database = await postgres.CreateAsync();
        await using var real = await TestRegistry.StartAsync(database);
        await database.ExecuteAsync("delete from registry.clock; update registry.database_kind set simulation = false; update registry.clients set demo = false");

        var terms = await real.CreateCampaignAsync("short", new { needWindow = "PT5S" });
        var elsewhere = await real.CreateCampaignAsync("elsewhere", programme: "da-nang");

        (terms.TypeName(), terms.Text("field"), terms.Text("clause")).ShouldBe(("InvalidCampaign", "policy.needWindow", "HUE-4.4"));
        (elsewhere.TypeName(), elsewhere.Text("field"), elsewhere.Text("clause")).ShouldBe(("InvalidCampaign", "programme", "HUE-1.3"));
        (await real.CreateCampaignAsync("lawful")).Text("campaign", "programme").ShouldBe("hue");
        await RefusedAsync(database, "trials_are_for_demos_and_simulations", "insert into registry.programmes (code) values ('mine')");
        await database.ExecuteAsync("update registry.clients set demo = true where client_id = 'department'");
        (await real.CreateCampaignAsync("short", new { needWindow = "PT5S" })).TypeName().ShouldBe("CampaignCreated", "a demo has trials, whatever its clock");
    }

    [Theory]
    [InlineData("laws_figures_hold_outside_trials", "'24 hours', '72 hours', 12")]
    [InlineData("laws_figures_hold_outside_trials", "'48 hours', '72 hours', 11")]
    public async Task The_database_alone_keeps_the_laws_figures(string constraint, string figures) => await RefusedAsync(fixture.Database, constraint, $"""
        with c as (insert into registry.campaigns (code) values ('behind') returning id)
        insert into registry.campaign_terms select id, now() - interval '1 day', 'Behind', now() - interval '1 day', now() + interval '1 day', {figures}, '30 min', '15 min', '24h', '72h',
          120, 6000, 'test' from c
        """);

    [Theory]
    [InlineData("one_programme_of_the_registry", "insert into registry.programmes (code, is_trial) values ('second', false)")]
    [InlineData("campaign_is_a_trial_where_its_programme_is", "insert into registry.campaigns (code, is_trial) values ('pretends', true)")]
    [InlineData("one_campaign_per_trial",
        "with p as (insert into registry.programmes (code) values ('shared') returning id) insert into registry.campaigns (code, programme_id, is_trial) select c, id, true from p, unnest(array['a', 'b']) c")]
    public async Task The_database_alone_keeps_programmes_apart(string constraint, string sql) => await RefusedAsync(fixture.Database, constraint, sql);

    private Task<System.Text.Json.JsonElement> ChangeAsync(string campaign, object input) => registry.AskAsync(
        "department", "changeCampaignTerms",
        "mutation($input: ChangeCampaignTermsInput!) { changeCampaignTerms(input: $input) { __typename ... on Refusal { message clause } ... on InvalidCampaign { field } } }", new { input });

    private static async Task RefusedAsync(TestDatabase database, string constraint, string sql)
    {
        await using var connection = await database.ConnectAsync(Migrations.RuntimeRole);
        await using var viewer = new NpgsqlCommand("set registry.viewer = 'department'", connection);
        await viewer.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        refused.ConstraintName.ShouldBe(constraint);
    }
}
