using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;

namespace Campaign.Registry.Accounts;

public sealed record ConfirmSetupCodeInput(string AccountId);

public sealed record SetupCodeConfirmed(AccountView Account);

/// <summary>
/// <para>
/// A second administrator confirms that the officer for whom a set-up code was issued is who the account says: from then on the code is good. The second is never the first
/// (<c>second_administrator_confirms</c>), and never the officer whose account it is.
/// </para>
/// <para>Refusals, in order: AccountNotFound, OwnAccount, NothingToConfirm, SecondAdministratorNeeded.</para>
/// </summary>
public sealed class ConfirmSetupCode(IAccountStore accounts, AccountActs acts) : ICommand<ConfirmSetupCodeInput, SetupCodeConfirmed>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(AccountNotFound), typeof(OwnAccount), typeof(NothingToConfirm), typeof(SecondAdministratorNeeded)];

    /// <summary>Tests alone clear this, to see that the database keeps the two apart without the code's look.</summary>
    internal bool LooksWhoIssued { get; init; } = true;

    public async Task<Answer<SetupCodeConfirmed>> HandleAsync(Caller caller, ConfirmSetupCodeInput input, CancellationToken cancel)
    {
        if (await accounts.FindAsync(AdministeredAccounts.By(caller), input.AccountId, cancel) is not { Kind: AccountKind.Officer } account)
        {
            return new AccountNotFound();
        }

        if (account.UserName == caller.ClientId)
        {
            return new OwnAccount();
        }

        if (account.SetupCode is not { AwaitsSecondAdministrator: true } waiting)
        {
            return new NothingToConfirm();
        }

        if (LooksWhoIssued && waiting.IssuedBy == caller.ClientId)
        {
            return new SecondAdministratorNeeded(waiting.IssuedBy);
        }

        var act = await acts.OfAsync(
            caller, "SETUP_CODE_CONFIRMED", account.Id, new { by = caller.ClientId, userName = account.UserName, issuedBy = waiting.IssuedBy }, cancel);
        return await accounts.ConfirmSetupCodeAsync(account.Id, act, cancel)
            ? new SetupCodeConfirmed(account with { SetupCode = waiting with { AwaitsSecondAdministrator = false } })
            : new NothingToConfirm();
    }
}
