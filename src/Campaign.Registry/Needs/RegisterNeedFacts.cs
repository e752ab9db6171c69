using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Needs;

/// <summary>What a registration is judged by before the citizen is locked, read in one round trip.</summary>
internal sealed record RegisterNeedFacts(RequestClaim? Claim, DateTimeOffset Now, CampaignTimeline Campaign, ParticipationHistory Participation)
{
    public static async Task<RegisterNeedFacts> ReadAsync(Work work, RequestKey key, string campaign, short? providerId)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Read(key));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(CampaignTimeline.Read(campaign));
        batch.BatchCommands.Add(ParticipationHistory.Read(campaign, providerId ?? 0));
        await using var results = await batch.ReadAsync(work.Cancel);
        return new(
            await results.NextAsync(RequestClaim.FromAsync), await results.NextAsync(RegistryClock.ReadAsync), await results.NextAsync(CampaignTimeline.FromAsync),
            await results.NextAsync(ParticipationHistory.FromAsync));
    }
}

/// <summary>What it is judged by once the citizen's person and open need are locked.</summary>
/// <param name="Open">The need that is written as open; whether it still is, is a question of the instant.</param>
/// <param name="Lapsed">The providers that let a need of this citizen lapse in this campaign, written down or not, and had it long enough (<see cref="WindowIsOneRule"/>).</param>
/// <param name="GoesOn">The cancelled need at the chosen provider that this one would go on with.</param>
internal sealed record LockedNeedFacts(
    Guid PersonId, KnownNeed? Open, DateTimeOffset Now, Place Place, RequestClaim? Claim, IReadOnlySet<short> Lapsed, IReadOnlyList<ProviderPeriod> Periods, CancelledNeed? GoesOn)
{
    private const string LapsedSql = """
        select distinct n.provider_id from registry.needs n
        join registry.participation_periods p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
        where n.person_id = any (registry.persons_of($1)) and n.campaign_id = (select id from registry.campaign_codes where code = $2)
          and registry.need_state(n.state, n.ended_at, n.due_at, p.ended_at, $3) = 'LAPSED' and registry.lapse_counts(n.continues, n.open_before, n.registered_at, n.due_at)
          and coalesce(registry.not_reached_until(n.person_id, n.id) <= $3, true)
        """;

    private const string PeriodsSql = """
        select p.provider_id, p.joined_at, p.ended_at from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id where c.code = $1
        """;

    private const string GoesOnSql = """
        select g.need_id, g.due_at, g.open_for from registry.campaign_codes c
        cross join lateral registry.need_that_goes_on(registry.persons_of($1), c.programme_id, $3, $4) g where c.code = $2
        """;

    public static async Task<LockedNeedFacts> ReadAsync(
        Work work, CitizenNumber number, NumberVault vault, RequestKey key, string campaign, short providerId, DateTimeOffset now)
    {
        byte[][] hashes = [.. vault.KeysOf(number).Select(k => k.Hash)];
        await using var batch = work.Batch();
        batch.Add(PersonRegistration.Ensure(number, vault, "NEED", now));
        batch.BatchCommands.Add(PersonLock.TakeByNumber(hashes));
        batch.BatchCommands.Add(KnownNeed.LockOpen(hashes, campaign));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Place.Read(hashes, campaign));
        batch.BatchCommands.Add(RequestClaim.Read(key));
        await using var results = await batch.ReadAsync(work.Cancel);
        var person = await results.NextValueOrNullAsync<Guid>() ?? throw new InvalidOperationException("A person that was just made known is not there.");
        var open = await results.NextAsync(KnownNeed.FromAsync);
        var lockedAt = await results.NextAsync(RegistryClock.ReadAsync);
        var place = await results.NextAsync(Place.FromAsync);
        var claim = await results.NextAsync(RequestClaim.FromAsync);
        await results.DisposeAsync();
        var lapsed = await work.ValuesAsync<short>(LapsedSql, Sql.Uuid(person), Sql.Text(campaign), Sql.At(lockedAt));
        var periods = await work.RowsAsync<ProviderPeriod>(PeriodsSql, Sql.Text(campaign));
        var goesOn = await work.RowOrNullAsync<CancelledNeed>(GoesOnSql, Sql.Uuid(person), Sql.Text(campaign), Sql.Small(providerId), Sql.At(lockedAt));
        return new(person, open, lockedAt, place, claim, lapsed.ToHashSet(), periods, goesOn);
    }

    /// <summary>The providers that take part at the instant of the lock.</summary>
    public IReadOnlySet<short> Participants() => Periods.Where(p => p.JoinedAt <= Now && (p.EndedAt is null || Now < p.EndedAt)).Select(p => p.ProviderId).ToHashSet();
}

/// <summary>A period in which some provider takes part: [JoinedAt, EndedAt).</summary>
internal sealed record ProviderPeriod(short ProviderId, DateTimeOffset JoinedAt, DateTimeOffset? EndedAt);
