using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>
/// I2, of the persons of a page: who stands for whom is what the links in force come to, in one step and without a circle; every number leads to who stands for the person
/// that it was first known for; each link and each undoing is once in the journal, and no link is undone without a decision.
/// </summary>
internal static class LinkPage
{
    // Walked anew, link by link; a circle ends after a thousand steps at a person who was absorbed.
    private const string DifferencesSql = """
        with page as materialized (select l.* from registry.person_links l where l.from_person > $1 and l.from_person <= $2)
        select 'WHO_STAYS_IS_ABSORBED' as what, l.from_person, l.id from page l
        where exists (select from registry.person_links s where s.from_person = l.survivor and s.survivor is not null)
        union all
        select 'WHO_STAYS_DIFFERS_FROM_LINKS', l.from_person, l.id from page l
        where l.survivor <> (
          with recursive up (person, steps) as (
            select l.to_person, 1
            union all
            select n.to_person, up.steps + 1 from up join registry.person_links n on n.from_person = up.person and n.survivor is not null where up.steps < 1000)
          select up.person from up order by up.steps desc limit 1)
        union all
        select 'LINK_NOT_ONCE_IN_JOURNAL', l.from_person, l.id from page l
        where 1 <> (
          select count(*) from registry.journal j
          where j.subject_id = l.id and j.kind = 'NUMBERS_LINKED' and strpos(j.payload, '"from" : "' || l.from_person || '"') > 0
            and strpos(j.payload, '"into" : "' || l.to_person || '"') > 0)
        union all
        select 'UNDOING_NOT_ONCE_IN_JOURNAL', l.from_person, l.id from page l
        where (select count(*) from registry.person_unlinks u where u.link_id = l.id)
          <> (select count(*) from registry.journal j where j.subject_id = l.id and j.kind = 'NUMBERS_UNLINKED')
        union all
        select 'LINK_UNDONE_WITHOUT_DECISION', l.from_person, l.id from page l
        where (l.survivor is null) <> exists (select from registry.person_unlinks u where u.link_id = l.id)
        union all
        select 'NUMBER_LEADS_ASTRAY', k.person_id, k.person_id from registry.number_keys k
        where k.person_id > $1 and k.person_id <= $2 and (
          exists (select from registry.person_links l where l.from_person = k.person_id and l.survivor is not null)
          or (k.linked_from is not null and not exists (
            select from registry.person_links l where l.from_person = k.linked_from and l.survivor = k.person_id)))
        union all
        select 'ABSORBED_PERSON_HOLDS_A_CERTIFICATE', l.from_person, i.id from page l join registry.issuances i on i.person_id = l.from_person
        where l.survivor is not null and i.ended_at is null
        """;

    /// <param name="after">Exclusive.</param>
    /// <param name="to">Inclusive.</param>
    public static async Task<List<Difference>> DifferencesAsync(Work work, Guid after, Guid to) =>
        (await work.RowsAsync<Found>(DifferencesSql, Sql.Uuid(after), Sql.Uuid(to))).ConvertAll(f => new Difference("I2", f.What, f.FromPerson, null, [f.Id]));

    private sealed record Found(string What, Guid FromPerson, Guid Id);
}
