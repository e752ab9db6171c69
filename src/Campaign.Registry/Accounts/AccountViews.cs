using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Accounts;

/// <summary>What a person is to the registry.</summary>
public enum AccountKind
{
    /// <summary>A provider's member of staff: checks and records under a staff reference.</summary>
    Staff,

    /// <summary>A provider's administrator: that provider's own staff and keys.</summary>
    Administrator,

    /// <summary>An officer of the department, in one of three roles.</summary>
    Officer,
}

/// <summary>What an officer may do; each may what the one before may.</summary>
public enum OfficerRole
{
    Viewer,
    Reviewer,
    Administrator,
}

/// <summary>What happened at the sign-in.</summary>
public enum SignInEventKind
{
    SignedIn,
    SignInFailed,
    SignInSlowed,
    SecondFactorEnrolled,
    SecondFactorFailed,
    SignedOut,
    SessionEnded,
    PasswordChanged,
    SetupCodeIssued,
    SetupCodeConfirmed,
    SetupCodeUsed,
    SetupCodeFailed,
    AccountOpened,
    RoleChanged,
    AccountEnded,
    DeviceBound,
    DeviceEnded,
    RefreshReplayed,
}

/// <summary>A set-up code that is still good, or will be once it is confirmed. The code itself is nowhere.</summary>
/// <param name="ExpiresAt">Exclusive.</param>
/// <param name="AwaitsSecondAdministrator">It opens nothing until another administrator has confirmed it.</param>
public sealed record SetupCodeView(DateTimeOffset ExpiresAt, string IssuedBy, bool AwaitsSecondAdministrator);

/// <param name="Network">The network that it began from, never the whole address.</param>
public sealed record SessionView(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string Label, string Network);

public sealed record DeviceView(Guid Id, string Label, DateTimeOffset RegisteredAt);

/// <summary>An account as who administers it sees it: in force in [ActiveFrom, ActiveTo).</summary>
/// <param name="StaffId">The period of service that a staff account is for.</param>
/// <param name="SetUp">Its bearer has chosen a password.</param>
/// <param name="SecondFactor">An officer's app is enrolled.</param>
public sealed record AccountView(
    Guid Id, string UserName, AccountKind Kind, string? ProviderCode, string? StaffReference, Guid? StaffId, OfficerRole? Role, DateTimeOffset ActiveFrom,
    DateTimeOffset? ActiveTo, bool SetUp, bool SecondFactor, SetupCodeView? SetupCode)
{
    /// <summary>That are live, the latest first.</summary>
    public IReadOnlyList<SessionView> Sessions { get; init; } = [];

    /// <summary>That are bound to the account now.</summary>
    public IReadOnlyList<DeviceView> Devices { get; init; } = [];

    public bool Active => ActiveTo is null;
}

/// <param name="UserName">Of the account that it happened to; null for a name that is nobody's.</param>
/// <param name="Actor">Who did it, when that is another.</param>
public sealed record SignInEvent(Guid Id, DateTimeOffset At, SignInEventKind Kind, Guid? AccountId, string? UserName, string? Actor, string Network);

/// <summary>Whose accounts a caller administers: a provider's administrator those of that provider's staff, the department's those of officers and of providers' administrators.</summary>
/// <param name="Provider">The code of the provider; null for the department.</param>
public sealed record AdministeredAccounts(string? Provider)
{
    public static AdministeredAccounts By(Caller caller) => new(caller.Provider?.Code);
}

/// <summary>What is written down with an act on an account: who did it, from where, and its leaf of the journal.</summary>
public sealed record AccountAct(string Actor, string Network, Journal.JournalLeaf Leaf);
