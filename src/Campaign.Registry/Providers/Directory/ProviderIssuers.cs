using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Providers.Directory;

/// <summary>Whose certificates bear which issuer names, as registered now.</summary>
internal sealed class ProviderIssuers(bool knownIssuersOnly, IReadOnlyList<(short ProviderId, string Name)> issuers)
{
    private const string ReadSql = """
        select p.known_issuers_only, i.provider_id, i.issuer_name
        from registry.providers p left join registry.provider_issuers i on i.valid_to is null
        where p.id = $1
        """;

    public static NpgsqlBatchCommand Read(short providerId) => Sql.Statement(ReadSql, Sql.Small(providerId));

    public static async Task<ProviderIssuers> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var knownOnly = true;
        var issuers = new List<(short, string)>();
        while (await reader.ReadAsync(cancel))
        {
            knownOnly = reader.GetBoolean(0);
            if (!reader.IsDBNull(1))
            {
                issuers.Add((reader.GetInt16(1), reader.GetString(2)));
            }
        }

        return new(knownOnly, issuers);
    }

    /// <summary>
    /// True when a certificate with these issuer names (common name, organisation) is this provider's: one of them is registered for it; or none is
    /// registered for anybody and the provider may use issuers that are not yet registered.
    /// </summary>
    public bool Agree(short providerId, IReadOnlyList<string> issuerNames)
    {
        var owners = issuers.Where(i => issuerNames.Any(n => n.Contains(i.Name, StringComparison.OrdinalIgnoreCase))).Select(i => i.ProviderId).ToList();
        return owners.Contains(providerId) || (owners.Count == 0 && !knownIssuersOnly);
    }
}
