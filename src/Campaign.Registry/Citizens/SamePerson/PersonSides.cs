using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>What stands under persons, for an officer who compares them: numbers masked, what was said, live issuances. The phone is not shown; whether it agrees is.</summary>
internal sealed class PersonSides(NumberVault vault)
{
    private const string NumbersSql = """
        select person_id, encryption_key_id, ciphertext from registry.sealed_numbers where person_id = any($1) order by person_id, recorded_at
        """;

    private const string SaidSql = """
        select d.person_id, d.recorded_at, d.source, p.code as provider_code, d.name, d.birth_date, d.sex, d.ward_code
        from registry.stated_details d left join registry.provider_codes p on p.id = d.provider_id where d.person_id = any($1) order by d.person_id, d.recorded_at desc
        """;

    private const string IssuancesSql = """
        select i.person_id, i.id, c.code as campaign, p.code as provider_code, i.status, i.recorded_at
        from registry.live_issuances($2) i join registry.campaign_codes c on c.id = i.campaign_id join registry.provider_codes p on p.id = i.provider_id
        where i.person_id = any($1)
        order by i.person_id, i.recorded_at
        """;

    public async Task<Func<Guid, SamePersonSide>> OfAsync(Work work, Guid[] persons, DateTimeOffset now)
    {
        var numbers = (await work.RowsAsync<Number>(NumbersSql, Sql.Uuids(persons)))
            .ToLookup(n => n.PersonId, n => CitizenNumber.ParseOrNull(vault.Decrypt(n.EncryptionKeyId, n.Ciphertext, n.PersonId))!.Masked);
        var said = (await work.RowsAsync<Said>(SaidSql, Sql.Uuids(persons))).ToLookup(
            s => s.PersonId,
            s => new SaidOfPerson(s.RecordedAt, s.Source, s.ProviderCode, s.Name, s.BirthDate, s.Sex is { } sex ? Names.Parse<Sex>(sex) : null, s.WardCode));
        var issuances = (await work.RowsAsync<Live>(IssuancesSql, Sql.Uuids(persons), Sql.At(now)))
            .ToLookup(i => i.PersonId, i => new LiveIssuance(i.Id, i.Campaign, i.ProviderCode, i.Status, i.RecordedAt));
        return person => new([.. numbers[person]], [.. said[person]], [.. issuances[person]]);
    }

    private sealed record Number(Guid PersonId, short EncryptionKeyId, byte[] Ciphertext);

    private sealed record Said(
        Guid PersonId, DateTimeOffset RecordedAt, string Source, string? ProviderCode, string? Name, DateOnly? BirthDate, string? Sex, string? WardCode);

    private sealed record Live(Guid PersonId, Guid Id, string Campaign, string ProviderCode, string Status, DateTimeOffset RecordedAt);
}
