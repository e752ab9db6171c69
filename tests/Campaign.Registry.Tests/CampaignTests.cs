using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>How the department sets up a campaign, and removes a provider from it (HUE-1.1, HUE-5.3).</summary>
public sealed class CampaignTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Create = """
        mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename ... on Refusal { code message }
          ... on InvalidCampaign { field } ... on CampaignCreated { campaign { code name opensAt closesAt providers { code } } } } }
        """;

    private const string Exclude = """
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on Refusal { code message clause }
          ... on ProviderExcluded { provider { code } excludedAt needsReleased } } }
        """;

    private static readonly string[] All = ["vnpt-ca", "viettel-ca", "misa-ca", "bkav-ca", "fpt-ca", "ca2"];
    private static readonly DateTimeOffset Opens = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Who_was_excluded_from_one_campaign_is_excluded_from_another_of_the_programme_on_the_same_grounds()
    {
        (await registry.CreateCampaignAsync("grounds-1", providers: ["misa-ca", "ca2"])).TypeName().ShouldBe("CampaignCreated");
        (await registry.CreateCampaignAsync("grounds-2", providers: ["misa-ca", "ca2"])).TypeName().ShouldBe("CampaignCreated");
        var ground = await fixture.Database.GroundAsync("misa-ca", "grounds-1");

        (await ExcludeAsync("grounds-1", "misa-ca", violationIds: [ground])).TypeName().ShouldBe("ProviderExcluded");
        (await ExcludeAsync("grounds-2", "ca2", violationIds: [ground])).TypeName().ShouldBe("ExclusionGroundsNotConfirmed", "another's violation");
        (await ExcludeAsync("grounds-2", "misa-ca", violationIds: [ground])).TypeName().ShouldBe("ProviderExcluded");
        (await registry.CheckAsync("misa-ca", Make.Citizen(), campaign: "grounds-2")).TypeName().ShouldBe("ProviderNotParticipating");
    }

    [Fact]
    public async Task A_campaign_takes_checks_and_records_as_soon_as_it_is_made()
    {
        var made = await CreateAsync(Input("spring"));

        made.Text("campaign", "code").ShouldBe("spring");
        made.At("campaign", "providers").EnumerateArray().Select(p => p.Text("code")).Order().ShouldBe(All.Order());
        (await registry.CheckAsync("ca2", Make.Citizen(), campaign: "spring")).Text("standing").ShouldBe("FREE");
        (await registry.RecordAsync("ca2", Make.Record() with { Campaign = "spring" })).TypeName().ShouldBe("IssuanceRecorded");
        // Places are counted in the programme (ProgrammeTests).
        var citizen = Make.Citizen();
        (await registry.RecordAsync("ca2", Make.Record(citizen) with { Campaign = "spring" })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).TypeName().ShouldBe("AlreadyIssued");
    }

    [Fact]
    public async Task Its_policy_is_the_regulations_but_for_what_is_set()
    {
        await CreateAsync(Input("policy", new { checkWindow = "PT10M", freeMonths = 6 }));

        var kept = await fixture.Database.ScalarAsync<string>("""
            select concat_ws(' ', need_window, support_window, free_months, check_window, reporting_grace, revoke_window, activation_window,
              checks_per_staff_per_hour, checks_per_provider_per_minute) from registry.campaign_terms t join registry.campaigns c on c.id = t.campaign_id
            where c.code = 'policy'
            """);
        kept.ShouldBe("2 days 3 days 6 00:10:00 00:15:00 1 day 3 days 120 6000");
        var check = await registry.CheckAsync("ca2", Make.Citizen(), campaign: "policy");
        (check.Time("ticketExpiresAt") - check.Time("checkedAt")).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Equal_input_gives_its_campaign_and_other_input_finds_the_code_taken()
    {
        var input = Input("twice");

        (await CreateAsync(input)).TypeName().ShouldBe("CampaignCreated");
        (await CreateAsync(input)).TypeName().ShouldBe("CampaignCreated");
        (await CreateAsync(Input("twice", name: "Another"))).TypeName().ShouldBe("CampaignCodeTaken");
        (await CreateAsync(Input("twice", new { freeMonths = 6 }))).TypeName().ShouldBe("CampaignCodeTaken");
        (await CreateAsync(Input("twice", providers: ["ca2"]))).TypeName().ShouldBe("CampaignCodeTaken");
        (await fixture.Database.CountAsync("registry.campaigns where code = 'twice'")).ShouldBe(1);
    }

    [Fact]
    public async Task Made_at_once_by_many_it_is_made_once()
    {
        var input = Input("at-once");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CreateAsync(input)));

        answers.ShouldAllBe(a => a.TypeName() == "CampaignCreated");
        (await fixture.Database.CountAsync("registry.journal where kind = 'CAMPAIGN_CREATED' and payload like '%at-once%'")).ShouldBe(1);
    }

    public static TheoryData<string, object> Invalid() => new()
    {
        { "code", Input("Not Plain") },
        { "code", Input("") },
        { "name", Input("n1", name: "  ") },
        { "closesAt", Input("n2", closes: Opens) },
        { "providerCodes", Input("n3", providers: []) },
        { "providerCodes", Input("n4", providers: ["ca2", "ca2"]) },
        { "providerCodes", Input("n5", providers: ["nobody"]) },
        { "policy.needWindow", Input("n6", new { needWindow = "PT0S" }) },
        { "policy.revokeWindow", Input("n7", new { revokeWindow = "P366DT1S" }) },
        { "policy.freeMonths", Input("n8", new { freeMonths = 0 }) },
        { "policy.checksPerStaffPerHour", Input("n9", new { checksPerStaffPerHour = 0 }) },
        { "policy.checksPerProviderPerMinute", Input("n10", new { checksPerProviderPerMinute = -1 }) },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_cannot_be_is_refused_by_its_field(string field, object input)
    {
        var refused = await CreateAsync(input);

        refused.TypeName().ShouldBe("InvalidCampaign");
        refused.Text("field").ShouldBe(field);
    }

    [Theory]
    [InlineData("PT1S")]
    [InlineData("P366D")]
    [InlineData("P1DT2H3M4S")]
    public async Task Windows_last_from_one_second_to_366_days(string window) =>
        (await CreateAsync(Input("w-" + window.ToLowerInvariant(), new { revokeWindow = window }))).TypeName().ShouldBe("CampaignCreated");

    [Theory]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("PT")]
    [InlineData("P")]
    [InlineData("-PT1H")]
    [InlineData("PT1.5S")]
    [InlineData("48 hours")]
    [InlineData("PT99999999999S")]
    public async Task What_is_no_duration_is_a_bad_request(string window)
    {
        var (_, body) = await registry.SendAsync("department", Create, new { input = Input("never", new { revokeWindow = window }) });

        body.At("errors")[0].Text("extensions", "code").ShouldBe("BAD_REQUEST");
    }

    [Fact]
    public async Task An_excluded_provider_checks_and_records_nothing_more_and_the_others_go_on()
    {
        await CreateAsync(Input("summer"));
        var citizen = Make.Citizen();
        (await registry.RecordAsync("fpt-ca", Make.Record(citizen) with { Campaign = "summer" })).TypeName().ShouldBe("IssuanceRecorded");

        var excluded = await ExcludeAsync("summer", "fpt-ca", violationIds: await fixture.Database.GroundAsync("fpt-ca", "summer"));

        excluded.TypeName().ShouldBe("ProviderExcluded");
        excluded.At("needsReleased").GetInt32().ShouldBe(0);
        var refused = await registry.RecordAsync("fpt-ca", Make.Record() with { Campaign = "summer" });
        refused.TypeName().ShouldBe("ProviderNotParticipating");
        refused.Time("excludedAt").ShouldBe(excluded.Time("excludedAt"));
        (await registry.CheckAsync("fpt-ca", Make.Citizen(), campaign: "summer")).TypeName().ShouldBe("ProviderNotParticipating");
        (await registry.RecordAsync("ca2", Make.Record() with { Campaign = "summer" })).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("fpt-ca", Make.Record())).TypeName().ShouldBe("IssuanceRecorded", "in other campaigns it takes part");
        // What was issued stays.
        (await registry.CheckAsync("ca2", citizen, campaign: "summer")).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
    }

    [Fact]
    public async Task Excluded_again_it_is_the_first_exclusion_that_is_answered()
    {
        await CreateAsync(Input("autumn", providers: ["ca2", "vnpt-ca"]));

        var first = await ExcludeAsync("autumn", "ca2", violationIds: await fixture.Database.GroundAsync("ca2", "autumn"));
        var again = await ExcludeAsync("autumn", "ca2");

        first.TypeName().ShouldBe("ProviderExcluded");
        again.ToString().ShouldBe(first.ToString());
        (await ExcludeAsync("autumn", "bkav-ca")).TypeName().ShouldBe("ProviderNotParticipating");
        (await ExcludeAsync("nowhere", "ca2")).TypeName().ShouldBe("ProviderNotParticipating");
        (await ExcludeAsync("autumn", "nobody")).TypeName().ShouldBe("ProviderNotParticipating");
    }

    [Fact]
    public async Task A_provider_makes_no_campaign_and_excludes_nobody()
    {
        foreach (var (query, input) in new[] { (Create, Input("theirs")), (Exclude, new { campaign = "hue", providerCode = "ca2", reason = "rival" }) })
        {
            var (status, body) = await registry.SendAsync("vnpt-ca", query, new { input });

            status.ShouldBe(System.Net.HttpStatusCode.Forbidden);
            body.At("errors")[0].Text("extensions", "code").ShouldBe("FORBIDDEN");
        }

        (await fixture.Database.CountAsync("registry.campaigns where code = 'theirs'")).ShouldBe(0);
        (await fixture.Database.CountAsync("registry.participations where ended_by = 'EXCLUDED' and campaign_id = (select id from registry.campaigns where code = 'hue')")).ShouldBe(0);
    }

    [Fact]
    public async Task A_number_in_a_reason_is_not_kept()
    {
        await CreateAsync(Input("winter", providers: ["ca2"]));

        await ExcludeAsync("winter", "ca2", "cấp trùng cho 046 203 001 234", await fixture.Database.GroundAsync("ca2", "winter"));

        (await fixture.Database.ScalarAsync<string>("select end_reason from registry.participations where end_reason like 'cấp trùng%'")).ShouldBe("cấp trùng cho •••");
        (await fixture.Database.CountAsync("registry.journal where payload like '%203 001%'")).ShouldBe(0);
    }

    private static object Input(
        string code, object? policy = null, string name = "Chiến dịch", string[]? providers = null, DateTimeOffset? closes = null) => new
        {
            code,
            name,
            opensAt = Opens,
            closesAt = closes ?? Opens.AddDays(100),
            providerCodes = providers ?? All,
            policy,
        };

    private Task<JsonElement> CreateAsync(object input) => registry.AskAsync("department", "createCampaign", Create, new { input });

    private Task<JsonElement> ExcludeAsync(string campaign, string providerCode, string reason = "vi phạm đã xác định", params string[] violationIds) =>
        registry.AskAsync("department", "excludeProvider", Exclude, new { input = new { campaign, providerCode, reason, decisionNumber = "12/QĐ-SKHCN", violationIds } });
}
