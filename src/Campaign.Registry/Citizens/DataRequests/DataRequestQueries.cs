using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.DataRequests;

/// <summary>
/// What citizens have asked for of their data: the department's list, and a citizen's own. Open requests come first, the one that is due soonest at their head, so that
/// what is overdue is seen at once; then the decided ones, the latest first. A look leaves a trace (HUE-1.7).
/// </summary>
public sealed class DataRequestQueries(UnitOfWork unitOfWork, NumberVault vault)
{
    // One order for a page's cursor: of two open requests the one that is due earlier has the later instant here, and all of them are later than any decision.
    private const string RowsSql = $"""
        select q.*, case when q.state = 'OPEN' then timestamptz '3000-01-01 00:00+00' - (q.due_at - timestamptz '2000-01-01 00:00+00') else q.decided_at end as at
        from ({DataRequestRow.SelectSql}) q
        where ($1::text is null or q.kind = $1)
          and ($2::text is null or $2 = case when q.state = 'OPEN' and q.due_at <= $3 then 'OVERDUE' else q.state end)
          and (not $4 or q.person_id = any ((select registry.viewer_persons())::uuid[]))
        """;

    public Task<Connection<DataRequestView>> ListAsync(
        Caller caller, DataRequestState? state, DataRequestKind? kind, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            Npgsql.NpgsqlParameter[] Asked() => [Sql.Text(kind?.InDatabase()), Sql.Text(state?.InDatabase()), Sql.At(now), Sql.Bool(caller.Citizen is not null)];
            await using var batch = work.Batch();
            batch.BatchCommands.Add(page.Read(RowsSql, Asked()));
            if (withTotal)
            {
                batch.BatchCommands.Add(PagedSql.Count(RowsSql, Asked()));
            }

            await using var results = await batch.ReadAsync(work.Cancel);
            var (rows, more) = page.Cut(await results.NextAsync((reader, token) => PagedSql.AllAsync(
                reader, r => (Row: DataRequestRow.From(r), At: r.GetFieldValue<DateTimeOffset>(r.GetOrdinal("at"))), token)));
            var total = withTotal ? await results.NextValueOrNullAsync<int>() ?? 0 : 0;
            await results.DisposeAsync();
            var corrections = await DataRequestRow.CorrectionsAsync(work, [.. rows.Select(r => r.Row.Id)]);
            var places = rows.ToDictionary(r => r.Row.Id, r => new Cursor(r.At, r.Row.Id));
            var list = page.ConnectionOf(rows.Select(r => r.Row.View(caller, vault, now, corrections[r.Row.Id])), v => places[v.Id], more, total);
            if (ReadTrace.OfPersons(caller, LookupAct.DataRequests, now, rows.Select(r => r.Row.PersonId)) is not { } trace)
            {
                return Decision.Discard(list);
            }

            await using var write = work.Batch();
            write.BatchCommands.Add(trace);
            await write.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(list);
        },
        cancel);
}
