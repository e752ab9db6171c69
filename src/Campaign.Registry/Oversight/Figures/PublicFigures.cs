using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>What the public may know of a campaign: sums over all providers, for no provider may learn another's volumes (I8).</summary>
/// <param name="Certificates">Citizens who hold a certificate now: one that has run out no longer counts.</param>
/// <param name="NeedsServed">Needs that ended in a certificate.</param>
/// <param name="NeedsOpen">Needs that wait or are in support now: one that is due, or whose provider no longer takes part, does not count.</param>
/// <param name="At">When it was counted.</param>
public sealed record CampaignFigures(long Certificates, long NeedsServed, long NeedsOpen, DateTimeOffset At);

/// <summary>
/// Figures for everybody. Counting ten million takes seconds, so it is done at most once in five minutes, by whoever asks first; the others get what is known, with its age.
/// </summary>
public sealed class PublicFigures(UnitOfWork unitOfWork, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Task<CampaignFigures?>> counted = [];

    /// <summary>Null when there is no such campaign, or it cannot be counted now.</summary>
    public async Task<CampaignFigures?> OfAsync(string campaign)
    {
        Task<CampaignFigures?> counting;
        lock (counted)
        {
            if (!counted.TryGetValue(campaign, out counting!) || (counting.IsCompleted && IsOld(counting)))
            {
                counted[campaign] = counting = CountAsync(campaign);
            }
        }

        return await counting;
    }

    private bool IsOld(Task<CampaignFigures?> counting) => !counting.IsCompletedSuccessfully || counting.Result is not { } known || time.GetUtcNow() - known.At >= MaxAge;

    /// <summary>For all who wait, so that none of them can call it off.</summary>
    private async Task<CampaignFigures?> CountAsync(string campaign)
    {
        try
        {
            return await unitOfWork.RunAsync<CampaignFigures?>(
                Viewer.Registry,
                async work =>
                {
                    var at = await RegistryClock.ReadAsync(work);
                    await using var batch = work.Batch();
                    batch.BatchCommands.Add(Sql.Statement(
                        """
                        select c.id,
                          (select count(*) from registry.live_issuances($2) i where i.campaign_id = c.id),
                          (select count(*) from registry.needs n where n.campaign_id = c.id and n.state = 'SERVED'),
                          (select count(*) from registry.open_needs($2) n where n.campaign_id = c.id)
                        from registry.campaign_codes c where c.code = $1
                        """,
                        Sql.Text(campaign), Sql.At(at)));
                    await using var results = await batch.ReadAsync(work.Cancel);
                    var now = time.GetUtcNow();
                    return Decision.Discard(await results.NextAsync<CampaignFigures?>(async (rows, cancelled) =>
                        await rows.ReadAsync(cancelled) ? new(rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), now) : null));
                },
                CancellationToken.None);
        }
        catch (RegistryUnavailableException)
        {
            return null;
        }
    }
}
