using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>A code that a citizen got and nobody has used yet. The code itself is kept nowhere.</summary>
/// <param name="NewProvider">To whom a change of provider would lead; null for a code that ends the certificate.</param>
/// <param name="ExpiresAt">Exclusive.</param>
public sealed record OpenConsent(Provider? NewProvider, DateTimeOffset ExpiresAt);

/// <summary>Which of a citizen's codes are out (HUE-1.2): whoever did not ask for one learns of it here too.</summary>
public sealed class OpenConsents(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    private const string OwnSql = """
        select null::smallint as provider_id, e.expires_at from registry.end_consents e
        where e.person_id = any ((select registry.viewer_persons())::uuid[]) and e.used_at is null and e.voided_at is null and e.expires_at > $1
        union all
        select s.provider_id, s.expires_at from registry.switch_consents s
        where s.person_id = any ((select registry.viewer_persons())::uuid[]) and s.used_at is null and s.voided_at is null and s.expires_at > $1
        order by expires_at
        """;

    public Task<List<OpenConsent>> OwnAsync(Caller citizen, CancellationToken cancel) => unitOfWork.RunAsync(
        citizen.Viewer,
        async work =>
        {
            var open = new List<OpenConsent>();
            foreach (var row in await work.RowsAsync<Row>(OwnSql, Sql.At(await RegistryClock.ReadAsync(work))))
            {
                open.Add(new(row.ProviderId is { } id ? await providers.ByIdAsync(id, work.Cancel) : null, row.ExpiresAt));
            }

            return Decision.Discard(open);
        },
        cancel);

    private sealed record Row(short? ProviderId, DateTimeOffset ExpiresAt);
}
