using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Programme.Exclusions;

/// <param name="Reason">Why, for the file; a <see cref="TypedText.ReasonOfAnExclusion"/>.</param>
/// <param name="DecisionNumber">Of the department's decision.</param>
/// <param name="ViolationIds">The violations that it rests on, one at least: of this provider in this campaign, published, with minutes (HUE-5.3).</param>
public sealed record ExcludeProviderInput(string Campaign, string ProviderCode, string Reason, string? DecisionNumber, IReadOnlyList<string>? ViolationIds)
    : ICheckedInput
{
    public void Check()
    {
        TypedText.ReasonOfAnExclusion.Require("reason", Reason);
        TypedText.DecisionNumber.Require("decisionNumber", DecisionNumber);
    }
}

/// <summary>
/// No violation was named, or one of those named is not of this provider in this campaign, not published, or without minutes of its confirmation: never was, or was withdrawn since.
/// </summary>
internal sealed record ExclusionGroundsNotConfirmed : Refusal
{
    public override Text Message => new(
        "Chỉ được loại doanh nghiệp khi có vi phạm của chính doanh nghiệp đó trong chiến dịch, đã lập biên bản và đã công bố. Hãy lập biên bản, công bố vụ việc, rồi chọn vi phạm làm căn cứ.",
        "A provider is excluded only for a violation of its own in this campaign, with minutes drawn up and published. Draw up the minutes, publish the case, then name the violation.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <param name="NeedsReleased">How many open needs were given back to their citizens' choice.</param>
public sealed record ProviderExcluded(Provider Provider, DateTimeOffset ExcludedAt, int NeedsReleased);

/// <param name="OpenNeeds">Go back to their citizens' choice.</param>
/// <param name="LiveIssuances">Stay, with their free period; counted to <see cref="MostCounted"/> and no further.</param>
/// <param name="Pending">May be activated for 72 hours.</param>
/// <param name="Staff">Whose badges no longer stand at the door (HUE-3.1).</param>
/// <param name="Grounds">The violations that an exclusion may rest on (HUE-5.3).</param>
public sealed record ExclusionEffect(Provider Provider, int OpenNeeds, int LiveIssuances, int Pending, int Staff, IReadOnlyList<Guid> Grounds)
{
    /// <summary>Of a provider with millions of certificates nobody decides by the last of them, and counting each would take seconds.</summary>
    public const int MostCounted = 10_000;

    public bool HasMoreLive => LiveIssuances > MostCounted;
}

/// <summary>
/// <para>
/// The department removes a provider from a campaign (HUE-5.3). What was issued stays, with its free period; what is pending may be activated for 72 hours. A
/// transaction that began before may finish; none that begins after records anything (I7): each reads the participation itself, and
/// <c>recorder_takes_part</c> holds it in the database.
/// </para>
/// <para>
/// Its open needs read as RELEASED from this transaction on (I7) and their citizens choose anew; a job writes that down and tells them. Asked again, the answer is
/// its first excludedAt, and as many needs as then.
/// </para>
/// <para>
/// Four eyes: an officer's login excludes nobody. It is answered with SecondOfficerNeeded once the proposal is kept, and another officer's approval excludes, judged
/// anew, the violations that it rests on too. The department's own client acts with both pairs of eyes, on the same grounds.
/// </para>
/// <para>Refusals, in order: ProviderNotParticipating, ExclusionGroundsNotConfirmed, SecondOfficerNeeded.</para>
/// </summary>
public sealed class ExcludeProvider(UnitOfWork unitOfWork, ProviderDirectory providers)
    : ICommand<ExcludeProviderInput, ProviderExcluded>, IProposedAct
{
    // The period is locked before, and a need refers to its period: none is registered between this count and the end.
    private const string ReleasedSql =
        "select count(*)::int from registry.open_needs($3) n where n.campaign_id = $1 and n.provider_id = $2 and n.participation_joined_at = $4";

    // Nothing is locked: it is what the second officer reads before deciding, not what is judged.
    private const string EffectSql = """
        select
          (select count(*)::int from registry.open_needs($3) n where n.campaign_id = c.id and n.provider_id = $2 and n.participation_joined_at = p.joined_at) as open_needs,
          (select count(*)::int from (
            select from registry.live_issuances($3) i where i.campaign_id = c.id and i.provider_id = $2 and i.status <> 'PENDING_ACTIVATION' limit $4) l) as live_issuances,
          (select count(*)::int from registry.recorded_issuances i where i.campaign_id = c.id and i.provider_id = $2 and i.status = 'PENDING_ACTIVATION') as pending,
          (select count(*)::int from registry.staff_references s where s.provider_id = $2 and s.active_from <= $3 and (s.active_to is null or s.active_to > $3)) as staff,
          array(select registry.grounds_of_exclusion(c.id, $2)) as grounds
        from registry.campaign_codes c join registry.participation_periods p on p.campaign_id = c.id and p.provider_id = $2 and p.joined_at <= $3 and (p.ended_at is null or p.ended_at > $3)
        where c.code = $1
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ProviderNotParticipating), typeof(ExclusionGroundsNotConfirmed), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.ExcludeProvider;

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ExcludeProviderInput>(input)!;
        var providerId = await providers.IdOfAsync(proposed.ProviderCode, work.Cancel);
        return (await ExcludeAsync(work, approver, proposed, providerId!.Value, proposes: false, ProposedPeriod.Of(input))).Value.Refusal;
    }

    public async Task<Answer<ProviderExcluded>> HandleAsync(Caller caller, ExcludeProviderInput input, CancellationToken cancel)
    {
        input.Check();
        if (caller.IsOfficer)
        {
            // The department's system may leave it empty; an officer's decision is one that another reads.
            TypedText.Reason.Require("reason", input.Reason);
        }

        if (await providers.IdOfAsync(input.ProviderCode, cancel) is not { } providerId)
        {
            return new ProviderNotParticipating(null);
        }

        return await unitOfWork.RunAsync(
            caller.Viewer, (work, _) => ExcludeAsync(work, caller, input, providerId, proposes: caller.IsOfficer), [ProposeAct.OpenOnce], cancel);
    }

    /// <summary>What an exclusion would do as things stand now, for whoever decides on it; null when the provider takes no part in such a campaign.</summary>
    public async Task<ExclusionEffect?> EffectAsync(Caller caller, string campaign, string providerCode, CancellationToken cancel)
    {
        if (await providers.IdOfAsync(providerCode, cancel) is not { } providerId)
        {
            return null;
        }

        var provider = await providers.ByIdAsync(providerId, cancel);
        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                return Decision.Discard(
                    await work.RowOrNullAsync<Effect>(EffectSql, Sql.Text(campaign), Sql.Small(providerId), Sql.At(now), Sql.Int(ExclusionEffect.MostCounted + 1)) is { } effect
                        ? new ExclusionEffect(provider, effect.OpenNeeds, effect.LiveIssuances, effect.Pending, effect.Staff, effect.Grounds)
                        : null);
            },
            cancel);
    }

    private async Task<Decision<Answer<ProviderExcluded>>> ExcludeAsync(
        Work work, Caller caller, ExcludeProviderInput input, short providerId, bool proposes, DateTimeOffset? period = null)
    {
        var named = input.ViolationIds ?? [];
        await ExclusionGrounds.HoldAsync(work, named);
        var (participation, now) = await LastPeriod.LockAsync(work, input.Campaign, providerId);
        if (period is { } meant && participation?.JoinedAt != meant)
        {
            return Decision.Discard<Answer<ProviderExcluded>>(new ParticipationChangedSince());
        }

        if (participation is { Excluded: true, EndedAt: { } before })
        {
            return Decision.Discard<Answer<ProviderExcluded>>(new ProviderExcluded(
                await providers.ByIdAsync(providerId, work.Cancel), before, participation.NeedsReleased));
        }

        if (participation is not { EndedAt: null } current)
        {
            return Decision.Discard<Answer<ProviderExcluded>>(new ProviderNotParticipating(null));
        }

        if (!await ExclusionGrounds.AreAsync(work, named, current.CampaignId, providerId))
        {
            return Decision.Discard<Answer<ProviderExcluded>>(new ExclusionGroundsNotConfirmed());
        }

        // What people write may hold a number; the journal and the participation cannot be cleaned afterwards.
        var kept = input with { Reason = NumbersInText.Blank(input.Reason)!, DecisionNumber = NumbersInText.Blank(input.DecisionNumber) };
        if (proposes)
        {
            var proposed = await ProposeAct.ProposeAsync(
                work, caller, ProposedAct.ExcludeProvider, $"{input.Campaign}/{input.ProviderCode}", ProposedPeriod.Put(JsonSerializer.Serialize(kept), current.JoinedAt));
            return new(proposed.Value, proposed.Keep);
        }

        var released = await work.ValueOrNullAsync<int>(ReleasedSql, Sql.Int(current.CampaignId), Sql.Small(providerId), Sql.At(now), Sql.At(current.JoinedAt)) ?? 0;
        await using var write = work.Batch();
        write.BatchCommands.Add(ParticipationTransitions.Exclude(current.CampaignId, providerId, now, kept.Reason, kept.DecisionNumber, released));
        write.BatchCommands.Add(JournalLeaf.Of(now, "PROVIDER_EXCLUDED", null, caller.RequestOwner, JsonSerializer.Serialize(kept)).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ProviderExcluded>>(new ProviderExcluded(await providers.ByIdAsync(providerId, work.Cancel), now, released));
    }

    private sealed record Effect(int OpenNeeds, int LiveIssuances, int Pending, int Staff, Guid[] Grounds);
}
