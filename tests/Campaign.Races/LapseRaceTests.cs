using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I4, I5: a record that serves a need against the need's lapse. The record's own instant decides: before dueAt it serves, from dueAt on it is refused.</summary>
public sealed class LapseRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(1_000, 250);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_record_and_the_lapse_at_the_same_instant_have_the_one_outcome_that_the_records_instant_demands()
    {
        const int AtOnce = 50;
        await CreateCampaignAsync("short", needWindow: "PT1S");
        var (served, lapsed) = (0, 0);
        for (var done = 0; done < Races; done += AtOnce)
        {
            var citizens = Enumerable.Range(0, AtOnce).Select(_ => Make.Citizen()).ToArray();
            var records = await Task.WhenAll(citizens.Select(ServeAroundTheDueTimeAsync));
            var job = Task.Run(async () =>
            {
                while (records.Any(r => !r.Record.IsCompleted))
                {
                    await registry.RunJobAsync("lapse-needs");
                }
            });
            await job;
            await registry.RunJobAsync("lapse-needs");
            foreach (var (need, record) in records)
            {
                var answer = await record;
                var state = await fixture.Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(need.Text("id")));
                var servedBy = await fixture.Database.CountAsync(
                    "registry.needs n join registry.issuances i on i.id = n.served_by and i.recorded_at = n.ended_at where n.id = $1", Guid.Parse(need.Text("id")));
                if (answer.TypeName() == "IssuanceRecorded")
                {
                    served++;
                    answer.Time("issuance", "recordedAt").ShouldBeLessThan(need.Time("dueAt"));
                    (state, servedBy).ShouldBe(("SERVED", 1));
                }
                else
                {
                    lapsed++;
                    answer.TypeName().ShouldBe("NeedNotServable");
                    answer.Text("state").ShouldBe("LAPSED");
                    (state, servedBy).ShouldBe(("LAPSED", 0));
                }
            }
        }

        // Both happened, so it was a race.
        served.ShouldBeGreaterThan(Races / 20);
        lapsed.ShouldBeGreaterThan(Races / 20);
    }

    private async Task<(JsonElement Need, Task<JsonElement> Record)> ServeAroundTheDueTimeAsync(string citizen)
    {
        var need = (await registry.RegisterNeedAsync(new() { Campaign = "short", CitizenId = citizen })).At("need");
        var check = await registry.CheckAsync("vnpt-ca", citizen, "NEED", "vnpt-ca-staff-1", campaign: "short");
        var input = new RecordInput
        {
            Campaign = "short",
            CitizenId = citizen,
            Channel = "NEED",
            Staff = "vnpt-ca-staff-1",
            Ticket = check.Text("ticket"),
            NeedId = need.Text("id"),
            Certificate = Make.Certificate(check.Time("checkedAt")),
        };
        return (need, RecordAtAsync(need.Time("dueAt").AddMilliseconds(-Random.Shared.Next(-20, 60)), input));
    }

    private async Task<JsonElement> RecordAtAsync(DateTimeOffset at, RecordInput input)
    {
        var wait = at - DateTimeOffset.UtcNow;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait);
        }

        return await registry.RecordAsync("vnpt-ca", input);
    }

    private Task<JsonElement> CreateCampaignAsync(string code, string needWindow) => registry.AskAsync(
        "department", "createCampaign", "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }", new
        {
            input = new
            {
                code,
                name = code,
                opensAt = DateTimeOffset.UtcNow.AddDays(-1),
                closesAt = DateTimeOffset.UtcNow.AddDays(1),
                providerCodes = new[] { "vnpt-ca", "ca2" },
                policy = new { needWindow, checksPerStaffPerHour = 1_000_000 },
            },
        });
}

/// <summary>The same behind a lock: the record waits while its need falls due, and whoever held the lock rolls back and changes nothing.</summary>
public sealed class LapseBehindALockTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(1_000, 250);

    /// <summary>Fewer than the host's connections, so that all of them wait at once.</summary>
    private const int AtOnce = 5;

    private static readonly DateTimeOffset Now = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(2);

    private readonly TestRegistry registry = fixture.Registry;

    [Theory]
    [InlineData("select id from registry.persons where id in (select person_id from registry.needs where id = any($1)) for no key update")]
    [InlineData("select id from registry.needs where id = any($1) for no key update")]
    public async Task A_record_that_waits_past_the_due_time_behind_a_lock_that_is_rolled_back_finds_the_need_lapsed(string lockSql)
    {
        var due = Now.AddHours(48);
        for (var done = 0; done < Races; done += AtOnce)
        {
            await fixture.Database.FreezeAsync(Now);
            var citizens = Enumerable.Range(0, AtOnce).Select(_ => Make.Citizen()).ToArray();
            var needs = (await Task.WhenAll(citizens.Select(c => registry.RegisterNeedAsync(new() { CitizenId = c })))).Select(n => n.Text("need", "id")).ToArray();
            await fixture.Database.FreezeAsync(due.AddMicroseconds(-1));
            var tickets = await Task.WhenAll(citizens.Select(c => registry.CheckAsync("vnpt-ca", c, "NEED", "vnpt-ca-staff-1")));

            await using var holder = await fixture.Database.ConnectAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await using var take = new Npgsql.NpgsqlCommand(lockSql, holder, transaction) { Parameters = { new() { Value = needs.Select(Guid.Parse).ToArray() } } };
            await take.ExecuteNonQueryAsync();
            var records = citizens.Select((citizen, i) => registry.RecordAsync("vnpt-ca", new RecordInput
            {
                CitizenId = citizen,
                Channel = "NEED",
                Staff = "vnpt-ca-staff-1",
                Ticket = tickets[i].Text("ticket"),
                NeedId = needs[i],
                Certificate = Make.Certificate(due.AddMicroseconds(-1)),
            })).ToArray();
            await UntilAllWaitAsync();
            await fixture.Database.FreezeAsync(due);
            await registry.RunJobAsync("lapse-needs");
            await transaction.RollbackAsync();

            foreach (var record in await Task.WhenAll(records))
            {
                record.TypeName().ShouldBe("NeedNotServable");
                record.Text("state").ShouldBe("LAPSED");
            }
        }

        (await fixture.Database.CountAsync("registry.issuances where origin = 'NEED'")).ShouldBe(0);
    }

    private async Task UntilAllWaitAsync()
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(3));
        while (await fixture.Database.CountAsync(
            "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'") < AtOnce)
        {
            patience.IsCompleted.ShouldBeFalse("the records do not wait for the lock");
            await Task.Yield();
        }
    }
}
