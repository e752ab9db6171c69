using System.Collections.Frozen;
using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.Providers;

/// <summary>A provider as everybody may see it.</summary>
public sealed record Provider(string Code, string Name);

/// <summary>
/// Codes and names of all providers. A code never changes its provider, so it is kept for ever; names may be 30 seconds old. No rule is judged by it.
/// </summary>
public sealed class ProviderDirectory(RegistryDatabase database, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private Snapshot current = new(FrozenDictionary<short, Provider>.Empty, FrozenDictionary<string, short>.Empty, DateTimeOffset.MinValue);

    public async ValueTask<Provider> ByIdAsync(short id, CancellationToken cancel) =>
        (await FreshAsync(s => s.ById.ContainsKey(id), cancel)).ById.TryGetValue(id, out var provider)
            ? provider
            : throw new InvalidOperationException($"Provider {id} is not in the database.");

    public async ValueTask<short?> IdOfAsync(string code, CancellationToken cancel) =>
        (await FreshAsync(s => s.ByCode.ContainsKey(code), cancel)).ByCode.TryGetValue(code, out var id) ? id : null;

    private async ValueTask<Snapshot> FreshAsync(Func<Snapshot, bool> suffices, CancellationToken cancel)
    {
        var known = current;
        return suffices(known) && time.GetUtcNow() - known.ReadAt < MaxAge ? known : current = await ReadAsync(cancel);
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand("""
            select p.id, p.code, n.name from registry.providers p
            join registry.provider_names n on n.provider_id = p.id and n.valid_to is null
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(short Id, Provider Provider)>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetInt16(0), new(reader.GetString(1), reader.GetString(2))));
        }

        return new(rows.ToFrozenDictionary(r => r.Id, r => r.Provider), rows.ToFrozenDictionary(r => r.Provider.Code, r => r.Id), time.GetUtcNow());
    }

    private sealed record Snapshot(FrozenDictionary<short, Provider> ById, FrozenDictionary<string, short> ByCode, DateTimeOffset ReadAt);
}
