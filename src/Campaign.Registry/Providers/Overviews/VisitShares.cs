using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Overviews;

/// <summary>How often a fault of this kind was stated.</summary>
/// <param name="Fault">As the contract names it; null: not said.</param>
public sealed record FaultShare(string? Fault, int Records);

/// <summary>
/// What a provider says of its visits, over the last <see cref="Days"/> days (HUE-3.1, HUE-3.3, HUE-2.1). What is left out of one record is held against nobody; how often, is for the department to see.
/// </summary>
/// <param name="AtTheDoor">Records with staff present.</param>
/// <param name="BadgeOpened">Of these, those that name a badge of that member of staff which the registry saw opened.</param>
/// <param name="BadgeNotOpened">That name a badge which nobody opened, or not that member's.</param>
/// <param name="NoBadge">That say why no badge was opened.</param>
/// <param name="Faults">Of those recorded with a technical fault, by kind; most first.</param>
/// <param name="ActivatedLater">Of these, those that have been activated since.</param>
/// <param name="HandoverSaid">Of these, those whose handover was stated.</param>
/// <param name="InApp">Records from the provider's app.</param>
/// <param name="RegistrationSaid">Of these, those that state when the citizen registered in it.</param>
/// <param name="MedianSeconds">From the registration to the record; null where none states it.</param>
/// <param name="SlowestTenthSeconds">One in ten took longer.</param>
public sealed record VisitShares(
    int AtTheDoor, int BadgeOpened, int BadgeNotOpened, int NoBadge, IReadOnlyList<FaultShare> Faults, int ActivatedLater, int HandoverSaid, int InApp, int RegistrationSaid,
    int? MedianSeconds, int? SlowestTenthSeconds)
{
    public const int Days = 30;

    public int BadgeNotSaid => AtTheDoor - BadgeOpened - BadgeNotOpened - NoBadge;
}

/// <summary>Counts them from the rows, for one provider and campaign.</summary>
public sealed class VisitShareQueries(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    /// <summary>A tablet shows a new code each minute: the citizen may have opened the one before the one that is named.</summary>
    private const string OneVisit = "interval '1 hour'";

    private static readonly string SinceSql = $"registry.registry_now() - interval '{VisitShares.Days} days'";

    private static readonly string CountSql = $"""
        select
          (count(*) filter (where i.origin <> 'PROVIDER_APP'))::int as at_the_door,
          (count(*) filter (where i.origin <> 'PROVIDER_APP' and v.badge = 'STAFFS' and b.opened))::int as badge_opened,
          (count(*) filter (where i.origin <> 'PROVIDER_APP' and v.badge is not null and (v.badge <> 'STAFFS' or not b.opened)))::int as badge_not_opened,
          (count(*) filter (where i.origin <> 'PROVIDER_APP' and v.no_badge_reason is not null))::int as no_badge,
          (count(*) filter (where i.recorded_pending and i.activated_at is not null))::int as activated_later,
          (count(*) filter (where i.recorded_pending and i.activated_at is not null and a.handed_over_at is not null))::int as handover_said,
          (count(*) filter (where i.origin = 'PROVIDER_APP'))::int as in_app,
          (count(*) filter (where i.origin = 'PROVIDER_APP' and i.registered_in_app_at is not null))::int as registration_said,
          (percentile_disc(0.5) within group (order by extract(epoch from greatest(i.recorded_at - i.registered_in_app_at, interval '0'))::int)
            filter (where i.origin = 'PROVIDER_APP' and i.registered_in_app_at is not null)) as median_seconds,
          (percentile_disc(0.9) within group (order by extract(epoch from greatest(i.recorded_at - i.registered_in_app_at, interval '0'))::int)
            filter (where i.origin = 'PROVIDER_APP' and i.registered_in_app_at is not null)) as slowest_tenth_seconds
        from registry.recorded_issuances i
        left join registry.stated_visits v on v.person_id = i.person_id and v.issuance_id = i.id and v.said_with = 'RECORD'
        left join registry.stated_visits a on a.person_id = i.person_id and a.issuance_id = i.id and a.said_with = 'ACTIVATION'
        cross join lateral (select v.badge_hash is not null and (
          exists (select from registry.opened_badges o where o.badge_hash = v.badge_hash)
          or exists (select from registry.opened_badges o where o.staff_id = i.staff_id and o.scanned_at > i.issued_at - {OneVisit} and o.scanned_at < i.issued_at + {OneVisit})) as opened) b
        where i.campaign_id = (select c.id from registry.campaign_codes c where c.code = $1) and i.provider_id = $2 and i.recorded_at > {SinceSql} and i.origin <> 'IMPORT' and i.root_id = i.id
        """;

    private static readonly string FaultsSql = $"""
        select v.fault_kind as fault, count(*)::int as records
        from registry.recorded_issuances i left join registry.stated_visits v on v.person_id = i.person_id and v.issuance_id = i.id and v.said_with = 'RECORD'
        where i.campaign_id = (select c.id from registry.campaign_codes c where c.code = $1) and i.provider_id = $2 and i.recorded_at > {SinceSql} and i.recorded_pending and i.root_id = i.id
        group by v.fault_kind order by 2 desc, 1 nulls last
        """;

    /// <summary>For the department; null where no provider has this code.</summary>
    public async Task<VisitShares?> OfAsync(Caller caller, string campaign, string providerCode, CancellationToken cancel)
    {
        if (await providers.IdOfAsync(providerCode, cancel) is not { } provider)
        {
            return null;
        }

        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var counted = (await work.RowOrNullAsync<Counted>(CountSql, Sql.Text(campaign), Sql.Small(provider)))!;
                var faults = await work.RowsAsync<Stated>(FaultsSql, Sql.Text(campaign), Sql.Small(provider));
                return Decision.Discard(new VisitShares(
                    counted.AtTheDoor, counted.BadgeOpened, counted.BadgeNotOpened, counted.NoBadge, [.. faults.Select(f => new FaultShare(f.Fault, f.Records))], counted.ActivatedLater,
                    counted.HandoverSaid, counted.InApp, counted.RegistrationSaid, counted.MedianSeconds, counted.SlowestTenthSeconds));
            },
            cancel);
    }

    private sealed record Counted(
        int AtTheDoor, int BadgeOpened, int BadgeNotOpened, int NoBadge, int ActivatedLater, int HandoverSaid, int InApp, int RegistrationSaid, int? MedianSeconds, int? SlowestTenthSeconds);

    private sealed record Stated(string? Fault, int Records);
}
