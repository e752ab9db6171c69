using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Exclusions, reinstatements and approvals at once, by a clock that runs: they happen one after the other, and each sees what the one before it did (I7, HUE-5.3).</summary>
public sealed class ReinstatementRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Periods = "registry.participations p join registry.providers v on v.id = p.provider_id where v.code = 'fpt-ca'";

    private static readonly int Rounds = Thorough.Or(100, 12);

    [Fact]
    public async Task Of_exclusions_and_reinstatements_at_once_each_sees_what_the_one_before_it_did()
    {
        var ground = await fixture.Database.GroundAsync("fpt-ca");
        for (var round = 0; round < Rounds; round++)
        {
            await ExcludeAsync(ground);
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => n % 3 == 2 ? ExcludeAsync(ground) : ReinstateAsync()));

            answers.Select(a => a.TypeName()).Distinct().ShouldBeSubsetOf(["ProviderExcluded", "ProviderReinstated"]);
            (await fixture.Database.CountAsync($"{Periods} and p.ended_at is null")).ShouldBeLessThanOrEqualTo(1);
            (await fixture.Database.CountAsync("registry.journal where kind = 'PROVIDER_REINSTATED' and payload like '%\"fpt-ca\"%'"))
                .ShouldBe(await fixture.Database.CountAsync($"{Periods} and p.join_reason is not null"), "each period that began is in the journal, and no other");
            await ReinstateAsync();
        }
    }

    [Fact]
    public async Task Of_two_approvals_at_once_one_carries_the_reinstatement_out_and_both_get_its_result()
    {
        await ExcludeAsync(await fixture.Database.GroundAsync("ca2"), "ca2");
        var proposed = await fixture.Registry.AskAsync(
            Callers.Officer("reviewer", Callers.Reviewing), "reinstateProvider", RunningOperations.Reinstate, RunningOperations.Reinstating("ca2"));
        var approvals = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => fixture.Registry.ApproveAsync(Callers.Officer($"administrator-{n}", Callers.Administering), proposed.Text("proposalId"))));

        approvals.ShouldAllBe(a => a == "ProposalApproved");
        (await fixture.Database.CountAsync("registry.participations p join registry.providers v on v.id = p.provider_id where v.code = 'ca2' and p.join_reason is not null")).ShouldBe(1);
    }

    private Task<JsonElement> ExcludeAsync(string ground, string providerCode = "fpt-ca") => fixture.Registry.AskAsync(
        "department", "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }",
        new { input = new { campaign = "hue", providerCode, reason = "seen", violationIds = new[] { ground } } });

    private Task<JsonElement> ReinstateAsync() => fixture.Registry.AskAsync("department", "reinstateProvider", RunningOperations.Reinstate, RunningOperations.Reinstating("fpt-ca"));
}
