using Campaign.Host.Commands;
using Campaign.Host.Database;
using Campaign.Host.Jobs;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.SignIn;
using Npgsql;

namespace Campaign.Host;

/// <summary>
/// What happens before a host listens, in this order: database, keys, migration, keys held against the database, demo data. Whatever is wrong ends the start with
/// one clear line. A host that was given the serving login alone does not migrate; it looks whether everything is there, and can do no more than serve.
/// </summary>
internal sealed class StartUp(HostSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    private const int MaxTries = 5;

    private readonly ILogger log = loggers.CreateLogger("Campaign.Host.StartUp");

    public async Task<StartedDatabase> DatabaseAsync(CancellationToken cancel)
    {
        if ((settings.RuntimeDatabase ?? settings.Database) is { } runtime)
        {
            return new(
                settings.Database, runtime, Migrations.RuntimeRole, runtime, Migrations.SignInRole, runtime, Migrations.JobsRole, runtime, Migrations.RetentionRole, null);
        }

        var postgres = await PrivatePostgres.StartAsync(settings.DataDirectory, $"port {settings.Port}", settings.PostgresSettings, log, cancel);
        return new(
            postgres.OwnerConnectionString, postgres.RuntimeConnectionString, null, postgres.SignInConnectionString, null, postgres.JobsConnectionString, null,
            postgres.RetentionConnectionString, null, postgres);
    }

    public Task<KeysInUse> KeysAsync(CancellationToken cancel) => KeyConfiguration.ReadAsync(settings, time, log, cancel);

    /// <summary>
    /// Each step may be done twice. A database that is there and slow to answer, as on a machine that is just starting, is asked again; one that refuses a connection is told of at once.
    /// </summary>
    public async Task PrepareAsync(StartedDatabase database, Keyring keys, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PrepareOnceAsync(database, keys, cancel);
                return;
            }
            catch (StartupException e) when (e.InnerException is NpgsqlException { InnerException: TimeoutException } && attempt < MaxTries)
            {
                log.LogWarning("{Fault} Trying again ({Attempt} of {MaxTries})", e.Message, attempt + 1, MaxTries);
            }
        }
    }

    private async Task PrepareOnceAsync(StartedDatabase database, Keyring keys, CancellationToken cancel)
    {
        try
        {
            await using var registry = RegistryDatabase.Open(database.Runtime, database.RuntimeRole, loggers);
            await MigrateAsync(database, registry, cancel);
            if (settings.NoDemo && await DemoClients.AreInAsync(registry.Source, cancel))
            {
                throw new StartupException("--no-demo: this database holds the demo's clients, whose secrets everybody knows. Use a new database.");
            }

            if (settings.SeedsDemo && keys.HasDemoKeys() && await DemoClients.AreMissingInAnothersAsync(registry.Source, cancel))
            {
                throw new StartupException("This database holds a registry that is not the demo's: neither the demo's data nor its well-known keys go into it.");
            }

            await KeyChecks.VerifyAsync(keys, registry.Source, cancel);
            if (settings.SeedsDemo)
            {
                await DemoPart.SeedAsync(database.SignInConnectionString, registry.Source, keys, time, log, cancel);
            }

            await using var signIn = SignInStore.Open(database.SignInConnectionString, keys, time);
            await signIn.EnsureClientsAsync(settings.Addresses, cancel);
        }
        catch (InvalidKeyringException e)
        {
            throw new StartupException(e.Message, e);
        }
        catch (PostgresException e) when (database.Owner is null && e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw NotMigrated(e);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw new StartupException($"The database cannot be reached: {e.Message}", e);
        }
    }

    private async Task MigrateAsync(StartedDatabase database, RegistryDatabase registry, CancellationToken cancel)
    {
        if (database.Owner is { } owner)
        {
            await Migrations.ApplyAsync(owner, settings.Simulation, log, cancel);
            await JobStore.InstallAsync(database, cancel);
        }
        else if (settings.SeedsDemo)
        {
            throw new StartupException($"--demo needs {HostSettings.DatabaseVariable}, the login that may migrate. Or put the demo's data in first: campaign seed-demo");
        }
        else if (!await Migrations.AreAppliedAsync(registry.Source, cancel))
        {
            throw NotMigrated(null);
        }
    }

    private static StartupException NotMigrated(Exception? e) => new(
        $"The database is not at the schema of this build, and {HostSettings.RuntimeDatabaseVariable} is a login that may not migrate. "
        + $"First, where the owner's login is kept: {HostSettings.DatabaseVariable}=… campaign migrate", e);
}

/// <summary>
/// The database of a running host. The owner is the login that migrates; null when the host was given none, as where it serves citizens. Roles are null where the login is the
/// role itself.
/// </summary>
internal sealed record StartedDatabase(
    string? Owner, string Runtime, string? RuntimeRole, string SignIn, string? SignInRole, string Jobs, string? JobsRole, string Retention,
    string? RetentionRole, PrivatePostgres? Private) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Private?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Opens a connection string under the sign-in's role.</summary>
    public string SignInConnectionString => Under(SignInRole, new(SignIn) { MaxPoolSize = 8, Timeout = 3, CommandTimeout = 4 });

    /// <summary>Opens a connection string under the role that Hangfire's tables are kept under.</summary>
    public string JobsConnectionString
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(Jobs)
            {
                MaxPoolSize = 10,
                MinPoolSize = 0,
                Timeout = 3,
                CommandTimeout = 10,
                KeepAlive = 5,
                HostRecheckSeconds = 2,
                ApplicationName = "campaign-hangfire",
            };
            if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
            {
                // Locks count only where all hosts meet: on the one that takes writes.
                settings.TargetSessionAttributes = "read-write";
            }

            return Under(JobsRole, settings);
        }
    }

    private static string Under(string? role, NpgsqlConnectionStringBuilder settings)
    {
        if (role is not null)
        {
            settings.Options = string.IsNullOrEmpty(settings.Options) ? $"-c role={role}" : $"{settings.Options} -c role={role}";
        }

        return settings.ConnectionString;
    }
}
