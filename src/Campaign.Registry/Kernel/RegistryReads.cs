using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Campaign.Registry.Kernel;

/// <summary>Looks through Entity Framework, each in a transaction that the database was told the viewer of, and that leaves nothing behind.</summary>
public sealed class RegistryReads(IDbContextFactory<RegistryDb> databases)
{
    /// <param name="viewer">For whom.</param>
    /// <param name="look">Given the tables, and the registry's clock as it stood when the look began.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<T> LookAsync<T>(Viewer viewer, Func<RegistryDb, DateTimeOffset, Task<T>> look, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await using (var begin = new Npgsql.NpgsqlBatch((Npgsql.NpgsqlConnection)db.Database.GetDbConnection(), (Npgsql.NpgsqlTransaction)transaction.GetDbTransaction()))
        {
            begin.BatchCommands.Add(new(viewer.SetSql));
            begin.BatchCommands.Add(new(RegistryClock.Sql));
            await using var results = await begin.ReadAsync(cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            await results.DisposeAsync();
            return await look(db, now);
        }
    }
}
