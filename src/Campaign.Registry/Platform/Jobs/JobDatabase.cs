using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Jobs;

/// <summary>
/// A small pool of its own for what the registry does by itself, under the same runtime role: jobs take no connection from requests, and their statements may last
/// longer (by default 60 s). Locks are waited for no longer than by requests (3.5 s), so that a job never stands in anybody's way for long.
/// </summary>
public sealed class JobDatabase : IAsyncDisposable
{
    public static readonly TimeSpan DefaultStatementWait = TimeSpan.FromSeconds(60);

    /// <summary>An import that runs takes three of them for as long as it lasts.</summary>
    private const int MaxConnections = 8;

    private JobDatabase(NpgsqlDataSource source, TimeSpan statementWait)
    {
        Source = source;
        StatementWait = statementWait;
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>How long a statement may last, and all of a transaction before its COMMIT.</summary>
    public TimeSpan StatementWait { get; }

    /// <param name="connectionString">As for <see cref="RegistryDatabase.Open"/>.</param>
    /// <param name="role">The role to act under when the login itself is not it; null when the login is the runtime role.</param>
    /// <param name="statementWait">How long a statement may last; null for <see cref="DefaultStatementWait"/>.</param>
    /// <param name="loggers">Told by the pool.</param>
    public static JobDatabase Open(string connectionString, string? role, TimeSpan? statementWait = null, ILoggerFactory? loggers = null)
    {
        var wait = statementWait ?? DefaultStatementWait;
        return new(RegistryDatabase.Build(Bounded(connectionString, role, wait), loggers), wait);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    internal static NpgsqlConnectionStringBuilder Bounded(string connectionString, string? role, TimeSpan statementWait)
    {
        var given = RegistryDatabase.Bounded(connectionString, role);
        given.MaxPoolSize = MaxConnections;
        given.MinPoolSize = 0;
        given.CommandTimeout = (int)Math.Ceiling(statementWait.TotalSeconds);
        given.ApplicationName = "campaign-registry-jobs";
        // A later -c wins over an earlier one. A second more than the client waits, which then ends the statement from its side.
        given.Options += $" -c statement_timeout={(given.CommandTimeout + 1) * 1000} {RegistryDatabase.AsRegistry}";
        return given;
    }
}

/// <summary>Transactions of jobs, on the pool for jobs; opened, bounded, retried and committed as those of requests are.</summary>
public sealed class JobWork(JobDatabase database, ILogger<JobWork> log) : Transactions(database.Source, database.StatementWait, log)
{
    /// <inheritdoc cref="Transactions.RunForAsync{T}(Viewer?, Func{Work, Task{Decision{T}}}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Func<Work, Task<Decision<T>>> body, CancellationToken cancel) => RunForAsync(null, body, cancel);

    /// <inheritdoc cref="Transactions.RunForAsync{T}(Viewer?, Func{Work, int, Task{Decision{T}}}, IReadOnlyCollection{string}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Func<Work, int, Task<Decision<T>>> body, IReadOnlyCollection<string> lostRaces, CancellationToken cancel) =>
        RunForAsync(null, body, lostRaces, cancel);
}
