using Campaign.Testing;

namespace Campaign.Races;

/// <summary>I4, I5: a record that serves a need against the need's lapse. The record's own instant decides: before dueAt it serves, from dueAt on it is refused.</summary>
public sealed class LapseRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(1_000, 150);

    private static readonly DateTimeOffset Now = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(2);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_record_and_the_lapse_at_the_same_instant_have_the_one_outcome_that_the_records_instant_demands()
    {
        const int AtOnce = 50;
        var due = Now.AddHours(48);
        // How long before the due time the records of a batch are sent. A machine that is busy needs longer for them than one that is not.
        var lead = TimeSpan.FromMilliseconds(60);
        var (served, lapsed, done) = (0, 0, 0);

        // Both must happen often enough, or it was no race.
        while (done < Races || Math.Min(served, lapsed) <= Races / 20)
        {
            done.ShouldBeLessThan(4 * Races, $"{served} served, {lapsed} lapsed: the records do not meet the due time");
            var waiting = await NeedsAsync(AtOnce, due);
            await fixture.Database.ShiftAsync(due - lead - TimeProvider.System.GetUtcNow());
            var records = waiting.Select(w => (w.Need, Record: registry.RecordAsync("vnpt-ca", w.Record))).ToArray();
            while (records.Any(r => !r.Record.IsCompleted))
            {
                await registry.RunJobAsync("lapse-needs");
            }

            await fixture.Database.FreezeAsync(due.AddSeconds(1));
            await registry.RunJobAsync("lapse-needs");
            var servedNow = 0;
            foreach (var (need, record) in records)
            {
                var answer = await record;
                var state = await fixture.Database.ScalarAsync<string>("select state from registry.needs where id = $1", need);
                var servedBy = await fixture.Database.CountAsync(
                    "registry.needs n join registry.issuances i on i.id = n.served_by and i.recorded_at = n.ended_at where n.id = $1", need);
                if (answer.TypeName() == "IssuanceRecorded")
                {
                    servedNow++;
                    answer.Time("issuance", "recordedAt").ShouldBeLessThan(due);
                    (state, servedBy).ShouldBe(("SERVED", 1));
                }
                else
                {
                    answer.TypeName().ShouldBe("NeedNotServable");
                    answer.Text("state").ShouldBe("LAPSED");
                    (state, servedBy).ShouldBe(("LAPSED", 0));
                }
            }

            (served, lapsed, done) = (served + servedNow, lapsed + AtOnce - servedNow, done + AtOnce);
            lead *= servedNow < AtOnce / 2 ? 1.6 : 1 / 1.6;
        }
    }

    /// <summary>Needs that are due at this instant, and for each a record that serves it, with a ticket of the second before.</summary>
    private async Task<(Guid Need, RecordInput Record)[]> NeedsAsync(int count, DateTimeOffset due)
    {
        await fixture.Database.FreezeAsync(Now);
        var citizens = Enumerable.Range(0, count).Select(_ => Make.Citizen()).ToArray();
        var needs = await Task.WhenAll(citizens.Select(c => registry.RegisterNeedAsync(new() { CitizenId = c })));
        needs.ShouldAllBe(n => n.Time("need", "dueAt") == due);
        await fixture.Database.FreezeAsync(due.AddSeconds(-1));
        var checks = await Task.WhenAll(citizens.Select(c => registry.CheckAsync("vnpt-ca", c, "NEED", "vnpt-ca-staff-1")));
        return [.. citizens.Select((citizen, i) => (Guid.Parse(needs[i].Text("need", "id")), new RecordInput
        {
            CitizenId = citizen,
            Channel = "NEED",
            Staff = "vnpt-ca-staff-1",
            Ticket = checks[i].Text("ticket"),
            NeedId = needs[i].Text("need", "id"),
            Certificate = Make.Certificate(due.AddSeconds(-1)),
        }))];
    }
}

/// <summary>The same behind a lock: the record waits while its need falls due, and whoever held the lock rolls back and changes nothing.</summary>
public sealed class LapseBehindALockTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(1_000, 100);

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

    private Task UntilAllWaitAsync() => Eventually.HoldsAsync(
        async () => await fixture.Database.CountAsync(
            "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'") >= AtOnce,
        "the records wait for the lock");
}
