using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I1, I6: the first to have recorded is the valid issuer in the whole programme, whichever of its campaigns each records in.</summary>
public sealed class ProgrammeRaceTests(TestPostgres postgres)
{
    private static readonly int Citizens = Thorough.Or(500, 40);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_records_of_one_citizen_in_two_campaigns_of_a_programme_at_once_one_wins(bool looks)
    {
        await using var database = await postgres.CreateAsync();
        await using var first = looks ? await TestRegistry.StartAsync(database) : await TestRegistry.StartAsync(database, BlindRecords.Use);
        await using var second = looks ? await TestRegistry.StartAsync(database) : await TestRegistry.StartAsync(database, BlindRecords.Use);
        (await first.CreateCampaignAsync("beside")).TypeName().ShouldBe("CampaignCreated");
        TestRegistry[] hosts = [first, second];
        foreach (var host in hosts)
        {
            foreach (var provider in RecordRace.Providers)
            {
                await host.TokenAsync(provider);
            }
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, Citizens), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var citizen = Make.Citizen();
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => hosts[n % 2].RecordAsync(
                RecordRace.Providers[n], Make.Record(citizen) with { Campaign = n / 2 % 2 == 0 ? "hue" : "beside" })));

            var winner = answers.Where(a => a.TypeName() == "IssuanceRecorded").ShouldHaveSingleItem();
            answers.Where(a => a.TypeName() == "AlreadyIssued").Select(a => a.Time("holder", "recordedAt")).Distinct().ShouldBe([winner.Time("issuance", "recordedAt")]);
            answers.Count(a => a.TypeName() == "AlreadyIssued").ShouldBe(5);
        });

        (await database.CountAsync("registry.issuances")).ShouldBe(Citizens);
        (await database.CountAsync("registry.free_periods")).ShouldBe(Citizens);
        (await database.CountAsync("(select distinct campaign_id from registry.issuances) c")).ShouldBe(2, "both campaigns were first somewhere, so it was a race");
    }

    [Fact]
    public async Task Of_a_switch_in_one_campaign_and_records_in_the_other_only_the_switch_is_made()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        (await registry.CreateCampaignAsync("beside")).TypeName().ShouldBe("CampaignCreated");

        await Parallel.ForEachAsync(Enumerable.Range(0, Citizens), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var citizen = Make.Citizen();
            var held = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
            var code = (await registry.ConsentAsync(citizen, "ca2", "beside")).Text("consentCode");

            var before = registry.RecordAsync("fpt-ca", Make.Record(citizen));
            var switching = registry.SwitchAsync("ca2", new() { Campaign = "beside", CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() });
            var after = registry.RecordAsync("fpt-ca", Make.Record(citizen));

            var switched = await switching;
            switched.TypeName().ShouldBe("IssuanceRecorded");
            switched.Text("issuance", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
            (await Task.WhenAll(before, after)).ShouldAllBe(a => a.TypeName() == "AlreadyIssued");
        });
    }
}
