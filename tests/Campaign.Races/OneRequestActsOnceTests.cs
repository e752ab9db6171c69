using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I3: what was asked under one request id acts once, however many send it at once, and all of them get its result.</summary>
public sealed class OneRequestActsOnceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const int Senders = 64;
    private static readonly int Rounds = Thorough.Or(20, 6);
    private static readonly int Lives = Thorough.Or(50, 25);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_record_sent_64_times_at_once_is_recorded_once_and_answered_64_times()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var input = Make.Record();

            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => registry.RecordAsync("vnpt-ca", input)));

            answers.ShouldAllBe(a => a.TypeName() == "IssuanceRecorded");
            answers.Count(a => !a.At("replayed").GetBoolean()).ShouldBe(1);
            answers.Select(a => a.Text("issuance", "id")).Distinct().ShouldHaveSingleItem();
            answers.Select(a => a.At("receipt").ToString()).Distinct().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task One_request_id_with_64_contents_at_once_acts_for_one_of_them()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var requestId = Make.Id();

            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => registry.RecordAsync("fpt-ca", Make.Record() with { RequestId = requestId })));

            answers.Count(a => a.TypeName() == "IssuanceRecorded").ShouldBe(1);
            answers.Count(a => a.TypeName() == "RequestIdReused").ShouldBe(Senders - 1);
        }
    }

    [Fact]
    public async Task One_serial_number_recorded_for_64_citizens_at_once_is_recorded_for_one()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var serial = Make.Serial();

            var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ =>
                registry.RecordAsync("bkav-ca", Make.Record() with { Certificate = new(serial, DateTimeOffset.UtcNow) })));

            var winner = answers.Where(a => a.TypeName() == "IssuanceRecorded").ShouldHaveSingleItem();
            var losers = answers.Where(a => a.TypeName() == "SerialNumberTaken").ToList();
            losers.Count.ShouldBe(Senders - 1);
            losers.ShouldAllBe(l => l.Text("issuanceId") == winner.Text("issuance", "id"));
        }
    }

    [Fact]
    public async Task An_end_an_activation_and_a_replacement_at_once_leave_one_live_certificate_or_none()
    {
        for (var round = 0; round < Lives; round++)
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

            var answers = await Task.WhenAll(
                registry.EndAsync("misa-ca", id, "REVOKED", now),
                registry.ActivateAsync("misa-ca", id, now),
                registry.ReplaceAsync("misa-ca", id, Make.Certificate()));

            var live = await fixture.Database.CountAsync(
                "registry.issuances i where person_id = (select person_id from registry.issuances where id = $1) and ended_at is null", Guid.Parse(id));
            var (ended, replaced) = (answers[0].TypeName() == "IssuanceEnded", answers[2].TypeName() == "IssuanceRecorded");
            (ended ^ replaced).ShouldBeTrue("the one that came second must find it ended");
            live.ShouldBe(replaced ? 1 : 0);
        }
    }
}
