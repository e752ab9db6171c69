using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>One transaction in progress: its connection, and the token that bounds everything before COMMIT.</summary>
/// <param name="connection">In a transaction that has begun.</param>
/// <param name="viewer">Told to the database with the first batch; null when the connection says so for all its transactions.</param>
/// <param name="cancel">Bounds everything before COMMIT.</param>
public sealed class Work(NpgsqlConnection connection, Viewer? viewer, CancellationToken cancel) : IAsyncDisposable
{
    private readonly List<Action> followUps = [];
    private RegistryDb? db;
    private bool told;

    public NpgsqlConnection Connection => connection;

    public CancellationToken Cancel => cancel;

    /// <summary>What is done once COMMIT has answered, and not at all when this transaction is rolled back. It must not block.</summary>
    public void OnCommitted(Action followUp) => followUps.Add(followUp);

    internal void FollowUp() => followUps.ForEach(followUp => followUp());

    public ValueTask DisposeAsync() => db?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// An empty batch, but for the first of a transaction, which begins with telling the database who looks. That statement answers no rows, and costs no round trip.
    /// </summary>
    public NpgsqlBatch Batch()
    {
        var batch = new NpgsqlBatch(connection);
        if (!told && viewer is { } looking)
        {
            batch.BatchCommands.Add(new(looking.SetSql));
            told = true;
        }

        return batch;
    }

    /// <summary>The rows of a statement, each as the record whose properties bear its columns' names (<c>person_id</c>: <c>PersonId</c>).</summary>
    /// <param name="sql">Of constants alone, with parameters from $1.</param>
    internal async Task<List<T>> RowsAsync<T>(string sql, params NpgsqlParameter[] parameters)
        where T : class => await (await QueryAsync<T>(sql, parameters)).ToListAsync(cancel);

    /// <summary>The first row; null when there is none.</summary>
    internal async Task<T?> RowOrNullAsync<T>(string sql, params NpgsqlParameter[] parameters)
        where T : class => await RowsAsync<T>(sql, parameters) is [var row, ..] ? row : null;

    /// <summary>The same rows before they are asked for, to be filtered, ordered and counted: a select.</summary>
    internal async Task<IQueryable<T>> QueryAsync<T>(string sql, params NpgsqlParameter[] parameters)
        where T : class
    {
        await TellAsync();
        return MappedRows.Of<T>(db ??= MappedRows.Over(connection), sql, parameters);
    }

    /// <summary>The first column of every row.</summary>
    internal Task<List<T>> ValuesAsync<T>(string sql, params NpgsqlParameter[] parameters) => ValuesAsync<T>(Sql.Statement(sql, parameters));

    /// <inheritdoc cref="ValuesAsync{T}(string, NpgsqlParameter[])"/>
    internal async Task<List<T>> ValuesAsync<T>(NpgsqlBatchCommand statement)
    {
        await using var batch = Batch();
        batch.BatchCommands.Add(statement);
        await using var results = await batch.ReadAsync(cancel);
        return await results.NextValuesAsync<T>();
    }

    /// <summary>The first column of the first row; null when there is no row, or it is null.</summary>
    internal async Task<T?> ValueOrNullAsync<T>(string sql, params NpgsqlParameter[] parameters)
        where T : struct => (await ValuesAsync<T?>(sql, parameters)).FirstOrDefault();

    /// <inheritdoc cref="ValueOrNullAsync{T}"/>
    internal async Task<string?> TextOrNullAsync(string sql, params NpgsqlParameter[] parameters) => (await ValuesAsync<string?>(sql, parameters)).FirstOrDefault();

    /// <summary>Locks the rows that a statement names, and reads the clock once they are held, in one round trip.</summary>
    /// <returns>Whether there was a row to lock, and the instant.</returns>
    internal Task<(bool Found, DateTimeOffset Now)> LockAsync(string sql, params NpgsqlParameter[] parameters) => LockAsync(Sql.Statement(sql, parameters));

    /// <inheritdoc cref="LockAsync(string, NpgsqlParameter[])"/>
    internal async Task<(bool Found, DateTimeOffset Now)> LockAsync(NpgsqlBatchCommand statement)
    {
        await using var batch = Batch();
        batch.BatchCommands.Add(statement);
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(cancel);
        var found = await results.NextAsync((rows, token) => rows.ReadAsync(token));
        return (found, await results.NextAsync(RegistryClock.ReadAsync));
    }

    private async Task TellAsync()
    {
        if (!told && viewer is not null)
        {
            await using var batch = Batch();
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }
}

/// <summary>What a transaction's body decided: its value, and whether what it wrote is to be kept.</summary>
public readonly record struct Decision<T>(T Value, bool Keep);

public static class Decision
{
    public static Decision<T> Keep<T>(T value) => new(value, true);

    public static Decision<T> Discard<T>(T value) => new(value, false);
}

/// <summary>Transactions of requests, on the pool for requests: within 4 s before COMMIT, and each on behalf of somebody.</summary>
public sealed class UnitOfWork(RegistryDatabase database, ILogger<UnitOfWork> log) : Transactions(database.Source, RegistryDatabase.WorkWait, log)
{
    /// <inheritdoc cref="Transactions.RunForAsync{T}(Viewer?, Func{Work, Task{Decision{T}}}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Viewer viewer, Func<Work, Task<Decision<T>>> body, CancellationToken cancel) => RunForAsync(viewer, body, cancel);

    /// <inheritdoc cref="Transactions.RunForAsync{T}(Viewer?, Func{Work, int, Task{Decision{T}}}, IReadOnlyCollection{string}, CancellationToken)"/>
    public Task<T> RunAsync<T>(Viewer viewer, Func<Work, int, Task<Decision<T>>> body, IReadOnlyCollection<string> lostRaces, CancellationToken cancel) =>
        RunForAsync(viewer, body, lostRaces, cancel);
}

/// <summary>
/// Opens, bounds, retries and commits transactions, in this one place. READ COMMITTED throughout: uniqueness is held by constraints, order by row locks.
/// </summary>
/// <param name="source">The pool to run on.</param>
/// <param name="patience">For everything before COMMIT, each time that it is tried.</param>
/// <param name="log">Told of what is tried again, and of each COMMIT in doubt.</param>
public abstract class Transactions(NpgsqlDataSource source, TimeSpan patience, ILogger log)
{
    private const int MaxTries = 4;
    private const int MaxLostRaces = 5;

    /// <summary>Runs <paramref name="body"/> in a transaction of its own, again from the start when the server reports a deadlock, at most four times.</summary>
    /// <param name="viewer">For whom; null on a pool whose connections say so.</param>
    /// <param name="body">Decides what is answered, and whether what it wrote is kept.</param>
    /// <param name="cancel">Heard until COMMIT.</param>
    /// <exception cref="RegistryUnavailableException">The database did not serve the request; nothing was done.</exception>
    /// <exception cref="CommitInDoubtException">The outcome of COMMIT is not known.</exception>
    protected async Task<T> RunForAsync<T>(Viewer? viewer, Func<Work, Task<Decision<T>>> body, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            bound.CancelAfter(patience);
            try
            {
                return await RunOnceAsync(viewer, body, bound.Token);
            }
            catch (PostgresException e) when (Faults.IsRetryable(e) && attempt < MaxTries)
            {
                log.LogInformation("Transaction rolled back by the server with {SqlState}; trying again ({Attempt} of {MaxTries})", e.SqlState, attempt, MaxTries);
            }
            catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
            {
                throw new RegistryUnavailableException("The database did not answer in time.", e);
            }
            catch (Exception e) when (Faults.IsUnavailability(e))
            {
                throw new RegistryUnavailableException("The database did not serve the request.", e);
            }
        }
    }

    /// <summary>
    /// The same, judged again from the start in a fresh transaction when one of these constraints says that another was first: then the winner is seen, and the
    /// answer is the same as if it had been seen before. A violation of any other constraint is a bug and goes on its way.
    /// </summary>
    /// <param name="viewer">For whom; null on a pool whose connections say so.</param>
    /// <param name="body">Told which attempt it is, from 1.</param>
    /// <param name="lostRaces">The names of those constraints.</param>
    /// <param name="cancel">Heard until COMMIT.</param>
    protected async Task<T> RunForAsync<T>(Viewer? viewer, Func<Work, int, Task<Decision<T>>> body, IReadOnlyCollection<string> lostRaces, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var current = attempt;
                return await RunForAsync(viewer, work => body(work, current), cancel);
            }
            catch (PostgresException e) when (e.ConstraintName is { } constraint && lostRaces.Contains(constraint) && attempt < MaxLostRaces)
            {
                log.LogDebug("Another was first at {Constraint}; judged again", constraint);
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(Viewer? viewer, Func<Work, Task<Decision<T>>> body, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var work = new Work(connection, viewer, cancel);
        var decision = await body(work);
        if (decision.Keep)
        {
            await CommitGuardedAsync(connection, transaction, log);
            work.FollowUp();
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }

        return decision.Value;
    }

    /// <summary>
    /// COMMIT takes no token: a cancellation that arrives while it waits for a standby would report success for what the standby never had.
    /// PostgreSQL says so only by a WARNING, so any warning here means "in doubt".
    /// </summary>
    internal static async Task CommitGuardedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ILogger log)
    {
        string? warning = null;
        void OnNotice(object? sender, NpgsqlNoticeEventArgs e)
        {
            if (e.Notice.InvariantSeverity == "WARNING")
            {
                warning = e.Notice.SqlState;
            }
        }

        connection.Notice += OnNotice;
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (PostgresException e) when (Faults.CommitDefinitelyFailed(e))
        {
            throw;
        }
        catch (Exception e)
        {
            log.LogWarning("COMMIT failed without an answer: {Fault}", e.GetType().Name);
            throw new CommitInDoubtException("The outcome of COMMIT is unknown.", e);
        }
        finally
        {
            connection.Notice -= OnNotice;
        }

        if (warning is not null)
        {
            log.LogWarning("COMMIT came with warning {SqlState}: durable on this machine alone", warning);
            throw new CommitInDoubtException("COMMIT is durable on one machine alone.");
        }
    }
}
