using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Campaign.Testing;

/// <summary>
/// A real PostgreSQL for one test run, made by the same code as <c>up</c> makes its own, but without waiting for the disk. Databases are cloned from two templates:
/// a migrated one, and one with the demo in it. All of them are simulations, so that their clocks can be moved.
/// </summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private const string EmptyTemplate = "template_empty";
    private const string DemoTemplate = "template_demo";

    private static readonly string[] Settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400", "shared_buffers=128MB"];

    private readonly string home = Directory.CreateTempSubdirectory("campaign-test-").FullName;
    private readonly SemaphoreSlim cloning = new(1);
    private PrivatePostgres postgres = null!;
    private int databases;

    public async ValueTask InitializeAsync()
    {
        // The server may run as another user, who has to pass through.
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        postgres = await PrivatePostgres.StartAsync(home, "tests", Settings, NullLogger.Instance, CancellationToken.None);
        await MakeTemplateAsync(EmptyTemplate, demo: false);
        await MakeTemplateAsync(DemoTemplate, demo: true);
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    /// <summary>What the server itself has logged.</summary>
    internal string ServerLog => File.ReadAllText(Path.Combine(home, "postgres.log"));

    /// <summary>The server's own process, for tests that stop or kill it.</summary>
    internal int ServerProcessId => int.Parse(File.ReadLines(Path.Combine(home, "postgres", "postmaster.pid")).First());

    /// <summary>Completes when the server has ended.</summary>
    internal Task Exited => postgres.Exited;

    /// <summary>A database of its own for a test class.</summary>
    internal async Task<TestDatabase> CreateAsync(bool demo = true)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await cloning.WaitAsync();
        try
        {
            await ExecuteAsync($"create database {name} template {(demo ? DemoTemplate : EmptyTemplate)}");
        }
        finally
        {
            cloning.Release();
        }

        return new(StartedFor(name), postgres.ConnectionStringFor(PrivatePostgres.AdminRole, name));
    }

    /// <summary>A database without anything in it, not even the schema.</summary>
    internal async Task<TestDatabase> CreateBareAsync()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"create database {name} owner {Migrations.OwnerRole}");
        return new(StartedFor(name), postgres.ConnectionStringFor(PrivatePostgres.AdminRole, name));
    }

    private async Task MakeTemplateAsync(string name, bool demo)
    {
        await ExecuteAsync($"create database {name} owner {Migrations.OwnerRole}");
        var settings = TestRegistry.Settings with { Simulation = true, Demo = demo, NoDemo = !demo };
        var database = StartedFor(name);
        await new StartUp(settings, TimeProvider.System, NullLoggerFactory.Instance).PrepareAsync(database, Keyring.Demo(), CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    private StartedDatabase StartedFor(string name) => new(
        postgres.ConnectionStringFor(Migrations.OwnerRole, name), postgres.ConnectionStringFor(Migrations.RuntimeRole, name), null,
        postgres.ConnectionStringFor(Migrations.SignInRole, name), null, postgres.ConnectionStringFor(Migrations.JobsRole, name), null,
        postgres.ConnectionStringFor(Migrations.RetentionRole, name), null, null);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionStringFor(PrivatePostgres.AdminRole, "postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
