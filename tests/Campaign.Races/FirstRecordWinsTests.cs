using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I1, HUE-1.4: the first to have recorded is the valid issuer, under any concurrency.</summary>
public sealed class FirstRecordWinsTests(TestPostgres postgres)
{
    private const int Clients = 64;
    private static readonly int Citizens = Thorough.Or(1_000, 25);

    [Fact]
    public async Task Of_64_clients_that_record_the_same_citizens_through_two_hosts_one_wins_each()
    {
        await using var database = await postgres.CreateAsync();
        await using var first = await TestRegistry.StartAsync(database);
        await using var second = await TestRegistry.StartAsync(database);

        var answers = await RecordRace.RunAsync([first, second], Clients, Citizens);

        await RecordRace.AssertOneWinnerEachAsync(database, answers, Clients, Citizens);
    }

    [Fact]
    public async Task The_constraint_alone_holds_when_the_code_does_not_look_before_it_writes()
    {
        await using var database = await postgres.CreateAsync();
        await using var first = await TestRegistry.StartAsync(database, BlindRecords.Use);
        await using var second = await TestRegistry.StartAsync(database, BlindRecords.Use);

        var answers = await RecordRace.RunAsync([first, second], Clients, Citizens);

        await RecordRace.AssertOneWinnerEachAsync(database, answers, Clients, Citizens);
    }

    [Fact]
    public async Task Without_the_constraint_and_without_looking_two_would_win()
    {
        // What the two tests above guard against really happens once the guard is gone.
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync("drop index registry.one_live_issuance_per_person");
        await using var registry = await TestRegistry.StartAsync(database, BlindRecords.Use);
        var citizen = Make.Citizen();

        var one = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var two = await registry.RecordAsync("ca2", Make.Record(citizen));

        one.TypeName().ShouldBe("IssuanceRecorded");
        two.TypeName().ShouldBe("IssuanceRecorded");
    }
}
