using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Proposals;

/// <summary>The department's list of what one officer has proposed and another decides.</summary>
public sealed class ProposalQueries(UnitOfWork unitOfWork)
{
    private const string RowsSql = """
        select id, act, input::text, proposed_by, proposed_at, expires_at, state, decided_by, decided_at, reason, proposed_at as at from registry.proposals
        """;

    // What has expired without that being written reads as expired.
    private const string OfStateSql = RowsSql + """

         where $1::text is null or $1 = case when state = 'PROPOSED' and expires_at <= registry.registry_now() then 'EXPIRED' else state end
        """;

    /// <summary>The latest proposal of an act on a subject, as it stands now; null when it was never proposed.</summary>
    public Task<Proposal?> LatestAsync(Caller caller, ProposedAct act, string subject, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(Sql.Statement(
                Proposal.SelectSql + " where act = $1 and subject = $2 order by proposed_at desc, id desc limit 1", Sql.Text(act.InDatabase()), Sql.Text(subject)));
            await using var results = await batch.ReadAsync(work.Cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            return Decision.Discard((await results.NextAsync(Proposal.FromAsync))?.At(now));
        },
        cancel);

    /// <summary>The proposal of this act on this subject that waits; null when none does.</summary>
    public async Task<Proposal?> OpenAsync(Caller caller, ProposedAct act, string subject, CancellationToken cancel) =>
        await LatestAsync(caller, act, subject, cancel) is { State: ProposalState.Proposed } open ? open : null;

    /// <summary>One page, newest proposal first.</summary>
    public Task<Connection<Proposal>> ListAsync(Caller caller, ProposalState? state, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var wanted = Sql.Text(state?.InDatabase());
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
            batch.BatchCommands.Add(page.Read(OfStateSql, wanted));
            batch.BatchCommands.Add(PagedSql.Count(OfStateSql, Sql.Text(withTotal ? state?.InDatabase() : "")));
            await using var results = await batch.ReadAsync(work.Cancel);
            var now = await results.NextAsync(RegistryClock.ReadAsync);
            var (rows, more) = page.Cut(await results.NextAsync(async (reader, token) =>
            {
                var found = new List<Proposal>();
                while (await Proposal.FromAsync(reader, token) is { } proposal)
                {
                    found.Add(proposal.At(now));
                }

                return found;
            }));
            var total = await results.NextValueOrNullAsync<int>() ?? 0;
            return Decision.Discard(page.ConnectionOf(rows, p => new(p.ProposedAt, p.Id), more, total));
        },
        cancel);
}
