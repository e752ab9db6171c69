using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Programme.Exclusions;

/// <param name="Reason">Why, for the file; a <see cref="TypedText.ReasonOfAnExclusion"/>.</param>
/// <param name="DecisionNumber">Of the department's decision.</param>
public sealed record ReinstateProviderInput(string Campaign, string ProviderCode, string Reason, string? DecisionNumber) : ICheckedInput
{
    public void Check()
    {
        TypedText.Reason.Require("reason", Reason);
        TypedText.DecisionNumber.Require("decisionNumber", DecisionNumber);
    }
}

/// <param name="ReinstatedAt">The new period begins.</param>
public sealed record ProviderReinstated(Provider Provider, DateTimeOffset ReinstatedAt);

/// <param name="ExcludedAt">Since when the provider records nothing.</param>
/// <param name="NeedsReleased">By the exclusion; they stay released.</param>
/// <param name="Staff">Whose badges stand at the door again.</param>
/// <param name="Licensed">Whether a licence is in force, without which it records nothing all the same (DT-1).</param>
public sealed record ReinstatementEffect(Provider Provider, DateTimeOffset ExcludedAt, int NeedsReleased, int Staff, bool Licensed);

/// <summary>The provider takes part, or never did: there is no exclusion to end.</summary>
internal sealed record ProviderNotExcluded : Refusal
{
    public override Text Message => new(
        "Doanh nghiệp này hiện không bị loại khỏi chiến dịch, nên không có gì để khôi phục. Hãy xem lại tình trạng tham gia.",
        "This provider is not excluded from the campaign, so there is nothing to reinstate. Check its participation.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <summary>
/// <para>
/// The department takes back a provider that it excluded (HUE-5.3). A new period of participation begins with this transaction (I7); the old one and its reason stay as history. What the exclusion released stays
/// released: those citizens have chosen anew. Licences and quotas are judged at each record, as ever. Asked again, the answer is its first reinstatedAt.
/// </para>
/// <para>
/// Four eyes, as for an exclusion: an officer's login reinstates nobody. It is answered with SecondOfficerNeeded once the proposal is kept, and another officer's approval reinstates, judged anew.
/// </para>
/// <para>Refusals, in order: ProviderNotExcluded, SecondOfficerNeeded.</para>
/// </summary>
public sealed class ReinstateProvider(UnitOfWork unitOfWork, ProviderDirectory providers)
    : ICommand<ReinstateProviderInput, ProviderReinstated>, IProposedAct
{
    private const string EffectSql = """
        select p.ended_at, coalesce(p.needs_released, 0) as needs_released,
          (select count(*)::int from registry.staff_references s where s.provider_id = $2 and s.active_from <= $3 and (s.active_to is null or s.active_to > $3)) as staff,
          exists (select from registry.granted_licences l where l.provider_id = $2 and l.issued_on <= $4 and l.valid_before > $4 and (l.withdrawn_on is null or l.withdrawn_on > $4)) as licensed
        from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id
        where c.code = $1 and p.provider_id = $2 and p.ended_by = 'EXCLUDED'
          and p.joined_at = (select max(l.joined_at) from registry.participation_periods l where l.campaign_id = c.id and l.provider_id = $2)
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ProviderNotExcluded), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.ReinstateProvider;

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var proposed = JsonSerializer.Deserialize<ReinstateProviderInput>(input)!;
        var providerId = await providers.IdOfAsync(proposed.ProviderCode, work.Cancel);
        return (await ReinstateAsync(work, approver, proposed, providerId!.Value, withBothPairsOfEyes: true, ProposedPeriod.Of(input))).Value.Refusal;
    }

    public async Task<Answer<ProviderReinstated>> HandleAsync(Caller caller, ReinstateProviderInput input, CancellationToken cancel)
    {
        input.Check();
        if (await providers.IdOfAsync(input.ProviderCode, cancel) is not { } providerId)
        {
            return new ProviderNotExcluded();
        }

        return await unitOfWork.RunAsync(
            caller.Viewer, (work, _) => ReinstateAsync(work, caller, input, providerId, withBothPairsOfEyes: !caller.IsOfficer), [ProposeAct.OpenOnce], cancel);
    }

    /// <summary>What a reinstatement would do as things stand now; null when the provider is not excluded from such a campaign.</summary>
    public async Task<ReinstatementEffect?> EffectAsync(Caller caller, string campaign, string providerCode, CancellationToken cancel)
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
                    await work.RowOrNullAsync<Effect>(EffectSql, Sql.Text(campaign), Sql.Small(providerId), Sql.At(now), Sql.Day(VietnamTime.DateOf(now))) is { } effect
                        ? new ReinstatementEffect(provider, effect.EndedAt, effect.NeedsReleased, effect.Staff, effect.Licensed)
                        : null);
            },
            cancel);
    }

    private async Task<Decision<Answer<ProviderReinstated>>> ReinstateAsync(
        Work work, Caller caller, ReinstateProviderInput input, short providerId, bool withBothPairsOfEyes, DateTimeOffset? excludedAt = null)
    {
        var (last, now) = await LastPeriod.LockAsync(work, input.Campaign, providerId);
        if (excludedAt is { } meant && last?.EndedAt != meant)
        {
            return Decision.Discard<Answer<ProviderReinstated>>(new ParticipationChangedSince());
        }

        if (last is { EndedAt: null, CameBack: true })
        {
            return Decision.Discard<Answer<ProviderReinstated>>(new ProviderReinstated(await providers.ByIdAsync(providerId, work.Cancel), last.JoinedAt));
        }

        if (last is not { Excluded: true, EndedAt: { } endedAt })
        {
            return Decision.Discard<Answer<ProviderReinstated>>(new ProviderNotExcluded());
        }

        var kept = input with { Reason = NumbersInText.Blank(input.Reason)!, DecisionNumber = NumbersInText.Blank(input.DecisionNumber) };
        if (!withBothPairsOfEyes)
        {
            var proposed = await ProposeAct.ProposeAsync(
                work, caller, ProposedAct.ReinstateProvider, $"{input.Campaign}/{input.ProviderCode}", ProposedPeriod.Put(JsonSerializer.Serialize(kept), endedAt));
            return new(proposed.Value, proposed.Keep);
        }

        await using var write = work.Batch();
        write.BatchCommands.Add(ParticipationTransitions.Reinstate(last.CampaignId, providerId, now, kept.Reason, kept.DecisionNumber));
        write.BatchCommands.Add(JournalLeaf.Of(now, "PROVIDER_REINSTATED", null, caller.RequestOwner, JsonSerializer.Serialize(kept)).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<ProviderReinstated>>(new ProviderReinstated(await providers.ByIdAsync(providerId, work.Cancel), now));
    }

    private sealed record Effect(DateTimeOffset EndedAt, int NeedsReleased, int Staff, bool Licensed);
}
