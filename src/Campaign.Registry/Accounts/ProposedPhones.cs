using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Accounts;

/// <summary>A phone that waits for the second officer.</summary>
/// <param name="Number">The last three digits behind dots: the second officer compares them with the card.</param>
/// <param name="Phone">In full, to be compared with the citizen's.</param>
/// <param name="Replaces">Another phone is bound to a number of this citizen now.</param>
public sealed record ProposedPhoneView(string Number, string Phone, bool Replaces);

/// <summary>What the second officer is shown before confirming. The look is the officer's, and the citizen sees it (HUE-1.7).</summary>
public sealed class ProposedPhones(UnitOfWork unitOfWork, NumberVault vault, ICitizenPhones phones)
{
    /// <summary>Null when it waits no longer.</summary>
    public Task<ProposedPhoneView?> ShowAsync(Caller officer, Proposal proposal, CancellationToken cancel) => unitOfWork.RunAsync(
        officer.Viewer,
        async work =>
        {
            var binding = JsonSerializer.Deserialize<ProposedPhone>(proposal.Input)!.Binding;
            if (await PhoneBinding.SealedAsync(work, binding) is not { } kept)
            {
                return Decision.Discard<ProposedPhoneView?>(null);
            }

            var (number, phone) = phones.OpenProposed(binding, kept);
            var keys = vault.KeysOf(number);
            var others = (await PhoneBinding.NumbersOfAsync(work, vault, keys)).Select(CitizenNumber.ParseOrNull).OfType<CitizenNumber>().Where(other => !other.IsSameAs(number));
            var replaces = await phones.HasAnotherAsync([number, .. others], phone, work.Cancel);
            var now = await RegistryClock.ReadAsync(work);
            await using var batch = work.Batch();
            batch.BatchCommands.Add(ReadTrace.OfNumber(officer, LookupAct.PhoneProposed, now, keys, PhoneTraceReasons.Shown.English));
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep<ProposedPhoneView?>(new(number.ToString()!, phone, replaces));
        },
        cancel);
}
