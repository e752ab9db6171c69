using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

/// <summary>A provider's administrator sees the provider's own staff, the department everybody's, nobody else any (I8).</summary>
public sealed class StaffQueries(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    private const string RowsSql = StaffRow.SelectSql + """

        where ($1::smallint is null or s.provider_id = $1)
          and ($2::boolean is null or $2 = (s.active_from <= $3 and (s.active_to is null or s.active_to > $3)))
        """;

    private const string ReferenceSql = StaffRow.SelectSql + """

        where s.provider_id in (select p.id from registry.provider_codes p) and s.reference = $1 limit 50
        """;

    private const string OwnSql = StaffRow.SelectSql + """

        where s.provider_id = $1 and s.reference = $2 and s.active_from <= $3 and (s.active_to is null or s.active_to > $3)
        """;

    /// <summary>Who signed in: the active member of the caller's own provider under the reference that the sign-in implies. Null for who is no member of staff.</summary>
    public async Task<StaffView?> OfCallerAsync(Caller caller, CancellationToken cancel) => caller is not { Provider: { } provider, Staff: { } reference }
        ? null
        : await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var row = await work.RowOrNullAsync<StaffRow>(OwnSql, Sql.Small(provider.Id), Sql.Text(reference), Sql.At(now));
                return Decision.Discard(row is null ? null : await row.ViewAsync(providers, now, work.Cancel));
            },
            cancel);

    /// <summary>All periods of service under this reference, of any provider that the caller may see, the latest first.</summary>
    public async Task<IReadOnlyList<StaffView>> ByReferenceAsync(Caller caller, string reference, CancellationToken cancel)
    {
        var (rows, now) = await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                return Decision.Discard((await work.RowsAsync<StaffRow>(ReferenceSql, Sql.Text(reference)), now));
            },
            cancel);
        var views = new List<StaffView>(rows.Count);
        foreach (var row in rows)
        {
            views.Add(await row.ViewAsync(providers, now, cancel));
        }

        return [.. views.OrderByDescending(v => v.ActiveFrom)];
    }

    /// <summary>One page, the latest to begin first; equal instants by id.</summary>
    /// <param name="providerCode">Of whom; null for all that the caller may see.</param>
    /// <param name="active">True: who serves now; false: who has left; null: both.</param>
    public async Task<Connection<StaffView>> ListAsync(
        Caller caller, string? providerCode, bool? active, Page page, bool withTotal, CancellationToken cancel)
    {
        if (await VisibleRows.ToAsync(caller, providerCode, providers, cancel) is not { } visible)
        {
            return Page.Nothing<StaffView>();
        }

        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var asked = await work.QueryAsync<StaffRow>(RowsSql, Sql.Small(visible.OnlyOf), Sql.Bool(active), Sql.At(now));
                var (rows, more, total) = await page.ReadAsync(asked, s => new(s.ActiveFrom, s.Id), withTotal, work.Cancel);
                var views = new List<StaffView>(rows.Count);
                foreach (var row in rows)
                {
                    views.Add(await row.ViewAsync(providers, now, work.Cancel));
                }

                return Decision.Discard(page.ConnectionOf(views, v => new(v.ActiveFrom, v.Id), more, total));
            },
            cancel);
    }
}
