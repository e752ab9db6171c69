using Campaign.Registry.Journal;

namespace Campaign.Registry.Providers.Staff;

/// <summary>The accounts of members of staff, as the sign-in keeps them under a role of its own.</summary>
public interface IStaffAccounts
{
    /// <summary>Ends the account that is in force for this period of service, if there is one, with its sessions and devices.</summary>
    /// <param name="staff">Has left.</param>
    /// <param name="actor">The client or account that ends it.</param>
    /// <param name="leaf">Of an account, by its id; written with the end.</param>
    /// <param name="cancel">Heard until the end is written.</param>
    Task EndOfStaffAsync(StaffView staff, string actor, Func<Guid, JournalLeaf> leaf, CancellationToken cancel);
}
