using Campaign.Registry.Platform.Data;

namespace Campaign.SignIn.Systems;

/// <summary>A system as the registry knows it.</summary>
/// <param name="Provider">Its code; null for the department's own.</param>
internal sealed record SystemClient(string? Provider);

/// <summary>Which system acts for whom. One that the department has ended is nobody's.</summary>
internal sealed class SystemClients(RegistryDatabase database)
{
    private const string FindSql = """
        select p.code from registry.clients c left join registry.providers p on p.id = c.provider_id where c.client_id = $1 and c.ended_at is null
        """;

    /// <summary>Null when nobody bears this name, or it has ended.</summary>
    public async Task<SystemClient?> FindAsync(string clientId, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand(FindSql);
        command.Parameters.AddWithValue(clientId);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.IsDBNull(0) ? null : reader.GetString(0)) : null;
    }
}
