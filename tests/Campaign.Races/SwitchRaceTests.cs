using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I1, I6: a switch against records, against another switch, and an activation against an end. Each race has one outcome that is allowed.</summary>
public sealed class SwitchRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(1_000, 100);
    private const int AtOnce = 20;

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Between_the_old_certificate_and_the_new_no_record_finds_the_place_free()
    {
        await RepeatAsync(async () =>
        {
            var citizen = Make.Citizen();
            var held = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
            var code = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");

            var one = registry.RecordAsync("fpt-ca", Make.Record(citizen));
            var switching = registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() });
            var two = registry.RecordAsync("fpt-ca", Make.Record(citizen));

            var switched = await switching;
            switched.TypeName().ShouldBe("IssuanceRecorded");
            switched.Text("issuance", "freePeriod", "endsOn").ShouldBe(held.Text("issuance", "freePeriod", "endsOn"));
            foreach (var record in await Task.WhenAll(one, two))
            {
                record.TypeName().ShouldBe("AlreadyIssued");
                record.Text("holder", "provider", "code").ShouldBeOneOf("vnpt-ca", "ca2");
            }
        });
    }

    [Fact]
    public async Task Of_two_switches_with_one_code_one_is_made()
    {
        await RepeatAsync(async () =>
        {
            var citizen = Make.Citizen();
            await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
            var code = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");

            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
                registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() })));

            answers.Select(a => a.TypeName()).Order().ShouldBe(["IssuanceRecorded", "NothingToSwitch"]);
        });
    }

    [Fact]
    public async Task Of_an_activation_and_the_end_of_an_unresolved_fault_one_comes_about()
    {
        var activated = 0;
        await RepeatAsync(async () =>
        {
            var citizen = Make.Citizen();
            var check = await registry.CheckAsync("misa-ca", citizen, "DOOR_TO_DOOR", "misa-ca-staff-1");
            var pending = await registry.RecordAsync("misa-ca", Make.Record(citizen) with
            {
                Channel = "DOOR_TO_DOOR",
                Staff = "misa-ca-staff-1",
                Ticket = check.Text("ticket"),
                Activated = false,
            });
            var id = pending.Text("issuance", "id");
            var now = DateTimeOffset.UtcNow;

            var (activating, ending) = Random.Shared.Next(2) == 0
                ? (registry.ActivateAsync("misa-ca", id, now), registry.EndAsync("misa-ca", id, "FAULT_NOT_RESOLVED", now))
                : EndFirst(id, now);
            var (activation, end) = (await activating, await ending);

            var status = await fixture.Database.ScalarAsync<string>("select status from registry.issuances where id = $1", Guid.Parse(id));
            var freePeriods = await fixture.Database.CountAsync("registry.free_periods where started_by = $1", Guid.Parse(id));
            if (activation.TypeName() == "IssuanceActivated")
            {
                Interlocked.Increment(ref activated);
                end.TypeName().ShouldBe("CannotEndSo");
                (end.Text("status"), status, freePeriods).ShouldBe(("ACTIVE", "ACTIVE", 1));
            }
            else
            {
                activation.TypeName().ShouldBe("NotPendingActivation");
                (end.TypeName(), activation.Text("status"), status, freePeriods).ShouldBe(("IssuanceEnded", "WITHDRAWN", "WITHDRAWN", 0));
            }
        });

        activated.ShouldBeInRange(Races / 20, Races - (Races / 20), "both happened, so it was a race");
    }

    private (Task<System.Text.Json.JsonElement> Activating, Task<System.Text.Json.JsonElement> Ending) EndFirst(string id, DateTimeOffset now)
    {
        var ending = registry.EndAsync("misa-ca", id, "FAULT_NOT_RESOLVED", now);
        return (registry.ActivateAsync("misa-ca", id, now), ending);
    }

    private static Task RepeatAsync(Func<Task> race) => Parallel.ForEachAsync(
        Enumerable.Range(0, Races), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await race());
}
