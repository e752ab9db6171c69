using OtpNet;

namespace Campaign.SignIn.People;

/// <summary>Codes by time, RFC 6238 as authenticator apps make them: HMAC-SHA-1, 6 digits, steps of 30 s; the step before and the step after are taken too.</summary>
public static class TimeCode
{
    internal const int SecretLength = 20;
    private const int StepSeconds = 30;

    private static readonly VerificationWindow Neighbours = new(previous: 1, future: 1);

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    public static string At(byte[] secret, long step) => Of(secret).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime);

    /// <summary>The step whose code this is, of the three around this instant, if it is later than the last one used; otherwise null.</summary>
    internal static long? StepOf(byte[] secret, string code, DateTimeOffset now, long lastUsed) =>
        Of(secret).VerifyTotp(now.UtcDateTime, code, out var step, Neighbours) && step > lastUsed ? step : null;

    /// <summary>RFC 4648 base32 without padding, as authenticator apps take secrets.</summary>
    public static string Base32(byte[] bytes) => Base32Encoding.ToString(bytes).TrimEnd('=');

    private static Totp Of(byte[] secret) => new(secret, StepSeconds, OtpHashMode.Sha1, totpSize: 6);
}
