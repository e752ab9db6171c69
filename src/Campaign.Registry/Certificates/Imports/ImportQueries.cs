using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>A provider's administrator sees the provider's own imports, the department everybody's (I8): what was handed in, how far each is, and what became of its rows in figures.</summary>
public sealed class ImportQueries
{
    private const string RowsSql = ImportRow.SelectSql + """

        where ($1::smallint is null or i.provider_id = $1) and ($2::text is null or c.code = $2) and ($3::text is null or i.state = $3)
        """;

    private const string OneSql = ImportRow.SelectSql + """

        where i.id = $1
        """;

    private const string KeptSql = "select u.id from unnest($1) u (id) where exists (select from registry.import_pieces p where p.upload_id = u.id and p.piece = 0)";

    private readonly UnitOfWork unitOfWork;
    private readonly JobWork registry;
    private readonly ProviderDirectory providers;

    internal ImportQueries(UnitOfWork unitOfWork, JobWork registry, ProviderDirectory providers) => (this.unitOfWork, this.registry, this.providers) = (unitOfWork, registry, providers);

    /// <summary>One page, the latest first.</summary>
    /// <param name="providerCode">Of whom; null for all that the caller may see.</param>
    public async Task<Connection<ImportView>> ListAsync(
        Caller caller, string? providerCode, string? campaign, ImportState? state, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await VisibleRows.ToAsync(caller, providerCode, providers, cancel) is not { } visible)
        {
            return Page.Nothing<ImportView>();
        }

        var (read, more, total) = await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var asked = await work.QueryAsync<ImportData>(RowsSql, Sql.Small(visible.OnlyOf), Sql.Text(campaign), Sql.Text(state?.InDatabase()));
                return Decision.Discard(await page.ReadAsync(asked, i => new(i.RequestedAt, i.Id), withTotal, work.Cancel));
            },
            cancel);
        var views = await ViewsAsync(read, cancel);
        return page.ConnectionOf(views.Select(r => r.View), v => new(v.RequestedAt, v.Id), more, total);
    }

    /// <returns>Null when there is none that the caller may see.</returns>
    public async Task<ImportView?> FindAsync(Caller caller, string id, CancellationToken cancel) => (await FindRowAsync(caller, id, cancel))?.View;

    /// <summary>An import whose file the caller may see: its provider's own. The department sees figures, and no file.</summary>
    internal async Task<ImportRow?> FindOwnRowAsync(Caller caller, string id, CancellationToken cancel) =>
        await FindRowAsync(caller, id, cancel) is { } found && found.Order.ProviderId == caller.Provider?.Id ? found : null;

    internal async Task<ImportRow?> FindRowAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var import))
        {
            return null;
        }

        var read = await unitOfWork.RunAsync(
            caller.Viewer,
            async work => Decision.Discard(await work.RowsAsync<ImportData>(OneSql, Sql.Uuid(import))),
            cancel);
        return read is [var found] && caller.Owns(found.ProviderId) ? (await ViewsAsync(read, cancel))[0] : null;
    }

    /// <summary>The pieces themselves no provider sees, so whether they are kept is asked by the registry.</summary>
    private async Task<List<ImportRow>> ViewsAsync(List<ImportData> read, CancellationToken cancel)
    {
        var uploads = read.Select(r => r.UploadId).OfType<Guid>().ToArray();
        var kept = uploads.Length == 0
            ? []
            : await registry.RunAsync(
                async work => Decision.Discard((await work.ValuesAsync<Guid>(KeptSql, Sql.Uuids(uploads))).ToHashSet()),
                cancel);
        var rows = new List<ImportRow>(read.Count);
        foreach (var row in read)
        {
            rows.Add(await ImportRow.OfAsync(row, providers, kept, cancel));
        }

        return rows;
    }
}
