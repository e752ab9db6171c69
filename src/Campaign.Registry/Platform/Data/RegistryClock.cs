using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>
/// The clock that decides between providers is the database's: <c>registry.registry_now()</c>, read once, in a statement of its own, after the locks are held.
/// </summary>
internal static class RegistryClock
{
    public const string Sql = "select registry.registry_now()";

    /// <summary>In a round trip of its own.</summary>
    public static async Task<DateTimeOffset> ReadAsync(Work work)
    {
        await using var command = new NpgsqlCommand(Sql, work.Connection);
        await using var reader = await command.ExecuteReaderAsync(work.Cancel);
        return await ReadAsync(reader, work.Cancel);
    }

    public static async Task<DateTimeOffset> ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        await reader.ReadAsync(cancel);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }
}
