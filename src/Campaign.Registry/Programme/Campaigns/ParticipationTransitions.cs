using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>The statements that end and begin a provider's period in a campaign. They stand beside the locked <see cref="LastPeriod"/>, which whoever decides has read before.</summary>
internal static class ParticipationTransitions
{
    private const string ExcludeSql = """
        update registry.participations set ended_at = $3, ended_by = 'EXCLUDED', end_reason = $4, decision_number = $5, needs_released = $6
        where campaign_id = $1 and provider_id = $2 and ended_at is null
        """;

    private const string ReinstateSql =
        "insert into registry.participations (campaign_id, provider_id, joined_at, join_reason, join_decision) values ($1, $2, $3, $4, $5)";

    /// <summary>HUE-5.3: the open period ends at this instant.</summary>
    /// <param name="needsReleased">How many open needs the exclusion gives back to their citizens' choice.</param>
    public static NpgsqlBatchCommand Exclude(int campaignId, short providerId, DateTimeOffset at, string reason, string? decisionNumber, int needsReleased) => Sql.Statement(
        ExcludeSql, Sql.Int(campaignId), Sql.Small(providerId), Sql.At(at), Sql.Text(reason), Sql.Text(decisionNumber), Sql.Int(needsReleased));

    /// <summary>I7: a new period begins at this instant; the old one stays as history.</summary>
    public static NpgsqlBatchCommand Reinstate(int campaignId, short providerId, DateTimeOffset at, string reason, string? decisionNumber) => Sql.Statement(
        ReinstateSql, Sql.Int(campaignId), Sql.Small(providerId), Sql.At(at), Sql.Text(reason), Sql.Text(decisionNumber));
}
