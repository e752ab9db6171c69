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
    private const string CountsSql = """
        select
          (select count(*) from registry.live_issuances($2) i where i.campaign_id = c.id) as certificates,
          (select count(*) from registry.registered_needs n where n.campaign_id = c.id and n.state = 'SERVED') as needs_served,
          (select count(*) from registry.open_needs($2) n where n.campaign_id = c.id) as needs_open
        from registry.campaign_codes c where c.code = $1
        """;

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
                    var counts = await work.RowOrNullAsync<Counts>(CountsSql, Sql.Text(campaign), Sql.At(at));
                    return Decision.Discard(counts is null ? null : new CampaignFigures(counts.Certificates, counts.NeedsServed, counts.NeedsOpen, time.GetUtcNow()));
                },
                CancellationToken.None);
        }
        catch (RegistryUnavailableException)
        {
            return null;
        }
    }

    private sealed record Counts(long Certificates, long NeedsServed, long NeedsOpen);
}
