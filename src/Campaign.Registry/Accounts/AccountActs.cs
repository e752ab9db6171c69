using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Accounts;

/// <summary>
/// What is written down with each act on an account. The leaf bears the registry's instant, read just before: the act itself is the sign-in's, in whose transaction the
/// leaf is written. User names stand in it, and never a code, a password, a number or a phone.
/// </summary>
public sealed class AccountActs(UnitOfWork unitOfWork, IRequestOrigin origin)
{
    public async Task<AccountAct> OfAsync(Caller caller, string kind, Guid? subject, object payload, CancellationToken cancel)
    {
        var now = await unitOfWork.RunAsync(caller.Viewer, async work => Decision.Discard(await RegistryClock.ReadAsync(work)), cancel);
        return new(caller.ClientId, origin.Network, JournalLeaf.Of(now, kind, subject, caller.RequestOwner, JsonSerializer.Serialize(payload)));
    }
}
