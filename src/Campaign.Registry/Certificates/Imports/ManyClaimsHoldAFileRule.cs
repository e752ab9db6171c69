namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// A file of which more than 5 % of the rows judged so far, and more than 20, are claims on places that others hold stops until an officer has looked again: either its dates are wrong, or somebody else's are (HUE-1.4).
/// Approved again it goes on, and stops once more only when there are twice as many claims as that officer saw.
/// </summary>
internal static class ManyClaimsHoldAFileRule
{
    public const int Most = 20;
    public const int MostPercent = 5;

    /// <param name="claims">Rows that became claims.</param>
    /// <param name="judged">Rows that have a verdict.</param>
    /// <param name="seen">Claims that stood when an officer approved last.</param>
    public static bool Holds(long claims, long judged, long seen) => claims > Most && claims * 100 > judged * MostPercent && claims > 2 * seen;
}
