using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Providers.Overviews;

/// <summary>A period in which a provider took part, with why it began and ended.</summary>
/// <param name="JoinReason">Of a provider that was taken back after an exclusion.</param>
/// <param name="Excluded">How it ended; otherwise the provider left, or is there.</param>
public sealed record ParticipationPeriod(
    DateTimeOffset JoinedAt, string? JoinReason, string? JoinDecision, DateTimeOffset? EndedAt, bool Excluded, string? EndReason, string? EndDecision, int NeedsReleased);

/// <summary>A provider as the department sees it in one campaign.</summary>
/// <param name="Periods">The last to begin first.</param>
/// <param name="Reaches">Of each way of keeping the key for which it ever had a licence, the gravest first; none: it never had any.</param>
/// <param name="StaffNow">Members of staff who serve now.</param>
public sealed record ProviderOverview(
    Provider Provider, IReadOnlyList<ParticipationPeriod> Periods, IReadOnlyList<LicenceView> Licences, IReadOnlyList<LicenceReach> Reaches, int StaffNow)
{
    public bool TakesPart => Periods is [{ EndedAt: null }, ..];

    public bool IsExcluded => Periods is [{ Excluded: true }, ..];
}

/// <summary>The department's view of the providers of a campaign, those that no longer take part among them.</summary>
public sealed class ProviderOverviews(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    private const string PeriodsSql = """
        select p.provider_id, p.joined_at, p.join_reason, p.join_decision, p.ended_at, coalesce(p.ended_by = 'EXCLUDED', false) as excluded, p.end_reason, p.decision_number,
          coalesce(p.needs_released, 0) as needs_released
        from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id where c.code = $1 order by p.joined_at desc
        """;

    private const string LicencesSql = "select provider_id, number, key_storage, issued_on, valid_before, withdrawn_on from registry.granted_licences order by valid_before desc, number";

    private const string StaffSql =
        "select provider_id, count(*)::int as staff from registry.staff_references where active_from <= $1 and (active_to is null or active_to > $1) group by provider_id";

    private const string EverSql =
        "select distinct p.provider_id from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id where c.code = $1";

    /// <summary>All that ever took part, by name: an excluded provider's flags and cases are still there to be found.</summary>
    public async Task<IReadOnlyList<Provider>> EverAsync(Caller caller, string campaign, CancellationToken cancel)
    {
        var ids = await unitOfWork.RunAsync(
            caller.Viewer,
            async work => Decision.Discard(await work.ValuesAsync<short>(EverSql, Sql.Text(campaign))),
            cancel);
        // Outside the transaction: the directory may have to look for itself.
        var all = new List<Provider>();
        foreach (var id in ids)
        {
            all.Add(await providers.ByIdAsync(id, cancel));
        }

        return [.. all.OrderBy(p => p.Name, StringComparer.Ordinal)];
    }

    /// <summary>By name; what warns of a licence of one that takes part is <see cref="ProviderOverview.Reaches"/>.</summary>
    public async Task<IReadOnlyList<ProviderOverview>> AllAsync(Caller caller, string campaign, CancellationToken cancel)
    {
        var (now, periods, licences, staff) = await unitOfWork.RunAsync(caller.Viewer, work => ReadAsync(work, campaign), cancel);
        var today = VietnamTime.DateOf(now);
        var all = new List<ProviderOverview>();
        // Outside the transaction: the directory may have to look for itself.
        foreach (var id in periods.Select(p => p.Key))
        {
            var own = licences[id].ToList();
            all.Add(new(
                await providers.ByIdAsync(id, cancel), [.. periods[id]], own,
                [.. own.GroupBy(l => l.KeyStorage).Select(g => LicenceReach.Of(g.Key, g, today)).OrderBy(r => r.Standing).ThenBy(r => r.EndsOn)], staff.GetValueOrDefault(id)));
        }

        return [.. all.OrderBy(p => p.Provider.Name, StringComparer.Ordinal)];
    }

    private static async Task<Decision<(DateTimeOffset Now, ILookup<short, ParticipationPeriod> Periods, ILookup<short, LicenceView> Licences, Dictionary<short, int> Staff)>> ReadAsync(
        Work work, string campaign)
    {
        var now = await RegistryClock.ReadAsync(work);
        var periods = (await work.RowsAsync<Period>(PeriodsSql, Sql.Text(campaign))).ToLookup(
            p => p.ProviderId,
            p => new ParticipationPeriod(p.JoinedAt, p.JoinReason, p.JoinDecision, p.EndedAt, p.Excluded, p.EndReason, p.DecisionNumber, p.NeedsReleased));
        var licences = (await work.RowsAsync<Held>(LicencesSql)).ToLookup(
            l => l.ProviderId, l => new LicenceView(l.Number, Names.Parse<KeyStorage>(l.KeyStorage), l.IssuedOn, l.ValidBefore, l.WithdrawnOn));
        var staff = (await work.RowsAsync<Serving>(StaffSql, Sql.At(now))).ToDictionary(s => s.ProviderId, s => s.Staff);
        return Decision.Discard((now, periods, licences, staff));
    }

    private sealed record Period(
        short ProviderId, DateTimeOffset JoinedAt, string? JoinReason, string? JoinDecision, DateTimeOffset? EndedAt, bool Excluded, string? EndReason, string? DecisionNumber,
        int NeedsReleased);

    private sealed record Held(short ProviderId, string Number, string KeyStorage, DateOnly IssuedOn, DateOnly ValidBefore, DateOnly? WithdrawnOn);

    private sealed record Serving(short ProviderId, int Staff);
}
