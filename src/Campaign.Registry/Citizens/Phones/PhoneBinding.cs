using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>A phone that is to be bound to a number, or was: the statements on <c>registry.phone_bindings</c>. Whether two officers agreed, the database sees for itself.</summary>
internal static class PhoneBinding
{
    /// <summary>How long the second officer has: as long as a citizen waits at the counter.</summary>
    public static readonly TimeSpan ConfirmedWithin = TimeSpan.FromMinutes(15);

    private const string InsertSql = """
        insert into registry.phone_bindings (id, number_key_id, number_hash, sealed, made_by, made_at) values ($1, $2, $3, $4, $5, $6)
        """;

    private const string BoundAmongSql = """
        select distinct s.place from unnest($1, $2) s (place, hash)
        where exists (select from registry.phone_bindings b where b.number_hash = s.hash and b.bound_at is not null)
        """;

    private const string SealedSql = "select b.sealed from registry.phone_bindings b where b.id = $1 and b.sealed is not null";

    private const string BindSql = "select b.waits_until, b.to_be_told from registry.bind_citizen_phone($1, $2, $3, $4, $5, $6) b";

    // All numbers of the citizen, however many officers bound phones to them.
    private const string OthersSql = """
        select n.encryption_key_id, n.ciphertext, n.person_id from registry.sealed_numbers n
        where n.person_id = any (registry.persons_of((select p.person_id from registry.number_persons p where p.key_hash = any($1) order by p.key_hash limit 1)))
        """;

    private const string ReplacedSql = "select b.replaced[$2] from registry.phone_bindings b where b.id = $1";

    private const string EraseSql = """
        update registry.phone_bindings set sealed = case when made_at > $1 then sealed end, replaced = case when made_at > $2 then replaced else '{}' end
        where (sealed is not null and made_at <= $1) or (replaced <> '{}' and made_at <= $2)
        """;

    /// <summary>Of these numbers, the places of those to which officers have bound a phone.</summary>
    public static Task<List<int>> BoundAmongAsync(Work work, IReadOnlyCollection<AskedNumber> numbers) => work.ValuesAsync<int>(
        BoundAmongSql, Sql.Ints([.. numbers.Select(n => (int?)n.Place)]), Sql.ManyBytes([.. numbers.Select(n => n.Hash)]));

    /// <param name="id">Of the binding.</param>
    /// <param name="number">Under the current number key.</param>
    /// <param name="sealedProposal">Null when nobody has to confirm it.</param>
    public static NpgsqlBatchCommand Insert(Guid id, NumberKey number, byte[]? sealedProposal, string by, DateTimeOffset now) => Sql.Statement(
        InsertSql, Sql.Uuid(id), Sql.Small(number.KeyId), Sql.Bytes(number.Hash), Sql.Bytes(sealedProposal), Sql.Text(by), Sql.At(now));

    /// <summary>Null when it was bound, or is kept no longer.</summary>
    public static async Task<byte[]?> SealedAsync(Work work, Guid id) => (await work.ValuesAsync<byte[]>(SealedSql, Sql.Uuid(id))).FirstOrDefault();

    /// <summary>The digits of every number under which this citizen is known.</summary>
    public static async Task<IEnumerable<string>> NumbersOfAsync(Work work, NumberVault vault, NumberKey[] number) =>
        (await work.RowsAsync<SealedNumber>(OthersSql, Sql.ManyBytes([.. number.Select(k => k.Hash)]))).Select(n => vault.Decrypt(n.EncryptionKeyId, n.Ciphertext, n.PersonId));

    /// <summary>From now on codes for the number go to this phone.</summary>
    /// <param name="numbers">The number's own hash first, then those of the citizen's other numbers.</param>
    public static async Task<BoundPhone> BindAsync(Work work, Guid id, string by, DateTimeOffset now, byte[][] numbers, (byte[] Hash, byte[] Sealed) phone) =>
        (await work.RowOrNullAsync<BoundPhone>(
            BindSql, Sql.Uuid(id), Sql.Text(by), Sql.At(now), Sql.ManyBytes(numbers), Sql.Bytes(phone.Hash), Sql.Bytes(phone.Sealed)))!;

    /// <summary>A phone that was replaced, sealed, by its place from 1; null when it is kept no longer.</summary>
    public static async Task<byte[]?> ReplacedAsync(Work work, Guid id, int place) => (await work.ValuesAsync<byte[]?>(ReplacedSql, Sql.Uuid(id), Sql.Int(place))).FirstOrDefault();

    public static NpgsqlBatchCommand Erase(DateTimeOffset now, TimeSpan toldFor) =>
        Sql.Statement(EraseSql, Sql.At(now - ConfirmedWithin), Sql.At(now - toldFor));

    private sealed record SealedNumber(short EncryptionKeyId, byte[] Ciphertext, Guid PersonId);
}

/// <param name="WaitsUntil">When it replaced another: from then on it consents.</param>
/// <param name="ToBeTold">How many phones it replaced that can be told.</param>
internal sealed record BoundPhone(DateTimeOffset? WaitsUntil, int ToBeTold);
