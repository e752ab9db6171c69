using Campaign.SignIn.Issuers;

namespace Campaign.SignIn;

/// <summary>What the sign-in must know of the host that it is part of.</summary>
/// <param name="IsDemo">The registry holds the demo's made-up people.</param>
/// <param name="IsLoopback">The host listens on this machine alone.</param>
/// <param name="PublicAddress">Under which address browsers reach this registry; null on a machine of one's own.</param>
/// <param name="Issuers">Outside OIDC issuers whose access tokens are taken beside the registry's own.</param>
public sealed record SignInSettings(bool IsDemo, bool IsLoopback, Uri? PublicAddress, IReadOnlyList<OutsideIssuer> Issuers)
{
    /// <summary>An outside identity service proves who a citizen is, so this registry sends no one-time codes.</summary>
    public bool CitizensSignInElsewhere => Issuers.Any(i => i.Kind == IssuerKind.Citizen);
}
