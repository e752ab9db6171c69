using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Providers.Badges;

/// <summary>Whose a badge is, whether or not it still stands.</summary>
/// <param name="ValidUntil">Exclusive.</param>
public sealed record BadgeBearer(Guid StaffId, short ProviderId, int CampaignId, DateTimeOffset ValidUntil)
{
    /// <summary>When a tablet signed it; null for one that the registry sealed.</summary>
    internal DateTimeOffset? SignedAt { get; init; }

    /// <summary>From when on the device that signed it counts for nothing.</summary>
    internal DateTimeOffset? DeviceEndedAt { get; init; }

    /// <summary>Of what was sealed or signed, not of its text: the same code in another spelling is no second one.</summary>
    internal byte[] Identity { get; init; } = [];

    /// <summary>In its time: not run out, and not signed by a clock that is further ahead than it may be, which would make a code that lasts longer.</summary>
    internal bool IsInItsTimeAt(DateTimeOffset now) => now < ValidUntil && (SignedAt is not { } signed || signed <= now + StaffBadges.ClockTolerance);

    internal bool IsOfADeviceInUseAt(DateTimeOffset now) => DeviceEndedAt is not { } ended || now < ended;

    /// <summary>In its time, and by a device in use. That its bearer serves and the provider takes part is asked of the database.</summary>
    internal bool IsFreshAt(DateTimeOffset now) => IsInItsTimeAt(now) && IsOfADeviceInUseAt(now);
}

/// <summary>Of a badge that a citizen scanned: whose it is. The one place that opens badges of either form; nothing is judged here and nothing is kept, so that a report or a photograph counts as no scan.</summary>
public sealed class ScannedBadges(UnitOfWork unitOfWork, BadgeSealer sealer, IBadgeDevices devices, ProviderDirectory providers)
{
    private const string SealedSql = "select s.id, s.provider_id, $2::integer as campaign_id from registry.staff_references s where s.id = $1";

    private const string SignedSql = """
        select s.id, s.provider_id, c.id as campaign_id from registry.staff_references s cross join registry.campaign_codes c
        where c.code = $1 and s.provider_id = $2 and s.reference = $3 order by s.active_from desc limit 1
        """;

    /// <summary>Of a badge that staff name beside a record; null too when none is named.</summary>
    internal async Task<BadgeBearer?> NamedAsync(string? token, CancellationToken cancel) => string.IsNullOrEmpty(token) ? null : await BearerOfAsync(token, cancel);

    /// <summary>Null when it is none of the registry's.</summary>
    public async Task<BadgeBearer?> BearerOfAsync(string token, CancellationToken cancel)
    {
        if (sealer.Open(token) is { } badge)
        {
            var found = await ReadAsync(badge.ValidUntil, SealedSql, cancel, Sql.Uuid(badge.StaffId), Sql.Int(badge.CampaignId));
            return found is null ? null : found with { Identity = SHA256.HashData(Encoding.UTF8.GetBytes($"{badge.StaffId}:{badge.CampaignId}:{badge.ValidUntil.UtcTicks}")) };
        }

        if (DeviceBadge.Read(token) is not { } signed || await devices.FindAsync(signed.KeyHash, cancel) is not { } device || !signed.IsSignedBy(device.PublicKey)
            || await providers.IdOfAsync(device.ProviderCode, cancel) is not { } provider)
        {
            return null;
        }

        var bearer = await ReadAsync(
            signed.SignedAt + BadgeSealer.Lifetime, SignedSql, cancel, Sql.Text(signed.Campaign), Sql.Small(provider), Sql.Text(device.StaffReference));
        return bearer is null ? null : bearer with { SignedAt = signed.SignedAt, DeviceEndedAt = device.EndedAt, Identity = SHA256.HashData(signed.Signed) };
    }

    private Task<BadgeBearer?> ReadAsync(DateTimeOffset until, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters) => unitOfWork.RunAsync(
        Viewer.Registry,
        async work => Decision.Discard(await work.RowOrNullAsync<Bearer>(sql, parameters) is { } bearer ? new BadgeBearer(bearer.Id, bearer.ProviderId, bearer.CampaignId, until) : null),
        cancel);

    private sealed record Bearer(Guid Id, short ProviderId, int CampaignId);
}
