using System.Security.Cryptography;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;

namespace Campaign.SignIn.People;

/// <summary>
/// The second factor of officers: a code by time from an app that holds the secret. The secret is kept sealed (AES-256-GCM under the keyring's encryption key, bound to
/// its account) and shown only until its first code has confirmed it. Each code is good once, at one host of all.
/// </summary>
internal sealed class SecondFactors(SignInDatabase database, KeysInUse keys, TimeProvider time)
{
    private sealed record Row(short KeyId, byte[] Sealed, bool Confirmed, long LastStep);

    public async Task<bool> IsEnrolledAsync(Guid account, CancellationToken cancel) => await ReadAsync(account, cancel) is { Confirmed: true };

    /// <summary>The secret to be put into the app: made at the first asking, and the same until it is confirmed; null once it is.</summary>
    public async Task<byte[]?> SecretToEnrolAsync(Guid account, CancellationToken cancel)
    {
        await KeepAsync(account, RandomNumberGenerator.GetBytes(TimeCode.SecretLength), confirmed: false, cancel);
        return await ReadAsync(account, cancel) is { Confirmed: false } row ? Open(account, row) : null;
    }

    /// <summary>Puts a secret where there is none.</summary>
    public async Task KeepAsync(Guid account, byte[] secret, bool confirmed, CancellationToken cancel)
    {
        var key = keys.Now.EncryptionKeys[^1];
        var now = time.GetUtcNow();
        await database.ExecuteAsync(
            "insert into signin.second_factors (account_id, key_id, secret, made_at, confirmed_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            cancel, Sql.Uuid(account), Sql.Small(key.Id), Sql.Bytes(SealedBytes.Seal(key, secret, account.ToByteArray())), Sql.At(now), Sql.At(confirmed ? now : null));
    }

    /// <summary>Uses a code up; false when it is wrong, too old, too early or used before. The first that fits confirms the secret.</summary>
    public async Task<bool> UseAsync(Guid account, string code, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await ReadAsync(account, cancel) is not { } row || TimeCode.StepOf(Open(account, row), code, now, row.LastStep) is not { } step)
        {
            return false;
        }

        // Guarded: of two who bring one code at once, one gets in.
        return await database.ExecuteAsync(
            "update signin.second_factors set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) where account_id = $1 and last_step < $2",
            cancel, Sql.Uuid(account), Sql.Long(step), Sql.At(now)) == 1;
    }

    private Task<Row?> ReadAsync(Guid account, CancellationToken cancel) => database.FirstAsync(
        "select key_id, secret, confirmed_at is not null, last_step from signin.second_factors where account_id = $1",
        r => new Row(r.GetInt16(0), r.GetFieldValue<byte[]>(1), r.GetBoolean(2), r.GetInt64(3)), cancel, Sql.Uuid(account));

    private byte[] Open(Guid account, Row row)
    {
        var key = keys.Now.EncryptionKeys.FirstOrDefault(k => k.Id == row.KeyId) ?? throw new CryptographicException($"Encryption key {row.KeyId} is not at hand.");
        return SealedBytes.Open(key, row.Sealed, account.ToByteArray());
    }
}
