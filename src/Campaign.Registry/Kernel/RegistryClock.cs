using Npgsql;

namespace Campaign.Registry.Kernel;

/// <summary>
/// The clock that decides between providers is the database's: <c>registry.registry_now()</c>, read once, in a statement of its own, after the locks are held.
/// </summary>
internal static class RegistryClock
{
    public const string Sql = "select registry.registry_now()";

    public static async Task<DateTimeOffset> ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        await reader.ReadAsync(cancel);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    /// <summary>One round trip: the clock alone.</summary>
    public static async Task<DateTimeOffset> NowAsync(Work work)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Kernel.Sql.Statement(Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync(ReadAsync);
    }
}
