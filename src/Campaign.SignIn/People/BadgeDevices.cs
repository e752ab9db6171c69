using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Badges;

namespace Campaign.SignIn.People;

/// <summary>The devices of staff, for the badges that they sign. One whose account or device has ended is found too: the page says that the badge was revoked, and not that it is made up.</summary>
internal sealed class BadgeDevices(SignInDatabase database) : IBadgeDevices
{
    public Task<BadgeDevice?> FindAsync(byte[] keyHash, CancellationToken cancel) => database.FirstAsync(
        """
        select d.public_key, a.provider_code, a.staff_reference, least(d.ended_at, a.active_to)
        from signin.devices d join signin.accounts a on a.id = d.account_id
        where substring(sha256(d.public_key) from 1 for 16) = $1 and a.kind = 'STAFF'
        order by d.ended_at desc nulls first, d.registered_at desc limit 1
        """,
        r => new BadgeDevice(r.GetFieldValue<byte[]>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateTimeOffset>(3)), cancel, Sql.Bytes(keyHash));
}
