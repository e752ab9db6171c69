using System.Text.Json;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="CitizenId">Named by the officer at the counter; a citizen's login implies it.</param>
/// <param name="ProviderCode">The new provider.</param>
public sealed record ConsentToSwitchInput(string Campaign, string? CitizenId, string ProviderCode);

/// <param name="ConsentCode">For the citizen to tell the new provider's staff; shown once, kept nowhere.</param>
/// <param name="ExpiresAt">Exclusive; 15 minutes after the consent.</param>
public sealed record SwitchConsented(string ConsentCode, DateTimeOffset ExpiresAt, FreePeriodView? FreePeriod);

/// <summary>
/// <para>
/// A citizen agrees to leave the present provider for another (HUE-1.2, HUE-1.5), and gets a code to tell its staff. The code is for this citizen, this campaign,
/// this new provider and the holder of this moment; it works once, for 15 minutes and 5 tries. A new one voids the old.
/// </para>
/// <para>Possible after the campaign's close too, for the free period runs on; and a certificate that waits for its activation can be left the same way (HUE-3.3).</para>
/// <para>A phone that has just replaced another gives no consent (<see cref="NewPhoneWaits24HoursRule"/>).</para>
/// <para>Refusals, in order: InvalidCitizenId, ProviderNotParticipating, NothingToSwitch, PhoneIsNew.</para>
/// </summary>
public sealed class ConsentToSwitch(UnitOfWork unitOfWork, NumberVault vault, ConsentCodes codes, ProviderDirectory providers)
    : ICommand<ConsentToSwitchInput, SwitchConsented>
{
    private const string HolderRootSql = """
        select root_id from registry.issuances i
        where person_id = (select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1)
          and programme_id = (select programme_id from registry.campaign_codes where code = $2) and ended_at is null
        """;

    /// <summary>How long a code works.</summary>
    public static TimeSpan CodeLifetime => SwitchConsent.Lifetime;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidCitizenId), typeof(ProviderNotParticipating), typeof(NothingToSwitch), typeof(PhoneIsNew)];

    public async Task<Answer<SwitchConsented>> HandleAsync(Caller caller, ConsentToSwitchInput input, CancellationToken cancel)
    {
        if (NamedCitizen.Of(caller, input.CitizenId) is not { } number)
        {
            return new InvalidCitizenId();
        }

        var providerId = await providers.IdOfAsync(input.ProviderCode, cancel);
        return await unitOfWork.RunAsync(caller.Viewer, work => ConsentAsync(work, caller, input, number, providerId), cancel);
    }

    private async Task<Decision<Answer<SwitchConsented>>> ConsentAsync(
        Work work, Caller caller, ConsentToSwitchInput input, CitizenNumber number, short? providerId)
    {
        byte[][] hashes = [.. vault.KeysOf(number).Select(k => k.Hash)];
        await using var look = work.Batch();
        look.BatchCommands.Add(PersonLock.TakeByNumber(hashes));
        look.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        look.BatchCommands.Add(CampaignTimeline.Read(input.Campaign));
        look.BatchCommands.Add(ParticipationHistory.Read(input.Campaign, providerId ?? 0));
        look.BatchCommands.Add(Place.Read(hashes, input.Campaign));
        look.BatchCommands.Add(Sql.Statement(HolderRootSql, Sql.ManyBytes(hashes), Sql.Text(input.Campaign)));
        look.BatchCommands.Add(NewPhoneWaits24HoursRule.Read());
        await using var results = await look.ReadAsync(work.Cancel);
        var person = await results.NextValueOrNullAsync<Guid>();
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now);
        var participation = await results.NextAsync(ParticipationHistory.FromAsync);
        var place = await results.NextAsync(Place.FromAsync);
        var rootId = await results.NextValueOrNullAsync<Guid>();
        var consentsFrom = await results.NextValueOrNullAsync<DateTimeOffset>();
        await results.DisposeAsync();

        if (!number.CouldBeBorneOn(VietnamTime.DateOf(now)))
        {
            return Decision.Discard<Answer<SwitchConsented>>(new InvalidCitizenId());
        }

        if (ProviderTakesPartRule.Judge(participation, now) is { } absent)
        {
            return Decision.Discard<Answer<SwitchConsented>>(absent);
        }

        if (person is null || place.HolderAt(now) is not { } holder || holder.ProviderId == providerId)
        {
            return Decision.Discard<Answer<SwitchConsented>>(new NothingToSwitch(place.HolderAt(now) is not null));
        }

        if (NewPhoneWaits24HoursRule.Judge(consentsFrom, now) is { } isNew)
        {
            return Decision.Discard<Answer<SwitchConsented>>(isNew);
        }

        var id = Guid.CreateVersion7(now);
        var code = ConsentCodes.New();
        await using var write = work.Batch();
        write.BatchCommands.Add(SwitchConsent.VoidOpen(person.Value, terms!.CampaignId, now));
        write.BatchCommands.Add(SwitchConsent.Insert(
            id, person.Value, terms.CampaignId, providerId!.Value, rootId!.Value, codes.Hash(ConsentCodes.Normalise(code), person.Value), now));
        write.BatchCommands.Add(JournalLeaf.Of(now, "SWITCH_CONSENTED", holder.IssuanceId, caller.Actor, JsonSerializer.Serialize(new
        {
            consent = id,
            person,
            campaign = terms.CampaignId,
            from = holder.ProviderId,
            to = providerId,
            expiresAt = Instant.Write(now + SwitchConsent.Lifetime),
        })).Insert());
        write.BatchCommands.Add(Message.ToCitizen(now, terms.CampaignId, person.Value, "SWITCH_CONSENTED", id, details: new { providerId }).Insert());
        await write.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<SwitchConsented>>(new SwitchConsented(code, now + SwitchConsent.Lifetime, FreePeriodView.Of(place.FreePeriod, now)));
    }
}
