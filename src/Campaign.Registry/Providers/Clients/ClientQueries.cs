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
                await using var look = work.Batch();
                look.BatchCommands.Add(Sql.Statement(
                    $"{ClientRow.SelectSql} where $1::smallint is null or c.provider_id = $1 order by c.client_id limit {Most}", Sql.Small(visible.OnlyOf)));
                await using var results = await look.ReadAsync(work.Cancel);
                var rows = await results.NextAsync(async (reader, token) =>
                {
                    var all = new List<ClientRow>();
                    while (await reader.ReadAsync(token))
                    {
                        all.Add(ClientRow.From(reader));
                    }

                    return all;
                });
                await results.DisposeAsync();
                await using var more = work.Batch();
                more.BatchCommands.Add(Sql.Statement(ClientRow.CredentialsSql, Sql.Texts([.. rows.Select(r => r.ClientId)])));
                await using var found = await more.ReadAsync(work.Cancel);
                var credentials = (await found.NextAsync(ClientRow.AllAsync)).ToLookup(c => c.ClientId);
                var views = new List<ClientView>(rows.Count);
                foreach (var row in rows)
                {
                    views.Add(await (row with { Credentials = [.. credentials[row.ClientId]] }).ViewAsync(providers, work.Cancel));
                }

                return Decision.Discard<IReadOnlyList<ClientView>>(views);
            },
            cancel);
    }
}
