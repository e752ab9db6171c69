using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Certificates.Places;

/// <summary>
/// Files that wait for an officer, or for their turn, claim that certificates were made before (HUE-2.3). Whoever checks one of their numbers is told so, and never whose file it is; nothing is refused by it, for who was told
/// first holds the place (HUE-1.4). From when until when a file claims follows its state, by the trigger <c>claims_wait_with_their_file</c>; its numbers are known by their keyed hashes alone, and forgotten after.
/// </summary>
internal static class PlaceClaims
{
    private const string IsClaimedSql = "select registry.earlier_certificate_is_claimed($1, $2)";

    private const string AddSql = """
        insert into registry.place_claim_numbers (key_hash, claim_id, key_id)
        select h.key_hash, $1, h.key_id from unnest($2, $3) h (key_hash, key_id) order by h.key_hash on conflict do nothing
        """;

    /// <summary>How many numbers a file claims, each once.</summary>
    public const string CountSql = "select count(*) from registry.place_claim_numbers where claim_id = $1";

    /// <summary>Forgets numbers of files that wait no longer, so many at most; answers how many went.</summary>
    public const string ForgetSql = "select registry.forget_claim_numbers($1)";

    /// <summary>Whether a file that waits claims an earlier certificate of a number; asked before who holds its place is read, so that one that is recorded in between is seen by the one or the other.</summary>
    public static NpgsqlBatchCommand IsClaimed(byte[][] keyHashes, string campaignCode) => Sql.Statement(IsClaimedSql, Sql.ManyBytes(keyHashes), Sql.Text(campaignCode));

    public static NpgsqlBatchCommand Add(Guid file, IReadOnlyCollection<NumberKey> numbers) => Sql.Statement(
        AddSql, Sql.Uuid(file), Sql.ManyBytes([.. numbers.Select(n => n.Hash)]), Sql.Smalls([.. numbers.Select(n => (short?)n.KeyId)]));
}
