using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Programme.Departments;
using Campaign.Registry.Providers.Offers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Offers, terms and the department's own details are decided from an instant on, and what was decided is never rewritten (HUE-1.1, DT-5).</summary>
public sealed class DatedDecisionTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Policy = "Miễn phí cài đặt tại nhà.";
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task An_offer_is_published_from_an_instant_on_and_the_one_before_it_stays_as_history()
    {
        await clock.AtAsync(Now);
        var before = await Offers.InForceAsync("hue", TestContext.Current.CancellationToken);
        var published = await PublishAsync(new { price = 110_000 });
        published.TypeName().ShouldBe("OfferPublished");
        published.Time("effectiveFrom").ShouldBe(Now);
        (await PublishAsync(new { price = 110_000 })).Time("effectiveFrom").ShouldBe(Now, "asked again, nothing is published anew");
        var planned = await PublishAsync(new { price = 120_000, from = Now.AddDays(2) });
        planned.TypeName().ShouldBe("OfferPublished");
        (await InForceAsync()).ShouldBe(110_000);

        await clock.AtAsync(Now.AddDays(2).AddMicroseconds(-1));
        (await InForceAsync()).ShouldBe(110_000);
        await clock.AtAsync(Now.AddDays(2));
        (await InForceAsync()).ShouldBe(120_000);
        var history = await Offers.HistoryAsync("hue", "vnpt-ca", TestContext.Current.CancellationToken);
        history.Select(h => h.Offer.YearlyPrice).ShouldBe([120_000, 110_000, before["vnpt-ca"].YearlyPrice]);
        history[0].PublishedBy.ShouldBe("officer:administrator");
        history[0].PublishedAt.ShouldBe(Now);
        (await clock.Database.CountAsync("registry.journal where kind = 'OFFER_PUBLISHED' and payload::jsonb ->> 'provider' = 'vnpt-ca'")).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_published_is_not_rewritten_and_what_is_not_an_offer_is_refused()
    {
        await clock.AtAsync(Now);
        (await PublishAsync(new { price = 1, from = Now }, "viettel-ca")).Time("after").ShouldBe(Now);
        (await PublishAsync(new { price = 1, from = Now.AddMicroseconds(1) }, "viettel-ca")).TypeName().ShouldBe("OfferPublished");
        (await PublishAsync(new { price = 2 }, "viettel-ca")).Time("after").ShouldBe(Now.AddMicroseconds(1));
        (await PublishAsync(new { price = -1 }, "viettel-ca")).Text("field").ShouldBe("yearlyPrice");
        (await PublishAsync(new { price = 2, policy = " " }, "viettel-ca")).Text("field").ShouldBe("policyVietnamese");
        (await PublishAsync(new { price = 2, policy = "gọi 0905 000 111" }, "viettel-ca")).Text("field").ShouldBe("policyVietnamese");
        (await PublishAsync(new { price = 2, phone = "gọi tôi" }, "viettel-ca")).Text("field").ShouldBe("phone");
        (await PublishAsync(new { price = 2 }, "nobody")).TypeName().ShouldBe("ProviderNotParticipating");
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(Reviewer, "publishOffer", RunningOperations.Publish, new { input = new { } }));

        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync("""
            insert into registry.provider_offers (provider_id, campaign_id, effective_from, policy_vi, policy_en, yearly_price, published_by)
            select provider_id, campaign_id, effective_from - interval '1 day', policy_vi, policy_en, yearly_price, 'x' from registry.provider_offers limit 1
            """));
        refused.ConstraintName.ShouldBe("what_holds_is_not_rewritten");
    }

    [Fact]
    public async Task Of_publications_at_once_for_one_instant_one_is_published_and_the_others_are_told()
    {
        await clock.AtAsync(Now);
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => PublishAsync(new { price = n, from = Now.AddHours(5) }, "bkav-ca")));

        answers.Count(a => a.TypeName() == "OfferPublished").ShouldBe(1);
        answers.Count(a => a.TypeName() == "BeginsTooEarly").ShouldBe(5);
    }

    [Fact]
    public async Task New_terms_hold_from_their_instant_and_what_is_not_named_stays()
    {
        await clock.AtAsync(Now);
        var from = Now.AddHours(6);
        // Of a trial every term may change; of another all but the law's figures (TrialTests).
        (await registry.CreateCampaignAsync("dated", programme: "dated", opensAt: Now.AddDays(-1))).TypeName().ShouldBe("CampaignCreated");
        (await ChangeAsync(new { effectiveFrom = Now, freeMonths = 6 }, "dated")).Time("after").ShouldBe(Now);
        (await ChangeAsync(new { effectiveFrom = from, freeMonths = 0 }, "dated")).Text("field").ShouldBe("freeMonths");
        (await ChangeAsync(new { effectiveFrom = from, needWindow = "PT0S" }, "dated")).Text("field").ShouldBe("needWindow");
        (await ChangeAsync(new { effectiveFrom = from, closesAt = from }, "dated")).Text("field").ShouldBe("closesAt");
        (await ChangeAsync(new { effectiveFrom = from, name = "046 200 001 234" }, "dated")).Text("field").ShouldBe("name");
        (await ChangeAsync(new { effectiveFrom = from }, "nowhere")).TypeName().ShouldBe("CampaignNotOpen");
        var changed = await ChangeAsync(new { effectiveFrom = from, needWindow = "PT24H", checksPerStaffPerHour = 90 }, "dated");
        changed.TypeName().ShouldBe("CampaignTermsChanged");
        changed.At("terms", "freeMonths").GetInt32().ShouldBe(12);
        (await ChangeAsync(new { effectiveFrom = from, needWindow = "PT24H", checksPerStaffPerHour = 90 }, "dated")).TypeName().ShouldBe("CampaignTermsChanged", "asked again, its own terms");
        (await ChangeAsync(new { effectiveFrom = from, needWindow = "PT12H" }, "dated")).Time("after").ShouldBe(from);

        var early = await registry.RegisterNeedAsync(new() { Campaign = "dated", CitizenId = Make.Citizen() });
        early.Time("need", "dueAt").ShouldBe(Now.AddHours(48));
        await clock.AtAsync(from);
        var late = await registry.RegisterNeedAsync(new() { Campaign = "dated", CitizenId = Make.Citizen() });
        late.Time("need", "dueAt").ShouldBe(from.AddHours(24));
        (await registry.NeedAsync("department", early.Text("need", "id"))).Time("dueAt").ShouldBe(Now.AddHours(48), "what began before keeps its limit");
        var history = await registry.Services.GetRequiredService<CampaignTermsHistory>().OfAsync(Administrator, "dated", TestContext.Current.CancellationToken);
        history[0].Policy.NeedWindow.ShouldBe(TimeSpan.FromHours(24));
        history[0].DecidedBy.ShouldBe("officer:administrator");
        history[1].Policy.NeedWindow.ShouldBe(TimeSpan.FromHours(48));
        (await clock.Database.CountAsync("registry.journal where kind = 'CAMPAIGN_TERMS_CHANGED'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_departments_phone_is_changed_from_an_instant_on()
    {
        await clock.AtAsync(Now);
        (await DepartmentAsync(new { phone = "0234 3 823 456" })).Text("phone").ShouldBe("0234 3 823 456");
        (await DepartmentAsync(new { phone = "call us" })).Text("field").ShouldBe("phone");
        (await DepartmentAsync(new { nameEnglish = "" })).Text("field").ShouldBe("nameEnglish");
        (await DepartmentAsync(new { phone = "1022", effectiveFrom = Now.AddDays(-1) })).Time("after").ShouldBe(Now);
        (await DepartmentAsync(new { phone = "1022", effectiveFrom = Now.AddDays(1) })).Time("effectiveFrom").ShouldBe(Now.AddDays(1));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(Reviewer, "changeDepartmentDetails", RunningOperations.ChangeDepartment, new { input = new { } }));

        var all = await registry.Services.GetRequiredService<DepartmentHistory>().AllAsync(Administrator, TestContext.Current.CancellationToken);
        all.Take(2).Select(d => d.Details.Phone).ShouldBe(["1022", "0234 3 823 456"]);
        all[0].Details.Name.ShouldBe(all[1].Details.Name);
    }

    [Fact]
    public async Task How_many_live_in_a_ward_is_entered_with_its_source_and_what_was_entered_before_stays()
    {
        await clock.AtAsync(Now);
        (await PopulationsAsync(("19753", 45_210), ("19774", 38_000))).At("changed").GetInt32().ShouldBe(2);
        (await PopulationsAsync(("19753", 45_210), ("19774", 38_000))).At("changed").GetInt32().ShouldBe(0, "asked again, nothing is entered anew");
        (await PopulationsAsync(("19753", 1), ("19753", 2))).Text("field").ShouldBe("populations");
        (await PopulationsAsync(("00000", 1))).Text("field").ShouldBe("populations");
        (await PopulationsAsync(("19753", 10_000_001))).Text("field").ShouldBe("populations");
        (await SetAsync(new { asOf = "2026-12-31", source = "a yearbook", populations = new[] { new { wardCode = "19753", population = 1 } } })).Text("field").ShouldBe("asOf");
        (await SetAsync(new { asOf = "2025-12-31", source = "046200001234", populations = new[] { new { wardCode = "19753", population = 1 } } })).Text("field").ShouldBe("source");
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(Reviewer, "setWardPopulations", RunningOperations.SetPopulations, new { input = new { } }));

        await clock.AtAsync(Now.AddDays(1));
        (await PopulationsAsync(("19753", 45_900), ("19774", 38_000))).At("changed").GetInt32().ShouldBe(1);
        var all = await registry.Services.GetRequiredService<WardPopulations>().AllAsync(Administrator, TestContext.Current.CancellationToken);
        all.Where(p => p.WardCode is "19753" or "19774").Select(p => (p.WardCode, p.Population, p.AsOf, p.DecidedBy)).ShouldBe(
            [("19753", 45_900, new(2025, 12, 31), "officer:administrator"), ("19774", 38_000, new(2025, 12, 31), "officer:administrator")]);
        (await clock.Database.CountAsync("registry.ward_populations where ward_code = '19753'")).ShouldBe(2);
        (await clock.Database.CountAsync("registry.journal where kind = 'WARD_POPULATIONS_SET' and payload like '%19753%'")).ShouldBe(2);
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(
            "insert into registry.ward_populations select ward_code, effective_from - interval '1 hour', 7, as_of, source, decided_by from registry.ward_populations where population = 45900"));
        refused.ConstraintName.ShouldBe("what_holds_is_not_rewritten");
    }

    [Fact]
    public async Task Of_counts_of_one_ward_entered_at_one_instant_one_stands_and_the_others_are_told()
    {
        await clock.AtAsync(Now.AddDays(3));
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => PopulationsAsync(("19777", n))));

        answers.Count(a => a.TypeName() == "WardPopulationsSet").ShouldBe(1);
        answers.Count(a => a.TypeName() == "BeginsTooEarly").ShouldBe(5);
        (await clock.Database.CountAsync("registry.ward_populations where ward_code = '19777'")).ShouldBe(1);
    }

    private Task<JsonElement> PopulationsAsync(params (string Ward, int People)[] counts) => SetAsync(
        new { asOf = "2025-12-31", source = "Niên giám thống kê", populations = counts.Select(c => new { wardCode = c.Ward, population = c.People }) });

    private Task<JsonElement> SetAsync(object input) => registry.AskAsync(Administrator, "setWardPopulations", RunningOperations.SetPopulations, new { input });

    private OfferQueries Offers => registry.Services.GetRequiredService<OfferQueries>();

    private async Task<int> InForceAsync() => (await Offers.InForceAsync("hue", TestContext.Current.CancellationToken))["vnpt-ca"].YearlyPrice;

    private Task<JsonElement> PublishAsync(object said, string providerCode = "vnpt-ca")
    {
        var given = JsonSerializer.SerializeToElement(said);
        return registry.AskAsync(Administrator, "publishOffer", RunningOperations.Publish, new
        {
            input = new
            {
                campaign = "hue",
                providerCode,
                policyVietnamese = given.TryGetProperty("policy", out var policy) ? policy.GetString() : Policy,
                policyEnglish = "Free installation at home.",
                yearlyPrice = given.At("price").GetInt32(),
                phone = given.TryGetProperty("phone", out var phone) ? phone.GetString() : null,
                effectiveFrom = given.TryGetProperty("from", out var from) ? from.GetString() : null,
            },
        });
    }

    private Task<JsonElement> ChangeAsync(object terms, string campaign = "hue")
    {
        var input = JsonSerializer.SerializeToNode(terms)!.AsObject();
        input["campaign"] = campaign;
        return registry.AskAsync(Administrator, "changeCampaignTerms", RunningOperations.ChangeTerms, new { input });
    }

    private Task<JsonElement> DepartmentAsync(object details) =>
        registry.AskAsync(Administrator, "changeDepartmentDetails", RunningOperations.ChangeDepartment, new { input = details });
}
