using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Accounts;

public sealed record OpenOfficerAccountInput(string UserName, OfficerRole Role);

public sealed record OfficerAccountOpened(AccountView Account);

/// <summary>
/// <para>
/// An administrator of the department opens an officer's account, in one of three roles. It opens nothing until its bearer has chosen a password with a set-up code, which
/// another administrator confirms. Asked again for the account that is there, in that role, the answer is the same success.
/// </para>
/// <para>Refusals, in order: InvalidUserName, UserNameTaken.</para>
/// </summary>
public sealed class OpenOfficerAccount(IAccountStore accounts, AccountActs acts) : ICommand<OpenOfficerAccountInput, OfficerAccountOpened>
{
    public static IReadOnlyList<Type> Refusals { get; } = [typeof(InvalidUserName), typeof(UserNameTaken)];

    public async Task<Answer<OfficerAccountOpened>> HandleAsync(Caller caller, OpenOfficerAccountInput input, CancellationToken cancel)
    {
        var userName = UserNameIsPlainRule.Normal(input.UserName);
        if (UserNameIsPlainRule.Judge(userName, null) is { } invalid)
        {
            return invalid;
        }

        var id = Guid.NewGuid();
        var act = await acts.OfAsync(
            caller, "ACCOUNT_OPENED", id, new { by = caller.ClientId, userName, kind = AccountKind.Officer.InDatabase(), role = input.Role.InDatabase() }, cancel);
        var account = new AccountView(id, userName, AccountKind.Officer, null, null, null, input.Role, act.Leaf.At, null, SetUp: false, SecondFactor: false, null);
        if (await accounts.OpenAsync(account, act, cancel) == OpenOutcome.Opened)
        {
            return new OfficerAccountOpened((await accounts.OfUserNameAsync(userName, cancel))!);
        }

        return await accounts.OfUserNameAsync(userName, cancel) is { Active: true, Kind: AccountKind.Officer } known && known.Role == input.Role
            ? new OfficerAccountOpened(known)
            : new UserNameTaken();
    }
}
