using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>
/// The pool of connections under the runtime role (no DDL, no DELETE). Waits, statements and locks are bounded, so that a database that hangs or dies
/// is an error within 10 s: 3 s for a connection and for a statement, COMMIT among them, 4 s for all of one transaction before COMMIT; the GraphQL endpoint bounds what a request
/// does before COMMIT together.
/// </summary>
public sealed class RegistryDatabase : IAsyncDisposable
{
    public static readonly TimeSpan ConnectionWait = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan StatementWait = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan WorkWait = TimeSpan.FromSeconds(4);

    private readonly NpgsqlConnectionStringBuilder bounded;
    private readonly ILoggerFactory? loggers;

    private RegistryDatabase(NpgsqlConnectionStringBuilder bounded, ILoggerFactory? loggers)
    {
        this.bounded = bounded;
        this.loggers = loggers;
        Source = Build(bounded, loggers);
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>The setting of connections on which the registry works for itself.</summary>
    internal static string AsRegistry => $"-c {Viewer.Variable}={Viewer.Registry.Setting}";

    /// <param name="connectionString">Any Npgsql connection string; several hosts separated by commas mean "whichever takes writes".</param>
    /// <param name="role">The role to act under when the login itself is not it; null when the login is the runtime role.</param>
    public static RegistryDatabase Open(string connectionString, string? role, ILoggerFactory? loggers = null) =>
        new(Bounded(connectionString, role), loggers);

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>The rows of one statement that needs no unit of work: of what belongs to nobody.</summary>
    internal async Task<List<T>> RowsAsync<T>(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class
    {
        await using var connection = await Source.OpenConnectionAsync(cancel);
        return await MappedRows.ReadAsync<T>(connection, sql, cancel, parameters);
    }

    /// <summary>
    /// A few connections beside the pool, under the same bounds, for what waits long and writes nothing that must last: its commits do not wait for the disk.
    /// Whoever asks for it disposes of it.
    /// </summary>
    /// <param name="applicationName">What they are called in pg_stat_activity.</param>
    /// <param name="connections">At most so many.</param>
    internal NpgsqlDataSource Apart(string applicationName, int connections) => Build(
        new NpgsqlConnectionStringBuilder(bounded.ConnectionString)
        {
            ApplicationName = applicationName,
            MinPoolSize = 0,
            MaxPoolSize = connections,
            Options = $"{bounded.Options} -c synchronous_commit=off {AsRegistry}",
        },
        loggers);

    internal static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder bounded, ILoggerFactory? loggers)
    {
        var builder = new NpgsqlDataSourceBuilder(bounded.ConnectionString);
        builder.UseLoggerFactory(loggers);
        var severalHosts = builder.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true;
        return severalHosts ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite) : builder.Build();
    }

    internal static NpgsqlConnectionStringBuilder Bounded(string connectionString, string? role)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // Npgsql takes this as a choice of the pool, not of the string, once there are several hosts: see Build.
        given.Remove("Target Session Attributes");
        given.Timeout = (int)ConnectionWait.TotalSeconds;
        given.CommandTimeout = (int)StatementWait.TotalSeconds;
        // -1: a statement that timed out breaks its connection at once. A cancellation that reaches the server while COMMIT waits for a standby
        // would make a commit look done that the standby never had.
        given.CancellationTimeout = -1;
        given.KeepAlive = given.KeepAlive == 0 ? 5 : given.KeepAlive;
        given.MaxAutoPrepare = 100;
        given.AutoPrepareMinUsages = 2;
        given.HostRecheckSeconds = 2;
        given.ApplicationName ??= "campaign-registry";
        // ContainsKey is true of every setting that there is; Keys are those that were given.
        if (!given.Keys.Any(key => key == "Maximum Pool Size"))
        {
            // Requests beyond these wait here, where waiting costs least, and never find the server full. Two a core keep it busy; twice that lets commits that
            // wait for the disk at the same time share one wait (at 64 clients 1,097 records a second with 8, 934 with 4, 1,163 with 16).
            given.MaxPoolSize = 4 * Environment.ProcessorCount;
        }

        var options = "-c statement_timeout=4000 -c lock_timeout=3500 -c idle_in_transaction_session_timeout=15000 -c timezone=UTC";
        if (role is not null)
        {
            options += $" -c role={role}";
        }

        given.Options = string.IsNullOrEmpty(given.Options) ? options : given.Options + " " + options;
        return given;
    }
}
