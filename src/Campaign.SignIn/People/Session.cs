using Campaign.Registry.Accounts;

namespace Campaign.SignIn.People;

/// <summary>One sign-in of a person, from the password until it ends, lies idle for too long, or reaches its absolute end (exclusive).</summary>
/// <param name="SecondFactor">A second factor was used in it.</param>
/// <param name="Address">The network that it began from.</param>
/// <param name="Label">What browser or device, in words for its bearer.</param>
/// <param name="DeviceId">The device that its refresh tokens are bound to; null without one.</param>
internal sealed record Session(
    Guid Id, Account Account, bool SecondFactor, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, string Address, string Label,
    Guid? DeviceId)
{
    /// <summary>Staff stand in doorways with wet hands: 12 hours idle, 30 days in all. Who sits at a desk and sees everybody: 30 minutes idle, 12 hours in all.</summary>
    public static (TimeSpan Idle, TimeSpan Absolute) LifetimeOf(AccountKind kind) => kind == AccountKind.Staff
        ? (TimeSpan.FromHours(12), TimeSpan.FromDays(30))
        : (TimeSpan.FromMinutes(30), TimeSpan.FromHours(12));

    public IReadOnlyList<string> Scopes => Account.ScopesWith(SecondFactor);
}
