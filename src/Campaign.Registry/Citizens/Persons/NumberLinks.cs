using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

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
        select l.id, l.source, l.linked_at, l.actor, l.basis, u.unlinked_at, u.actor, u.reason, n.encryption_key_id, n.ciphertext, n.person_id
        from registry.person_links l
        left join registry.person_unlinks u on u.link_id = l.id
        join registry.citizen_numbers n on n.person_id in (l.from_person, l.to_person)
        """;

    private const string InOrder = " order by l.linked_at, l.id, n.recorded_at, n.person_id";

    private const string OfPersonSql = SelectSql + " where l.from_person = any (registry.persons_of($1)) or l.to_person = any (registry.persons_of($1))" + InOrder;

    private const string ByIdSql = SelectSql + " where l.id = $1" + InOrder;

    // One of the two is always the person's; the other may be nobody's yet.
    private const string ClaimsSql = """
        with own as (select k.key_hash from registry.number_persons k where k.person_id = registry.survivor_of($1))
        select c.id, c.claimed_at, p.code, n.encryption_key_id, n.ciphertext, n.person_id
        from registry.number_claims c
        join registry.provider_codes p on p.id = c.claimed_by
        join lateral (
          select distinct coalesce(k.linked_from, k.person_id) as person_id from registry.number_persons k where k.key_hash in (c.key_hash, c.claimed_hash)) k on true
        join registry.citizen_numbers n on n.person_id = k.person_id
        where c.key_hash in (select key_hash from own) or c.claimed_hash in (select key_hash from own)
        order by c.claimed_at, c.id, n.recorded_at, n.person_id
        """;

    public static NpgsqlBatchCommand ReadOfPerson(Guid person) => Sql.Statement(OfPersonSql, Sql.Uuid(person));

    public static NpgsqlBatchCommand ReadClaims(Guid person) => Sql.Statement(ClaimsSql, Sql.Uuid(person));

    public static async Task<NumberLink> ByIdAsync(Work work, NumberVault vault, Guid id) =>
        await FindAsync(work, vault, id) ?? throw new InvalidOperationException("A link is never deleted.");

    public static async Task<NumberLink?> FindAsync(Work work, NumberVault vault, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(ByIdSql, Sql.Uuid(id)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return (await results.NextAsync((rows, cancel) => AllAsync(rows, vault, cancel))).SingleOrDefault();
    }

    public static async Task<IReadOnlyList<NumberLink>> AllAsync(NpgsqlDataReader rows, NumberVault vault, CancellationToken cancel)
    {
        var links = new List<NumberLink>();
        while (await rows.ReadAsync(cancel))
        {
            var number = MaskedAt(rows, vault, 8);
            if (links.Count > 0 && links[^1].Id == rows.GetGuid(0))
            {
                links[^1] = links[^1] with { Numbers = [.. links[^1].Numbers, number] };
                continue;
            }

            links.Add(new(
                rows.GetGuid(0), Names.Parse<NumberLinkSource>(rows.GetString(1)), [number], rows.GetFieldValue<DateTimeOffset>(2), rows.GetString(3), rows.GetString(4),
                rows.ValueOrNull<DateTimeOffset>(5), rows.TextOrNull(6), rows.TextOrNull(7)));
        }

        return links;
    }

    public static async Task<IReadOnlyList<NumberLink>> ClaimsAsync(NpgsqlDataReader rows, NumberVault vault, CancellationToken cancel)
    {
        var claims = new List<(long Id, NumberLink Claim)>();
        while (await rows.ReadAsync(cancel))
        {
            var number = MaskedAt(rows, vault, 3);
            if (claims.Count > 0 && claims[^1].Id == rows.GetInt64(0))
            {
                var (id, claim) = claims[^1];
                claims[^1] = (id, claim with { Numbers = [.. claim.Numbers, number] });
                continue;
            }

            claims.Add((rows.GetInt64(0), new(
                null, NumberLinkSource.CardClaim, [number], rows.GetFieldValue<DateTimeOffset>(1), $"provider:{rows.GetString(2)}", null, null, null, null)));
        }

        return [.. claims.Select(c => c.Claim)];
    }

    /// <summary>From columns encryption_key_id, ciphertext and person_id, the first of which is at this ordinal.</summary>
    public static string MaskedAt(NpgsqlDataReader rows, NumberVault vault, int first) =>
        CitizenNumber.ParseOrNull(vault.Decrypt(rows.GetInt16(first), rows.GetFieldValue<byte[]>(first + 1), rows.GetGuid(first + 2)))!.Masked;
}
