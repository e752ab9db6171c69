using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Journal;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Accounts;

/// <param name="CitizenId">The number on the card that the officer has seen.</param>
/// <param name="Phone">The phone that the citizen holds in the hand.</param>
public sealed record BindCitizenPhoneInput(string CitizenId, string Phone);

public sealed record CitizenPhoneBound(DateTimeOffset BoundAt);

/// <summary>What one officer proposes, as it stands in the proposal and the journal: the number and the phone are sealed elsewhere.</summary>
internal sealed record ProposedPhone(Guid Binding);

/// <summary>
/// <para>
/// At the counter officers have seen the card and the citizen: from now on one-time codes for the number go to this phone and to no other, whatever was before (ADR 0014). Such a phone speaks for the citizen, so it
/// takes two officers (docs/adr/0038, <c>phone_is_bound_by_two_officers</c>): an officer's login binds nothing and is answered with SecondOfficerNeeded, and another officer confirms within 15 minutes, from any desk.
/// The department's own client acts with both pairs of eyes.
/// </para>
/// <para>
/// A phone that replaces another, of this number or of another number of the same citizen, consents to nothing for 24 hours (<see cref="NewPhoneWaits24HoursRule"/>), and the replaced one is told. The journal has that
/// a phone was bound and by whom, neither the number nor the phone. The citizen sees both officers among those who looked the number up (HUE-1.7). All of it is one transaction.
/// </para>
/// <para>Refusals, in order: InvalidCitizenId, InvalidPhone, SecondOfficerNeeded.</para>
/// </summary>
public sealed class BindCitizenPhone(UnitOfWork unitOfWork, NumberVault vault, ContentSealer sealer, ICitizenPhones phones)
    : ICommand<BindCitizenPhoneInput, CitizenPhoneBound>, IProposedAct
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidCitizenId), typeof(InvalidPhone), typeof(SecondOfficerNeeded)];

    ProposedAct IProposedAct.Act => ProposedAct.BindCitizenPhone;

    public async Task<Answer<CitizenPhoneBound>> HandleAsync(Caller caller, BindCitizenPhoneInput input, CancellationToken cancel)
    {
        if (CitizenNumber.ParseOrNull(input.CitizenId) is not { } number)
        {
            return new InvalidCitizenId();
        }

        if (PhoneNumber.Normal(input.Phone) is not { } phone)
        {
            return new InvalidPhone();
        }

        return await unitOfWork.RunAsync(
            caller.Viewer,
            (work, _) => caller.IsOfficer ? ProposeAsync(work, caller, number, phone) : BindAloneAsync(work, caller, number, phone),
            [ProposeAct.OpenOnce],
            cancel);
    }

    async Task<Refusal?> IProposedAct.CarryOutAsync(Work work, Caller approver, string input)
    {
        var binding = JsonSerializer.Deserialize<ProposedPhone>(input)!.Binding;
        var kept = await PhoneBinding.SealedAsync(work, binding) ?? throw new InvalidOperationException("An open proposal keeps its number and phone.");
        var (number, phone) = phones.OpenProposed(binding, kept);
        await BindAsync(work, approver, binding, number, phone, await RegistryClock.ReadAsync(work), PhoneTraceReasons.Confirmed);
        return null;
    }

    private async Task<Decision<Answer<CitizenPhoneBound>>> ProposeAsync(Work work, Caller officer, CitizenNumber number, string phone)
    {
        // Another phone for the same number is another proposal: what was mistyped stands in nobody's way.
        var subject = Convert.ToHexStringLower(sealer.Seal("phone", number.InTheClear(), phone).Hash);
        var binding = Guid.NewGuid();
        var needed = await ProposeAct.ProposeAsync(
            work, officer, ProposedAct.BindCitizenPhone, subject, JsonSerializer.Serialize(new ProposedPhone(binding)), PhoneBinding.ConfirmedWithin);
        if (needed.Keep)
        {
            var now = needed.Value.ExpiresAt - PhoneBinding.ConfirmedWithin;
            await using var batch = work.Batch();
            batch.BatchCommands.Add(PhoneBinding.Insert(binding, vault.CurrentKeyOf(number), phones.SealProposed(binding, number, phone), officer.RequestOwner, now));
            batch.BatchCommands.Add(ReadTrace.OfNumber(officer, LookupAct.PhoneProposed, now, vault.KeysOf(number), PhoneTraceReasons.Proposed.English));
            await batch.ExecuteNonQueryAsync(work.Cancel);
        }

        return new(needed.Value, needed.Keep);
    }

    private async Task<Decision<Answer<CitizenPhoneBound>>> BindAloneAsync(Work work, Caller caller, CitizenNumber number, string phone)
    {
        var now = await RegistryClock.ReadAsync(work);
        var binding = Guid.NewGuid();
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PhoneBinding.Insert(binding, vault.CurrentKeyOf(number), null, caller.RequestOwner, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        await BindAsync(work, caller, binding, number, phone, now, PhoneTraceReasons.Bound);
        return Decision.Keep<Answer<CitizenPhoneBound>>(new CitizenPhoneBound(now));
    }

    private async Task BindAsync(Work work, Caller caller, Guid binding, CitizenNumber number, string phone, DateTimeOffset now, Text reason)
    {
        var keys = vault.KeysOf(number);
        var others = (await PhoneBinding.NumbersOfAsync(work, vault, keys)).Select(CitizenNumber.ParseOrNull).OfType<CitizenNumber>().Where(other => !other.IsSameAs(number));
        var bound = await PhoneBinding.BindAsync(
            work, binding, caller.RequestOwner, now, [phones.HashOf(number), .. others.Select(phones.HashOf)], phones.Seal(phone));

        await using var batch = work.Batch();
        batch.BatchCommands.Add(ReadTrace.OfNumber(caller, LookupAct.PhoneBound, now, keys, reason.English));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "CITIZEN_PHONE_BOUND", binding, caller.RequestOwner, JsonSerializer.Serialize(new { replaces = bound.WaitsUntil is not null })).Insert());
        foreach (var place in Enumerable.Range(1, bound.ToBeTold))
        {
            batch.BatchCommands.Add(Message.ToReplacedPhone(now, binding, place).Insert());
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
    }
}
