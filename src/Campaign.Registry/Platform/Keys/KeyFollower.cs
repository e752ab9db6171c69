using Campaign.Registry.Platform.Data;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Campaign.Registry.Platform.Keys;

/// <summary>
/// Keeps this host's keys true while it runs. Every 2 s: reads their source again, holds what it says against the database, and only then lets it be used; and tells
/// the other hosts which keys this one knows (<c>registry.key_holders</c>), for a key becomes current only when all of them know it. A source that cannot be read
/// takes nothing away: the keys at hand are still right. A key that rows are made with and that is not at hand takes this host out of service until it is there.
/// </summary>
internal sealed class KeyFollower(KeysInUse keys, RegistryDatabase database, TimeProvider time, ILogger<KeyFollower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(1);

    private const string TellSql = """
        insert into registry.key_holders (host_id, known, current, seen_at) values ($1, $2, $3, registry.registry_now())
        on conflict (host_id) do update set known = excluded.known, current = excluded.current, seen_at = excluded.seen_at
        """;

    private const string LeaveSql = "update registry.key_holders set left_at = registry.registry_now() where host_id = $1";

    private readonly Guid host = Guid.NewGuid();
    private Keyring? told;
    private long toldAt;
    private byte[]? print;
    private Keyring? read;
    private string? complaint;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var source = database.Apart("campaign-keys", 1);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await LookAsync(source, stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LeaveAsync(source);
        }
    }

    private async Task LookAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        var ring = await ReadAsync(cancel) ?? keys.Held;
        var lookedAt = keys.Mark();
        try
        {
            if (!await KeyChecks.AreKnownAsync(ring, source, cancel))
            {
                await KeyChecks.VerifyAsync(ring, source, cancel);
            }

            keys.Lend(ring, lookedAt);
            Complain(null);
            await TellAsync(source, ring, cancel);
        }
        catch (InvalidKeyringException e)
        {
            keys.Refuse(e.Message);
            Complain(e.Message);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && (e is NpgsqlException or OperationCanceledException || Faults.IsUnavailability(e)))
        {
            // Nothing is lent anew; what was lent runs out by itself.
            log.LogDebug("The keys were not held against the database: {Fault}", e.GetType().Name);
        }
    }

    /// <summary>What the source says now; null when it cannot be read.</summary>
    private async Task<Keyring?> ReadAsync(CancellationToken cancel)
    {
        if (keys.Source is not { } source)
        {
            return null;
        }

        try
        {
            var file = await source.ReadAsync(cancel);
            var now = file.Fingerprint();
            if (read is null || !now.AsSpan().SequenceEqual(print))
            {
                read = Keyring.Of(file);
                print = now;
            }

            return read;
        }
        catch (InvalidKeyringException e)
        {
            Complain(e.Message);
            return read;
        }
    }

    private async Task TellAsync(NpgsqlDataSource source, Keyring ring, CancellationToken cancel)
    {
        if (ReferenceEquals(told, ring) && time.GetElapsedTime(toldAt) < TellInterval)
        {
            return;
        }

        var known = ring.Ids().ToList();
        await using var tell = source.CreateCommand(TellSql);
        tell.Parameters.Add(Sql.Uuid(host));
        tell.Parameters.Add(Sql.Texts([.. known.Select(k => k.Name)]));
        tell.Parameters.Add(Sql.Texts([.. known.Where(k => k.Current).Select(k => k.Name)]));
        await tell.ExecuteNonQueryAsync(cancel);
        (told, toldAt) = (ring, time.GetTimestamp());
    }

    private async Task LeaveAsync(NpgsqlDataSource source)
    {
        try
        {
            using var patience = new CancellationTokenSource(FarewellPatience);
            await using var leave = source.CreateCommand(LeaveSql);
            leave.Parameters.Add(Sql.Uuid(host));
            await leave.ExecuteNonQueryAsync(patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException || Faults.IsUnavailability(e))
        {
            log.LogDebug("This host left without a word: {Fault}", e.GetType().Name);
        }
    }

    /// <summary>Once, not every 2 s.</summary>
    private void Complain(string? what)
    {
        if (what is not null && what != complaint)
        {
            log.LogError("Keys: {What}", what);
        }

        complaint = what;
    }
}
