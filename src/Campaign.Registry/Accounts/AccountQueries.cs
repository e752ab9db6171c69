using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;

namespace Campaign.Registry.Accounts;

/// <summary>What who administers accounts sees of them: a provider's administrator that provider's staff's alone (I8), the department's the officers' and the providers' administrators'.</summary>
public sealed class AccountQueries(IAccountStore accounts)
{
    /// <summary>One page, the latest opened first.</summary>
    /// <param name="active">True: in force; false: ended; null: both.</param>
    public Task<Connection<AccountView>> ListAsync(
        Caller caller, AccountKind? kind, string? providerCode, bool? active, Page page, bool withTotal, CancellationToken cancel) =>
        accounts.ListAsync(AdministeredAccounts.By(caller), kind, providerCode, active, page, withTotal, cancel);

    /// <summary>The accounts of an administrator's own staff by these references, ended ones too, the first opened first.</summary>
    public Task<List<AccountView>> OfStaffAsync(Caller administrator, string[] references, CancellationToken cancel) =>
        accounts.OfStaffAsync(administrator.Provider!.Code, references, cancel);

    /// <summary>One page, newest first. The department's administrators also see the tries at names that are nobody's.</summary>
    /// <param name="account">Of one account alone.</param>
    public Task<Connection<SignInEvent>> EventsAsync(Caller caller, string? account, Page page, bool withTotal, CancellationToken cancel) =>
        accounts.EventsAsync(AdministeredAccounts.By(caller), account, page, withTotal, cancel);
}
