using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Registry.Journal;

/// <summary>
/// One change, as the journal keeps it. The public part is a leaf of three lines, each ended by LF: <c>campaign-registry/leaf/v1</c>, the instant, and the
/// lower-case hex of SHA-256(salt ‖ payload); its hash is RFC 6962's, SHA-256(0x00 ‖ leaf). Salt and payload stay inside, and prove the leaf when they are shown.
/// </summary>
public sealed record JournalLeaf(DateTimeOffset At, string Kind, Guid? SubjectId, string Actor, string Payload, byte[] Salt, byte[] LeafHash)
{
    private const string InsertSql =
        "insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values ($1, $2, $3, $4, $5, $6, $7)";

    private const string InsertAllSql = """
        insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash)
        select l.at, l.kind, l.subject_id, l.actor, l.payload, l.salt, l.leaf_hash
        from unnest($1, $2, $3, $4, $5, $6, $7) with ordinality l (at, kind, subject_id, actor, payload, salt, leaf_hash, place)
        order by l.place
        """;

    /// <param name="at">The registry's instant of the change.</param>
    /// <param name="kind">What changed, SCREAMING_SNAKE_CASE.</param>
    /// <param name="subjectId">What it is about.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="payload">The facts, as JSON. No citizen number, in any form.</param>
    public static JournalLeaf Of(DateTimeOffset at, string kind, Guid? subjectId, string actor, string payload)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        return new(at, kind, subjectId, actor, payload, salt, HashOf(at, salt, payload));
    }

    public static byte[] HashOf(DateTimeOffset at, ReadOnlySpan<byte> salt, string payload)
    {
        var commitment = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(payload)]);
        var leaf = Encoding.UTF8.GetBytes($"campaign-registry/leaf/v1\n{Instant.Write(at)}\n{Convert.ToHexStringLower(commitment)}\n");
        return SHA256.HashData([0x00, .. leaf]);
    }

    internal NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.At(At), Sql.Text(Kind), Sql.Uuid(SubjectId), Sql.Text(Actor), Sql.Text(Payload), Sql.Bytes(Salt), Sql.Bytes(LeafHash));

    /// <summary>Writes many at once, in their order.</summary>
    internal static NpgsqlBatchCommand InsertAll(IReadOnlyCollection<JournalLeaf> leaves) => Sql.Statement(
        InsertAllSql, Sql.Times([.. leaves.Select(l => l.At)]), Sql.Texts([.. leaves.Select(l => l.Kind)]), Sql.Uuids([.. leaves.Select(l => l.SubjectId)]),
        Sql.Texts([.. leaves.Select(l => l.Actor)]), Sql.Texts([.. leaves.Select(l => l.Payload)]), Sql.ManyBytes([.. leaves.Select(l => l.Salt)]),
        Sql.ManyBytes([.. leaves.Select(l => l.LeafHash)]));
}
