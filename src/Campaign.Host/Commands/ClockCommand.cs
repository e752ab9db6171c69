using System.Globalization;
using Campaign.Host.Clock;
using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>clock</c>: moves the clock of a simulation forward. Of the database in CAMPAIGN_DATABASE; else of the private PostgreSQL in the home: of the one that a host
/// runs there; and where none does, one is started for the move and stopped again.
/// </summary>
internal static class ClockCommand
{
    /// <summary>For a PostgreSQL that another process is starting or stopping.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TurnInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>What a PostgreSQL says that is starting, or stopping.</summary>
    private static readonly string[] ComingOrGoing = [PostgresErrorCodes.CannotConnectNow, PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown];

    /// <summary>Exit code 0 once the clock is moved and every running host follows; 1 with one line when it is moved and a host does not follow.</summary>
    /// <exception cref="StartupException">The clock was not moved; the message says why.</exception>
    public static async Task<int> RunAsync(HostSettings settings, ForwardDuration by, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        MovedClock moved;
        try
        {
            moved = settings.Database is { } given ? await MoveAsync(given, Migrations.OwnerRole, "The database", by, doubt: null, cancel) : await MoveInHomeAsync(settings, by, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or UnauthorizedAccessException)
        {
            throw new StartupException($"The clock was not moved: {e.Message}", e);
        }

        await output.WriteLineAsync($"""
            The registry's clock is now {Ahead(moved.Ahead)} the machine's:
              Vietnam  {InVietnam(moved.Now)}
              UTC      {Instant.Write(moved.Now)}
            """);
        if (!moved.AllFollow)
        {
            await error.WriteLineAsync("campaign: the database's clock is moved, but a running host does not follow it yet. Do not move it again; start that host again.");
            return CommandLine.Failed;
        }

        await output.WriteLineAsync(moved.Hosts switch
        {
            0 => "No host runs; the next one starts at this time.",
            1 => "The running host follows. Access tokens live for an hour by this clock: sign in again.",
            _ => $"The {moved.Hosts} running hosts follow. Access tokens live for an hour by this clock: sign in again.",
        });
        return 0;
    }

    /// <summary>The instant in Vietnam time, to the second: "2026-11-22 14:05:30 +07:00".</summary>
    public static string InVietnam(DateTimeOffset instant) =>
        instant.ToOffset(VietnamTime.Offset).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>"30 days ahead of", "1 day and 02:00:00 ahead of", "level with".</summary>
    public static string Ahead(TimeSpan shift)
    {
        if (shift == TimeSpan.Zero)
        {
            return "level with";
        }

        var clock = shift.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        var days = Math.Abs(shift.Days);
        var length = days == 0 ? clock : $"{days} {(days == 1 ? "day" : "days")}" + (clock == "00:00:00" ? "" : $" and {clock}");
        return $"{length} {(shift < TimeSpan.Zero ? "behind" : "ahead of")}";
    }

    private static async Task<MovedClock> MoveInHomeAsync(HostSettings settings, ForwardDuration by, CancellationToken cancel)
    {
        var home = settings.DataDirectory;
        var place = $"The data in {home}";
        var data = DataDirectory.Existing(home, ServerUser.Choose()) ?? throw MoveClock.NoRegistry(home);
        using var loggers = CommandLine.Loggers();
        var log = loggers.CreateLogger("Campaign.Host.Clock");
        var machine = TimeProvider.System;
        var started = machine.GetTimestamp();
        MoveInDoubtException? doubt = null;
        while (true)
        {
            // Whoever holds the home may be about to start its server, or to stop it; then it is asked again, or the home is free.
            var patient = machine.GetElapsedTime(started) < TurnPatience;
            try
            {
                await using var own = await PrivatePostgres.StartAsync(home, "moving its clock", [], log, cancel);
                return await MoveAsync(own.OwnerConnectionString, null, place, by, doubt, cancel);
            }
            catch (HomeInUseException) when (data.SocketDirectory is not null || patient)
            {
                if (data.SocketDirectory is { } sockets)
                {
                    try
                    {
                        return await MoveAsync(PrivatePostgres.OwnerConnectionStringAt(sockets), null, place, by, doubt, cancel);
                    }
                    catch (MoveInDoubtException e) when (patient)
                    {
                        // Whoever had started that server stopped it just then; the next one knows what became of the move.
                        doubt = e;
                    }
                    catch (NpgsqlException e) when (patient && (e is not PostgresException refused || ComingOrGoing.Contains(refused.SqlState)))
                    {
                        // Rolled back, for a failed commit is told apart; so it may be tried again.
                    }
                }
            }

            await Task.Delay(TurnInterval, cancel);
        }
    }

    private static async Task<MovedClock> MoveAsync(string owner, string? role, string place, ForwardDuration by, MoveInDoubtException? doubt, CancellationToken cancel)
    {
        await using var clock = await MoveClock.OpenAsync(owner, role, place, cancel);
        return await clock.ByAsync(by, doubt, cancel);
    }
}
