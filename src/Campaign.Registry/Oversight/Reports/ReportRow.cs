using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Reports;

/// <summary>One row of registry.reports, as it is written.</summary>
internal sealed record ReportRow(
    Guid Id, string Reference, int CampaignId, ReportKind Kind, string? Text, short? ProviderId, ReportedBadge? Badge, Guid? StaffId, DateTimeOffset? BadgeUntil,
    Guid? IssuanceId, Guid? LookupId, Guid? PersonId, DateTimeOffset ReportedAt, string ReportedBy, KeptPhone? Phone)
{
    /// <summary>How a report r stands by its case v, and when the department last moved that; an upper bound of what anybody may know.</summary>
    public const string CaseSql = """
        left join registry.flags v on v.kind = 'CITIZEN_REPORT' and v.fingerprint = 'report:' || r.id
        left join lateral (
          select j.at from registry.journal_leaves j
          where j.subject_id = v.id and j.kind like 'VIOLATION\_%' and j.kind not in ('VIOLATION_FLAGGED', 'VIOLATION_EVIDENCE_ADDED')
          order by j.sequence desc limit 1) m on true
        """;

    public const string StateSql = "case when v.state is null or v.state = 'FLAGGED' then 'RECEIVED' else v.state end";

    /// <summary>For the trace of a look (<c>ReadTrace.OfSubjects</c>): the reporter, where one had signed in; of every report its number, by which the department knows which it was.</summary>
    public const string SubjectsSql = """
        select r.person_id, null::smallint as key_id, null::bytea as key_hash, r.reference as reason from registry.reports r where r.id = any($8)
        """;

    private const string ReadSql = "select reference, reported_at from registry.reports where id = $1";

    private const string InsertSql = """
        insert into registry.reports (
          id, reference, campaign_id, kind, clause, text, provider_id, badge, staff_id, badge_until, issuance_id, lookup_id, person_id, reported_at, reported_by, phone_key_id,
          phone_hash, phone_sealed_key_id, phone_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """;

    public static Task<Received?> ReadAsync(Work work, Guid id) => work.RowOrNullAsync<Received>(ReadSql, Sql.Uuid(id));

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.Text(Reference), Sql.Int(CampaignId), Sql.Text(Kind.InDatabase()), Sql.Text(ReportClauses.Of(Kind).Id), Sql.Text(Text), Sql.Small(ProviderId),
        Sql.Text(Badge?.InDatabase()), Sql.Uuid(StaffId), Sql.At(BadgeUntil), Sql.Uuid(IssuanceId), Sql.Uuid(LookupId), Sql.Uuid(PersonId), Sql.At(ReportedAt), Sql.Text(ReportedBy),
        Sql.Small(Phone?.KeyId), Sql.Bytes(Phone?.Hash), Sql.Small(Phone?.SealedKeyId), Sql.Bytes(Phone?.Sealed));

    /// <summary>What its reporter was told of it.</summary>
    public sealed record Received(string Reference, DateTimeOffset ReportedAt);
}
