using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Accounts;

/// <param name="CitizenId">The number on the card that the officer has seen.</param>
/// <param name="Phone">The phone that the citizen holds in the hand.</param>
internal sealed record BindCitizenPhoneInput(string CitizenId, string Phone);

internal sealed record CitizenPhoneBound(DateTimeOffset BoundAt);

/// <summary>
/// <para>
/// At the counter an officer has seen the card and the citizen: from now on one-time codes for the number go to this phone and to no other, whatever was before (ADR 0014).
/// The journal has that a phone was bound and by whom, neither the number nor the phone. The citizen sees it among the looks at the citizen's own number (HUE-1.7). The trace is
/// committed first: a phone that is bound is never without its trace.
/// </para>
/// <para>Refusals, in order: InvalidCitizenId, InvalidPhone.</para>
/// </summary>
internal sealed class BindCitizenPhone(UnitOfWork unitOfWork, NumberVault vault, ICitizenPhones phones)
    : ICommand<BindCitizenPhoneInput, CitizenPhoneBound>
{
    private const string Reason = "phone bound at the counter";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidCitizenId), typeof(InvalidPhone)];

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

        var now = await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var at = await RegistryClock.ReadAsync(work);
                await using var batch = work.Batch();
                batch.BatchCommands.Add(ReadTrace.OfNumber(caller, LookupAct.PhoneBound, at, vault.KeysOf(number), Reason));
                await batch.ExecuteNonQueryAsync(work.Cancel);
                return Decision.Keep(at);
            },
            cancel);
        await phones.BindAtTheCounterAsync(number, phone, JournalLeaf.Of(now, "CITIZEN_PHONE_BOUND", null, caller.RequestOwner, "{}"), cancel);
        return new CitizenPhoneBound(now);
    }
}
