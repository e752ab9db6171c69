using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>
/// The accounts of people: found, and the demo's opened. An account that is opened has no password; its bearer chooses one with a set-up code. Those of real people are
/// opened and ended by <see cref="AccountStore"/>, with an event and a leaf of the journal.
/// </summary>
internal sealed class Accounts(SignInDatabase database, TimeProvider time)
{
    /// <summary>A user name as it is kept: without spaces around it, in small letters.</summary>
    public static string Normal(string? userName) => userName?.Trim().ToLowerInvariant() ?? "";

    /// <summary>What no user name can be (PostgreSQL takes no NUL) is nobody's, after the same look.</summary>
    public Task<Account?> FindAsync(string userName, CancellationToken cancel)
    {
        var name = Normal(userName);
        return database.FirstAsync(
            $"select {Account.Columns} from signin.accounts a where a.user_name = $1", r => Account.From(r), cancel,
            Sql.Text(name.Length <= 80 && !name.Contains('\0', StringComparison.Ordinal) ? name : ""));
    }

    public Task<Account?> FindAsync(Guid id, CancellationToken cancel) => database.FirstAsync(
        $"select {Account.Columns} from signin.accounts a where a.id = $1", r => Account.From(r), cancel, Sql.Uuid(id));

    /// <summary>Opens an account; null when the user name is somebody's, or was.</summary>
    /// <param name="role">An officer's role; null for the others.</param>
    public async Task<Account?> OpenAsync(
        string userName, AccountKind kind, string? provider, string? staffReference, string? role, CancellationToken cancel, string? passwordHash = null, bool demo = false)
    {
        var now = time.GetUtcNow();
        var account = new Account(Guid.CreateVersion7(now), Normal(userName), kind, provider, staffReference, role, passwordHash, now, null);
        try
        {
            var opened = await database.ExecuteAsync(
                """
                insert into signin.accounts (id, user_name, kind, provider_code, staff_reference, role, password_hash, active_from, demo)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (user_name) do nothing
                """,
                cancel, Sql.Uuid(account.Id), Sql.Text(account.UserName), Sql.Text(kind.ToString().ToUpperInvariant()), Sql.Text(provider), Sql.Text(staffReference),
                Sql.Text(role), Sql.Text(passwordHash), Sql.At(now), Sql.Bool(demo));
            return opened == 1 ? account : null;
        }
        catch (PostgresException e) when (e.ConstraintName is "one_account_per_staff_member")
        {
            return null;
        }
    }

    /// <summary>A password that its bearer has chosen, in place of the one that was just given: false when it is another by now. All other sessions end.</summary>
    public async Task<bool> ChangePasswordAsync(Account account, string passwordHash, Guid kept, CancellationToken cancel) => (await database.ListAsync(
        """
        with changed as (update signin.accounts set password_hash = $2 where id = $1 and password_hash = $3 and active_to is null returning id),
        ended as (
          update signin.sessions s set ended_at = greatest($4, s.created_at) from changed where s.account_id = changed.id and s.id <> $5 and s.ended_at is null),
        void as (update signin.setup_codes c set used_at = $4 from changed where c.account_id = changed.id and c.used_at is null)
        select id from changed
        """,
        r => r.GetGuid(0), cancel, Sql.Uuid(account.Id), Sql.Text(passwordHash), Sql.Text(account.PasswordHash), Sql.At(time.GetUtcNow()), Sql.Uuid(kept))).Count == 1;
}
