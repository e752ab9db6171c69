using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What providers owe is followed up, at given instants.</summary>
public sealed class DutyTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    [Fact]
    public async Task A_provider_is_reminded_once_of_what_it_owes_and_told_once_that_it_is_overdue()
    {
        var now = ClockFixture.Morning;
        var citizen = Make.Citizen();
        var ticket = await clock.TicketAsync(citizen, now);
        var pending = Guid.Parse((await clock.RecordAtTheDoorAsync(citizen, ticket, now, now, activated: false)).Text("issuance", "id"));
        (await clock.Registry.RecordAsync("ca2", Make.Record(citizen) with { Certificate = Make.Certificate(now) })).TypeName().ShouldBe("AlreadyIssued");
        Task<long> ActivationAsync(string kind) => clock.Database.CountAsync("registry.messages where subject_id = $1 and kind = $2", pending, kind);
        Task<long> RevocationAsync(string kind) => clock.Database.CountAsync(
            "registry.messages m join registry.providers p on p.id = m.provider_id where p.code = 'ca2' and m.kind = $1", kind);

        foreach (var (at, soon, overdue, revokeSoon, revokeOverdue) in new[]
        {
            (now.AddHours(18) - ClockFixture.Microsecond, 0, 0, 0, 0), (now.AddHours(18), 0, 0, 1, 0), (now.AddHours(24), 0, 0, 1, 1),
            (now.AddHours(54), 1, 0, 1, 1), (now.AddHours(72), 1, 1, 1, 1), (now.AddHours(100), 1, 1, 1, 1),
        })
        {
            await clock.AtAsync(at);
            await clock.Registry.RunJobAsync("remind-of-duties");

            (await ActivationAsync("ACTIVATION_DUE_SOON")).ShouldBe(soon, $"{at:O}");
            (await ActivationAsync("ACTIVATION_OVERDUE")).ShouldBe(overdue, $"{at:O}");
            (await RevocationAsync("REVOCATION_DUE_SOON")).ShouldBe(revokeSoon, $"{at:O}");
            (await RevocationAsync("REVOCATION_OVERDUE")).ShouldBe(revokeOverdue, $"{at:O}");
        }
    }
}
