using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Citizens.Phones;

/// <summary>Whether the phone that a citizen signs in with speaks for the citizen yet (<see cref="NewPhoneWaits24HoursRule"/>), so that a page says it before a form is filled in. The commands judge anew.</summary>
public sealed class NewPhones(UnitOfWork unitOfWork)
{
    /// <summary>From when on it does; null when it does already.</summary>
    public Task<DateTimeOffset?> ConsentsFromAsync(Caller citizen, CancellationToken cancel) => unitOfWork.RunAsync(
        citizen.Viewer,
        async work => Decision.Discard((await NewPhoneWaits24HoursRule.JudgeAsync(work, citizen, await RegistryClock.ReadAsync(work)))?.ConsentsFrom),
        cancel);
}
