using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Campaign.Testing;

/// <summary>
/// A real PostgreSQL for a test run, made by the same code as <c>up</c> makes its own, but without waiting for the disk. Databases are cloned from two templates:
/// a migrated one, and one with the demo in it. All of them are simulations, so that their clocks can be moved.
/// </summary>
/// <remarks>
/// <c>tests/run</c> starts one server for all projects and tells them where it is; a project that is run by itself starts its own.
/// </remarks>
public sealed class TestPostgres : IAsyncLifetime
{
    /// <summary>The home of the server that all projects of a run share.</summary>
    private const string SharedVariable = "CAMPAIGN_TEST_POSTGRES";

    /// <summary>In a server's home: where its socket is.</summary>
    private const string SocketsFile = "sockets";

    private const string EmptyTemplate = "template_empty";
    private const string DemoTemplate = "template_demo";

    private const long MemoryNeeded = 4L << 30;

    private static readonly string[] Settings =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=800", "shared_buffers=256MB", "max_wal_size=512MB"];

    private readonly bool isAlone;
    private PrivatePostgres? own;
    private string sockets = "";
    private int databases;

    public TestPostgres()
    {
    }

    private TestPostgres(bool isAlone) => this.isAlone = isAlone;

    /// <summary>The directory of everything that this server has.</summary>
    public string Home { get; private set; } = "";

    /// <summary>
    /// A server of one test's own, to stop, kill or mistreat, whether or not the run shares one. It has no templates: its one database is made ready where it stands.
    /// </summary>
    internal static async Task<TestPostgres> StartAloneAsync()
    {
        var server = new TestPostgres(isAlone: true);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        if (!isAlone && Environment.GetEnvironmentVariable(SharedVariable) is { Length: > 0 } shared)
        {
            Home = shared;
            sockets = await File.ReadAllTextAsync(Path.Combine(Home, SocketsFile));
            return;
        }

        Home = MakeHome();
        // The server may run as another user, who has to pass through.
        File.SetUnixFileMode(Home, (UnixFileMode)0b111_101_101);
        own = await PrivatePostgres.StartAsync(Home, "tests", Settings, NullLogger.Instance, CancellationToken.None);
        sockets = new NpgsqlConnectionStringBuilder(own.AdminConnectionString).Host!;
        await File.WriteAllTextAsync(Path.Combine(Home, SocketsFile), sockets);
        if (!isAlone)
        {
            await ExecuteAsync($"create database {EmptyTemplate} owner {Migrations.OwnerRole}");
            await PrepareAsync(EmptyTemplate, demo: false);
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync($"create database {DemoTemplate} owner {Migrations.OwnerRole} template {EmptyTemplate}");
            await PrepareAsync(DemoTemplate, demo: true);
            NpgsqlConnection.ClearAllPools();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
        {
            await own.DisposeAsync();
            Directory.Delete(Home, recursive: true);
        }
    }

    /// <summary>What the server itself has logged.</summary>
    internal string ServerLog => File.ReadAllText(Path.Combine(Home, "postgres.log"));

    /// <summary>The server's own process, for tests that stop or kill it.</summary>
    internal int ServerProcessId => isAlone
        ? int.Parse(File.ReadLines(Path.Combine(Home, "postgres", "postmaster.pid")).First())
        : throw new InvalidOperationException("Others use this server too.");

    /// <summary>Completes when the server has ended.</summary>
    internal Task Exited => own!.Exited;

    /// <summary>A database of its own for a test class, gone when it is disposed of.</summary>
    internal async Task<TestDatabase> CreateAsync(bool demo = true)
    {
        if (isAlone)
        {
            var bare = await CreateBareAsync();
            await PrepareAsync(bare.Name, demo);
            return bare;
        }

        var name = NextName();
        await ExecuteAsync($"create database {name} template {(demo ? DemoTemplate : EmptyTemplate)} strategy file_copy");
        return DatabaseOf(name);
    }

    /// <summary>A database without anything in it, not even the schema.</summary>
    internal async Task<TestDatabase> CreateBareAsync()
    {
        var name = NextName();
        await ExecuteAsync($"create database {name} owner {Migrations.OwnerRole}");
        return DatabaseOf(name);
    }

    /// <summary>In memory where there is room: each database is some 1,500 files, and to make and delete those takes a disk longer than what the tests do with them.</summary>
    private static string MakeHome()
    {
        const string Memory = "/dev/shm";
        return Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > MemoryNeeded
            ? Directory.CreateDirectory(Path.Combine(Memory, $"campaign-test-{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("campaign-test-").FullName;
    }

    private async Task PrepareAsync(string name, bool demo)
    {
        var settings = TestRegistry.Settings with { Simulation = true, Demo = demo, NoDemo = !demo };
        await new StartUp(settings, TimeProvider.System, NullLoggerFactory.Instance).PrepareAsync(StartedFor(name), Keyring.Demo(), CancellationToken.None);
    }

    /// <summary>Several processes may share the server.</summary>
    private string NextName() => $"test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";

    private TestDatabase DatabaseOf(string name) => new(name, StartedFor(name), ConnectionStringFor(PrivatePostgres.AdminRole, name), DropAsync);

    /// <summary>So that neither checkpoints nor autovacuum look after what nobody uses any more. A server of one test's own goes as a whole, if it has not gone before.</summary>
    private Task DropAsync(string name) => isAlone ? Task.CompletedTask : ExecuteAsync($"drop database {name} with (force)");

    private StartedDatabase StartedFor(string name) => new(
        ConnectionStringFor(Migrations.OwnerRole, name), ConnectionStringFor(Migrations.RuntimeRole, name), null,
        ConnectionStringFor(Migrations.SignInRole, name), null, ConnectionStringFor(Migrations.JobsRole, name), null,
        ConnectionStringFor(Migrations.RetentionRole, name), null, null);

    private string ConnectionStringFor(string role, string database) =>
        new NpgsqlConnectionStringBuilder { Host = sockets, Database = database, Username = role }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringFor(PrivatePostgres.AdminRole, "postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
