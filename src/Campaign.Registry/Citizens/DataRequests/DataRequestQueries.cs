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
        select q.id, case when q.state = 'OPEN' then timestamptz '3000-01-01 00:00+00' - (q.due_at - timestamptz '2000-01-01 00:00+00') else q.decided_at end as at
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
            var asked = await work.QueryAsync<InList>(
                RowsSql, Sql.Text(kind?.InDatabase()), Sql.Text(state?.InDatabase()), Sql.At(now), Sql.Bool(caller.Citizen is not null));
            var (listed, more, total) = await page.ReadAsync(asked, r => new(r.At, r.Id), withTotal, work.Cancel);
            Guid[] ids = [.. listed.Select(r => r.Id)];
            var rows = await DataRequestRow.FindAsync(work, ids);
            var corrections = await DataRequestRow.CorrectionsAsync(work, ids);
            var places = listed.ToDictionary(r => r.Id, r => new Cursor(r.At, r.Id));
            var list = page.ConnectionOf(ids.Select(id => rows[id].View(caller, vault, now, corrections[id])), v => places[v.Id], more, total);
            if (ReadTrace.OfPersons(caller, LookupAct.DataRequests, now, ids.Select(id => rows[id].PersonId)) is not { } trace)
            {
                return Decision.Discard(list);
            }

            await using var write = work.Batch();
            write.BatchCommands.Add(trace);
            await write.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep(list);
        },
        cancel);

    /// <param name="At">Its place in the list.</param>
    private sealed record InList(Guid Id, DateTimeOffset At);
}
