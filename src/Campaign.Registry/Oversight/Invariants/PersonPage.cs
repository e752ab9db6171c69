using Campaign.Registry.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>The histories of many persons at once, as of one instant: one statement, so one snapshot, while records go on.</summary>
internal static class PersonPage
{
    private const string BoundSql = """
        select id, count(*) over () as persons from (select id from registry.persons where id > $1 order by id limit $2) page order by id desc limit 1
        """;

    private const string TermsSql = "select campaign_id, effective_from, free_months from registry.campaign_terms order by effective_from desc";

    // The facts of a leaf are read from its text by pattern and not as JSON: one that was tampered with is a difference, not a fault of the check.
    // Persons who were linked are one history, that of whoever stands for them. Its links come first, in a programme of no number. The programme is looked up at the campaign, whatever a row says of it.
    // $1 (exclusive) to $2 (inclusive); $3 the kinds of leaves.
    private const string HistoriesSql = """
        with page as materialized (
          select i.person_id as stands, i.person_id, i.campaign_id, c.programme_id, i.id, i.root_id, i.status, i.receipt_leaf_hash
          from registry.issuances i join registry.campaigns c on c.id = i.campaign_id
          where i.person_id > $1 and i.person_id <= $2
            and not exists (select from registry.person_links l where l.from_person = i.person_id and l.survivor is not null)
          union all
          select l.survivor, i.person_id, i.campaign_id, c.programme_id, i.id, i.root_id, i.status, i.receipt_leaf_hash
          from registry.person_links l join registry.issuances i on i.person_id = l.from_person join registry.campaigns c on c.id = i.campaign_id
          where l.survivor > $1 and l.survivor <= $2)
        select l.survivor as stands, 0 as programme_id, 0 as campaign_id, 0 as part, j.sequence, l.from_person as id, l.to_person as root_id, null::text as kind, null::bytea as hash,
          null::timestamptz as at, null::text as status, null::text as reason, null::boolean as flag, null::date as starts_on, null::date as ends_on, l.survivor as person_id
        from registry.person_links l left join registry.journal j on j.subject_id = l.id and j.kind = 'NUMBERS_LINKED'
        where l.survivor > $1 and l.survivor <= $2
        union all
        select stands, programme_id, campaign_id, 1, null, id, root_id, status, receipt_leaf_hash, null, null, null, null, null, null, person_id
        from page
        union all
        select p.stands, p.programme_id, p.campaign_id, 2, j.sequence, p.id, p.root_id, j.kind, j.leaf_hash,
          j.at, substring(j.payload from '"status":"([A-Z_]+)"'), substring(j.payload from '"reason":"([A-Z_]+)"'),
          coalesce(strpos(j.payload, '"person":"' || p.person_id || '"') > 0 and strpos(j.payload, '"campaign":' || p.campaign_id || ',') > 0, false), null, null, p.person_id
        from page p join registry.journal j on j.subject_id = p.id and j.kind = any($3)
        union all
        select coalesce(l.survivor, f.person_id), c.programme_id, f.campaign_id, 3, null, f.started_by, f.started_by, '', null, null, null, null, f.undone_at is not null, f.starts_on,
          f.ends_on, f.person_id
        from registry.free_periods f join registry.campaigns c on c.id = f.campaign_id left join registry.person_links l on l.from_person = f.person_id and l.survivor is not null
        where (f.person_id > $1 and f.person_id <= $2 and l.survivor is null)
          or f.person_id in (select a.from_person from registry.person_links a where a.survivor > $1 and a.survivor <= $2)
        order by 1, 2, 4, 5, 3
        """;

    private static readonly string[] Kinds = [.. IssuanceLeaf.Creations, IssuanceLeaf.Activation, .. IssuanceLeaf.Ends];

    /// <returns>The last person of the page that begins after this one, and how many it has; null when there is none.</returns>
    public static async Task<(Guid To, long Persons)?> BoundAsync(Work work, Guid after, int limit)
    {
        return await work.RowOrNullAsync<Bound>(BoundSql, Sql.Uuid(after), Sql.Int(limit)) is { } bound ? (bound.Id, bound.Persons) : null;
    }

    /// <summary>What differs among the persons of (after, to].</summary>
    public static async Task<List<Difference>> DifferencesAsync(Work work, Guid after, Guid to)
    {
        var terms = await work.RowsAsync<Terms>(TermsSql);
        var facts = await work.QueryAsync<Fact>(HistoriesSql, Sql.Uuid(after), Sql.Uuid(to), Sql.Texts(Kinds));
        var differences = await DifferencesAsync(facts.AsAsyncEnumerable(), (campaign, at) => FreeMonths(terms, campaign, at), work.Cancel);
        differences.AddRange(await LinkPage.DifferencesAsync(work, after, to));
        return differences;
    }

    private static async Task<List<Difference>> DifferencesAsync(IAsyncEnumerable<Fact> facts, Func<int, DateTimeOffset, int?> freeMonthsAt, CancellationToken cancel)
    {
        var differences = new List<Difference>();
        PersonHistory? history = null;
        var (linked, links) = (Guid.Empty, new List<MadeLink>());
        await foreach (var fact in facts.WithCancellation(cancel))
        {
            var (person, programme) = (fact.Stands, fact.ProgrammeId);
            if (person != linked)
            {
                (linked, links) = (person, []);
            }

            if (fact.Part == 0)
            {
                links.Add(new(fact.Id, fact.RootId, fact.Sequence));
                continue;
            }

            if (history is null || history.PersonId != person || history.ProgrammeId != programme)
            {
                differences.AddRange(history?.Differences(freeMonthsAt) ?? []);
                history = new(person, programme, fact.CampaignId, links);
            }

            Add(history, fact);
        }

        differences.AddRange(history?.Differences(freeMonthsAt) ?? []);
        return differences;
    }

    private static void Add(PersonHistory history, Fact fact)
    {
        switch (fact.Part)
        {
            case 1:
                history.Issuances.Add(new(fact.PersonId, fact.Id, fact.Kind!, fact.Hash!));
                break;
            case 2:
                history.Leaves.Add(new(
                    fact.PersonId, fact.CampaignId, fact.Id, fact.RootId, fact.Sequence!.Value, fact.At!.Value, fact.Kind!, fact.Hash!, fact.Status, fact.Reason, fact.Flag!.Value));
                break;
            default:
                history.Periods.Add(new(fact.PersonId, fact.StartsOn!.Value, fact.EndsOn!.Value, fact.Id, fact.Flag!.Value));
                break;
        }
    }

    /// <summary>By the latest terms that had begun.</summary>
    private static int? FreeMonths(List<Terms> terms, int campaign, DateTimeOffset at) =>
        terms.Where(t => t.CampaignId == campaign && t.EffectiveFrom <= at).Select(t => (int?)t.FreeMonths).FirstOrDefault();

    private sealed record Bound(Guid Id, long Persons);

    private sealed record Terms(int CampaignId, DateTimeOffset EffectiveFrom, int FreeMonths);

    /// <summary>One fact of a history: a link, an issuance as it stands, a leaf or a free period, by its part.</summary>
    /// <param name="Stands">Whose history it is.</param>
    /// <param name="PersonId">Under whose number it stands.</param>
    /// <param name="Kind">Of a leaf its kind, of an issuance its status.</param>
    private sealed record Fact(
        Guid Stands, int ProgrammeId, int CampaignId, int Part, long? Sequence, Guid Id, Guid RootId, string? Kind, byte[]? Hash, DateTimeOffset? At, string? Status, string? Reason, bool? Flag,
        DateOnly? StartsOn, DateOnly? EndsOn, Guid PersonId);
}
