using System.Collections.Frozen;

namespace Campaign.Registry.Kernel;

/// <summary>What a caller may do. A scope is granted to an OAuth client and carried by its access token.</summary>
public static class Scopes
{
    public const string Check = "registry.check";
    public const string Record = "registry.record";
    public const string Department = "department";

    public static IReadOnlyList<string> All { get; } = [Check, Record, Department];
}

/// <summary>Who asks: a provider's system, or the department's. Made from a validated access token, never from the request's body.</summary>
/// <param name="ClientId">The OAuth client.</param>
/// <param name="ProviderCode">The provider that the client belongs to; null for the department.</param>
/// <param name="GrantedScopes">The scopes of the token.</param>
public sealed record Caller(string ClientId, string? ProviderCode, FrozenSet<string> GrantedScopes)
{
    public bool IsDepartment => ProviderCode is null && GrantedScopes.Contains(Scopes.Department);

    /// <summary>The owner of request ids: one provider, whichever of its clients asks; or one client of the department.</summary>
    public string RequestOwner => ProviderCode is null ? $"client:{ClientId}" : $"provider:{ProviderCode}";

    public bool May(string scope) => GrantedScopes.Contains(scope);
}
