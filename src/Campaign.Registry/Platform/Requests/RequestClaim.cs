using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Platform.Requests;

/// <summary>
/// What was done under a request id (I3). It is looked up before all else, and again once the citizen is locked; it is written with the act itself. So of many
/// that are sent at once one acts, and the others find it. Only successes are kept: what was refused is judged anew.
/// </summary>
internal sealed record RequestClaim(short ContentKeyId, byte[] ContentHash, Guid? SubjectId)
{
    public const string UniqueConstraint = "one_act_per_request_id";

    private const string ReadSql =
        "select content_key_id, content_hash, subject_id from registry.request_claims where owner = $1 and operation = $2 and request_id = $3";

    private const string InsertSql = """
        insert into registry.request_claims (owner, operation, request_id, content_key_id, content_hash, person_id, subject_id, claimed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    public static NpgsqlBatchCommand Read(RequestKey key) =>
        Sql.Statement(ReadSql, Sql.Text(key.Owner), Sql.Text(key.Operation), Sql.Text(key.RequestId));

    /// <summary>True when this claim was made by a request with the same content.</summary>
    public bool IsOf(SealedContent content) => content.Is(ContentKeyId, ContentHash);

    public static async Task<RequestClaim?> FromAsync(NpgsqlDataReader reader, CancellationToken cancel) =>
        await reader.ReadAsync(cancel) ? new(reader.GetInt16(0), reader.GetFieldValue<byte[]>(1), reader.ValueOrNull<Guid>(2)) : null;

    public static async Task<RequestClaim?> FindAsync(Work work, RequestKey key)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Read(key));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync(FromAsync);
    }

    public static NpgsqlBatchCommand Insert(RequestKey key, SealedContent content, Guid? personId, Guid? subjectId, DateTimeOffset now) =>
        Sql.Statement(
            InsertSql, Sql.Text(key.Owner), Sql.Text(key.Operation), Sql.Text(key.RequestId), Sql.Small(content.KeyId), Sql.Bytes(content.Hash),
            Sql.Uuid(personId), Sql.Uuid(subjectId), Sql.At(now));
}

/// <summary>Request ids are unique per owner (provider, officer, citizen) and operation.</summary>
internal readonly record struct RequestKey(string Owner, string Operation, string RequestId);

/// <summary>The same requestId was used before with other content. It acts once; a new act needs a new one.</summary>
public sealed record RequestIdReused : Refusal
{
    public override Text Message => new(
        "Mã yêu cầu (requestId) này đã dùng cho một nội dung khác. Hãy dùng mã mới cho yêu cầu mới; chỉ gửi lại mã cũ với đúng nội dung cũ.",
        "This requestId was used with other content. Use a new one for a new request; send an old one again only with the very same content.");
}
