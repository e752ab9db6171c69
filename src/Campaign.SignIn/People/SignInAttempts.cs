using System.Net;
using Campaign.Registry.Platform.Data;

namespace Campaign.SignIn.People;

/// <summary>One thing that tries are counted by.</summary>
/// <param name="Kind">What is counted.</param>
/// <param name="Value">Of whom; kept as a keyed hash.</param>
/// <param name="Free">So many failures cost nothing.</param>
/// <param name="LongestWait">What the waits grow to.</param>
/// <param name="FirstWaitSeconds">What they begin with.</param>
internal sealed record AttemptCount(string Kind, string Value, int Free, TimeSpan LongestWait, int FirstWaitSeconds = 1);

/// <summary>
/// Slows guessing and locks nobody out for ever. Each try is counted before it is judged, so that many at once win nothing, and forgiven when it succeeds. After
/// the free ones the next try is heard after 1 s, 2 s, 4 s … up to the longest wait; what is a day old is forgotten. Counted by name and address together (5 free,
/// up to 15 minutes), by name alone (20 free, up to 1 minute: who knows a name cannot keep its bearer out), and by address alone (50 free, up to 15 minutes: many
/// share one; not counted in the demo, where all come from loopback). An unknown name is counted like a known one.
/// </summary>
internal sealed class SignInAttempts(SignInDatabase database, SignInKeys keys, SignInSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    // $1 key, $2 now, $3 free, $4 the longest wait in seconds, $5 the first. No row comes back while the wait lasts.
    private const string CountSql = """
        insert into signin.attempts as t (key, failures, last_at, retry_at)
        values ($1, 1, $2, $2 + make_interval(secs => case when $3 >= 1 then 0 else $5 end))
        on conflict (key) do update set
          failures = case when t.last_at < $2 - interval '1 day' then 1 else t.failures + 1 end,
          last_at = $2,
          retry_at = $2 + make_interval(secs => case
            when t.last_at < $2 - interval '1 day' or t.failures + 1 <= $3 then 0
            else least($4, $5 * power(2, least(t.failures - $3, 20))) end)
        where t.retry_at <= $2
        returning 1
        """;

    public IReadOnlyList<AttemptCount> ForPassword(string userName, IPAddress? address)
    {
        var from = PrefixOf(address);
        var counts = new List<AttemptCount> { new("name and address", $"{userName} {from}", 5, Long), new("name", userName, 20, Short) };
        if (!settings.IsDemo || !IPAddress.IsLoopback(address ?? IPAddress.Loopback))
        {
            counts.Add(new("address", from, 50, Long));
        }

        return counts;
    }

    public static IReadOnlyList<AttemptCount> ForSecondFactor(Guid account) => [new("second factor", account.ToString(), 5, Long)];

    public IReadOnlyList<AttemptCount> ForSetUp(IPAddress? address) => [new("set-up", PrefixOf(address), settings.IsDemo ? 100 : 20, Long)];

    /// <summary>Each code that is asked for counts and none is forgiven: 3 a number and 5 a phone are free, then one after 30 s, 1 min, 2 min … up to 4 hours.</summary>
    public static IReadOnlyList<AttemptCount> ForCitizenCode(string digits, string phone, string? network)
    {
        var longest = TimeSpan.FromHours(4);
        return [.. new[] { new AttemptCount("code by number", digits, 3, longest, 30), new("code by phone", phone, 5, longest, 30) },
            .. network is null ? [] : new[] { new AttemptCount("code by address", network, 50, Long) }];
    }

    /// <summary>Each report of a citizen counts and none is forgiven: 30 of a network and 10 of one who signed in are free, then one after 30 s, 1 min … up to an hour.</summary>
    public IReadOnlyList<AttemptCount> ForReport(string? sender, IPAddress? address)
    {
        var longest = TimeSpan.FromHours(1);
        return [.. sender is null ? [] : new[] { new AttemptCount("report by sender", sender, 10, longest, 30) },
            .. settings.IsDemo && IPAddress.IsLoopback(address ?? IPAddress.Loopback) ? [] : new[] { new AttemptCount("report by address", PrefixOf(address), 30, longest, 30) }];
    }

    /// <summary>Counts a try. Null when it may be judged; else how long to wait, and the try is neither judged nor counted further.</summary>
    public async Task<TimeSpan?> CountAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        foreach (var count in counts)
        {
            var key = KeyOf(count);
            var heard = await database.ListAsync(
                CountSql, r => r.GetInt32(0), cancel, Sql.Bytes(key), Sql.At(now), Sql.Int(count.Free), Sql.Int((int)count.LongestWait.TotalSeconds),
                Sql.Int(count.FirstWaitSeconds));
            if (heard.Count == 0)
            {
                var until = await database.ListAsync(
                    "select retry_at from signin.attempts where key = $1", r => r.GetFieldValue<DateTimeOffset>(0), cancel, Sql.Bytes(key));
                return until is [var at] && at > now ? at - now : TimeSpan.FromSeconds(1);
            }
        }

        return null;
    }

    /// <summary>A try that succeeded, and the failures before it, count no longer; of an address only the one try is forgiven.</summary>
    public async Task ForgiveAsync(IReadOnlyList<AttemptCount> counts, CancellationToken cancel)
    {
        foreach (var count in counts)
        {
            await database.ExecuteAsync(
                count.Kind is "address"
                    ? "update signin.attempts set failures = failures - 1, retry_at = last_at where key = $1 and failures > 1"
                    : "delete from signin.attempts where key = $1",
                cancel, Sql.Bytes(KeyOf(count)));
        }
    }

    /// <summary>The network that an address is in: the first 24 bits of IPv4, 56 of IPv6. Enough to count by, and to know a session again.</summary>
    public static string PrefixOf(IPAddress? address)
    {
        if (address is null)
        {
            return "?";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 7;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    private byte[] KeyOf(AttemptCount count) => keys.HashOf($"attempts by {count.Kind}", count.Value);
}
