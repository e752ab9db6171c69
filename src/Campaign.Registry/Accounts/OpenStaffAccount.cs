using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Accounts;

/// <param name="StaffId">A member of the caller's own staff.</param>
/// <param name="UserName">Null: derived from the provider's code and the reference.</param>
public sealed record OpenStaffAccountInput(string StaffId, string? UserName);

public sealed record StaffAccountOpened(AccountView Account);

/// <summary>
/// <para>
/// A provider's administrator opens an account for a member of the provider's staff, for that period of service alone (HUE-3.1). It opens nothing until its bearer has chosen a
/// password with a set-up code. Asked again for the account that is there, the answer is the same success.
/// </para>
/// <para>Refusals, in order: StaffNotFound, StaffHasLeft, InvalidUserName, StaffHasAccount, UserNameTaken.</para>
/// </summary>
public sealed class OpenStaffAccount(UnitOfWork unitOfWork, IAccountStore accounts, AccountActs acts)
    : ICommand<OpenStaffAccountInput, StaffAccountOpened>
{
    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(StaffNotFound), typeof(StaffHasLeft), typeof(InvalidUserName), typeof(StaffHasAccount), typeof(UserNameTaken)];

    public async Task<Answer<StaffAccountOpened>> HandleAsync(Caller caller, OpenStaffAccountInput input, CancellationToken cancel)
    {
        var provider = caller.Provider!.Code;
        var member = await unitOfWork.RunAsync(
            caller.Viewer, async work => Decision.Discard(await StaffRow.LockOwnAsync(work, caller, input.StaffId)), cancel);
        if (member is not var (row, now))
        {
            return new StaffNotFound();
        }

        if (row.ActiveTo is { } left && left <= now)
        {
            return new StaffHasLeft(left);
        }

        var userName = UserNameIsPlainRule.Normal(input.UserName ?? UserNameIsPlainRule.Derived(provider, row.Reference));
        if (UserNameIsPlainRule.Judge(userName, provider) is { } invalid)
        {
            return invalid;
        }

        if (await accounts.OfStaffAsync(provider, row.Reference, cancel) is { } known)
        {
            if (known.StaffId is null || known.StaffId == row.Id)
            {
                return input.UserName is null || known.UserName == userName ? new StaffAccountOpened(known) : new StaffHasAccount(known.UserName);
            }

            // Of somebody who bore the reference before, and whose end did not reach the sign-in.
            await accounts.EndAsync(known.Id, await acts.OfAsync(caller, "ACCOUNT_ENDED", known.Id, new { by = caller.ClientId, userName = known.UserName }, cancel), cancel);
        }

        var account = new AccountView(
            Guid.CreateVersion7(now), userName, AccountKind.Staff, provider, row.Reference, row.Id, null, now, null, SetUp: false, SecondFactor: false, null);
        var act = await acts.OfAsync(caller, "ACCOUNT_OPENED", account.Id, new { by = caller.ClientId, userName, kind = AccountKind.Staff.InDatabase(), provider, staff = row.Id }, cancel);
        return await accounts.OpenAsync(account, act, cancel) switch
        {
            OpenOutcome.Opened => new StaffAccountOpened((await accounts.OfUserNameAsync(userName, cancel))!),
            OpenOutcome.StaffHasAccount when await accounts.OfStaffAsync(provider, row.Reference, cancel) is { } first => first.UserName == userName
                ? new StaffAccountOpened(first)
                : new StaffHasAccount(first.UserName),
            _ => new UserNameTaken(),
        };
    }
}
