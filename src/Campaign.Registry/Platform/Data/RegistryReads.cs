using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>Looks through Entity Framework, each in a transaction that the database was told the viewer of, and that leaves nothing behind but the trace of the look.</summary>
public sealed class RegistryReads(IDbContextFactory<RegistryDb> databases, ILogger<RegistryReads> log)
{
    /// <param name="viewer">For whom.</param>
    /// <param name="look">Given the tables, and the registry's clock as it stood when the look began.</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<T> LookAsync<T>(Viewer viewer, Func<RegistryDb, DateTimeOffset, Task<T>> look, CancellationToken cancel) =>
        LookAsync(viewer, look, (_, _) => null, cancel);

    /// <summary>
    /// The same for what stands under citizens: what was seen is answered once the trace of it is committed, and not at all when it cannot be written (HUE-1.7).
    /// </summary>
    /// <param name="viewer">For whom.</param>
    /// <param name="look">Given the tables, and the registry's clock as it stood when the look began.</param>
    /// <param name="trace">What is written of what was seen, at that instant; null when nobody's was.</param>
    /// <param name="cancel">Ends the look, until COMMIT.</param>
    internal async Task<T> LookAsync<T>(
        Viewer viewer, Func<RegistryDb, DateTimeOffset, Task<T>> look, Func<T, DateTimeOffset, NpgsqlBatchCommand?> trace, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var underlying = (NpgsqlTransaction)transaction.GetDbTransaction();
        var now = await BeginAsync(connection, underlying, viewer, cancel);
        var seen = await look(db, now);
        if (trace(seen, now) is { } statement)
        {
            await using var write = new NpgsqlBatch(connection, underlying);
            write.BatchCommands.Add(statement);
            await write.ExecuteNonQueryAsync(cancel);
            try
            {
                await Transactions.CommitGuardedAsync(connection, underlying, log);
            }
            catch (CommitInDoubtException e)
            {
                // A look can simply be had again: in doubt means that nothing is answered.
                throw new RegistryUnavailableException("The trace of the look may not have been kept.", e);
            }
        }

        return seen;
    }

    private static async Task<DateTimeOffset> BeginAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Viewer viewer, CancellationToken cancel)
    {
        await using var begin = new NpgsqlBatch(connection, transaction);
        begin.BatchCommands.Add(new(viewer.SetSql));
        begin.BatchCommands.Add(new(RegistryClock.Sql));
        await using var results = await begin.ReadAsync(cancel);
        return await results.NextAsync(RegistryClock.ReadAsync);
    }
}
