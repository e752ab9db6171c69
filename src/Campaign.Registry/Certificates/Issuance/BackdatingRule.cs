namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// Two instants of a certificate: when it was made (issuedAt), and from when it is valid (notBefore). CAs date the second back, so that a clock that is behind takes it: by up to
/// a day, and by up to 5 minutes it may lie ahead. Lateness, and "made before the check", go by when it was made.
/// </summary>
internal static class BackdatingRule
{
    public static readonly TimeSpan Allowance = TimeSpan.FromDays(1);

    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static bool Fits(DateTimeOffset madeAt, DateTimeOffset notBefore) => notBefore >= madeAt - Allowance && notBefore <= madeAt + Ahead;
}
