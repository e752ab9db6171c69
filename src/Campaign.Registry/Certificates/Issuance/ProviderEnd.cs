using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>An end by a provider, and what the citizen says of it.</summary>
/// <param name="ToldAt">When the end reached the registry.</param>
/// <param name="ConsentId">The citizen's code that it spent; null when there was none.</param>
internal sealed record ProviderEnd(Guid IssuanceId, Guid PersonId, int CampaignId, short ProviderId, DateTimeOffset ToldAt, Guid? ConsentId, DateTimeOffset? DeniedAt)
{
    private const string SelectSql =
        "select e.issuance_id, e.person_id, e.campaign_id, e.provider_id, e.told_at, e.consent_id, e.denied_at from registry.provider_ends e";

    private const string InsertSql = """
        insert into registry.provider_ends (issuance_id, person_id, campaign_id, provider_id, told_at, consent_id) values ($1, $2, $3, $4, $5, $6)
        """;

    private const string DenySql = "update registry.provider_ends set denied_at = $2 where issuance_id = $1 and denied_at is null";

    public static Task<ProviderEnd?> ReadAsync(Work work, Guid issuanceId) => work.RowOrNullAsync<ProviderEnd>($"{SelectSql} where e.issuance_id = $1", Sql.Uuid(issuanceId));

    /// <summary>Those of the citizen who looks.</summary>
    public static Task<List<ProviderEnd>> OwnAsync(Work work) => work.RowsAsync<ProviderEnd>($"{SelectSql} where e.person_id = any ((select registry.viewer_persons())::uuid[])");

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(IssuanceId), Sql.Uuid(PersonId), Sql.Int(CampaignId), Sql.Small(ProviderId), Sql.At(ToldAt), Sql.Uuid(ConsentId));

    public NpgsqlBatchCommand Deny(DateTimeOffset now) => Sql.Statement(DenySql, Sql.Uuid(IssuanceId), Sql.At(now));
}
