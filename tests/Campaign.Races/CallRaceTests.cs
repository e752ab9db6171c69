using Campaign.Testing;

namespace Campaign.Races;

/// <summary>HUE-4.4: calls that reached nobody, told at once by several of a provider's devices: what is spaced and counted one after another is so too when they come together.</summary>
public sealed class CallRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(100, 25);

    private static readonly DateTimeOffset Now = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(2);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Of_two_calls_told_at_once_one_counts()
    {
        for (var race = 0; race < Races; race++)
        {
            var need = await NeedAsync();
            var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(n => registry.NoteCallAsync("vnpt-ca", need, Now.AddMinutes(n), staff: $"vnpt-ca-staff-{(n % 3) + 1}")));

            answers.Select(a => a.TypeName()).Order(StringComparer.Ordinal).ShouldBe(["CallDoesNotCount", "CallDoesNotCount", "CallDoesNotCount", "CallNoted"]);
            (await CountAsync(need)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task One_request_sent_several_times_at_once_notes_one_call()
    {
        for (var race = 0; race < Races; race++)
        {
            var (need, request) = (await NeedAsync(), Make.Id());
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => registry.NoteCallAsync("vnpt-ca", need, Now, request)));

            answers.ShouldAllBe(a => a.TypeName() == "CallNoted");
            answers.Count(a => !a.At("replayed").GetBoolean()).ShouldBe(1);
            answers.Select(a => a.Text("call", "id")).Distinct().ShouldHaveSingleItem();
            (await CountAsync(need)).ShouldBe(1);
        }
    }

    /// <summary>Without the code's locks: the trigger alone lets one of two transactions wait for the other.</summary>
    [Fact]
    public async Task The_database_alone_lets_one_of_two_calls_count()
    {
        const string Insert = """
            insert into registry.need_calls (id, person_id, need_id, staff_id, called_at, noted_at)
            select gen_random_uuid(), n.person_id, n.id, s.id, $2, $2 from registry.needs n join registry.staff s on s.provider_id = n.provider_id where n.id = $1 limit 1
            """;
        for (var race = 0; race < Races; race++)
        {
            var need = Guid.Parse(await NeedAsync());
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(async n =>
            {
                try
                {
                    await fixture.Database.ExecuteAsync(Insert, need, Now.AddMinutes(n));
                    return "counts";
                }
                catch (Npgsql.PostgresException fault)
                {
                    return fault.ConstraintName;
                }
            }));

            outcomes.Order(StringComparer.Ordinal).ShouldBe(["calls_are_four_hours_apart", "calls_are_four_hours_apart", "counts"]);
        }
    }

    private async Task<string> NeedAsync()
    {
        await fixture.Database.FreezeAsync(Now);
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");
        await fixture.Database.FreezeAsync(Now.AddMinutes(5));
        return need;
    }

    private Task<long> CountAsync(string need) => fixture.Database.CountAsync("registry.need_calls where need_id = $1", Guid.Parse(need));
}
