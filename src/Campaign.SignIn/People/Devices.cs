using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.SignIn.People;

/// <summary>
/// A device bound to the person: a tablet makes a P-256 key that does not leave it and proves it at every token that can be renewed. The proof is an ECDSA signature
/// (SHA-256, r and s side by side as WebCrypto makes it) over <c>campaign-device</c>, a challenge of this registry, which is good for 2 minutes, and the SHA-256 of the
/// code or refresh token that it comes with; each of those is good once, so the proof is too. A device belongs to one account at a time: whoever signs in on it after
/// another ends the other's sessions there.
/// </summary>
internal sealed class Devices(SignInDatabase database, SignInKeys keys, TimeProvider time)
{
    private static readonly TimeSpan ChallengeGoodFor = TimeSpan.FromMinutes(2);

    private readonly IDataProtector challenges = keys.CreateProtector("device challenge");

    public (string Challenge, DateTimeOffset ExpiresAt) NewChallenge()
    {
        var expires = time.GetUtcNow() + ChallengeGoodFor;
        return (WebEncoders.Base64UrlEncode(challenges.Protect([.. BitConverter.GetBytes(expires.UtcTicks), .. RandomNumberGenerator.GetBytes(16)])), expires);
    }

    /// <summary>What a device signs.</summary>
    public static byte[] SignedText(string challenge, string token) =>
        Encoding.UTF8.GetBytes($"campaign-device\n{challenge}\n{WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}");

    /// <summary>A public key as it is sent: SubjectPublicKeyInfo in base64url, on P-256; null when it is none.</summary>
    public static byte[]? KeyFrom(string? base64Url)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(WebEncoders.Base64UrlDecode(base64Url ?? ""), out _);
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? key.ExportSubjectPublicKeyInfo() : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether the holder of this key has signed a challenge that is still good together with this code or refresh token.</summary>
    public bool Proves(byte[] publicKey, string? challenge, string? proof, string? token)
    {
        if (challenge is null || proof is null || token is null)
        {
            return false;
        }

        try
        {
            var expires = BitConverter.ToInt64(challenges.Unprotect(WebEncoders.Base64UrlDecode(challenge)));
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return time.GetUtcNow().UtcTicks < expires && key.VerifyData(SignedText(challenge, token), WebEncoders.Base64UrlDecode(proof), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The public key of the device that a session is bound to; null when there is none, or it is somebody else's now.</summary>
    public async Task<byte[]?> KeyOfAsync(Session session, CancellationToken cancel) => session.DeviceId is { } id
        ? await database.FirstAsync(
            "select public_key from signin.devices where id = $1 and account_id = $2 and ended_at is null",
            r => r.GetFieldValue<byte[]>(0), cancel, Sql.Uuid(id), Sql.Uuid(session.Account.Id))
        : null;

    /// <summary>
    /// Binds the device to the session's account, and the session to the device; what another account had there ends. Two statements, for the first frees the key for
    /// the second; of two accounts that meet here one gets the device, and the other's session none.
    /// </summary>
    public async Task RegisterAsync(Session session, byte[] publicKey, string? label, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await database.ExecuteAsync(
            """
            with others as (
              update signin.devices set ended_at = greatest($3, registered_at) where public_key = $1 and ended_at is null and account_id <> $2 returning id)
            update signin.sessions s set ended_at = greatest($3, s.created_at) from others where s.device_id = others.id and s.ended_at is null
            """,
            cancel, Sql.Bytes(publicKey), Sql.Uuid(session.Account.Id), Sql.At(now));
        await database.ExecuteAsync(
            """
            with device as (
              insert into signin.devices (id, account_id, public_key, label, registered_at) values ($1, $2, $3, $4, $5)
              on conflict (public_key) where ended_at is null do update set label = excluded.label
                where devices.account_id = excluded.account_id
              returning id)
            update signin.sessions set device_id = device.id from device where sessions.id = $6
            """,
            cancel, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(session.Account.Id), Sql.Bytes(publicKey), Sql.Text(Sessions.Label(label)), Sql.At(now), Sql.Uuid(session.Id));
    }
}
