using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Host.Database;

/// <summary>
/// A PostgreSQL of the host's own: no TCP, a socket in a private directory, peer authentication for the operating-system user that runs the host. It stops with
/// the host, even when the host is killed: a supervisor holds the other end of the host's pipe and stops the server when that closes; when the supervisor itself is
/// killed, the kernel tells the server.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string DatabaseName = "campaign";
    public const string AdminRole = "campaign_admin";
    private static readonly string[] LoginRoles =
        [Migrations.OwnerRole, Migrations.RuntimeRole, Migrations.SignInRole, Migrations.JobsRole, Migrations.RekeyRole, Migrations.RetentionRole];
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    // fd 3 is the host's pipe: background commands of a shell lose fd 0. "read" is a builtin, so that no further process holds the pipe.
    private const string SupervisorScript = """
        exec 3<&0 0</dev/null
        log=$1
        shift
        "$@" >>"$log" 2>&1 &
        server=$!
        ( while read -r _ <&3; do :; done; kill -INT "$server" 2>/dev/null ) &
        watcher=$!
        wait "$server"
        status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    private readonly Process supervisor;
    private readonly OwnerLock ownerLock;
    private readonly string socketDirectory;

    private PrivatePostgres(Process supervisor, OwnerLock ownerLock, string socketDirectory)
    {
        this.supervisor = supervisor;
        this.ownerLock = ownerLock;
        this.socketDirectory = socketDirectory;
        Exited = supervisor.WaitForExitAsync();
    }

    /// <summary>Completes when the server has ended, for whatever cause.</summary>
    public Task Exited { get; }

    public string OwnerConnectionString => ConnectionStringFor(Migrations.OwnerRole);

    public string RuntimeConnectionString => ConnectionStringFor(Migrations.RuntimeRole);

    public string SignInConnectionString => ConnectionStringFor(Migrations.SignInRole);

    public string RekeyConnectionString => ConnectionStringFor(Migrations.RekeyRole);

    public string RetentionConnectionString => ConnectionStringFor(Migrations.RetentionRole);

    public string JobsConnectionString => ConnectionStringFor(Migrations.JobsRole);

    /// <summary>A superuser's, for tests and benchmarks that look at the server itself.</summary>
    public string AdminConnectionString => ConnectionStringFor(AdminRole);

    /// <param name="home">The directory that holds everything of this registry's: data, keys, log.</param>
    /// <param name="holder">How this host is named to one that comes second.</param>
    /// <param name="settings">Further settings of the server, e.g. fsync=off for tests.</param>
    public static async Task<PrivatePostgres> StartAsync(string home, string holder, IReadOnlyList<string> settings, ILogger log, CancellationToken cancel)
    {
        ForgetAnotherServersVariables();
        home = Path.GetFullPath(home);
        Directory.CreateDirectory(home);
        var ownerLock = OwnerLock.Take(home, holder);
        try
        {
            var user = ServerUser.Choose();
            var data = DataDirectory.Of(home, user);
            var bin = PostgresBinaries.Find(data.PinnedVersion);
            await data.WaitUntilNobodyLivesInItAsync(log, cancel);
            if (data.PinnedVersion is null)
            {
                log.LogInformation("Making a private PostgreSQL in {Directory}", data.Path);
                data.Initialise(bin, user, AdminRole);
            }

            data.WriteAuthentication(user, [AdminRole, .. LoginRoles]);
            var sockets = MakeSocketDirectory(home, user);
            var supervisor = StartSupervisor(bin, data.Path, sockets, Path.Combine(home, "postgres.log"), user, settings);
            var postgres = new PrivatePostgres(supervisor, ownerLock, sockets);
            await postgres.PrepareAsync(Path.Combine(home, "postgres.log"), cancel);
            return postgres;
        }
        catch
        {
            ownerLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// PGHOST, PGPORT, PGUSER and their like in the environment are about another server. The server, its tools and Npgsql all read them, so they go out of this process's
    /// environment; PG_BIN and PG_VERSION, which are the registry's own, stay.
    /// </summary>
    internal static void ForgetAnotherServersVariables()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("PG", StringComparison.Ordinal) && n.All(char.IsAsciiLetterUpper)).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        supervisor.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await supervisor.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            supervisor.Kill(entireProcessTree: true);
        }

        supervisor.Dispose();
        ownerLock.Dispose();
        try
        {
            Directory.Delete(socketDirectory, recursive: true);
        }
        catch (IOException)
        {
            // The next start makes it anew.
        }
    }

    private static Process StartSupervisor(
        string bin, string data, string sockets, string logFile, ServerUser user, IReadOnlyList<string> settings)
    {
        // setsid: Ctrl+C reaches the host alone, which then stops the server once its requests are done.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var argument in new[] { "/bin/sh", "-c", SupervisorScript + "\n", "supervisor", logFile, "setpriv" })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var argument in (string[])[.. user.SetprivArguments, "--pdeathsig", "INT", "--"])
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(Path.Combine(bin, "postgres"));
        start.ArgumentList.Add("-D");
        start.ArgumentList.Add(data);
        string[] fixedSettings =
        [
            "listen_addresses=", $"unix_socket_directories={sockets}", "unix_socket_permissions=0700", "max_connections=100", "shared_buffers=256MB",
            "max_wal_size=2GB", "checkpoint_timeout=15min", "jit=off", "timezone=UTC", "log_timezone=UTC", "lc_messages=C",
            // No statement text, parameter or DETAIL in the server's log: they could hold what a citizen is known by.
            "log_min_error_statement=panic", "log_parameter_max_length=0", "log_parameter_max_length_on_error=0", "log_error_verbosity=terse",
            "log_line_prefix=%m [%p] %u@%d ",
        ];
        foreach (var setting in (string[])[.. fixedSettings, .. settings])
        {
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(setting);
        }

        return Process.Start(start) ?? throw new StartupException("The private PostgreSQL could not be started.");
    }

    private static string MakeSocketDirectory(string home, ServerUser user)
    {
        // Short, for a socket's path has at most 107 bytes; one per home, so that a second start finds and clears it.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..12];
        var directory = Path.Combine("/tmp", $"campaign-{Environment.UserName}-{name}");
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        user.Own(directory);
        return directory;
    }

    private async Task PrepareAsync(string logFile, CancellationToken cancel)
    {
        await using var admin = await ConnectPatientlyAsync(logFile, cancel);
        await ExecuteAsync(admin, Migrations.Roles());
        foreach (var role in LoginRoles)
        {
            await ExecuteAsync(admin, $"alter role {role} login");
        }

        await using var exists = new NpgsqlCommand($"select exists (select from pg_database where datname = '{DatabaseName}')", admin);
        if (!(bool)(await exists.ExecuteScalarAsync(cancel))!)
        {
            await ExecuteAsync(admin, $"create database {DatabaseName} owner {Migrations.OwnerRole}");
        }
    }

    private async Task<NpgsqlConnection> ConnectPatientlyAsync(string logFile, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(AdminConnectionString) { Database = "postgres", Pooling = false, Timeout = 5 };
        var started = Stopwatch.StartNew();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (Exited.IsCompleted)
            {
                throw new StartupException($"The private PostgreSQL ended at once. Its log: {logFile}");
            }

            var connection = new NpgsqlConnection(settings.ConnectionString);
            try
            {
                await connection.OpenAsync(cancel);
                return connection;
            }
            catch (NpgsqlException) when (started.Elapsed < StartPatience)
            {
                await connection.DisposeAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Under one of the registry's roles, or as the superuser <c>campaign_admin</c>, to any database of this server.</summary>
    public string ConnectionStringFor(string role, string database = DatabaseName) => ConnectionString(socketDirectory, role, database);

    /// <summary>What `keys` works through, of a server that another process runs.</summary>
    public static string RuntimeConnectionStringAt(string socketDirectory) => ConnectionString(socketDirectory, Migrations.RuntimeRole, DatabaseName);

    /// <inheritdoc cref="RuntimeConnectionStringAt"/>
    public static string RekeyConnectionStringAt(string socketDirectory) => ConnectionString(socketDirectory, Migrations.RekeyRole, DatabaseName);

    /// <summary>What `retention` works through, of a server that another process runs.</summary>
    public static string RetentionConnectionStringAt(string socketDirectory) => ConnectionString(socketDirectory, Migrations.RetentionRole, DatabaseName);

    /// <summary>The registry's owner in a server that another process has started, whose socket is here.</summary>
    public static string OwnerConnectionStringAt(string socketDirectory) => ConnectionString(socketDirectory, Migrations.OwnerRole, DatabaseName);

    private static string ConnectionString(string socketDirectory, string role, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketDirectory,
        Database = database,
        Username = role,
    }.ConnectionString;
}
