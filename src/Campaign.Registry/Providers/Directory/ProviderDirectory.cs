using System.Collections.Frozen;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Providers.Directory;

/// <summary>A provider as everybody may see it.</summary>
public sealed record Provider(string Code, string Name);

/// <summary>
/// Whose rows a caller sees of those it asks for. Null: everybody's. A provider sees its own alone, the department all (I8); a citizen what
/// the database shows as the citizen's.
/// </summary>
internal readonly record struct VisibleRows(short? OnlyOf)
{
    /// <param name="askedFor">The code of the provider that a filter names; null when it names none.</param>
    /// <returns>Null when there can be none.</returns>
    public static async ValueTask<VisibleRows?> ToAsync(Caller caller, string? askedFor, ProviderDirectory providers, CancellationToken cancel)
    {
        var asked = askedFor is null ? null : await providers.IdOfAsync(askedFor, cancel);
        if (askedFor is not null && asked is null)
        {
            return null;
        }

        if (caller is { Provider.Id: var own, IsUnchecked: false })
        {
            return asked is not null && asked != own ? null : new VisibleRows(own);
        }

        return caller.IsDepartment || caller.Citizen is not null || caller.IsUnchecked ? new VisibleRows(asked) : null;
    }
}

/// <summary>
/// Codes and names of all providers. A code never changes its provider, so it is kept for ever;
/// names may be 30 seconds and a read old. No rule is judged by them.
/// </summary>
public sealed class ProviderDirectory(RegistryDatabase database, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly Lock startingToRead = new();
    private Task<Snapshot>? reading;
    private volatile Snapshot current = new(FrozenDictionary<short, Provider>.Empty, FrozenDictionary<string, short>.Empty, DateTimeOffset.MinValue);

    public async ValueTask<Provider> ByIdAsync(short id, CancellationToken cancel) =>
        (await FreshAsync(s => s.ById.ContainsKey(id), cancel)).ById.TryGetValue(id, out var provider)
            ? provider
            : throw new InvalidOperationException($"Provider {id} is not in the database.");

    public async ValueTask<short?> IdOfAsync(string code, CancellationToken cancel) =>
        (await FreshAsync(s => s.ByCode.ContainsKey(code), cancel)).ByCode.TryGetValue(code, out var id) ? id : null;

    /// <summary>Names by code.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancel) => (await FreshAsync(s => s.ById.Count > 0, cancel)).Names;

    /// <summary>
    /// What is known, when it suffices; grown old it is read anew behind the answer. Those who ask mostly hold a connection already, and if all of them waited
    /// for a further one of the same pool, none would ever come.
    /// </summary>
    private async ValueTask<Snapshot> FreshAsync(Func<Snapshot, bool> suffices, CancellationToken cancel)
    {
        var known = current;
        if (!suffices(known))
        {
            // A read that was under way may have begun before what is asked for was there; so once more.
            var read = await ReadOnceAsync().WaitAsync(cancel);
            return suffices(read) ? read : await ReadOnceAsync().WaitAsync(cancel);
        }

        if (time.GetUtcNow() - known.ReadAt >= MaxAge)
        {
            _ = ReadOnceAsync();
        }

        return known;
    }

    /// <summary>Reads, or waits for the read that is under way.</summary>
    private Task<Snapshot> ReadOnceAsync()
    {
        lock (startingToRead)
        {
            return reading is { IsCompleted: false } underWay ? underWay : reading = ReadAsync();
        }
    }

    private async Task<Snapshot> ReadAsync()
    {
        var rows = await database.RowsAsync<Named>(
            "select p.id, p.code, n.name from registry.providers p join registry.provider_names n on n.provider_id = p.id and n.valid_to is null", CancellationToken.None);
        return current = new(rows.ToFrozenDictionary(r => r.Id, r => new Provider(r.Code, r.Name)), rows.ToFrozenDictionary(r => r.Code, r => r.Id), time.GetUtcNow());
    }

    private sealed record Named(short Id, string Code, string Name);

    private sealed record Snapshot(FrozenDictionary<short, Provider> ById, FrozenDictionary<string, short> ByCode, DateTimeOffset ReadAt)
    {
        public IReadOnlyDictionary<string, string> Names { get; } = ById.Values.ToFrozenDictionary(p => p.Code, p => p.Name);
    }
}
