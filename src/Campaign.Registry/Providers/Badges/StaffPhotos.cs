using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Photographs;

namespace Campaign.Registry.Providers.Badges;

/// <summary>
/// The face behind a badge (HUE-3.1), for whoever scanned it: while the badge stands, and not a moment longer. What does not stand, and what shows nobody, reads alike.
/// </summary>
public sealed class StaffPhotos(UnitOfWork unitOfWork, ScannedBadges badges, PhotoVault vault)
{
    private const string KeptSql = """
        from registry.staff_portraits p join registry.staff_references s on s.id = p.staff_id
        where p.staff_id = $1 and p.removed_at is null and s.active_from <= $2 and (s.active_to is null or s.active_to > $2)
          and exists (select from registry.participation_periods t where t.campaign_id = $3 and t.provider_id = s.provider_id and t.joined_at <= $2 and (t.ended_at is null or t.ended_at > $2))
        """;

    private const string ReadSql = $"select p.id, p.encryption_key_id, p.sealed {KeptSql}";

    private const string ExistsSql = $"select p.id, 0::smallint as encryption_key_id, ''::bytea as sealed {KeptSql}";

    /// <summary>Where the photograph is, relative to the registry's own address; null when the badge does not stand or shows nobody.</summary>
    public async Task<string?> UrlOfAsync(string token, CancellationToken cancel) => await FindAsync(token, ExistsSql, cancel) is null ? null : $"/v/{token}/photo";

    /// <summary>The JPEG; null when the badge does not stand or shows nobody.</summary>
    public async Task<byte[]?> OfBadgeAsync(string token, CancellationToken cancel) =>
        await FindAsync(token, ReadSql, cancel) is var (id, keyId, sealedPhoto) ? vault.Open(keyId, sealedPhoto, id) : null;

    private async Task<Kept?> FindAsync(string token, string sql, CancellationToken cancel) => await badges.BearerOfAsync(token, cancel) is not { } badge
        ? null
        : await unitOfWork.RunAsync<Kept?>(
            Viewer.Registry,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                if (!badge.IsFreshAt(now))
                {
                    return Decision.Discard<Kept?>(null);
                }

                return Decision.Discard(await work.RowOrNullAsync<Kept>(sql, Sql.Uuid(badge.StaffId), Sql.At(now), Sql.Int(badge.CampaignId)));
            },
            cancel);

    private sealed record Kept(Guid Id, short EncryptionKeyId, byte[] Sealed);
}
