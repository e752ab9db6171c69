using System.Diagnostics;
using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Testing;

/// <summary>One database of the test server, and what a test does to it behind the registry's back.</summary>
internal sealed class TestDatabase(string name, StartedDatabase started, string adminConnectionString, Func<string, Task> drop) : IAsyncDisposable
{
    private readonly NpgsqlDataSource admin = NpgsqlDataSource.Create(adminConnectionString + ";Maximum Pool Size=10");

    public string Name => name;

    public StartedDatabase Started => started;

    /// <summary>What CAMPAIGN_DATABASE would be set to for another process.</summary>
    public string ConnectionString => adminConnectionString;

    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        await drop(name);
    }

    /// <summary>Lets the registry's clock stand at this instant.</summary>
    public Task FreezeAsync(DateTimeOffset instant) => ExecuteAsync(
        "insert into registry.clock (frozen_at) values ($1) on conflict (singleton) do update set frozen_at = $1", instant.ToUniversalTime());

    /// <summary>Lets the registry's clock run again, this far from the true time.</summary>
    public Task ShiftAsync(TimeSpan shift) => ExecuteAsync(
        "insert into registry.clock (shift) values ($1) on conflict (singleton) do update set frozen_at = null, shift = $1", shift);

    public Task<DateTimeOffset> NowAsync() => ScalarAsync<DateTimeOffset>("select registry.registry_now()");

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? await reader.GetFieldValueAsync<T>(0) : throw new InvalidOperationException("No row.");
    }

    public Task<long> CountAsync(string from, params object[] values) => ScalarAsync<long>($"select count(*) from {from}", values);

    /// <summary>Opens a connection as one of the registry's roles, or as the superuser.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string? role = null)
    {
        var connection = new NpgsqlConnection(role switch
        {
            null => adminConnectionString,
            Migrations.OwnerRole => started.Owner,
            Migrations.RuntimeRole => started.Runtime,
            Migrations.SignInRole => started.SignIn,
            Migrations.JobsRole => started.Jobs,
            Migrations.RetentionRole => started.Retention,
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        });
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>All of the database, as pg_dump writes it, but for what its options leave out.</summary>
    public async Task<string> DumpAsync(CancellationToken cancel, params string[] options)
    {
        var at = new NpgsqlConnectionStringBuilder(adminConnectionString);
        string[] arguments = ["-h", at.Host!, "-p", $"{at.Port}", "-U", at.Username!, .. options, at.Database!];
        using var dump = Process.Start(new ProcessStartInfo(Path.Combine(PostgresBinaries.Find(null), "pg_dump"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = dump.StandardError.ReadToEndAsync(cancel);
        var text = await dump.StandardOutput.ReadToEndAsync(cancel);
        await dump.WaitForExitAsync(cancel);
        return dump.ExitCode == 0 ? text : throw new InvalidOperationException(await error);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = admin.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
