using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>What stands under persons, for an officer who compares them: numbers masked, what was said, live issuances. The phone is not shown; whether it agrees is.</summary>
internal sealed class PersonSides(NumberVault vault)
{
    private const string NumbersSql = """
        select person_id, encryption_key_id, ciphertext from registry.citizen_numbers where person_id = any($1) order by person_id, recorded_at
        """;

    private const string SaidSql = """
        select d.person_id, d.recorded_at, d.source, p.code, d.name, d.birth_date, d.sex, d.ward_code
        from registry.person_details d left join registry.provider_codes p on p.id = d.provider_id where d.person_id = any($1) order by d.person_id, d.recorded_at desc
        """;

    private const string IssuancesSql = """
        select i.person_id, i.id, c.code, p.code, i.status, i.recorded_at
        from registry.live_issuances($2) i join registry.campaign_codes c on c.id = i.campaign_id join registry.provider_codes p on p.id = i.provider_id
        where i.person_id = any($1)
        order by i.person_id, i.recorded_at
        """;

    public async Task<Func<Guid, SamePersonSide>> OfAsync(Work work, Guid[] persons, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(NumbersSql, Sql.Uuids(persons)));
        batch.BatchCommands.Add(Sql.Statement(SaidSql, Sql.Uuids(persons)));
        batch.BatchCommands.Add(Sql.Statement(IssuancesSql, Sql.Uuids(persons), Sql.At(now)));
        await using var results = await batch.ReadAsync(work.Cancel);
        var numbers = (await results.NextAsync((rows, token) => PagedSql.AllAsync(
            rows,
            r => (Person: r.GetGuid(0), Number: CitizenNumber.ParseOrNull(vault.Decrypt(r.GetInt16(1), r.GetFieldValue<byte[]>(2), r.GetGuid(0)))!.Masked),
            token))).ToLookup(n => n.Person, n => n.Number);
        var said = (await results.NextAsync((rows, token) => PagedSql.AllAsync(
            rows,
            r => (Person: r.GetGuid(0), Said: new SaidOfPerson(
                r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.TextOrNull(3), r.TextOrNull(4), r.ValueOrNull<DateOnly>(5),
                r.TextOrNull(6) is { } sex ? Names.Parse<Sex>(sex) : null, r.TextOrNull(7))),
            token))).ToLookup(s => s.Person, s => s.Said);
        var issuances = (await results.NextAsync((rows, token) => PagedSql.AllAsync(
            rows,
            r => (Person: r.GetGuid(0), Issuance: new LiveIssuance(r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5))),
            token))).ToLookup(i => i.Person, i => i.Issuance);
        return person => new([.. numbers[person]], [.. said[person]], [.. issuances[person]]);
    }
}
