using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>
/// Brings a database to the schema of this build: roles, then db/baseline, db/migrations and db/views in this order, each file in a transaction of its own. Under
/// an advisory lock, so that two hosts that start at once do it once.
/// </summary>
public static class Migrations
{
    /// <summary>Any number that no other part of the registry locks: "campaign" in ASCII.</summary>
    public const long LockKey = 0x63616D706169676E;

    public const string OwnerRole = "campaign_owner";
    public const string RuntimeRole = "campaign_runtime";
    public const string SignInRole = "campaign_signin";
    public const string JobsRole = "campaign_jobs";
    public const string RekeyRole = "campaign_rekey";
    public const string RetentionRole = "campaign_retention";

    /// <param name="connectionString">A login that is campaign_owner or a member of it, or one that may create roles.</param>
    /// <param name="simulation">True for a database whose clock may be moved. Only a new database can be made one.</param>
    /// <param name="log">Told of each migration.</param>
    /// <exception cref="NoSimulationException">A simulation was asked for, and the database is none.</exception>
    /// <exception cref="OldSchemaException">The database was made by a build from before the baseline.</exception>
    public static async Task ApplyAsync(string connectionString, bool simulation, ILogger log, CancellationToken cancel)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 600, Timeout = 10 };
        await using var guard = new NpgsqlConnection(settings.ConnectionString);
        await guard.OpenAsync(cancel);
        await ExecuteAsync(guard, $"select pg_advisory_lock({LockKey})", cancel);
        await PrepareAsync(guard, cancel);
        await RefuseOldSeriesAsync(guard, cancel);

        settings.Options = string.IsNullOrEmpty(settings.Options) ? $"-c role={OwnerRole}" : $"{settings.Options} -c role={OwnerRole}";
        var result = DeployChanges.To
            .PostgresqlDatabase(settings.ConnectionString)
            .WithScripts(Scripts)
            .JournalToPostgresqlTable("registry", "schema_versions")
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new UpgradeLog(log))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
        }

        await using var owner = new NpgsqlConnection(settings.ConnectionString);
        await owner.OpenAsync(cancel);
        await ExecuteAsync(owner, $"grant select on registry.schema_versions to {RuntimeRole}", cancel);
        await SetKindAsync(owner, simulation, cancel);
    }

    /// <summary>
    /// True when every file of this build has been applied to this database, and no migration of a later build. A later build's views do not count: hosts of the
    /// build before can use them.
    /// </summary>
    public static async Task<bool> AreAppliedAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            "select (select count(*) from unnest($1) s where s in (select scriptname from registry.schema_versions)) = cardinality($1) and not exists ("
            + $"select from registry.schema_versions where scriptname <> all ($1) and scriptname not like '{Views}%')");
        command.Parameters.Add(new NpgsqlParameter { Value = Scripts.Select(s => s.Name).ToArray() });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    public static string Roles() => Read("roles/roles.sql");

    private const string Views = "views/";

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// In the order of their names. A file of the baseline or a migration is applied once under its name. A view's name bears the hash of its text, so that a file
    /// that was changed is applied again.
    /// </summary>
    private static SqlScript[] Scripts { get; } =
    [
        .. from name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)
           where name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith("roles/", StringComparison.Ordinal)
           let text = Read(name)
           let hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]
           select new SqlScript(name.StartsWith(Views, StringComparison.Ordinal) ? $"{name}@{hash}" : name, text),
    ];

    /// <summary>What was made by the numbered files V001 to V046, of which nothing was released, is not continued.</summary>
    private static async Task RefuseOldSeriesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await HoldsAsync("to_regclass('registry.schema_versions') is not null")
            && await HoldsAsync("exists (select from registry.schema_versions where scriptname like 'migrations/V0%')"))
        {
            throw new OldSchemaException(
                "This database was made by a build from before the first release, which no later build continues. "
                + "Use a new, empty database; for a private one, another --data directory.");
        }

        async Task<bool> HoldsAsync(string condition)
        {
            await using var command = new NpgsqlCommand($"select {condition}", connection);
            return (bool)(await command.ExecuteScalarAsync(cancel))!;
        }
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ExecuteAsync(connection, Roles(), cancel);
        await ExecuteAsync(connection, $"""
            do $$ declare
              role_name text;
            begin
              if current_user <> '{OwnerRole}' then
                foreach role_name in array array['{OwnerRole}', '{RuntimeRole}', '{SignInRole}', '{JobsRole}', '{RekeyRole}', '{RetentionRole}'] loop
                  if not pg_has_role(current_user, role_name, 'member') then
                    execute format('grant %I to %I', role_name, current_user);
                  end if;
                end loop;
                if not has_database_privilege('{OwnerRole}', current_database(), 'CREATE') then
                  execute format('grant create on database %I to {OwnerRole}', current_database());
                end if;
              end if;
            end $$;
            create schema if not exists registry authorization {OwnerRole};
            """, cancel);
    }

    private static async Task SetKindAsync(NpgsqlConnection owner, bool simulation, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select simulation from registry.database_kind", owner);
        if (await command.ExecuteScalarAsync(cancel) is bool kind)
        {
            if (simulation && !kind)
            {
                throw new NoSimulationException("This database is no simulation: its clock cannot be moved. Use a new one for --simulation.");
            }

            return;
        }

        await using var insert = new NpgsqlCommand("insert into registry.database_kind (simulation) values ($1)", owner);
        insert.Parameters.Add(Sql.Bool(simulation));
        await insert.ExecuteNonQueryAsync(cancel);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed class UpgradeLog(ILogger log) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => log.LogTrace("{Message}", string.Format(format, args));

        public void LogDebug(string format, params object[] args) => log.LogDebug("{Message}", string.Format(format, args));

        public void LogInformation(string format, params object[] args) => log.LogDebug("{Message}", string.Format(format, args));

        public void LogWarning(string format, params object[] args) => log.LogWarning("{Message}", string.Format(format, args));

        public void LogError(string format, params object[] args) => log.LogError("{Message}", string.Format(format, args));

        public void LogError(Exception ex, string format, params object[] args) => log.LogError(ex, "{Message}", string.Format(format, args));
    }
}

/// <summary>The database is not one that this build may migrate; the message says so, and what to do.</summary>
public abstract class DatabaseRefusedException(string message) : Exception(message);

/// <summary>A simulation was asked for of a database that is none and never becomes one.</summary>
public sealed class NoSimulationException(string message) : DatabaseRefusedException(message);

/// <summary>The database was made by a build from before the baseline.</summary>
internal sealed class OldSchemaException(string message) : DatabaseRefusedException(message);
