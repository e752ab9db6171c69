using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Accounts;

/// <param name="UserName">Begins with the provider's code and a dash.</param>
public sealed record OpenAdministratorAccountInput(string ProviderCode, string UserName);

public sealed record AdministratorAccountOpened(AccountView Account);

/// <summary>
/// <para>
/// An administrator of the department opens the account of a provider's administrator. Asked again for the account that is there, the answer is the same success.
/// </para>
/// <para>Refusals, in order: ProviderNotKnown, InvalidUserName, UserNameTaken.</para>
/// </summary>
public sealed class OpenAdministratorAccount(ProviderDirectory providers, IAccountStore accounts, AccountActs acts)
    : ICommand<OpenAdministratorAccountInput, AdministratorAccountOpened>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(ProviderNotKnown), typeof(InvalidUserName), typeof(UserNameTaken)];

    public async Task<Answer<AdministratorAccountOpened>> HandleAsync(Caller caller, OpenAdministratorAccountInput input, CancellationToken cancel)
    {
        if (await providers.IdOfAsync(input.ProviderCode, cancel) is null)
        {
            return new ProviderNotKnown();
        }

        var userName = UserNameIsPlainRule.Normal(input.UserName);
        if (UserNameIsPlainRule.Judge(userName, input.ProviderCode) is { } invalid)
        {
            return invalid;
        }

        var id = Guid.NewGuid();
        var act = await acts.OfAsync(
            caller, "ACCOUNT_OPENED", id, new { by = caller.ClientId, userName, kind = AccountKind.Administrator.InDatabase(), provider = input.ProviderCode }, cancel);
        var account = new AccountView(
            id, userName, AccountKind.Administrator, input.ProviderCode, null, null, null, act.Leaf.At, null, SetUp: false, SecondFactor: false, null);
        if (await accounts.OpenAsync(account, act, cancel) == OpenOutcome.Opened)
        {
            return new AdministratorAccountOpened((await accounts.OfUserNameAsync(userName, cancel))!);
        }

        return await accounts.OfUserNameAsync(userName, cancel) is { Active: true, Kind: AccountKind.Administrator } known && known.ProviderCode == input.ProviderCode
            ? new AdministratorAccountOpened(known)
            : new UserNameTaken();
    }
}
