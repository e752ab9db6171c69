using System.Diagnostics;
using Campaign.Host.Clock;
using Campaign.Host.Commands;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Campaign.Host.Tests;

/// <summary>A host's clock and that of its database, which is given by a connection string; and whoever moves them.</summary>
public sealed class ClockFollowerTests(TestPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HandMovedTime machine = new();

    [Fact]
    public async Task It_begins_at_the_databases_time()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await database.ShiftAsync(TimeSpan.FromDays(3));

        await using var follower = await FollowAsync(database);

        follower!.Time.GetUtcNow().ShouldBe(machine.Now + TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task It_sees_a_move_that_it_is_not_told_of()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await using var follower = await FollowAsync(database);

        await database.ShiftAsync(TimeSpan.FromHours(5));

        await UntilAsync(() => follower!.Time.Shift == TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task It_stands_where_the_databases_clock_stands()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await using var follower = await FollowAsync(database);
        var instant = new DateTimeOffset(2027, 2, 3, 4, 5, 6, TimeSpan.Zero);

        await database.FreezeAsync(instant);

        await UntilAsync(() => follower!.Time.GetUtcNow() == instant);
        var moved = await MoveAsync(database, "+P1D");
        moved.Now.ShouldBe(instant.AddDays(1));
        follower!.Time.GetUtcNow().ShouldBe(instant.AddDays(1));
    }

    [Fact]
    public async Task A_move_whose_commit_was_in_doubt_counts_once()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await MoveAsync(database, "+P1D");
        var committed = await database.ScalarAsync<string>("select xmin::text from registry.clock");
        (await MoveAsync(database, "+P1D", new(committed, new NpgsqlException()))).Ahead.ShouldBe(TimeSpan.FromDays(1), "it had been committed");

        await using var connection = await database.ConnectAsync();
        await using var lost = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var id = new NpgsqlCommand("select pg_current_xact_id()::text", connection);
        var undone = (string)(await id.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        await lost.RollbackAsync(TestContext.Current.CancellationToken);
        (await MoveAsync(database, "+P1D", new(undone, new NpgsqlException()))).Ahead.ShouldBe(TimeSpan.FromDays(2), "it had not been committed");
    }

    [Fact]
    public async Task Once_a_move_is_answered_every_host_has_taken_it_over()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await using var first = await FollowAsync(database);
        await using var second = await FollowAsync(database);
        await UntilAsync(async () => (await MoveAsync(database, "+PT1S")).Hosts == 2);

        var moved = await MoveAsync(database, "+P30D");

        (moved.Hosts, moved.AllFollow).ShouldBe((2, true));
        first!.Time.Shift.ShouldBe(moved.Ahead);
        second!.Time.Shift.ShouldBe(moved.Ahead);
    }

    [Fact]
    public async Task It_goes_on_when_its_connection_is_lost()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await using var follower = await FollowAsync(database);
        await UntilAsync(async () => (await MoveAsync(database, "+PT1S")).Hosts == 1);

        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '%clock%'");
        await database.ShiftAsync(TimeSpan.FromDays(7));

        await UntilAsync(() => follower!.Time.Shift == TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Moves_at_the_same_time_all_count()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        var before = await database.NowAsync();

        var moves = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MoveAsync(database, "+P10D")));

        moves.Max(m => m.Ahead).ShouldBe(TimeSpan.FromDays(80));
        moves.Select(m => m.Ahead).Distinct().Count().ShouldBe(8);
        (await database.NowAsync() - before).ShouldBeInRange(TimeSpan.FromDays(80), TimeSpan.FromDays(80) + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_months_move_leaves_a_clock_that_never_runs_backwards()
    {
        await using var database = await postgres.CreateAsync(demo: false);

        await MoveAsync(database, "+P1M");

        // A shift in months would be another one each month, and in days another one under another time zone.
        (await database.ScalarAsync<bool>("select extract(month from shift) = 0 and extract(day from shift) = 0 from registry.clock")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_database_that_is_given_goes_before_the_data()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        var before = await database.NowAsync();
        using var output = new StringWriter();

        var exitCode = await ClockCommand.RunAsync(Settings(database), Duration("+P30D"), output, TextWriter.Null, TestContext.Current.CancellationToken);

        exitCode.ShouldBe(0);
        output.ToString().ShouldContain("30 days ahead of the machine's");
        output.ToString().ShouldContain("No host runs");
        (await database.NowAsync() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task A_database_that_is_no_simulation_is_neither_followed_nor_moved()
    {
        await using var database = await postgres.CreateBareAsync();
        await Migrations.ApplyAsync(database.ConnectionString, simulation: false, NullLogger.Instance, TestContext.Current.CancellationToken);

        (await FollowAsync(database)).ShouldBeNull();
        (await RefusedAsync(database)).ShouldContain("is no simulation: its clock cannot be moved");
        (await Should.ThrowAsync<NoSimulationException>(() => Migrations.ApplyAsync(
            database.ConnectionString, simulation: true, NullLogger.Instance, TestContext.Current.CancellationToken))).Message.ShouldContain("is no simulation");
    }

    [Fact]
    public async Task A_database_without_a_registry_is_refused()
    {
        await using var database = await postgres.CreateBareAsync();

        (await RefusedAsync(database)).ShouldContain("holds no registry");
    }

    private static HostSettings Settings(TestDatabase database) => TestRegistry.Settings with { Database = database.ConnectionString };

    private static ForwardDuration Duration(string text) => ForwardDuration.Read(text).Duration!;

    private static async Task<string> RefusedAsync(TestDatabase database) => (await Should.ThrowAsync<StartupException>(() => ClockCommand.RunAsync(
        Settings(database), Duration("+P30D"), TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken))).Message;

    private static async Task<MovedClock> MoveAsync(TestDatabase database, string by, MoveInDoubtException? doubt = null)
    {
        await using var clock = await MoveClock.OpenAsync(database.ConnectionString, Migrations.OwnerRole, "The database", TestContext.Current.CancellationToken);
        return await clock.ByAsync(Duration(by), doubt, TestContext.Current.CancellationToken);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            waited.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private Task<ClockFollower?> FollowAsync(TestDatabase database) =>
        ClockFollower.StartAsync(database.Started, machine, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
}
