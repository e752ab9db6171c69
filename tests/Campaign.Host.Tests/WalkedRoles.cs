using System.Security.Cryptography;
using Campaign.Bench.Hostile;
using Campaign.Registry.Kernel;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>The roles of docs/permissions.md, each with an access token as its sign-in gives it.</summary>
internal static class WalkedRoles
{
    public const string Public = "public";
    public const string Citizen = "citizen";

    private static readonly Dictionary<string, string[]> Scoped = new()
    {
        ["provider: check"] = [Scopes.Check],
        ["provider: record"] = [Scopes.Record],
        ["staff"] = [Scopes.Check, Scopes.Record],
        ["provider's administrator"] = [Scopes.ProviderAdministration],
        ["department's system"] = [Scopes.Department],
        ["officer: viewer"] = [Scopes.DepartmentRead],
        ["officer: reviewer"] = [Scopes.DepartmentRead, Scopes.DepartmentReview],
        ["officer: administrator"] = [Scopes.DepartmentRead, Scopes.DepartmentAdministration],
    };

    public static IReadOnlyList<string> All { get; } = [Public, .. Scoped.Keys, Citizen];

    /// <summary>Null for the public.</summary>
    public static async Task<string?> TokenAsync(TestRegistry registry, string role)
    {
        if (role == Public)
        {
            return null;
        }

        var ofDepartment = role.StartsWith("officer", StringComparison.Ordinal) || role.StartsWith("department", StringComparison.Ordinal) || role == Citizen;
        var token = ForgedToken.From(await registry.TokenAsync(ofDepartment ? "department" : "vnpt-ca"));
        using var key = ECDsa.Create();
        key.ImportFromPem(Keyring.Demo().TokenSigningKeys[^1].Pem);
        return token.Claim("scope", string.Join(' ', role == Citizen ? [Scopes.Citizen] : Scoped[role])).SignedBy(key);
    }
}
