using Campaign.Registry.Kernel;

namespace Campaign.Registry.Badges;

/// <summary>Whose a badge is, whether or not it still stands.</summary>
/// <param name="ValidUntil">Exclusive.</param>
public sealed record BadgeBearer(Guid StaffId, short ProviderId, DateTimeOffset ValidUntil);

/// <summary>Of a badge that a citizen scanned and then reports: whose it was. Nothing is judged and nothing is kept.</summary>
public sealed class ScannedBadges(UnitOfWork unitOfWork, BadgeSealer sealer)
{
    private const string ProviderSql = "select provider_id from registry.staff where id = $1";

    /// <summary>Null when it is none of the registry's.</summary>
    public async Task<BadgeBearer?> BearerOfAsync(string token, CancellationToken cancel) => sealer.Open(token) is not { } badge
        ? null
        : await unitOfWork.RunAsync(
            Viewer.Registry,
            async work =>
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(Sql.Statement(ProviderSql, Sql.Uuid(badge.StaffId)));
                await using var results = await batch.ReadAsync(work.Cancel);
                return Decision.Discard(await results.NextValueOrNullAsync<short>() is { } provider ? new BadgeBearer(badge.StaffId, provider, badge.ValidUntil) : null);
            },
            cancel);
}
