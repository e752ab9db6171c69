using System.Security.Cryptography;
using Campaign.Registry.Kernel;

namespace Campaign.Host.SignIn.People;

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
    /// <param name="issuedBy">The user name of who issues it, or the command line.</param>
    public async Task<string> IssueAsync(Guid account, string issuedBy, CancellationToken cancel)
    {
        var code = RandomNumberGenerator.GetString(Alphabet, Letters);
        var now = time.GetUtcNow();
        await database.ExecuteAsync(
            """
            with older as (update signin.setup_codes set used_at = $5 where account_id = $2 and used_at is null)
            insert into signin.setup_codes (id, account_id, code_hash, issued_by, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6)
            """,
            cancel, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(account), Sql.Bytes(HashOf(code)), Sql.Text(issuedBy), Sql.At(now), Sql.At(now + GoodFor));
        return string.Join('-', code.Chunk(5).Select(part => new string(part)));
    }

    /// <summary>The account that a code was issued for, while it is good; null otherwise.</summary>
    public Task<Account?> AccountOfAsync(string code, CancellationToken cancel) => database.FirstAsync(
        $"""
        select {Account.Columns} from signin.setup_codes c join signin.accounts a on a.id = c.account_id
        where c.code_hash = $1 and c.used_at is null and $2 < c.expires_at and a.active_from <= $2 and (a.active_to is null or $2 < a.active_to)
        """,
        r => Account.From(r), cancel, Sql.Bytes(HashOf(code)), Sql.At(time.GetUtcNow()));

    /// <summary>Uses the code up for this password, in one statement; false when the code is not good any more.</summary>
    public async Task<bool> UseAsync(string code, string passwordHash, CancellationToken cancel) => await database.ExecuteAsync(
        """
        with used as (
          update signin.setup_codes set used_at = $2 where code_hash = $1 and used_at is null and $2 < expires_at returning account_id),
        factor as (delete from signin.second_factors f using used where f.account_id = used.account_id),
        ended as (update signin.sessions s set ended_at = greatest($2, s.created_at) from used where s.account_id = used.account_id and s.ended_at is null)
        update signin.accounts a set password_hash = $3 from used where a.id = used.account_id
        """,
        cancel, Sql.Bytes(HashOf(code)), Sql.At(time.GetUtcNow()), Sql.Text(passwordHash)) == 1;

    /// <summary>As it was typed: small letters, spaces and dashes do not matter.</summary>
    private byte[] HashOf(string code) => keys.HashOf("set-up code", new string([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]));
}
