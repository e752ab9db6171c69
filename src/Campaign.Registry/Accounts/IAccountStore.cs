using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Accounts;

public enum OpenOutcome
{
    Opened,

    /// <summary>The user name is somebody's, or was.</summary>
    NameTaken,

    /// <summary>The member of staff has an account that is in force.</summary>
    StaffHasAccount,
}

/// <summary>
/// The accounts of people, as the sign-in keeps them: in a schema and under a role of its own, which the registry's has no rights to (I9). Each act is one transaction
/// there with its event and its leaf of the journal (I10). Who may do what is judged by the commands of this slice.
/// </summary>
public interface IAccountStore : IStaffAccounts
{
    Task<Connection<AccountView>> ListAsync(
        AdministeredAccounts whose, AccountKind? kind, string? providerCode, bool? active, Page page, bool withTotal, CancellationToken cancel);

    /// <summary>Null when it is none of theirs.</summary>
    Task<AccountView?> FindAsync(AdministeredAccounts whose, string id, CancellationToken cancel);

    /// <summary>The account in force that is this member of staff's, by its reference.</summary>
    Task<AccountView?> OfStaffAsync(string providerCode, string reference, CancellationToken cancel);

    /// <summary>The accounts of these references of a provider's staff, ended ones too, the first opened first.</summary>
    Task<List<AccountView>> OfStaffAsync(string providerCode, string[] references, CancellationToken cancel);

    /// <summary>The account of this user name, whosever it is, in force or not.</summary>
    Task<AccountView?> OfUserNameAsync(string userName, CancellationToken cancel);

    Task<OpenOutcome> OpenAsync(AccountView account, AccountAct act, CancellationToken cancel);

    /// <returns>False when nobody would be left who administers (<c>last_administrator_stays</c>).</returns>
    Task<bool> EndAsync(Guid account, AccountAct act, CancellationToken cancel);

    /// <inheritdoc cref="EndAsync"/>
    Task<bool> ChangeRoleAsync(Guid account, OfficerRole role, AccountAct act, CancellationToken cancel);

    /// <summary>A new code, which makes older ones void. It is shown once and kept as a keyed hash.</summary>
    /// <param name="needsSecond">Good only once another administrator has confirmed it.</param>
    Task<(string Code, DateTimeOffset ExpiresAt)> IssueSetupCodeAsync(Guid account, bool needsSecond, AccountAct act, CancellationToken cancel);

    /// <returns>False when there is no code that awaits this confirmation any more.</returns>
    Task<bool> ConfirmSetupCodeAsync(Guid account, AccountAct act, CancellationToken cancel);

    /// <summary>The account that the device is bound to, when it is one of theirs.</summary>
    Task<AccountView?> OfDeviceAsync(AdministeredAccounts whose, string device, CancellationToken cancel);

    /// <summary>With the sessions on it.</summary>
    Task EndDeviceAsync(Guid account, Guid device, AccountAct act, CancellationToken cancel);

    Task<Connection<SignInEvent>> EventsAsync(AdministeredAccounts whose, string? account, Page page, bool withTotal, CancellationToken cancel);
}

/// <summary>What an act on accounts knows of the request that it comes with.</summary>
public interface IRequestOrigin
{
    /// <summary>The network of the caller, as events keep it.</summary>
    string Network { get; }
}
