using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Accounts;

public sealed record ChangeOfficerRoleInput(string AccountId, OfficerRole Role);

public sealed record OfficerRoleChanged(AccountView Account);

/// <summary>
/// <para>
/// An administrator gives another officer another role. It holds from the officer's next request on, sessions and tokens that live included. Asked again for the role that
/// is in force, the answer is the same success.
/// </para>
/// <para>Refusals, in order: AccountNotFound, AccountHasEnded, OwnAccount, LastAdministrator.</para>
/// </summary>
public sealed class ChangeOfficerRole(IAccountStore accounts, AccountActs acts) : ICommand<ChangeOfficerRoleInput, OfficerRoleChanged>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(AccountNotFound), typeof(AccountHasEnded), typeof(OwnAccount), typeof(LastAdministrator)];

    public async Task<Answer<OfficerRoleChanged>> HandleAsync(Caller caller, ChangeOfficerRoleInput input, CancellationToken cancel)
    {
        if (await accounts.FindAsync(AdministeredAccounts.By(caller), input.AccountId, cancel) is not { Kind: AccountKind.Officer } account)
        {
            return new AccountNotFound();
        }

        if (account.ActiveTo is { } ended)
        {
            return new AccountHasEnded(ended);
        }

        if (account.UserName == caller.ClientId)
        {
            return new OwnAccount();
        }

        if (account.Role == input.Role)
        {
            return new OfficerRoleChanged(account);
        }

        var act = await acts.OfAsync(
            caller, "OFFICER_ROLE_CHANGED", account.Id,
            new { by = caller.ClientId, userName = account.UserName, from = account.Role!.Value.InDatabase(), to = input.Role.InDatabase() }, cancel);
        return await accounts.ChangeRoleAsync(account.Id, input.Role, act, cancel) ? new OfficerRoleChanged(account with { Role = input.Role }) : new LastAdministrator();
    }
}
