using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

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
    public async Task<IReadOnlyDictionary<string, ProviderOffer>> InForceAsync(string campaign, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand("""
            select distinct on (o.provider_id) o.provider_id, o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from
            from registry.provider_offers o join registry.campaign_codes c on c.id = o.campaign_id
            where c.code = $1 and o.effective_from <= registry.registry_now()
            order by o.provider_id, o.effective_from desc
            """);
        command.Parameters.Add(Sql.Text(campaign));
        try
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            var offers = new Dictionary<string, ProviderOffer>();
            while (await rows.ReadAsync(cancel))
            {
                offers[(await providers.ByIdAsync(rows.GetInt16(0), cancel)).Code] = new(
                    new(rows.GetString(1), rows.GetString(2)), rows.GetInt32(3), await rows.IsDBNullAsync(4, cancel) ? null : rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));
            }

            return offers;
        }
        catch (Exception e) when (Faults.IsUnavailability(e))
        {
            throw new RegistryUnavailableException("The database did not serve the request.", e);
        }
    }

    /// <summary>All that a provider has published in a campaign, the last to begin first; what is to come is among it.</summary>
    public async Task<IReadOnlyList<PublishedOffer>> HistoryAsync(string campaign, string providerCode, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand("""
            select o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from, o.published_by, o.published_at
            from registry.provider_offers o join registry.campaign_codes c on c.id = o.campaign_id join registry.provider_codes p on p.id = o.provider_id
            where c.code = $1 and p.code = $2 order by o.effective_from desc
            """);
        command.Parameters.Add(Sql.Text(campaign));
        command.Parameters.Add(Sql.Text(providerCode));
        try
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            var all = new List<PublishedOffer>();
            while (await rows.ReadAsync(cancel))
            {
                all.Add(new(
                    new(new(rows.GetString(0), rows.GetString(1)), rows.GetInt32(2), rows.TextOrNull(3), rows.GetFieldValue<DateTimeOffset>(4)), rows.GetString(5),
                    rows.ValueOrNull<DateTimeOffset>(6)));
            }

            return all;
        }
        catch (Exception e) when (Faults.IsUnavailability(e))
        {
            throw new RegistryUnavailableException("The database did not serve the request.", e);
        }
    }
}
