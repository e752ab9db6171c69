using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;

namespace Campaign.SignIn.People;

/// <summary>
/// Whether a person may be in at this moment: the account is in force by the host's clock and, for a provider's member of staff, the period of service that it is for is an
/// active one by the registry's: whoever is given the reference afterwards is another.
/// </summary>
internal sealed class Standing(UnitOfWork registry, TimeProvider time)
{
    private const string ActiveStaffSql = """
        select exists (
          select from registry.staff s join registry.providers p on p.id = s.provider_id
          where p.code = $1 and s.reference = $2 and ($3::uuid is null or s.id = $3) and s.active_from <= registry.registry_now() and (s.active_to is null or registry.registry_now() < s.active_to))
        """;

    public async Task<bool> IsInForceAsync(Account account, CancellationToken cancel) =>
        account.IsActiveAt(time.GetUtcNow()) && (account.Kind != AccountKind.Staff || await IsActiveStaffAsync(account, cancel));

    private Task<bool> IsActiveStaffAsync(Account account, CancellationToken cancel) => registry.RunAsync(
        Viewer.Registry,
        async work =>
        {
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Sql.Statement(ActiveStaffSql, Sql.Text(account.Provider), Sql.Text(account.StaffReference), Sql.Uuid(account.StaffId)));
            await using var reader = await batch.ExecuteReaderAsync(work.Cancel);
            await reader.ReadAsync(work.Cancel);
            return Decision.Discard(reader.GetBoolean(0));
        },
        cancel);
}
