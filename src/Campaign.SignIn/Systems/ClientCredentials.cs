using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Clients;
using Microsoft.IdentityModel.Tokens;

namespace Campaign.SignIn.Systems;

/// <summary>What systems sign in with, read under the sign-in's own role: which keys are good now, which secrets, and which assertions have been used.</summary>
internal sealed class ClientCredentials(SignInDatabase database, TimeProvider time)
{
    /// <summary>A key is written by the database's clock and looked at by this host's: a begin that is a little ahead has begun.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private const string GoodSql = "valid_from <= $2 and (valid_to is null or valid_to > $3)";

    /// <summary>Whether it is one of the client's secrets that are good now: two during a change, otherwise one.</summary>
    public async Task<bool> IsSecretAsync(string clientId, string secret, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var hashes = await database.ListAsync(
            $"select secret_hash from signin.client_credentials where client_id = $1 and kind = 'SECRET' and {GoodSql}", r => r.GetString(0), cancel,
            Sql.Text(clientId), Sql.At(now + ClockSkew), Sql.At(now));
        return hashes.Any(hash => ClientSecret.Fits(secret, hash));
    }

    /// <summary>The client's keys that are good now: the one that an assertion names, or all.</summary>
    public async Task<List<JsonWebKey>> KeysAsync(string clientId, string? keyId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await database.ListAsync(
            $"select key_id, public_key from signin.client_credentials where client_id = $1 and kind = 'KEY' and {GoodSql} and ($4::text is null or key_id = $4)",
            r => new JsonWebKey(r.GetString(1)) { KeyId = r.GetString(0) }, cancel,
            Sql.Text(clientId), Sql.At(now + ClockSkew), Sql.At(now), Sql.Text(keyId));
    }

    /// <summary>False when this assertion has been used, at whichever host. What has expired is forgotten on the way.</summary>
    public async Task<bool> UseAsync(string clientId, string assertionId, DateTimeOffset expiresAt, CancellationToken cancel) => await database.ExecuteAsync(
        """
        with gone as (
          delete from signin.used_assertions where (client_id, jti_hash) in (
            select client_id, jti_hash from signin.used_assertions where expires_at < $4 order by expires_at limit 20 for update skip locked))
        insert into signin.used_assertions (client_id, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing
        """,
        cancel, Sql.Text(clientId), Sql.Bytes(SHA256.HashData(Encoding.UTF8.GetBytes(assertionId))), Sql.At(expiresAt),
        Sql.At(time.GetUtcNow() - (2 * ClockSkew))) == 1;
}
