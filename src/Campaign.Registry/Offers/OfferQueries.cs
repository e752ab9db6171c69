using Campaign.Registry.Kernel;
using Campaign.Registry.Providers;

namespace Campaign.Registry.Offers;

/// <summary>What a provider says of itself to citizens, in its own words.</summary>
/// <param name="YearlyPrice">Whole đồng for a year after the free one, VAT included.</param>
/// <param name="Phone">Its own line; null when it names none.</param>
public sealed record ProviderOffer(Text Policy, int YearlyPrice, string? Phone, DateTimeOffset EffectiveFrom);

/// <summary>The offers that are in force in a campaign, by provider (HUE-1.2, DT-5). Public. In which order they are shown is not theirs to say: see the campaign's shuffled providers.</summary>
public sealed class OfferQueries(RegistryDatabase database, ProviderDirectory providers)
{
    public async Task<IReadOnlyDictionary<string, ProviderOffer>> InForceAsync(string campaign, CancellationToken cancel)
    {
        await using var command = database.Source.CreateCommand("""
            select distinct on (o.provider_id) o.provider_id, o.policy_vi, o.policy_en, o.yearly_price, o.phone, o.effective_from
            from registry.provider_offers o join registry.campaigns c on c.id = o.campaign_id
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
}
