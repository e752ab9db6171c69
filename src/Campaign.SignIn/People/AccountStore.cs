using Campaign.Registry.Accounts;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Staff;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>
/// The registry's commands on accounts, carried out in the sign-in's schema: each one statement, with its event and its leaf of the journal. Instants of accounts are the
/// host's clock, those of the leaves the registry's.
/// </summary>
internal sealed class AccountStore(SignInDatabase database, SetupCodes codes, AccountReads reads, IRequestOrigin origin, TimeProvider time) : IAccountStore
{
    private const string LastAdministratorStays = "last_administrator_stays";

    public Task<Connection<AccountView>> ListAsync(
        AdministeredAccounts whose, AccountKind? kind, string? providerCode, bool? active, Page page, bool withTotal, CancellationToken cancel) =>
        reads.ListAsync(whose, kind, providerCode, active, page, withTotal, cancel);

    public async Task<AccountView?> FindAsync(AdministeredAccounts whose, string id, CancellationToken cancel) =>
        Guid.TryParseExact(id, "D", out var known) ? await reads.FirstAsync(whose, "a.id = $3", Sql.Uuid(known), cancel) : null;

    public Task<List<AccountView>> OfStaffAsync(string providerCode, string[] references, CancellationToken cancel) => reads.OfStaffAsync(providerCode, references, cancel);

    public Task<AccountView?> OfStaffAsync(string providerCode, string reference, CancellationToken cancel) =>
        reads.FirstAsync(new(providerCode), "a.active_to is null and a.staff_reference = $3", Sql.Text(reference), cancel);

    public Task<AccountView?> OfUserNameAsync(string userName, CancellationToken cancel) => reads.OfUserNameAsync(userName, cancel);

    public async Task<OpenOutcome> OpenAsync(AccountView account, AccountAct act, CancellationToken cancel)
    {
        try
        {
            var opened = await DoAsync(
                "ACCOUNT_OPENED", "opened",
                """
                with opened as (
                  insert into signin.accounts (id, user_name, kind, provider_code, staff_reference, staff_id, role, active_from)
                  values ($1, $13, $14, $15, $16, $17, $18, $2) on conflict (user_name) do nothing returning id)
                """,
                account.Id, act, cancel, Sql.Text(account.UserName), Sql.Text(account.Kind.InDatabase()), Sql.Text(account.ProviderCode), Sql.Text(account.StaffReference),
                Sql.Uuid(account.StaffId), Sql.Text(account.Role?.InDatabase()));
            return opened ? OpenOutcome.Opened : OpenOutcome.NameTaken;
        }
        catch (PostgresException e) when (e.ConstraintName is "one_account_per_staff_member")
        {
            return OpenOutcome.StaffHasAccount;
        }
    }

    /// <summary>With all its sessions and devices: access tokens of its bearer stop within 30 seconds, refresh tokens at once.</summary>
    public async Task<bool> EndAsync(Guid account, AccountAct act, CancellationToken cancel)
    {
        try
        {
            await DoAsync(
                "ACCOUNT_ENDED", "ended",
                """
                with ended as (update signin.accounts set active_to = greatest($2, active_from) where id = $1 and active_to is null returning id),
                session as (update signin.sessions s set ended_at = greatest($2, s.created_at) from ended where s.account_id = ended.id and s.ended_at is null),
                code as (update signin.setup_codes c set used_at = $2 from ended where c.account_id = ended.id and c.used_at is null),
                device as (update signin.devices d set ended_at = greatest($2, d.registered_at) from ended where d.account_id = ended.id and d.ended_at is null)
                """,
                account, act, cancel);
            return true;
        }
        catch (PostgresException e) when (e.ConstraintName is LastAdministratorStays)
        {
            return false;
        }
    }

    public async Task<bool> ChangeRoleAsync(Guid account, OfficerRole role, AccountAct act, CancellationToken cancel)
    {
        try
        {
            await DoAsync(
                "ROLE_CHANGED", "changed",
                "with changed as (update signin.accounts set role = $13 where id = $1 and kind = 'OFFICER' and active_to is null and role <> $13 returning id)",
                account, act, cancel, Sql.Text(role.InDatabase()));
            return true;
        }
        catch (PostgresException e) when (e.ConstraintName is LastAdministratorStays)
        {
            return false;
        }
    }

    public Task<(string Code, DateTimeOffset ExpiresAt)> IssueSetupCodeAsync(Guid account, bool needsSecond, AccountAct act, CancellationToken cancel) =>
        codes.IssueAsync(account, needsSecond, act, cancel);

    public Task<bool> ConfirmSetupCodeAsync(Guid account, AccountAct act, CancellationToken cancel) => codes.ConfirmAsync(account, act, cancel);

    public async Task<AccountView?> OfDeviceAsync(AdministeredAccounts whose, string device, CancellationToken cancel) =>
        Guid.TryParseExact(device, "D", out var known)
            ? await reads.FirstAsync(
                whose, "a.id = (select d.account_id from signin.devices d where d.id = $3 and d.ended_at is null)", Sql.Uuid(known), cancel)
            : null;

    public Task EndDeviceAsync(Guid account, Guid device, AccountAct act, CancellationToken cancel) => DoAsync(
        "DEVICE_ENDED", "ended",
        """
        with ended as (
          update signin.devices set ended_at = greatest($2, registered_at) where id = $13 and account_id = $1 and ended_at is null returning account_id as id),
        session as (
          update signin.sessions s set ended_at = greatest($2, s.created_at) from ended where s.account_id = ended.id and s.device_id = $13 and s.ended_at is null)
        """,
        account, act, cancel, Sql.Uuid(device));

    public Task<Connection<SignInEvent>> EventsAsync(AdministeredAccounts whose, string? account, Page page, bool withTotal, CancellationToken cancel) =>
        reads.EventsAsync(whose, account, page, withTotal, cancel);

    public async Task EndOfStaffAsync(StaffView staff, string actor, Func<Guid, JournalLeaf> leaf, CancellationToken cancel)
    {
        // One that names no period of service is the demo's; opened after the end, it is somebody else's.
        var open = await database.ListAsync(
            """
            select id from signin.accounts where kind = 'STAFF' and provider_code = $1 and active_to is null
              and (staff_id = $2 or (staff_id is null and staff_reference = $3 and active_from <= $4))
            """,
            r => r.GetGuid(0), cancel, Sql.Text(staff.Provider.Code), Sql.Uuid(staff.Id), Sql.Text(staff.Reference), Sql.At(staff.ActiveTo));
        foreach (var account in open)
        {
            await EndAsync(account, new(actor, origin.Network, leaf(account)), cancel);
        }
    }

    /// <summary>Whether it was done.</summary>
    private async Task<bool> DoAsync(string kind, string source, string sql, Guid account, AccountAct act, CancellationToken cancel, params NpgsqlParameter[] more) =>
        (await database.ListAsync(
            $"{sql}{WrittenDown.Sql(kind, source)}", _ => true, cancel, [.. WrittenDown.Parameters(account, time.GetUtcNow(), act), .. more])).Count > 0;
}
