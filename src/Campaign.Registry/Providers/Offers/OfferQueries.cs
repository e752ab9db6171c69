using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Providers.Offers;

/// <summary>What a provider says of itself to citizens, in its own words.</summary>
/// <param name="YearlyPrice">Whole đồng for a year after the free one, VAT included.</param>
/// <param name="Phone">Its own line; null when it names none.</param>
public sealed record ProviderOffer(Text Policy, int YearlyPrice, string? Phone, DateTimeOffset EffectiveFrom);

/// <param name="PublishedAt">Null: before publications bore their instant.</param>
public sealed record PublishedOffer(ProviderOffer Offer, string PublishedBy, DateTimeOffset? PublishedAt);

/// <summary>The offers that are in force in a campaign, by provider (HUE-1.2, DT-5). Public. In which order they are shown is not theirs to say: see the campaign's shuffled providers.</summary>
public sealed class OfferQueries(RegistryDatabase database, ProviderDirectory providers)
{
    private const string InForceSql = """
        select distinct on (o.provider_id) o.provider_id, o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from
        from registry.provider_offers o join registry.campaign_codes c on c.id = o.campaign_id
        where c.code = $1 and o.effective_from <= registry.registry_now()
        order by o.provider_id, o.effective_from desc
        """;

    private const string HistorySql = """
        select o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from, o.published_by, o.published_at
        from registry.provider_offers o join registry.campaign_codes c on c.id = o.campaign_id join registry.provider_codes p on p.id = o.provider_id
        where c.code = $1 and p.code = $2 order by o.effective_from desc
        """;

    public async Task<IReadOnlyDictionary<string, ProviderOffer>> InForceAsync(string campaign, CancellationToken cancel)
    {
        var offers = new Dictionary<string, ProviderOffer>();
        foreach (var row in await RowsAsync<OfferInForce>(InForceSql, cancel, Sql.Text(campaign)))
        {
            offers[(await providers.ByIdAsync(row.ProviderId, cancel)).Code] = new(new(row.PolicyVi, row.PolicyEn), row.YearlyPrice, row.Phone, row.EffectiveFrom);
        }

        return offers;
    }

    /// <summary>All that a provider has published in a campaign, the last to begin first; what is to come is among it.</summary>
    public async Task<IReadOnlyList<PublishedOffer>> HistoryAsync(string campaign, string providerCode, CancellationToken cancel) =>
        (await RowsAsync<Published>(HistorySql, cancel, Sql.Text(campaign), Sql.Text(providerCode))).ConvertAll(o => new PublishedOffer(
            new(new(o.PolicyVi, o.PolicyEn), o.YearlyPrice, o.Phone, o.EffectiveFrom), o.PublishedBy, o.PublishedAt));

    private async Task<List<T>> RowsAsync<T>(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class
    {
        try
        {
            return await database.RowsAsync<T>(sql, cancel, parameters);
        }
        catch (Exception e) when (Faults.IsUnavailability(e))
        {
            throw new RegistryUnavailableException("The database did not serve the request.", e);
        }
    }

    private sealed record OfferInForce(short ProviderId, string PolicyVi, string PolicyEn, int YearlyPrice, string? Phone, DateTimeOffset EffectiveFrom);

    private sealed record Published(
        string PolicyVi, string PolicyEn, int YearlyPrice, string? Phone, DateTimeOffset EffectiveFrom, string PublishedBy, DateTimeOffset? PublishedAt);
}
