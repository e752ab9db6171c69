using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Demo;
using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Host.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Campaign.Bench;

/// <summary>
/// A registry as <c>up</c> makes it, but in a temporary directory and with its host as a process of its own: a PostgreSQL that waits for the disk (fsync and
/// all else as by default), the demo's data, one host.
/// </summary>
internal sealed class BenchRegistry : IAsyncDisposable
{
    /// <summary>Beside the host's own connections.</summary>
    private static readonly string[] RoomForPgBench = ["max_connections=200"];

    private readonly string home;
    private readonly PrivatePostgres postgres;
    private readonly HostProcess host;

    private BenchRegistry(string home, PrivatePostgres postgres, HostProcess host)
    {
        this.home = home;
        this.postgres = postgres;
        this.host = host;
    }

    public Uri Address => host.Address;

    public HostProcess Host => host;

    /// <summary>The directory of the server's socket.</summary>
    public string Socket => new NpgsqlConnectionStringBuilder(postgres.AdminConnectionString).Host!;

    /// <param name="simulation">True for a registry whose clock can be moved.</param>
    public static async Task<BenchRegistry> StartAsync(TimeProvider time, CancellationToken cancel, bool simulation = false)
    {
        var home = Directory.CreateTempSubdirectory("campaign-bench-").FullName;
        // The server may run as another user, who has to pass through.
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        PrivatePostgres? postgres = null;
        try
        {
            postgres = await PrivatePostgres.StartAsync(home, "bench", RoomForPgBench, NullLogger.Instance, cancel);
            var settings = new HostSettings { Address = IPAddress.Loopback, Port = 0, DataDirectory = home, Demo = true, Simulation = simulation };
            var start = new StartUp(settings, time, NullLoggerFactory.Instance);
            var database = new StartedDatabase(
                postgres.OwnerConnectionString, postgres.RuntimeConnectionString, null, postgres.SignInConnectionString, null, postgres.JobsConnectionString, null,
                postgres.RetentionConnectionString, null, null);
            await start.PrepareAsync(database, (await start.KeysAsync(cancel)).Held, cancel);
            return new(home, postgres, await HostProcess.StartAsync(postgres.AdminConnectionString, cancel));
        }
        catch
        {
            await StopAsync(home, postgres);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await StopAsync(home, postgres);
    }

    /// <summary>Asks the server behind the registry's back, as its superuser.</summary>
    public async Task<string> AskAsync(string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres.AdminConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return (await command.ExecuteScalarAsync(cancel))?.ToString() ?? "";
    }

    /// <summary>Keeps a job from running until the answer is disposed; waits for a run that is under way.</summary>
    public async Task<JobLock> HoldJobAsync(string job, CancellationToken cancel)
    {
        while (true)
        {
            if (await JobLock.TryTakeAsync(postgres.JobsConnectionString, job, cancel) is { } taken)
            {
                return taken;
            }

            await Task.Delay(50, cancel);
        }
    }

    /// <summary>Runs statements one after the other, however long each takes.</summary>
    public async Task RunAsync(IEnumerable<string> statements, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(postgres.AdminConnectionString);
        await connection.OpenAsync(cancel);
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>An access token for each of the demo's providers.</summary>
    public async Task<string[]> SignInAsync(CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var tokens = new List<string>();
        foreach (var client in DemoProviders.All.Select(p => p.Code))
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = DemoProviders.SecretOf(client),
            });
            using var response = await http.PostAsync("/connect/token", form, cancel);
            response.EnsureSuccessStatusCode();
            tokens.Add((await response.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("access_token").GetString()!);
        }

        return [.. tokens];
    }

    private static async Task StopAsync(string home, PrivatePostgres? postgres)
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        Directory.Delete(home, recursive: true);
    }
}
