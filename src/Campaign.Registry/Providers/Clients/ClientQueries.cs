using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Clients;

/// <summary>A provider's administrator sees the provider's own systems with their keys and secrets (never what a secret is), the department everybody's (I8).</summary>
internal sealed class ClientQueries(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    /// <summary>More systems than a campaign has; beyond it the list is cut.</summary>
    private const int Most = 500;

    /// <summary>By name.</summary>
    /// <param name="providerCode">Of whom; null for all that the caller may see.</param>
    public async Task<IReadOnlyList<ClientView>> ListAsync(Caller caller, string? providerCode, CancellationToken cancel)
    {
        if (await VisibleRows.ToAsync(caller, providerCode, providers, cancel) is not { } visible)
        {
            return [];
        }

        return await unitOfWork.RunAsync<IReadOnlyList<ClientView>>(
            caller.Viewer,
            async work =>
            {
                var rows = await ClientRow.ReadAsync(work, $"where $1::smallint is null or c.provider_id = $1 order by c.client_id limit {Most}", Sql.Small(visible.OnlyOf));
                var views = new List<ClientView>(rows.Count);
                foreach (var row in rows)
                {
                    views.Add(await row.ViewAsync(providers, work.Cancel));
                }

                return Decision.Discard<IReadOnlyList<ClientView>>(views);
            },
            cancel);
    }
}
