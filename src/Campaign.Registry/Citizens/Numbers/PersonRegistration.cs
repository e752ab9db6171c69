using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// Makes a number known: its person, its number keys, its ciphertext. Only a record, the citizen's own need, the import or an
/// officer who links it does this, never a check (HUE-1.6). When another transaction makes the same
/// number known at once, this one waits for it and then finds that person.
/// </summary>
internal static class PersonRegistration
{
    /// <summary>Broken when two hosts, one of which lacks a key that the other has, make one number known at once. Judged again.</summary>
    public const string LostRace = "one_person_per_number";

    // One statement, so that the foreign keys are looked at when all three rows are there. Each key is looked up by the whole unique key in a subquery of its own: a
    // plan that is kept from when the table was empty, or was made without statistics, finds it by index all the same. (By key_hash = any (…) it read the whole table.)
    private const string InsertSql = """
        with known as (
          insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at)
          select $1, $2, $3, $4, $8, $5 where not exists (
            select from unnest($9, $10) k (key_hash, key_id)
            where (select true from registry.number_keys n where n.key_hash = k.key_hash and n.key_id = k.key_id))
          on conflict do nothing returning person_id),
        person as (
          insert into registry.persons (id, recorded_at) select person_id, $5 from known returning id)
        insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at)
        select id, $4, $6, $7, $5 from person
        """;

    // Left out only where it is this person's already. Where another has written it for another person, before this statement or beside it, the key is broken on
    // purpose: this transaction is judged again and finds that person. Skipping it would leave one number with two persons (I2).
    private const string InsertKeySql = """
        insert into registry.number_keys (key_hash, key_id, person_id, linked_from, kind, source, linked_at)
        select $1, $2, k.person_id, k.linked_from, $3, $6, $4
        from (select person_id, linked_from from registry.number_keys where key_hash = any($5) order by key_hash limit 1) k
        where not exists (select from registry.number_keys o where o.key_hash = $1 and o.person_id = k.person_id)
        """;

    /// <summary>The statements that make this number known if it is not; then, while keys rotate, known under each key.</summary>
    /// <param name="source">What made it known: RECORD, NEED, IMPORT or OFFICER.</param>
    public static IEnumerable<NpgsqlBatchCommand> Ensure(CitizenNumber number, NumberVault vault, string source, DateTimeOffset now)
    {
        var keys = vault.KeysOf(number);
        var person = Guid.CreateVersion7(now);
        var (encryptionKeyId, ciphertext) = vault.Encrypt(number, person);
        var kind = Sql.Text(number.Kind.InDatabase());
        yield return Sql.Statement(
            InsertSql, Sql.Bytes(keys[0].Hash), Sql.Small(keys[0].KeyId), Sql.Uuid(person), kind, Sql.At(now), Sql.Small(encryptionKeyId), Sql.Bytes(ciphertext),
            Sql.Text(source), Sql.ManyBytes([.. keys.Select(k => k.Hash)]), Sql.Smalls([.. keys.Select(k => (short?)k.KeyId)]));
        // One key alone has just been written, or was there.
        foreach (var key in keys.Length == 1 ? [] : keys)
        {
            yield return Sql.Statement(
                InsertKeySql, Sql.Bytes(key.Hash), Sql.Small(key.KeyId), Sql.Text(number.Kind.InDatabase()), Sql.At(now), Sql.ManyBytes([.. keys.Select(k => k.Hash)]),
                Sql.Text(source));
        }
    }
}
