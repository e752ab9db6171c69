using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Accounts;

public sealed record IssueSetupCodeInput(string AccountId);

/// <param name="Code">Shown this once.</param>
/// <param name="ExpiresAt">Exclusive; 72 hours.</param>
/// <param name="AwaitsSecondAdministrator">It opens nothing until another administrator has confirmed it.</param>
public sealed record SetupCodeIssued(AccountView Account, string Code, DateTimeOffset ExpiresAt, bool AwaitsSecondAdministrator);

/// <summary>
/// <para>
/// Who administers an account issues the code by which its bearer chooses a password. Using it ends all sessions of the account and forgets the second factor. Asked again,
/// there is a new code and the older one is void.
/// </para>
/// <para>
/// Four eyes: a code for an officer opens nothing until another administrator has confirmed it (<see cref="ConfirmSetupCode"/>). Otherwise one administrator alone could be
/// two officers, by a new account or by somebody else's.
/// </para>
/// <para>Refusals, in order: AccountNotFound, AccountHasEnded, OwnAccount.</para>
/// </summary>
public sealed class IssueSetupCode(IAccountStore accounts, AccountActs acts) : ICommand<IssueSetupCodeInput, SetupCodeIssued>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(AccountNotFound), typeof(AccountHasEnded), typeof(OwnAccount)];

    public async Task<Answer<SetupCodeIssued>> HandleAsync(Caller caller, IssueSetupCodeInput input, CancellationToken cancel)
    {
        if (await accounts.FindAsync(AdministeredAccounts.By(caller), input.AccountId, cancel) is not { } account)
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

        var needsSecond = account.Kind == AccountKind.Officer;
        var act = await acts.OfAsync(caller, "SETUP_CODE_ISSUED", account.Id, new { by = caller.ClientId, userName = account.UserName }, cancel);
        var (code, expiresAt) = await accounts.IssueSetupCodeAsync(account.Id, needsSecond, act, cancel);
        return new SetupCodeIssued(account with { SetupCode = new(expiresAt, caller.ClientId, needsSecond) }, code, expiresAt, needsSecond);
    }
}
