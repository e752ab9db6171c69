using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Accounts;

public sealed record EndAccountInput(string AccountId);

public sealed record AccountEnded(AccountView Account);

/// <summary>
/// <para>
/// Who administers an account ends it, for good, with its sessions and devices: refresh tokens stop at once, access tokens within 30 seconds. Asked again, the answer is
/// the same success.
/// </para>
/// <para>Refusals, in order: AccountNotFound, OwnAccount, LastAdministrator.</para>
/// </summary>
public sealed class EndAccount(IAccountStore accounts, AccountActs acts) : ICommand<EndAccountInput, AccountEnded>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(AccountNotFound), typeof(OwnAccount), typeof(LastAdministrator)];

    public async Task<Answer<AccountEnded>> HandleAsync(Caller caller, EndAccountInput input, CancellationToken cancel)
    {
        var whose = AdministeredAccounts.By(caller);
        if (await accounts.FindAsync(whose, input.AccountId, cancel) is not { } account)
        {
            return new AccountNotFound();
        }

        if (account.UserName == caller.ClientId)
        {
            return new OwnAccount();
        }

        if (!account.Active)
        {
            return new AccountEnded(account);
        }

        var act = await acts.OfAsync(caller, "ACCOUNT_ENDED", account.Id, new { by = caller.ClientId, userName = account.UserName }, cancel);
        return await accounts.EndAsync(account.Id, act, cancel) ? new AccountEnded((await accounts.FindAsync(whose, input.AccountId, cancel))!) : new LastAdministrator();
    }
}
