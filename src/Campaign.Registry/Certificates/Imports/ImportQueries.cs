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
          and ($4::boolean is null or (i.awaiting_since is not null) = $4)
        """;

    private const string OneSql = ImportRow.SelectSql + """

        where i.id = $1
        """;

    private const string KeptSql = "select u.id from unnest($1) u (id) where exists (select from registry.import_pieces p where p.upload_id = u.id and p.piece = 0)";

    private const string WaitingLongSql = "select count(*)::int from registry.imports where awaiting_since <= $1";

    private const string ByProviderSql = """
        select p.provider_id, count(i.id)::int as files, coalesce(sum(i.recorded), 0)::bigint as recorded, max(coalesce(i.finished_at, i.requested_at)) as last_at
        from registry.campaign_codes c join registry.participation_periods p on p.campaign_id = c.id and p.joined_at <= $2 and (p.ended_at is null or p.ended_at > $2)
        left join registry.imports i on i.campaign_id = c.id and i.provider_id = p.provider_id
        where c.code = $1 group by p.provider_id
        """;

    /// <summary>What waits longer for an officer stands on the desk's first page.</summary>
    public static readonly TimeSpan WaitsLong = TimeSpan.FromHours(24);

    private readonly UnitOfWork unitOfWork;
    private readonly JobWork registry;
    private readonly ProviderDirectory providers;

    internal ImportQueries(UnitOfWork unitOfWork, JobWork registry, ProviderDirectory providers) => (this.unitOfWork, this.registry, this.providers) = (unitOfWork, registry, providers);

    /// <summary>One page, the latest first.</summary>
    /// <param name="providerCode">Of whom; null for all that the caller may see.</param>
    /// <param name="awaiting">True: those that wait for an officer; false: the others; null: all.</param>
    public async Task<Connection<ImportView>> ListAsync(
        Caller caller, string? providerCode, string? campaign, ImportState? state, bool? awaiting, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await VisibleRows.ToAsync(caller, providerCode, providers, cancel) is not { } visible)
        {
            return Page.Nothing<ImportView>();
        }

        var (read, more, total) = await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var asked = await work.QueryAsync<ImportData>(RowsSql, Sql.Small(visible.OnlyOf), Sql.Text(campaign), Sql.Text(state?.InDatabase()), Sql.Bool(awaiting));
                return Decision.Discard(await page.ReadAsync(asked, i => new(i.RequestedAt, i.Id), withTotal, work.Cancel));
            },
            cancel);
        var views = await ViewsAsync(read, cancel);
        return page.ConnectionOf(views.Select(r => r.View), v => new(v.RequestedAt, v.Id), more, total);
    }

    /// <summary>How many files have waited for an officer for more than 24 hours.</summary>
    public Task<int> WaitingLongAsync(Caller caller, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work => Decision.Discard(await work.ValueOrNullAsync<int>(WaitingLongSql, Sql.At(await RegistryClock.ReadAsync(work) - WaitsLong)) ?? 0),
        cancel);

    /// <summary>Whether each provider that takes part in a campaign now has handed in anything, in the order of their names (HUE-2.3). The department's.</summary>
    public async Task<IReadOnlyList<ProviderImports>> ByProviderAsync(Caller caller, string campaign, CancellationToken cancel)
    {
        var read = await unitOfWork.RunAsync(
            caller.Viewer,
            async work => Decision.Discard(await work.RowsAsync<OfProvider>(ByProviderSql, Sql.Text(campaign), Sql.At(await RegistryClock.ReadAsync(work)))),
            cancel);
        var all = new List<ProviderImports>(read.Count);
        foreach (var row in read)
        {
            all.Add(new(await providers.ByIdAsync(row.ProviderId, cancel), row.Files, row.Recorded, row.LastAt));
        }

        return [.. all.OrderBy(p => p.Provider.Name, StringComparer.Ordinal)];
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

    private sealed record OfProvider(short ProviderId, int Files, long Recorded, DateTimeOffset? LastAt);

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

/// <summary>What a provider has handed in for a campaign.</summary>
/// <param name="Recorded">Rows.</param>
/// <param name="LastAt">When the last of its files ended, or was handed in; null: it has handed in none.</param>
public sealed record ProviderImports(Provider Provider, int Files, long Recorded, DateTimeOffset? LastAt);
