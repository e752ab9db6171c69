using Campaign.Registry.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// Reads the end of the journal so that no committed change is missed and none is read as new twice. A leaf has its number before its COMMIT, and a later number may
/// be committed first. So what lies above a floor is read again and again, and known by its number. The floor rises to a number that was seen at least 15 s
/// ago, once every transaction that ran then has ended: what was to come below it has come.
/// </summary>
internal sealed class JournalTail(TimeProvider time)
{
    public const int PageSize = 1_000;

    /// <summary>The rows that are followed, in the words of the index journal_of_followed_changes.</summary>
    public const string PageSql = """
        select sequence, kind, subject_id, at from registry.journal_leaves
        where sequence > $1 and (kind like 'NEED\_%' or kind = 'VIOLATION_FLAGGED') order by sequence limit $2
        """;

    private const string LastSql = "select coalesce(max(sequence), 0) from registry.journal_leaves where kind like 'NEED\\_%' or kind = 'VIOLATION_FLAGGED'";

    /// <summary>Every transaction below this has ended.</summary>
    private const string OldestRunningSql = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest_running";

    /// <summary>No transaction has this number yet.</summary>
    private const string NextTransactionSql = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_transaction, registry.registry_now() as now";

    /// <summary>How far below its end the journal is read at the start: more numbers than are given out while the slowest request commits.</summary>
    private const long FirstOverlap = 50_000;

    /// <summary>Up to so many known numbers all above the floor is read at each look; beyond, that is done every 250 ms, and between only what is above the highest.</summary>
    private const int SmallOverlap = 1_000;

    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(15);

    /// <summary>What a transaction that has run for longer writes is not waited for: it would keep the floor down for as long as it likes.</summary>
    private static readonly TimeSpan GreatestAge = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);

    private readonly HashSet<long> known = [];
    private readonly Queue<Mark> marks = [];
    private bool begun;
    private long floor;
    private long highest;
    private long lastWhole;
    private long lastMark;

    /// <summary>How soon all above the floor is to be read again, if nobody is woken before.</summary>
    public TimeSpan LookAgainAfter => known.Count <= SmallOverlap ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(250);

    /// <summary>How many changes are remembered by number.</summary>
    public int KnownCount => known.Count;

    /// <summary>The first time: takes all that has been committed as known.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (begun)
        {
            return;
        }

        await using (var command = new NpgsqlCommand(LastSql, connection))
        {
            floor = Math.Max(0, (long)(await command.ExecuteScalarAsync(cancel))! - FirstOverlap);
        }

        highest = floor;
        known.Clear();
        await ReadAsync(connection, (_, _) => Task.CompletedTask, cancel);
        begun = true;
    }

    /// <summary>Tells of what is new, in the order of its numbers, with the registry's instant of the look; what was told of is known from then on.</summary>
    /// <param name="tell">What it throws ends the look; what it was to tell of stays new.</param>
    public async Task ReadAsync(NpgsqlConnection connection, Func<IReadOnlyList<Change>, DateTimeOffset, Task> tell, CancellationToken cancel)
    {
        var whole = known.Count <= SmallOverlap || time.GetElapsedTime(lastWhole) >= LookAgainAfter;
        long? settled = null;
        for (var from = whole ? floor : highest; ;)
        {
            var page = await PageAsync(connection, from, cancel);
            settled ??= page.OldestRunning;
            var fresh = page.Changes.Where(c => !known.Contains(c.Sequence)).ToList();
            if (fresh.Count > 0)
            {
                await tell(fresh, page.Now);
                known.UnionWith(fresh.Select(c => c.Sequence));
                highest = Math.Max(highest, fresh[^1].Sequence);
            }

            if (page.Changes.Count < PageSize)
            {
                if (whole)
                {
                    lastWhole = time.GetTimestamp();
                    RaiseFloor(settled.Value, page.NextTransaction);
                }

                return;
            }

            from = page.Changes[^1].Sequence;
        }
    }

    /// <param name="settled">Every transaction below this had ended before the look began.</param>
    /// <param name="next">No transaction had this number when the look ended.</param>
    private void RaiseFloor(long settled, long next)
    {
        while (marks.TryPeek(out var mark) && time.GetElapsedTime(mark.At) is var age && age >= LeastAge && (mark.NextTransaction <= settled || age >= GreatestAge))
        {
            floor = mark.Highest;
            marks.Dequeue();
            known.RemoveWhere(sequence => sequence <= floor);
        }

        if (marks.Count == 0 || time.GetElapsedTime(lastMark) >= MarkEvery)
        {
            lastMark = time.GetTimestamp();
            marks.Enqueue(new(highest, next, lastMark));
        }
    }

    /// <summary>One page, with what ran before it was read and what may run after: each statement sees what was committed before it.</summary>
    private static async Task<Page> PageAsync(NpgsqlConnection connection, long from, CancellationToken cancel)
    {
        await using var db = MappedRows.Over(connection);
        var before = await MappedRows.Of<Before>(db, OldestRunningSql).ToListAsync(cancel);
        var changes = await MappedRows.Of<Change>(db, PageSql, Sql.Long(from), Sql.Int(PageSize)).ToListAsync(cancel);
        var after = await MappedRows.Of<After>(db, NextTransactionSql).ToListAsync(cancel);
        return new(changes, before[0].OldestRunning, after[0].NextTransaction, after[0].Now);
    }

    private sealed record Before(long OldestRunning);

    private sealed record After(long NextTransaction, DateTimeOffset Now);

    private sealed record Page(List<Change> Changes, long OldestRunning, long NextTransaction, DateTimeOffset Now);

    /// <summary>The highest number that had been seen at an instant of the host's stop watch, and a transaction's number that was not given out then.</summary>
    private sealed record Mark(long Highest, long NextTransaction, long At);
}
