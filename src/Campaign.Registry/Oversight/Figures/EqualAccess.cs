using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>How citizens chose a provider, and how it answered for it.</summary>
/// <param name="Chosen">Requests for help addressed to it.</param>
/// <param name="ChosenPerMille">Of all choices, in tenths of a per cent; null when there are none.</param>
/// <param name="ChosenFirst">Of those of which the place is known: it stood first.</param>
/// <param name="Placed">Those of which the place is known.</param>
/// <param name="Ended">Of all that were chosen: how many have ended.</param>
/// <param name="HalfAnsweredWithinSeconds">Half of those that ended had the first answer within this time; null when fewer did, or it took longer than two days.</param>
public sealed record ProviderAccess(
    Provider Provider, long Chosen, int? ChosenPerMille, long ChosenFirst, long Placed, long Ended, long Served, long Lapsed, int? HalfAnsweredWithinSeconds)
{
    public int? LapsedPerMille => Ended == 0 ? null : (int)Math.Round(Lapsed * 1000m / Ended);
}

/// <param name="CountedAt">Null: never counted.</param>
/// <param name="Providers">By code: a report has no order of its own to defend.</param>
/// <param name="ChecksPerStaffPerHour">Every provider has the same quotas.</param>
public sealed record EqualAccessView(
    DateTimeOffset? CountedAt, DateTimeOffset Now, IReadOnlyList<ProviderAccess> Providers, OrderEffect Order, long Unplaced, int ChecksPerStaffPerHour, int ChecksPerProviderPerMinute)
{
    /// <summary>A job counts every five minutes: three that did not come are worth a word.</summary>
    public bool IsOld => CountedAt is { } at && Now - at > TimeSpan.FromMinutes(15);
}

/// <summary>The report on equal access (HUE-1.1), from what a job has counted, so that it answers at once however many requests there were.</summary>
public sealed class EqualAccess(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    private const string AgeSql = """
        select f.counted_at, t.checks_per_staff_per_hour as per_staff, t.checks_per_provider_per_minute as per_provider
        from registry.campaign_codes c join registry.dated_terms t on t.campaign_id = c.id left join registry.desk_figures f on f.campaign_id = c.id
        where c.code = $1 and t.effective_from <= $2 order by t.effective_from desc limit 1
        """;

    private const string ChoicesSql = """
        select f.provider_id, f.shown_of::int, f.place::int, sum(f.needs)::bigint as needs
        from registry.desk_figures_choices f join registry.campaign_codes c on c.id = f.campaign_id where c.code = $1 group by 1, 2, 3
        """;

    private const string OutcomesSql = """
        select f.provider_id, f.state, f.within_seconds, sum(f.needs)::bigint as needs
        from registry.desk_figures_outcomes f join registry.campaign_codes c on c.id = f.campaign_id where c.code = $1 group by 1, 2, 3
        """;

    private const string ProvidersSql = "select distinct p.provider_id from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id where c.code = $1";

    private sealed record Age(DateTimeOffset? CountedAt, int PerStaff, int PerProvider);

    private sealed record Choice(short ProviderId, int ShownOf, int Place, long Needs);

    private sealed record Outcome(short ProviderId, string State, int WithinSeconds, long Needs);

    private sealed record Read(DateTimeOffset Now, Age Age, List<Choice> Choices, List<Outcome> Outcomes, List<short> Providers);

    public async Task<EqualAccessView> OfAsync(Caller caller, string campaign, CancellationToken cancel)
    {
        var read = await unitOfWork.RunAsync(caller.Viewer, work => ReadAsync(work, campaign), cancel);
        var all = read.Choices.Sum(c => c.Needs);
        var own = new List<ProviderAccess>();
        // Outside the transaction: the directory may have to look for itself.
        foreach (var id in read.Providers)
        {
            var chosen = read.Choices.Where(c => c.ProviderId == id).ToList();
            var ended = read.Outcomes.Where(o => o.ProviderId == id).ToList();
            own.Add(new(
                await providers.ByIdAsync(id, cancel), chosen.Sum(c => c.Needs), all == 0 ? null : (int)Math.Round(chosen.Sum(c => c.Needs) * 1000m / all),
                chosen.Where(c => c.Place == 1).Sum(c => c.Needs), chosen.Where(c => c.Place > 0).Sum(c => c.Needs), ended.Sum(o => o.Needs),
                ended.Where(o => o.State == "SERVED").Sum(o => o.Needs), ended.Where(o => o.State == "LAPSED").Sum(o => o.Needs), HalfWithin(ended)));
        }

        return new(
            read.Age.CountedAt, read.Now, [.. own.OrderBy(p => p.Provider.Code, StringComparer.Ordinal)],
            OrderEffect.Of(read.Choices.Where(c => c.Place > 0).Select(c => (c.ShownOf, c.Place, c.Needs))), read.Choices.Where(c => c.Place == 0).Sum(c => c.Needs), read.Age.PerStaff,
            read.Age.PerProvider);
    }

    private static int? HalfWithin(List<Outcome> ended)
    {
        var (all, seen) = (ended.Sum(o => o.Needs), 0L);
        foreach (var bound in EqualAccessCounts.WaitBounds.SkipLast(1))
        {
            seen += ended.Where(o => o.WithinSeconds == bound).Sum(o => o.Needs);
            if (all > 0 && seen * 2 >= all)
            {
                return bound;
            }
        }

        return null;
    }

    private static async Task<Decision<Read>> ReadAsync(Work work, string campaign)
    {
        var now = await RegistryClock.ReadAsync(work);
        return Decision.Discard(new Read(
            now,
            await work.RowOrNullAsync<Age>(AgeSql, Sql.Text(campaign), Sql.At(now)) ?? new(null, 0, 0),
            await work.RowsAsync<Choice>(ChoicesSql, Sql.Text(campaign)),
            await work.RowsAsync<Outcome>(OutcomesSql, Sql.Text(campaign)),
            await work.ValuesAsync<short>(ProvidersSql, Sql.Text(campaign))));
    }
}
