using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// The host's connections for waking and being woken: one that listens, one that notifies, and one to spare while the first is exchanged. They must reach
/// PostgreSQL itself: through a pooler in transaction mode nobody is woken, and only the look each second is left.
/// </summary>
internal sealed class ChangeConnections(RegistryDatabase database) : IAsyncDisposable
{
    /// <summary>Bears no payload: whoever is woken reads the journal.</summary>
    public const string Channel = "registry_changes";

    /// <summary>Their name in pg_stat_activity.</summary>
    public const string ApplicationName = "campaign-registry-changes";

    public NpgsqlDataSource Source { get; } = database.Apart(ApplicationName, connections: 3);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
