using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>One transaction in progress: its connection, and the token that bounds everything before COMMIT.</summary>
/// <param name="connection">In a transaction that has begun.</param>
/// <param name="viewer">Told to the database with the first batch; null when the connection says so for all its transactions.</param>
/// <param name="cancel">Bounds everything before COMMIT.</param>
public sealed class Work(NpgsqlConnection connection, Viewer? viewer, CancellationToken cancel)
{
    private readonly List<Action> followUps = [];
    private bool told;

    public NpgsqlConnection Connection => connection;

    public CancellationToken Cancel => cancel;

    /// <summary>What is done once COMMIT has answered, and not at all when this transaction is rolled back. It must not block.</summary>
    public void OnCommitted(Action followUp) => followUps.Add(followUp);

    internal void FollowUp() => followUps.ForEach(followUp => followUp());

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
        var work = new Work(connection, viewer, cancel);
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
