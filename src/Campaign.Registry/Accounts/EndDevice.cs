using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Accounts;

public sealed record EndDeviceInput(string DeviceId);

public sealed record DeviceEnded(AccountView Account);

/// <summary>
/// <para>
/// Who administers an account takes a device from it, with the sessions on it: a tablet that was lost or handed on. Signing in on it anew binds it anew.
/// </para>
/// <para>Refusals, in order: DeviceNotFound.</para>
/// </summary>
public sealed class EndDevice(IAccountStore accounts, AccountActs acts) : ICommand<EndDeviceInput, DeviceEnded>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(DeviceNotFound)];

    public async Task<Answer<DeviceEnded>> HandleAsync(Caller caller, EndDeviceInput input, CancellationToken cancel)
    {
        if (await accounts.OfDeviceAsync(AdministeredAccounts.By(caller), input.DeviceId, cancel) is not { } account)
        {
            return new DeviceNotFound();
        }

        var device = account.Devices.Single(d => d.Id.ToString() == input.DeviceId);
        var act = await acts.OfAsync(caller, "DEVICE_ENDED", account.Id, new { by = caller.ClientId, userName = account.UserName, device = device.Id }, cancel);
        await accounts.EndDeviceAsync(account.Id, device.Id, act, cancel);
        return new DeviceEnded(account with { Devices = [.. account.Devices.Where(d => d.Id != device.Id)] });
    }
}
