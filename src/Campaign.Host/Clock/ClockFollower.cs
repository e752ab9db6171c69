using System.Globalization;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Host.Clock;

/// <summary>
/// Keeps a host's clock at its database's, where that is a simulation: reads registry.clock at once when it is told of a move, and every 250 ms besides, for
/// a notification can be lost. While the database does not answer, the clock goes on from where it was.
/// </summary>
/// <remarks>
/// What was taken over is said in the name of this connection (application_name in pg_stat_activity), which <see cref="MoveClock"/> waits for. A table of
/// acknowledgements would need a right to write and would keep those of hosts that have died; a connection ends with its host.
/// </remarks>
internal sealed class ClockFollower : IAsyncDisposable
{
    public const string Channel = "registry_clock";

    /// <summary>Followed by the shift that was taken over, in microseconds.</summary>
    public const string AcknowledgementPrefix = "campaign-registry clock ";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    // extract(epoch …) takes a day for 24 hours; a move writes no longer unit than hours.
    private const string ClockSql = """
        select coalesce((extract(epoch from c.shift) * 1000000)::bigint, 0), c.frozen_at from (values (1)) one left join registry.clock c on true
        """;

    private readonly RegistryDatabase database;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private Task following = Task.CompletedTask;

    private ClockFollower(RegistryDatabase database, TimeProvider machine, ILogger log)
    {
        this.database = database;
        this.log = log;
        Time = new SimulatedTime(machine);
    }

    public SimulatedTime Time { get; }

    /// <summary>Begins to follow, with the clock already right; null where the database is no simulation, however the host was started.</summary>
    public static async Task<ClockFollower?> StartAsync(StartedDatabase started, TimeProvider machine, ILoggerFactory loggers, CancellationToken cancel)
    {
        // A connection of its own: it waits for notifications for as long as the host lives.
        var settings = new NpgsqlConnectionStringBuilder(started.Runtime) { MaxPoolSize = 1, ApplicationName = AcknowledgementPrefix.TrimEnd() };
        var database = RegistryDatabase.Open(settings.ConnectionString, started.RuntimeRole);
        try
        {
            if (await IsSimulationAsync(database, cancel))
            {
                var follower = new ClockFollower(database, machine, loggers.CreateLogger<ClockFollower>());
                await using (var connection = await database.Source.OpenConnectionAsync(cancel))
                {
                    await follower.TakeOverAsync(connection, cancel);
                }

                follower.following = follower.FollowAsync(follower.stopping.Token);
                return follower;
            }
        }
        catch (NpgsqlException e)
        {
            await database.DisposeAsync();
            throw new StartupException($"The registry's clock cannot be read: {e.Message}", e);
        }

        await database.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await following;
        await database.DisposeAsync();
        stopping.Dispose();
    }

    private static async Task<bool> IsSimulationAsync(RegistryDatabase database, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand("select simulation from registry.database_kind");
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        var answering = true;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Source.OpenConnectionAsync(cancel);
                await using var listen = new NpgsqlCommand($"listen {Channel}", connection);
                await listen.ExecuteNonQueryAsync(cancel);
                while (true)
                {
                    var taken = await TakeOverAsync(connection, cancel);
                    await AcknowledgeAsync(connection, taken, cancel);
                    answering = true;
                    await connection.WaitAsync(PollInterval, cancel);
                }
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                if (answering)
                {
                    log.LogWarning("The registry's clock cannot be read ({Reason}); this host's goes on from where it was", e.Message);
                }

                answering = false;
                await Task.Delay(PollInterval, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Answers the shift, in microseconds.</summary>
    private async Task<long> TakeOverAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(ClockSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var shift = reader.GetInt64(0);
        Time.Follow(TimeSpan.FromMicroseconds(shift), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
        return shift;
    }

    private static async Task AcknowledgeAsync(NpgsqlConnection connection, long shift, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select set_config('application_name', $1, false)", connection);
        command.Parameters.AddWithValue(AcknowledgementPrefix + shift.ToString(CultureInfo.InvariantCulture));
        await command.ExecuteNonQueryAsync(cancel);
    }
}
