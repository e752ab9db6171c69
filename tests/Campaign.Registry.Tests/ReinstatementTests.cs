using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Programme.Exclusions;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Who was excluded comes back by a decision of two officers, in a period of its own; what the exclusion did stays done (HUE-5.3, I7).</summary>
public sealed class ReinstatementTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task A_reinstated_provider_records_again_in_a_period_of_its_own_and_what_was_released_stays_released()
    {
        await clock.AtAsync(Now);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");
        var effect = (await EffectOfExclusionAsync("ca2"))!;
        (effect.OpenNeeds, effect.LiveIssuances, effect.Pending, effect.Staff).ShouldBe((1, 0, 0, await StaffOfAsync("ca2")));
        await ExcludeAsync("ca2");
        (await RecordAsync("ca2")).TypeName().ShouldBe("ProviderNotParticipating");
        (await EffectOfExclusionAsync("ca2")).ShouldBeNull();

        var back = Now.AddHours(1);
        await clock.AtAsync(back);
        var proposed = await ReinstateAsync(Reviewer, "ca2");
        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        (await RecordAsync("ca2")).TypeName().ShouldBe("ProviderNotParticipating", "one officer alone reinstates nobody");
        var wouldBe = (await Reinstate.EffectAsync(Reviewer, "hue", "ca2", TestContext.Current.CancellationToken))!;
        (wouldBe.ExcludedAt, wouldBe.NeedsReleased, wouldBe.Staff, wouldBe.Licensed).ShouldBe((Now, 1, effect.Staff, true));
        (await registry.ApproveAsync(Reviewer, proposed.Text("proposalId"))).ShouldBe("403");
        (await registry.ApproveAsync(Administrator, proposed.Text("proposalId"))).ShouldBe("ProposalApproved");

        (await RecordAsync("ca2", back)).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.NeedAsync("department", need)).Text("state").ShouldBe("RELEASED");
        (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" })).TypeName().ShouldBe("NeedRegistered");
        (await EffectOfExclusionAsync("ca2"))!.OpenNeeds.ShouldBe(1, "what an earlier exclusion released is not released again");
        (await clock.Database.CountAsync("registry.participations p join registry.providers v on v.id = p.provider_id where v.code = 'ca2' and p.campaign_id = (select id from registry.campaigns where code = 'hue') and p.ended_by = 'EXCLUDED' and p.ended_at = $1", Now)).ShouldBe(1);
        (await clock.Database.CountAsync("registry.journal where kind = 'PROVIDER_REINSTATED' and payload like '%ca2%'")).ShouldBe(1);
        var again = await ReinstateAsync("department", "ca2");
        again.TypeName().ShouldBe("ProviderReinstated");
        again.Time("reinstatedAt").ShouldBe(back, "asked again, the first answer");

        // And it can be excluded once more.
        await clock.AtAsync(back.AddHours(1));
        await ExcludeAsync("ca2");
        (await RecordAsync("ca2", back.AddHours(1))).TypeName().ShouldBe("ProviderNotParticipating");
    }

    [Fact]
    public async Task Who_is_not_excluded_is_not_reinstated_and_a_proposal_that_became_idle_is_refused_at_the_approval()
    {
        await clock.AtAsync(Now);
        (await ReinstateAsync(Reviewer, "misa-ca")).TypeName().ShouldBe("ProviderNotExcluded");
        (await ReinstateAsync(Reviewer, "nobody")).TypeName().ShouldBe("ProviderNotExcluded");

        await ExcludeAsync("misa-ca");
        var proposed = (await ReinstateAsync(Reviewer, "misa-ca")).Text("proposalId");
        (await ReinstateAsync(Administrator, "misa-ca")).Text("proposalId").ShouldBe(proposed, "one is open at a time");
        (await registry.ApproveAsync(Administrator, proposed)).ShouldBe("ProposalApproved");
        await clock.Database.ExecuteAsync(
            "update registry.participations set ended_at = $1, ended_by = 'LEFT' where ended_at is null and provider_id = (select id from registry.providers where code = 'misa-ca')", Now.AddMinutes(1));
        (await ReinstateAsync("department", "misa-ca")).TypeName().ShouldBe("ProviderNotExcluded", "who left was not excluded");
    }

    [Fact]
    public async Task An_officer_alone_lets_no_excluded_provider_in_by_another_campaign()
    {
        await clock.AtAsync(Now);
        await ExcludeAsync("fpt-ca");

        var refused = await CreateAsync(Administrator, "back-door", "misa-ca", "fpt-ca");

        refused.TypeName().ShouldBe("InvalidCampaign");
        refused.Text("field").ShouldBe("providerCodes");
        refused.Text("clause").ShouldBe("HUE-5.3");
        (await CreateAsync(Administrator, "without", "vnpt-ca")).TypeName().ShouldBe("CampaignCreated");
        await clock.AtAsync(Now.AddMinutes(1));
        (await ReinstateAsync("department", "fpt-ca")).TypeName().ShouldBe("ProviderReinstated");
        (await CreateAsync(Administrator, "front-door", "fpt-ca")).TypeName().ShouldBe("CampaignCreated");
    }

    [Fact]
    public async Task A_proposal_is_about_the_participation_as_it_stood_and_undoes_no_later_decision()
    {
        await clock.AtAsync(Now);
        var ground = await clock.Database.GroundAsync("viettel-ca");
        var exclusion = (await ProposeExclusionAsync("viettel-ca", ground)).Text("proposalId");
        await ExcludeAsync("viettel-ca");
        var reinstatement = (await ReinstateAsync(Reviewer, "viettel-ca")).Text("proposalId");
        await clock.AtAsync(Now.AddMinutes(1));
        await ReinstateAsync("department", "viettel-ca");

        (await registry.ApproveAsync(Administrator, exclusion)).ShouldBe("ProposedActRefused", "the provider was excluded and taken back since");
        (await RecordAsync("viettel-ca", Now.AddMinutes(1))).TypeName().ShouldBe("IssuanceRecorded");

        await clock.AtAsync(Now.AddMinutes(2));
        await ExcludeAsync("viettel-ca");
        (await registry.ApproveAsync(Administrator, reinstatement)).ShouldBe("ProposedActRefused", "it was about the exclusion before");
        (await RecordAsync("viettel-ca", Now.AddMinutes(2))).TypeName().ShouldBe("ProviderNotParticipating");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("x")]
    public async Task An_officer_says_why(string reason)
    {
        await clock.AtAsync(Now);
        await Should.ThrowAsync<Platform.Answers.InvalidInputException>(async () => await ProposeExclusionAsync("vnpt-ca", await clock.Database.GroundAsync("vnpt-ca"), reason));
    }

    [Fact]
    public async Task The_database_alone_lets_nobody_back_without_a_reason()
    {
        await clock.AtAsync(Now);
        await ExcludeAsync("bkav-ca");
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync("""
            insert into registry.participations (campaign_id, provider_id, joined_at)
            select c.id, p.id, $1::timestamptz + interval '1 second' from registry.campaigns c, registry.providers p where c.code = 'hue' and p.code = 'bkav-ca'
            """, Now));

        refused.ConstraintName.ShouldBe("excluded_provider_comes_back_by_a_decision");
    }

    private ReinstateProvider Reinstate => registry.Services.GetRequiredService<ReinstateProvider>();

    private Task<ExclusionEffect?> EffectOfExclusionAsync(string provider) =>
        registry.Services.GetRequiredService<ExcludeProvider>().EffectAsync(Reviewer, "hue", provider, TestContext.Current.CancellationToken);

    private async Task<int> StaffOfAsync(string provider) =>
        (int)await clock.Database.CountAsync("registry.staff where active_to is null and provider_id = (select id from registry.providers where code = $1)", provider);

    private Task<JsonElement> RecordAsync(string provider, DateTimeOffset? at = null) =>
        registry.RecordAsync(provider, Make.Record() with { Certificate = Make.Certificate(at ?? Now) });

    private async Task ExcludeAsync(string providerCode) => (await registry.AskAsync(
        "department", "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }",
        new { input = new { campaign = "hue", providerCode, reason = "seen", violationIds = new[] { await clock.Database.GroundAsync(providerCode) } } })).TypeName().ShouldBe("ProviderExcluded");

    private Task<JsonElement> CreateAsync(Caller officer, string code, params string[] providerCodes) => registry.AskAsync(
        officer, "createCampaign", "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename ... on InvalidCampaign { field clause } } }",
        new { input = new { code, name = code, opensAt = Now.AddDays(-1), closesAt = Now.AddDays(9), providerCodes } });

    private Task<JsonElement> ProposeExclusionAsync(string providerCode, string ground, string reason = "seen twice") => registry.AskAsync(
        Reviewer, "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on SecondOfficerNeeded { proposalId } } }",
        new { input = new { campaign = "hue", providerCode, reason, violationIds = new[] { ground } } });

    private Task<JsonElement> ReinstateAsync(string client, string providerCode) => registry.AskAsync(client, "reinstateProvider", RunningOperations.Reinstate, RunningOperations.Reinstating(providerCode));

    private Task<JsonElement> ReinstateAsync(Caller officer, string providerCode) => registry.AskAsync(officer, "reinstateProvider", RunningOperations.Reinstate, RunningOperations.Reinstating(providerCode));
}
