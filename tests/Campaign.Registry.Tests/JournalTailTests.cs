using Campaign.Registry.Platform.Changes;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>The end of the journal is read so that nothing is missed and nothing told twice, however late a transaction commits.</summary>
public sealed class JournalTailTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly StopWatchTime time = new();

    [Fact]
    public async Task What_commits_minutes_after_its_number_was_given_out_is_told_once_and_the_floor_rises_after_it()
    {
        await using var reading = await fixture.Database.ConnectAsync();
        await using var writing = await fixture.Database.ConnectAsync();
        var tail = new JournalTail(time);
        await tail.BeginAsync(reading, TestContext.Current.CancellationToken);
        await using var transaction = await writing.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var late = await LeafAsync(writing);
        var early = new List<long>();
        for (var second = 0; second < 120; second++)
        {
            early.Add(await LeafAsync(reading));
            (await NewAsync(tail, reading)).ShouldBe([early[^1]]);
            time.Seconds++;
        }

        tail.KnownCount.ShouldBeGreaterThanOrEqualTo(120);
        await transaction.CommitAsync(CancellationToken.None);

        late.ShouldBeLessThan(early[0]);
        (await NewAsync(tail, reading)).ShouldBe([late]);
        (await NewAsync(tail, reading)).ShouldBeEmpty();
        time.Seconds += 20;
        // Transactions of other tests may still hold the floor down for a while.
        await Eventually.HoldsAsync(
            async () =>
            {
                (await NewAsync(tail, reading)).ShouldBeEmpty();
                return tail.KnownCount < 120;
            },
            "the floor rises");
        var next = await LeafAsync(reading);
        (await NewAsync(tail, reading)).ShouldBe([next]);
    }

    [Fact]
    public async Task What_was_there_at_the_start_is_not_told_and_many_pages_are_told_in_order()
    {
        await using var connection = await fixture.Database.ConnectAsync();
        await LeafAsync(connection);
        var tail = new JournalTail(time);
        await tail.BeginAsync(connection, TestContext.Current.CancellationToken);
        (await NewAsync(tail, connection)).ShouldBeEmpty();

        var added = new List<long>();
        for (var i = 0; i < (JournalTail.PageSize * 2) + 1; i++)
        {
            added.Add(await LeafAsync(connection));
        }

        (await NewAsync(tail, connection)).ShouldBe(added);
        (await NewAsync(tail, connection)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_not_be_told_stays_new()
    {
        await using var connection = await fixture.Database.ConnectAsync();
        var tail = new JournalTail(time);
        await tail.BeginAsync(connection, TestContext.Current.CancellationToken);
        var leaf = await LeafAsync(connection);

        await Should.ThrowAsync<InvalidOperationException>(
            tail.ReadAsync(connection, (_, _) => throw new InvalidOperationException(), TestContext.Current.CancellationToken));

        (await NewAsync(tail, connection)).ShouldBe([leaf]);
    }

    [Fact]
    public async Task A_follower_that_does_not_read_ends_with_an_error_and_keeps_no_more_than_10000_changes()
    {
        var follower = new Follower(null!, new("hue", "vnpt-ca"));
        for (var i = 1; i <= Follower.MaxWaiting + 5; i++)
        {
            follower.Tell(new(i, "NEED_TESTED", Guid.Empty, DateTimeOffset.UnixEpoch));
        }

        var read = 0;
        await Should.ThrowAsync<FollowerTooFarBehindException>(async () =>
        {
            await foreach (var change in follower.Changes.ReadAllAsync(TestContext.Current.CancellationToken))
            {
                change.Sequence.ShouldBe(++read);
            }
        });
        read.ShouldBe(10_000);
    }

    private static async Task<List<long>> NewAsync(JournalTail tail, NpgsqlConnection connection)
    {
        var told = new List<long>();
        await tail.ReadAsync(
            connection,
            (changes, _) =>
            {
                told.AddRange(changes.Select(c => c.Sequence));
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return told;
    }

    private static async Task<long> LeafAsync(NpgsqlConnection connection)
    {
        await using var insert = new NpgsqlCommand(
            """
            insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash)
            values (registry.registry_now(), 'NEED_TESTED', gen_random_uuid(), 'test', '{}', sha256('salt'), sha256('leaf')) returning sequence
            """,
            connection);
        return (long)(await insert.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A stop watch that a test moves.</summary>
    private sealed class StopWatchTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
