using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>The department's queue of persons who may be one, side by side, newest first. A look leaves a trace for both (HUE-1.7).</summary>
public sealed class SamePersonQueries(UnitOfWork unitOfWork, Citizens.Numbers.NumberVault vault)
{
    private const string RowsSql = $"""
        {SamePersonPair.SelectSql}
        where ($1::text is null or p.state = $1)
          and ($2::text is null or exists (
            select from registry.recorded_issuances i join registry.campaign_codes c on c.id = i.campaign_id where c.code = $2 and i.person_id in (p.person_a, p.person_b)))
        """;

    private readonly PersonSides sides = new(vault);

    /// <param name="campaign">Pairs of whom one at least has an issuance in it; null for all.</param>
    public Task<Connection<SamePersonPairView>> ListAsync(
        Caller caller, string? campaign, SamePersonState? state, Page page, bool withTotal, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            var asked = await work.QueryAsync<PairData>(RowsSql, Sql.Text(state?.InDatabase()), Sql.Text(campaign));
            var (found, more, total) = await page.ReadAsync(asked, p => new(p.FoundAt, p.Id), withTotal, work.Cancel);
            var rows = found.ConvertAll(SamePersonPair.Of);
            var persons = rows.SelectMany(r => new[] { r.PersonA, r.PersonB }).Distinct().ToArray();
            var sideOf = await sides.OfAsync(work, persons, now);
            var list = page.ConnectionOf(rows.Select(r => r.ViewOf(sideOf(r.PersonA), sideOf(r.PersonB))), v => new(v.FoundAt, v.Id), more, total);
            if (ReadTrace.OfPersons(caller, LookupAct.SamePersons, now, persons) is not { } trace)
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
