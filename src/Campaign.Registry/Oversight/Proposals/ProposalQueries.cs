using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Proposals;

/// <summary>The department's list of what one officer has proposed and another decides.</summary>
public sealed class ProposalQueries(UnitOfWork unitOfWork)
{
    // What has expired without that being written reads as expired.
    private const string OfStateSql = Proposal.SelectSql + """

         where $1::text is null or $1 = case when state = 'PROPOSED' and expires_at <= registry.registry_now() then 'EXPIRED' else state end
        """;

    /// <summary>The latest proposal of an act on a subject, as it stands now; null when it was never proposed.</summary>
    public Task<Proposal?> LatestAsync(Caller caller, ProposedAct act, string subject, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var latest = await Proposal.ReadAsync(
                work, "where act = $1 and subject = $2 order by proposed_at desc, id desc limit 1", Sql.Text(act.InDatabase()), Sql.Text(subject));
            return Decision.Discard(latest?.At(now));
        },
        cancel);

    /// <summary>One, as it stands now; null when there is none.</summary>
    public Task<Proposal?> ByIdAsync(Caller caller, Guid id, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            return Decision.Discard((await Proposal.ReadAsync(work, "where id = $1", Sql.Uuid(id)))?.At(now));
        },
        cancel);

    /// <summary>How many wait for a second officer.</summary>
    public async Task<int> WaitingAsync(Caller caller, CancellationToken cancel) =>
        (await ListAsync(caller, ProposalState.Proposed, new(1, false, null, null), withTotal: true, cancel)).TotalCount;

    /// <summary>The proposal of this act on this subject that waits; null when none does.</summary>
    public async Task<Proposal?> OpenAsync(Caller caller, ProposedAct act, string subject, CancellationToken cancel) =>
        await LatestAsync(caller, act, subject, cancel) is { State: ProposalState.Proposed } open ? open : null;

    /// <summary>One page, newest proposal first.</summary>
    public Task<Connection<Proposal>> ListAsync(Caller caller, ProposalState? state, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var ofState = await work.QueryAsync<ProposalRow>(OfStateSql, Sql.Text(state?.InDatabase()));
            var (found, more, total) = await page.ReadAsync(ofState, p => new(p.ProposedAt, p.Id), withTotal, work.Cancel);
            var rows = found.Select(p => p.Written.At(now));
            return Decision.Discard(page.ConnectionOf(rows, p => new(p.ProposedAt, p.Id), more, total));
        },
        cancel);
}
