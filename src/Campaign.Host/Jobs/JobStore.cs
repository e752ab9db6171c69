using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Npgsql;

namespace Campaign.Host.Jobs;

/// <summary>
/// What Hangfire keeps, in a schema and under a role of its own (I9): which job is due when, and what became of its last runs. It holds the names of jobs and nothing
/// of what they do; all of it may be lost.
/// </summary>
internal static class JobStore
{
    public const string Schema = "jobs";

    /// <summary>Succeeded and failed runs are kept for as long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    static JobStore() => LogProvider.SetCurrentLogProvider(new JobLog());

    public static PostgreSqlStorage Open(string connectionString) =>
        new(new Connections(connectionString), Options()) { JobExpirationTimeout = Kept };

    /// <summary>Hangfire's own tables, under the lock of the migrations: two hosts that start at once make them once.</summary>
    public static async Task InstallAsync(StartedDatabase database, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.JobsConnectionString) { Pooling = false, CommandTimeout = 600, Timeout = 10 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidParameterValue)
        {
            throw new StartupException($"The login that the host runs under must be a member of {Migrations.JobsRole}, under which jobs are kept.", e);
        }

        await using var guard = new NpgsqlCommand($"select pg_advisory_lock({Migrations.LockKey})", connection);
        await guard.ExecuteNonQueryAsync(cancel);
        PostgreSqlObjectsInstaller.Install(connection, Schema);
    }

    private static PostgreSqlStorageOptions Options() => new()
    {
        SchemaName = Schema,
        PrepareSchemaIfNecessary = false,
        // A run in progress says every so often that it is. Without this a run longer than the timeout is taken for dead and begun again beside itself.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = TimeSpan.FromSeconds(45),
        // Hangfire's locks are rows, and those of a host that was killed stay until this is over.
        DistributedLockTimeout = TimeSpan.FromSeconds(15),
        EnableLongPolling = true,
        QueuePollInterval = TimeSpan.FromSeconds(1),
        JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
    };

    private sealed class Connections(string connectionString) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => new(connectionString);
    }
}
