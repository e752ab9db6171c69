using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I7: no transaction that begins after the exclusion records anything; what had begun may finish, or is refused with the exclusion's instant.</summary>
public sealed class ExclusionTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Rounds = Thorough.Or(100, 25);
    private static readonly int WholeRounds = Thorough.Or(1_000, 100);
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
            await CreateAsync(campaign, "ca2");
            var ground = await fixture.Database.GroundAsync("ca2", campaign);

            var records = Enumerable.Range(0, Records).Select(_ => fixture.Registry.RecordAsync("ca2", Make.Record() with { Campaign = campaign })).ToArray();
            var exclusion = await fixture.Registry.AskAsync(
                "department", "excludeProvider", Exclude, new { input = new { campaign, providerCode = "ca2", reason = "race", violationIds = new[] { ground } } });
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

    [Fact]
    public async Task A_switch_a_record_and_a_need_in_flight_finish_or_are_refused_whole_and_none_begins_after_the_exclusion()
    {
        var (done, refused) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, WholeRounds), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (round, _) =>
        {
            var campaign = $"excluded-{round}";
            await CreateAsync(campaign, "vnpt-ca", "ca2");
            var ground = await fixture.Database.GroundAsync("ca2", campaign);
            var citizen = Make.Citizen();
            var held = await fixture.Registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Campaign = campaign });
            var code = (await fixture.Registry.ConsentAsync(citizen, "ca2", campaign)).Text("consentCode");

            var inFlight = new[]
            {
                fixture.Registry.SwitchAsync("ca2", new() { Campaign = campaign, CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() }),
                fixture.Registry.RecordAsync("ca2", Make.Record() with { Campaign = campaign }),
                fixture.Registry.RegisterNeedAsync(new() { Campaign = campaign, CitizenId = Make.Citizen(), ProviderCode = "ca2" }),
            };
            var exclusion = await fixture.Registry.AskAsync(
                "department", "excludeProvider", Exclude, new { input = new { campaign, providerCode = "ca2", reason = "race", violationIds = new[] { ground } } });
            var after = await fixture.Registry.RecordAsync("ca2", Make.Record() with { Campaign = campaign });
            var answers = await Task.WhenAll(inFlight);

            after.TypeName().ShouldBe("ProviderNotParticipating");
            foreach (var answer in answers)
            {
                var finished = answer.TypeName() != "ProviderNotParticipating";
                Interlocked.Increment(ref finished ? ref done : ref refused);
                if (!finished)
                {
                    answer.Time("excludedAt").ShouldBe(exclusion.Time("excludedAt"));
                }
            }

            // A switch is made whole or not at all, and a need that slipped in reads as released.
            var old = await fixture.Database.ScalarAsync<string>("select status from registry.issuances where id = $1", Guid.Parse(held.Text("issuance", "id")));
            old.ShouldBe(answers[0].TypeName() == "IssuanceRecorded" ? "REPLACED" : "ACTIVE");
            if (answers[2].TypeName() == "NeedRegistered")
            {
                (await fixture.Registry.NeedAsync("department", answers[2].Text("need", "id"))).Text("state").ShouldBe("RELEASED");
            }
        });

        // Both happened, so it was a race.
        done.ShouldBeGreaterThan(WholeRounds / 10);
        refused.ShouldBeGreaterThan(WholeRounds / 10);
    }

    [Fact]
    public async Task Of_an_exclusion_and_a_withdrawal_of_its_ground_at_once_the_first_decides()
    {
        var (excluded, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var campaign = $"withdrawn-{round}";
            await CreateAsync(campaign, "ca2");
            var ground = await fixture.Database.GroundAsync("ca2", campaign);
            var caseId = await fixture.Database.ScalarAsync<Guid>("select case_id from registry.case_violations where violation_id = $1", Guid.Parse(ground));
            Task<System.Text.Json.JsonElement> Excluded() => fixture.Registry.AskAsync(
                "department", "excludeProvider", Exclude, new { input = new { campaign, providerCode = "ca2", reason = "race", violationIds = new[] { ground } } });
            Task<System.Text.Json.JsonElement> Withdrawn() => fixture.Registry.AskAsync(
                "department", "withdrawPublication", CaseOperations.Withdraw, new { input = new { caseId, reason = "race" } });

            var (exclusion, withdrawal) = round % 2 == 0 ? (Excluded(), Withdrawn()) : Swapped(Withdrawn(), Excluded());
            (await withdrawal).TypeName().ShouldBe("PublicationWithdrawn");
            if (!(await exclusion).TryGetProperty("excludedAt", out var at))
            {
                refused++;
                continue;
            }

            excluded++;
            var withdrawnAt = await fixture.Database.ScalarAsync<DateTimeOffset>("select at from registry.case_events where case_id = $1 and kind = 'WITHDRAWN'", caseId);
            at.GetDateTimeOffset().ShouldBeLessThan(withdrawnAt, "nobody is excluded on what had been withdrawn");
        }

        (excluded + refused).ShouldBe(Rounds);
        excluded.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
    }

    private static (T First, T Second) Swapped<T>(T second, T first) => (first, second);

    private Task<System.Text.Json.JsonElement> CreateAsync(string campaign, params string[] providerCodes) => fixture.Registry.AskAsync("department", "createCampaign", Create, new
    {
        input = new
        {
            code = campaign,
            name = campaign,
            opensAt = DateTimeOffset.UtcNow.AddDays(-1),
            closesAt = DateTimeOffset.UtcNow.AddDays(1),
            providerCodes,
        },
    });
}
