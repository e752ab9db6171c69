using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I7: no transaction that begins after the exclusion records anything; what had begun may finish, or is refused with the exclusion's instant.</summary>
public sealed class ExclusionTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const int Rounds = 100;
    private const int Records = 12;

    private const string Create = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }";

    private const string Exclude = """
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { ... on ProviderExcluded { excludedAt } } }
        """;

    [Fact]
    public async Task A_record_in_flight_finishes_or_is_refused_and_none_begins_after_the_exclusion()
    {
        var (recorded, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var campaign = $"race-{round}";
            await fixture.Registry.AskAsync("department", "createCampaign", Create, new
            {
                input = new
                {
                    code = campaign,
                    name = campaign,
                    opensAt = DateTimeOffset.UtcNow.AddDays(-1),
                    closesAt = DateTimeOffset.UtcNow.AddDays(1),
                    providerCodes = new[] { "ca2" },
                },
            });

            var records = Enumerable.Range(0, Records).Select(_ => fixture.Registry.RecordAsync("ca2", Make.Record() with { Campaign = campaign })).ToArray();
            var exclusion = await fixture.Registry.AskAsync(
                "department", "excludeProvider", Exclude, new { input = new { campaign, providerCode = "ca2", reason = "race" } });
            var after = await fixture.Registry.RecordAsync("ca2", Make.Record() with { Campaign = campaign });

            after.TypeName().ShouldBe("ProviderNotParticipating");
            after.Time("excludedAt").ShouldBe(exclusion.Time("excludedAt"));
            foreach (var answer in await Task.WhenAll(records))
            {
                if (answer.TypeName() == "IssuanceRecorded")
                {
                    recorded++;
                }
                else
                {
                    refused++;
                    answer.TypeName().ShouldBe("ProviderNotParticipating");
                    answer.Time("excludedAt").ShouldBe(exclusion.Time("excludedAt"));
                }
            }
        }

        // Both happened, so it was a race.
        recorded.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }
}
