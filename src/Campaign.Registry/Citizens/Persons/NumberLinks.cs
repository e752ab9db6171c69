using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>That two numbers are one person's, or that somebody says so, with its source and date.</summary>
/// <param name="Id">Null for a claim, which links nothing and cannot be undone.</param>
/// <param name="Numbers">Masked; of a claim those alone that the registry knows.</param>
/// <param name="By">The account, client or import that made it; of a claim the provider's code.</param>
/// <param name="Reason">What it rests on; null for a claim.</param>
public sealed record NumberLink(
    Guid? Id, NumberLinkSource Source, IReadOnlyList<string> Numbers, DateTimeOffset LinkedAt, string By, string? Reason, DateTimeOffset? UndoneAt, string? UndoneBy,
    string? UndoReason);

/// <summary>Reads links, with the numbers that they are about; numbers are shown masked, and in no other way (I11).</summary>
internal static class NumberLinks
{
    // A number is bound to the person that it was first known for, whoever it leads to now.
    private const string SelectSql = """
        select l.id, l.source, l.linked_at, l.actor, l.basis, u.unlinked_at, u.actor as unlinked_by, u.reason, n.encryption_key_id, n.ciphertext, n.person_id
        from registry.person_links l
        left join registry.person_unlinks u on u.link_id = l.id
        join registry.sealed_numbers n on n.person_id in (l.from_person, l.to_person)
        """;

    private const string InOrder = " order by l.linked_at, l.id, n.recorded_at, n.person_id";

    private const string OfPersonSql = SelectSql + " where l.from_person = any (registry.persons_of($1)) or l.to_person = any (registry.persons_of($1))" + InOrder;

    private const string ByIdSql = SelectSql + " where l.id = $1" + InOrder;

    // One of the two is always the person's; the other may be nobody's yet.
    private const string ClaimsSql = """
        with own as (select k.key_hash from registry.number_persons k where k.person_id = registry.survivor_of($1))
        select c.id, c.claimed_at, p.code, n.encryption_key_id, n.ciphertext, n.person_id
        from registry.stated_numbers c
        join registry.provider_codes p on p.id = c.claimed_by
        join lateral (
          select distinct coalesce(k.linked_from, k.person_id) as person_id from registry.number_persons k where k.key_hash in (c.key_hash, c.claimed_hash)) k on true
        join registry.sealed_numbers n on n.person_id = k.person_id
        where c.key_hash in (select key_hash from own) or c.claimed_hash in (select key_hash from own)
        order by c.claimed_at, c.id, n.recorded_at, n.person_id
        """;

    public static async Task<NumberLink> ByIdAsync(Work work, NumberVault vault, Guid id) =>
        await FindAsync(work, vault, id) ?? throw new InvalidOperationException("A link is never deleted.");

    public static async Task<NumberLink?> FindAsync(Work work, NumberVault vault, Guid id) => (await ReadAsync(work, vault, ByIdSql, id)).SingleOrDefault();

    public static Task<List<NumberLink>> OfPersonAsync(Work work, NumberVault vault, Guid person) => ReadAsync(work, vault, OfPersonSql, person);

    public static async Task<List<NumberLink>> ClaimsAsync(Work work, NumberVault vault, Guid person) =>
    [
        .. (await work.RowsAsync<ClaimedNumber>(ClaimsSql, Sql.Uuid(person))).GroupBy(n => n.Id).Select(claim => new NumberLink(
            null, NumberLinkSource.CardClaim, [.. claim.Select(n => Masked(vault, n.EncryptionKeyId, n.Ciphertext, n.PersonId))], claim.First().ClaimedAt,
            $"provider:{claim.First().Code}", null, null, null, null)),
    ];

    public static string Masked(NumberVault vault, short keyId, byte[] ciphertext, Guid person) => CitizenNumber.ParseOrNull(vault.Decrypt(keyId, ciphertext, person))!.Masked;

    private static async Task<List<NumberLink>> ReadAsync(Work work, NumberVault vault, string sql, Guid id) =>
    [
        .. (await work.RowsAsync<LinkedNumber>(sql, Sql.Uuid(id))).GroupBy(n => n.Id).Select(numbers => (numbers, Link: numbers.First())).Select(l => new NumberLink(
            l.Link.Id, Names.Parse<NumberLinkSource>(l.Link.Source), [.. l.numbers.Select(n => Masked(vault, n.EncryptionKeyId, n.Ciphertext, n.PersonId))], l.Link.LinkedAt,
            l.Link.Actor, l.Link.Basis, l.Link.UnlinkedAt, l.Link.UnlinkedBy, l.Link.Reason)),
    ];

    /// <summary>A link with one of its numbers.</summary>
    private sealed record LinkedNumber(
        Guid Id, string Source, DateTimeOffset LinkedAt, string Actor, string Basis, DateTimeOffset? UnlinkedAt, string? UnlinkedBy, string? Reason, short EncryptionKeyId,
        byte[] Ciphertext, Guid PersonId);

    /// <summary>A claim with one of its numbers.</summary>
    private sealed record ClaimedNumber(long Id, DateTimeOffset ClaimedAt, string Code, short EncryptionKeyId, byte[] Ciphertext, Guid PersonId);
}
