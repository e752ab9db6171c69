namespace Campaign.SignIn.Issuers;

/// <summary>Whom an outside issuer's tokens speak of. A kind is all that its tokens can be: none of them grants what another kind's do.</summary>
public enum IssuerKind
{
    /// <summary>A provider's systems: registry.check and registry.record.</summary>
    System,

    /// <summary>A provider's staff, each as a member whom the registry knows: registry.check and registry.record.</summary>
    Staff,

    /// <summary>The department's officers, by role, with a second factor.</summary>
    Officer,

    /// <summary>Citizens, each as the number that the issuer has proved.</summary>
    Citizen,
}

/// <summary>An outside OIDC issuer whose access tokens this registry takes.</summary>
/// <param name="Name">This registry's own word for it, in front of the names of those who come by it, so that none is ever taken for an account or client of the registry's own.</param>
/// <param name="Issuer">Exactly as in its tokens' iss.</param>
/// <param name="Audience">Exactly as in its tokens' aud.</param>
/// <param name="Metadata">Its discovery document.</param>
/// <param name="Providers">For whom alone a SYSTEM or STAFF issuer speaks: a provider's identity service names no other provider.</param>
/// <param name="Claims">Which claim says what.</param>
/// <param name="Roles">Of officers: VIEWER, REVIEWER or ADMINISTRATOR by the role claim's value.</param>
/// <param name="Acr">Of officers: one of these is the token's acr; empty when it is not asked.</param>
/// <param name="Amr">Of officers: one of these is among the token's amr; empty when it is not asked.</param>
public sealed record OutsideIssuer(
    string Name, IssuerKind Kind, string Issuer, string Audience, Uri Metadata, IReadOnlyList<string> Providers, IssuerClaims Claims,
    IReadOnlyDictionary<string, string> Roles, IReadOnlyList<string> Acr, IReadOnlyList<string> Amr);

/// <param name="Subject">Who: of systems the client, of staff and officers the person.</param>
/// <param name="Provider">The provider's code; null where the issuer speaks for one alone.</param>
/// <param name="Staff">The member of staff's reference.</param>
/// <param name="Role">The officer's role, or several.</param>
/// <param name="Number">The citizen's number.</param>
/// <param name="Scope">What narrows a system's scopes; null: they are those of the kind.</param>
public sealed record IssuerClaims(string Subject, string? Provider, string? Staff, string? Role, string? Number, string? Scope);
