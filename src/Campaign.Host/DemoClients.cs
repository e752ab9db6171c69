using Npgsql;

namespace Campaign.Host;

/// <summary>What a host must know of the demo's data, whether its build carries the demo or not: everybody knows the secrets of its clients.</summary>
internal static class DemoClients
{
    public static async Task<bool> AreInAsync(NpgsqlDataSource registry, CancellationToken cancel)
    {
        await using var command = registry.CreateCommand("select exists (select from registry.clients where demo)");
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Whether somebody's campaign is in it, and the demo is not.</summary>
    public static async Task<bool> AreMissingInAnothersAsync(NpgsqlDataSource registry, CancellationToken cancel)
    {
        await using var command = registry.CreateCommand("select exists (select from registry.campaigns) and not exists (select from registry.clients where demo)");
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
