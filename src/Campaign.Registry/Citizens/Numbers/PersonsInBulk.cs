using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>A number that is asked about, under one of its keys.</summary>
/// <param name="Place">Where it stands among those that are asked about together.</param>
internal readonly record struct AskedNumber(int Place, byte[] Hash);

/// <summary>A key of a number that becomes known.</summary>
internal readonly record struct NewNumberKey(byte[] Hash, short KeyId, Guid Person, NumberKind Kind);

/// <summary>A number that becomes known. A person's numbers are told apart by kind and time.</summary>
internal readonly record struct NewNumber(Guid Person, NumberKind Kind, short KeyId, byte[] Sealed, DateTimeOffset At);

/// <summary>What is said of a person beside the numbers; null is: not said.</summary>
internal readonly record struct NewDetails(Guid Person, string? Name, string? Folded, DateOnly? BirthDate, bool? IsFemale, string? WardCode, KeptPhone? Phone);

/// <summary>
/// The tables of persons and numbers for whoever brings thousands at once, as an import does: each table is asked or written by one statement. The caller locks first
/// (<see cref="PersonLock.TakeAll"/>), looks again, and writes what it judged then; a number that somebody else made known meanwhile breaks <see cref="PersonRegistration.LostRace"/>.
/// </summary>
internal static class PersonsInBulk
{
    // The numbers lead the way: each is one look into the index, whatever the planner believes of the table.
    private const string BehindSql = """
        select s.place, k.person_id
        from unnest($1, $2) s (place, hash)
        cross join lateral (select n.person_id from registry.number_keys n where n.key_hash = s.hash limit 1) k
        """;

    private const string PersonsSql = "insert into registry.persons (id, recorded_at) select id, $2 from unnest($1) p (id)";

    private const string KeysSql = """
        insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at)
        select n.hash, n.key_id, n.person_id, n.kind, 'IMPORT', $5 from unnest($1, $2, $3, $4) n (hash, key_id, person_id, kind)
        """;

    private const string NumbersSql = """
        insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at)
        select n.person_id, n.kind, n.key_id, n.ciphertext, n.at from unnest($1, $2, $3, $4, $5) n (person_id, kind, key_id, ciphertext, at)
        """;

    private const string DetailsSql = """
        insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed, ward_code)
        select d.person_id, $1, 'IMPORT', $2, d.name, d.name_folded, d.birth_date, d.sex, d.phone_key_id, d.phone_hash, d.sealed_key_id, d.sealed, d.ward_code
        from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12) d (person_id, name, name_folded, birth_date, sex, phone_key_id, phone_hash, sealed_key_id, sealed, ward_code)
        """;

    /// <summary>Who is behind these numbers: the place and the person; no row for a number that nobody is known under.</summary>
    public static NpgsqlBatchCommand Behind(IReadOnlyCollection<AskedNumber> numbers) => Sql.Statement(
        BehindSql, Sql.Ints([.. numbers.Select(n => (int?)n.Place)]), Sql.ManyBytes([.. numbers.Select(n => n.Hash)]));

    public static NpgsqlBatchCommand AddPersons(IReadOnlyCollection<Guid> persons, DateTimeOffset now) => Sql.Statement(PersonsSql, Sql.Uuids([.. persons]), Sql.At(now));

    public static NpgsqlBatchCommand AddKeys(IReadOnlyCollection<NewNumberKey> keys, DateTimeOffset now) => Sql.Statement(
        KeysSql, Sql.ManyBytes([.. keys.Select(k => k.Hash)]), Sql.Smalls([.. keys.Select(k => (short?)k.KeyId)]), Sql.Uuids([.. keys.Select(k => k.Person)]),
        Sql.Texts([.. keys.Select(k => k.Kind.InDatabase())]), Sql.At(now));

    public static NpgsqlBatchCommand AddNumbers(IReadOnlyCollection<NewNumber> numbers) => Sql.Statement(
        NumbersSql, Sql.Uuids([.. numbers.Select(n => n.Person)]), Sql.Texts([.. numbers.Select(n => n.Kind.InDatabase())]),
        Sql.Smalls([.. numbers.Select(n => (short?)n.KeyId)]), Sql.ManyBytes([.. numbers.Select(n => n.Sealed)]), Sql.Times([.. numbers.Select(n => n.At)]));

    /// <param name="details">One of a person.</param>
    /// <param name="providerId">Who said it.</param>
    /// <param name="now">When.</param>
    public static NpgsqlBatchCommand AddDetails(IReadOnlyCollection<NewDetails> details, short providerId, DateTimeOffset now) => Sql.Statement(
        DetailsSql, Sql.At(now), Sql.Small(providerId), Sql.Uuids([.. details.Select(d => d.Person)]), Sql.Texts([.. details.Select(d => d.Name)]),
        Sql.Texts([.. details.Select(d => d.Folded)]), Sql.Days([.. details.Select(d => d.BirthDate)]),
        Sql.Texts([.. details.Select(d => d.IsFemale is { } female ? female ? "FEMALE" : "MALE" : null)]),
        Sql.Smalls([.. details.Select(d => d.Phone?.KeyId)]), Sql.ManyBytes([.. details.Select(d => d.Phone?.Hash)]),
        Sql.Smalls([.. details.Select(d => d.Phone?.SealedKeyId)]), Sql.ManyBytes([.. details.Select(d => d.Phone?.Sealed)]), Sql.Texts([.. details.Select(d => d.WardCode)]));
}
