using System.Globalization;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Host.Clock;

/// <summary>What moving a clock came to.</summary>
/// <param name="Now">The registry's instant right after the move.</param>
/// <param name="Ahead">How far the registry's clock is ahead of the machine's, all moves together.</param>
/// <param name="Hosts">How many hosts run on this database.</param>
/// <param name="AllFollow">Every one of them has taken the move over.</param>
internal sealed record MovedClock(DateTimeOffset Now, TimeSpan Ahead, int Hosts, bool AllFollow);

/// <summary>The database was lost while a move was being committed. PostgreSQL knows its transaction, and tells what became of it once it answers again.</summary>
internal sealed class MoveInDoubtException(string transaction, Exception lost) : StartupException(
    "The database was lost while the move was being committed; whether the clock has moved is not known. Look before you move it again.", lost)
{
    public string Transaction { get; } = transaction;
}

/// <summary>
/// Moves the clock of a simulation forward, and waits until the hosts that run on it have taken the new time over. In one transaction under the lock of the one row,
/// so that of two moves at once both count. Refused where the database is no registry, or no simulation.
/// </summary>
internal sealed class MoveClock : IAsyncDisposable
{
    /// <summary>Forty times as long as a host needs that was not notified.</summary>
    private static readonly TimeSpan FollowPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>What PostgreSQL says of a database in which no migration has run: no such database, role, schema, table.</summary>
    private static readonly string[] NoRegistryStates =
    [
        PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.InvalidParameterValue, PostgresErrorCodes.InvalidSchemaName, PostgresErrorCodes.UndefinedTable,
    ];

    // $1 microseconds. Of an interval in hours and smaller units alone, for what a longer unit comes to depends on a calendar and a time zone.
    private const string MoveSql = """
        update registry.clock set shift = shift + $1 * interval '1 microsecond', frozen_at = frozen_at + $1 * interval '1 microsecond'
        returning (extract(epoch from shift) * 1000000)::bigint
        """;

    private readonly RegistryDatabase database;
    private readonly NpgsqlConnection connection;

    private MoveClock(RegistryDatabase database, NpgsqlConnection connection) => (this.database, this.connection) = (database, connection);

    /// <param name="owner">A login that is campaign_owner, or a member of it.</param>
    /// <param name="role">The role to act under when the login is another; else null.</param>
    /// <param name="place">How the database is named to whoever is refused.</param>
    /// <exception cref="StartupException">There is no registry, or no simulation.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or is starting or stopping.</exception>
    public static async Task<MoveClock> OpenAsync(string owner, string? role, string place, CancellationToken cancel)
    {
        var database = RegistryDatabase.Open(new NpgsqlConnectionStringBuilder(owner) { MaxPoolSize = 1 }.ConnectionString, role);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Source.OpenConnectionAsync(cancel);
            await using var kind = new NpgsqlCommand("select simulation from registry.database_kind", connection);
            return await kind.ExecuteScalarAsync(cancel) is true
                ? new(database, connection)
                : throw new StartupException(
                    $"{place} is no simulation: its clock cannot be moved. Only data that was made by `campaign up --simulation` has a clock that can.");
        }
        catch (Exception e)
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            await database.DisposeAsync();
            if (e is PostgresException { SqlState: var state } && NoRegistryStates.Contains(state))
            {
                throw NoRegistry(place);
            }

            throw;
        }
    }

    public static StartupException NoRegistry(string place) => new($"{place} holds no registry. Make one with a clock that can be moved: campaign up --simulation");

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <param name="doubt">A move by this duration of which it is not known whether it was committed; it is looked for first, so that it counts once.</param>
    /// <exception cref="MoveInDoubtException">The database was lost while the move was being committed.</exception>
    public async Task<MovedClock> ByAsync(ForwardDuration duration, MoveInDoubtException? doubt, CancellationToken cancel)
    {
        if (doubt is not null && await IsCommittedAsync(doubt.Transaction, cancel))
        {
            return await StandingAsync(await ShiftAsync(TimeSpan.Zero, cancel), await NowAsync(cancel), cancel);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync("insert into registry.clock default values on conflict (singleton) do nothing", cancel);
        await ExecuteAsync("select from registry.clock for update", cancel);
        var before = await NowAsync(cancel);
        var shift = await ShiftAsync(duration.After(before) - before, cancel);
        var now = await NowAsync(cancel);
        var id = await TextAsync("select pg_current_xact_id()::text", cancel);
        // Told when this commits.
        await ExecuteAsync($"notify {ClockFollower.Channel}", cancel);
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            throw new MoveInDoubtException(id!, e);
        }

        return await StandingAsync(shift, now, cancel);
    }

    private async Task<MovedClock> StandingAsync(long shift, DateTimeOffset now, CancellationToken cancel)
    {
        var (hosts, allFollow) = await WaitForHostsAsync(shift, cancel);
        return new(now, TimeSpan.FromMicroseconds(shift), hosts, allFollow);
    }

    private async Task<bool> IsCommittedAsync(string transaction, CancellationToken cancel) =>
        await TextAsync($"select pg_xact_status('{long.Parse(transaction, CultureInfo.InvariantCulture)}'::xid8)", cancel) == "committed";

    /// <summary>Looks at what hosts say of themselves (<see cref="ClockFollower"/>) until all have this shift or a later one.</summary>
    private async Task<(int Hosts, bool AllFollow)> WaitForHostsAsync(long shift, CancellationToken cancel)
    {
        var machine = TimeProvider.System;
        var started = machine.GetTimestamp();
        try
        {
            while (true)
            {
                var hosts = await HostsAsync(cancel);
                if (hosts.TrueForAll(taken => taken >= shift))
                {
                    return (hosts.Count, true);
                }

                if (machine.GetElapsedTime(started) > FollowPatience)
                {
                    return (hosts.Count, false);
                }

                await Task.Delay(LookInterval, cancel);
            }
        }
        catch (NpgsqlException)
        {
            // The database ended, as that of another move does, and its hosts with it; the next one begins with the new time.
            return (0, true);
        }
    }

    /// <summary>The shift that each running host has taken over, in microseconds.</summary>
    private async Task<List<long>> HostsAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select application_name from pg_stat_activity where datname = current_database() and starts_with(application_name, $1)", connection);
        command.Parameters.AddWithValue(ClockFollower.AcknowledgementPrefix.TrimEnd());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var hosts = new List<long>();
        while (await reader.ReadAsync(cancel))
        {
            var name = reader.GetString(0);
            hosts.Add(name.Length > ClockFollower.AcknowledgementPrefix.Length
                ? long.Parse(name.AsSpan(ClockFollower.AcknowledgementPrefix.Length), CultureInfo.InvariantCulture)
                : long.MinValue);
        }

        return hosts;
    }

    private async Task<DateTimeOffset> NowAsync(CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select registry.registry_now()", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    private async Task<long> ShiftAsync(TimeSpan by, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(MoveSql, connection);
        command.Parameters.AddWithValue(by.Ticks / TimeSpan.TicksPerMicrosecond);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task<string?> TextAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
