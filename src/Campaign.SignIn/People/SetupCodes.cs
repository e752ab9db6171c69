using System.Security.Cryptography;
using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;

namespace Campaign.SignIn.People;

/// <summary>
/// How a person comes to a first password, and to a new one when it is lost: an administrator hands over a code of 20 letters and digits (100 bits), shown once, which works
/// once and within 72 hours. There is no recovery by e-mail or phone. A newer code makes older ones void. Using it ends all sessions of the account and forgets its
/// second factor, which is enrolled anew.
/// </summary>
internal sealed class SetupCodes(SignInDatabase database, SignInKeys keys, TimeProvider time)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(72);
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Letters = 20;

    /// <summary>A new code, to be shown once: "ABCDE-FGHJK-LMNPQ-RSTUV". Its hash is kept.</summary>
    /// <param name="issuedBy">The command line.</param>
    public async Task<string> IssueAsync(Guid account, string issuedBy, CancellationToken cancel) =>
        (await IssueAsync(account, needsSecond: false, ActOfStart.Of(time.GetUtcNow(), "SETUP_CODE_ISSUED", account, issuedBy), cancel)).Code;

    /// <summary>The same, with its event and its leaf of the journal.</summary>
    /// <param name="needsSecond">Good only once another administrator has confirmed it.</param>
    public async Task<(string Code, DateTimeOffset ExpiresAt)> IssueAsync(Guid account, bool needsSecond, AccountAct act, CancellationToken cancel)
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Letters);
        var now = time.GetUtcNow();
        await database.ListAsync(
            $"""
            with older as (update signin.setup_codes set used_at = $2 where account_id = $1 and used_at is null),
            issued as (
              insert into signin.setup_codes (id, account_id, code_hash, issued_by, issued_at, expires_at, needs_second)
              values ($13, $1, $14, $4, $2, $15, $16) returning account_id as id)
            {WrittenDown.Sql("SETUP_CODE_ISSUED", "issued")}
            """,
            _ => true, cancel,
            [.. WrittenDown.Parameters(account, now, act), Sql.Uuid(Guid.CreateVersion7(now)), Sql.Bytes(HashOf(code)), Sql.At(now + GoodFor), Sql.Bool(needsSecond)]);
        return (string.Join('-', code.Chunk(5).Select(part => new string(part))), now + GoodFor);
    }

    /// <summary>Another administrator than its issuer confirms the code that waits for it; false when none does.</summary>
    public async Task<bool> ConfirmAsync(Guid account, AccountAct act, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return (await database.ListAsync(
            $"""
            with confirmed as (
              update signin.setup_codes set confirmed_by = $4, confirmed_at = $2
              where account_id = $1 and needs_second and confirmed_by is null and used_at is null and $2 < expires_at returning account_id as id)
            {WrittenDown.Sql("SETUP_CODE_CONFIRMED", "confirmed")}
            """,
            _ => true, cancel, WrittenDown.Parameters(account, now, act))).Count > 0;
    }

    /// <summary>The account that a code was issued for, while it is good; null otherwise.</summary>
    public Task<Account?> AccountOfAsync(string code, CancellationToken cancel) => database.FirstAsync(
        $"""
        select {Account.Columns} from signin.setup_codes c join signin.accounts a on a.id = c.account_id
        where c.code_hash = $1 and c.used_at is null and $2 < c.expires_at and (not c.needs_second or c.confirmed_by is not null) and a.active_from <= $2 and (a.active_to is null or $2 < a.active_to)
        """,
        r => Account.From(r), cancel, Sql.Bytes(HashOf(code)), Sql.At(time.GetUtcNow()));

    /// <summary>Uses the code up for this password, in one statement; false when the code is not good any more.</summary>
    public async Task<bool> UseAsync(string code, string passwordHash, CancellationToken cancel) => await database.ExecuteAsync(
        """
        with used as (
          update signin.setup_codes set used_at = $2 where code_hash = $1 and used_at is null and $2 < expires_at and (not needs_second or confirmed_by is not null) returning account_id),
        factor as (delete from signin.second_factors f using used where f.account_id = used.account_id),
        ended as (update signin.sessions s set ended_at = greatest($2, s.created_at) from used where s.account_id = used.account_id and s.ended_at is null)
        update signin.accounts a set password_hash = $3 from used where a.id = used.account_id
        """,
        cancel, Sql.Bytes(HashOf(code)), Sql.At(time.GetUtcNow()), Sql.Text(passwordHash)) == 1;

    /// <summary>As it was typed: small letters, spaces and dashes do not matter.</summary>
    private byte[] HashOf(string code) => keys.HashOf("set-up code", new string([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]));
}
