using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>The last period of a provider in a campaign. All its periods are locked first and the last is looked for afterwards, so that of an exclusion and a reinstatement at once the second sees what the first did.</summary>
/// <param name="CameBack">It follows an exclusion.</param>
internal sealed record LastPeriod(int CampaignId, DateTimeOffset JoinedAt, DateTimeOffset? EndedAt, bool Excluded, int NeedsReleased, bool CameBack)
{
    private const string LockSql = """
        select p.joined_at from registry.participations p where p.campaign_id = (select id from registry.campaigns where code = $1) and p.provider_id = $2 for update of p
        """;

    private const string ReadSql = """
        select p.campaign_id, p.joined_at, p.ended_at, coalesce(p.ended_by = 'EXCLUDED', false) as excluded, coalesce(p.needs_released, 0) as needs_released,
          exists (select from registry.participations e where e.campaign_id = p.campaign_id and e.provider_id = p.provider_id and e.ended_by = 'EXCLUDED' and e.joined_at < p.joined_at) as came_back
        from registry.participations p join registry.campaigns c on c.id = p.campaign_id where c.code = $1 and p.provider_id = $2 order by p.joined_at desc limit 1
        """;

    /// <summary>Null when the provider never took part, or there is no such campaign; with the registry's clock after the lock.</summary>
    public static async Task<(LastPeriod? Period, DateTimeOffset Now)> LockAsync(Work work, string campaign, short providerId)
    {
        var (_, now) = await work.LockAsync(LockSql, Sql.Text(campaign), Sql.Small(providerId));
        return (await work.RowOrNullAsync<LastPeriod>(ReadSql, Sql.Text(campaign), Sql.Small(providerId)), now);
    }
}
