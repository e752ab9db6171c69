using System.Collections.Frozen;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Callers;

/// <summary>What a caller may do. Granted to an OAuth client or by a person's role, and carried by the access token.</summary>
public static class Scopes
{
    /// <summary>A provider's system or staff: ask whether a citizen may be issued a certificate.</summary>
    public const string Check = "registry.check";

    /// <summary>A provider's system or staff: record what was issued and what became of it.</summary>
    public const string Record = "registry.record";

    /// <summary>A provider's administrator: adds, changes and ends the provider's own staff and its systems' keys.</summary>
    public const string ProviderAdministration = "provider.admin";

    /// <summary>The department's systems: everything that is the department's, with both pairs of eyes.</summary>
    public const string Department = "department";

    /// <summary>Every officer: sees what is the department's.</summary>
    public const string DepartmentRead = "department.read";

    /// <summary>An officer who reviews: serves citizens at the counter, judges flags, proposes exclusions.</summary>
    public const string DepartmentReview = "department.review";

    /// <summary>An officer who administers: campaigns, officers, providers' administrators; the second pair of eyes.</summary>
    public const string DepartmentAdministration = "department.admin";

    /// <summary>A citizen, on what stands under the citizen's own number.</summary>
    public const string Citizen = "citizen";

    public static IReadOnlyList<string> All { get; } =
        [Check, Record, ProviderAdministration, Department, DepartmentRead, DepartmentReview, DepartmentAdministration, Citizen];
}

/// <summary>The provider that a caller belongs to.</summary>
/// <param name="Id">Its key in the database.</param>
/// <param name="Code">Its code in the contract.</param>
public sealed record CallerProvider(short Id, string Code);

/// <summary>The citizen whom a sign-in by one-time code has proved, as the number that was proved. Never shown, logged or put into a token in the clear (I11).</summary>
/// <param name="Digits">The number's digits.</param>
/// <param name="KeyHashes">Its keyed hash under each key in use, the oldest first.</param>
public sealed record CallerCitizen(string Digits, IReadOnlyList<byte[]> KeyHashes)
{
    public override string ToString() => "citizen";
}

/// <summary>Who asks. Made from a validated sign-in, never from the request's body.</summary>
/// <param name="ClientId">The OAuth client, or the account of a person who signed in.</param>
/// <param name="GrantedScopes">The scopes of the token.</param>
/// <param name="Provider">The provider that the caller belongs to; null for the department and for citizens.</param>
/// <param name="Citizen">The citizen who asks; null for everybody else.</param>
/// <param name="Staff">The reference of the provider's member of staff who signed in; null for systems and for everybody else.</param>
public sealed record Caller(
    string ClientId, FrozenSet<string> GrantedScopes, CallerProvider? Provider = null, CallerCitizen? Citizen = null, string? Staff = null)
{
    /// <summary>The department's systems and its officers.</summary>
    public bool IsDepartment =>
        Provider is null && Citizen is null && (GrantedScopes.Contains(Scopes.Department) || GrantedScopes.Contains(Scopes.DepartmentRead));

    /// <summary>An officer's own login, which acts with one pair of eyes.</summary>
    public bool IsOfficer => IsDepartment && !GrantedScopes.Contains(Scopes.Department);

    /// <summary>Tests alone set this: the code takes every row for the caller's own, and the database is left to show no more than it may.</summary>
    internal bool IsUnchecked { get; init; }

    /// <summary>What the database shows to this caller.</summary>
    public Viewer Viewer => this switch
    {
        { Citizen: { } citizen } => Viewer.Citizen(citizen.KeyHashes),
        { Provider: { } provider } => Viewer.Provider(provider.Id),
        { IsDepartment: true } => Viewer.Department,
        _ => Viewer.Nobody,
    };

    /// <summary>The owner of request ids: one provider, whichever of its clients asks; one citizen; or one client or officer of the department.</summary>
    public string RequestOwner => this switch
    {
        { Citizen: { } citizen } => $"citizen:{Convert.ToHexStringLower(citizen.KeyHashes[0])}",
        { Provider: { } provider } => $"provider:{provider.Code}",
        { IsOfficer: true } => $"officer:{ClientId}",
        _ => $"client:{ClientId}",
    };

    /// <summary>Who did something, as history says it for ever. Of a citizen, whom the subject tells, not even the hash of the number.</summary>
    public string Actor => Citizen is null ? RequestOwner : "citizen";

    /// <summary>
    /// Whether the row of this provider is the caller's: its own, or any for the department. A citizen's rows are the citizen's by whose they are and not by who
    /// issued them: whoever asks this looks at the person too.
    /// </summary>
    public bool Owns(short providerId) => IsDepartment || Citizen is not null || Provider?.Id == providerId || IsUnchecked;

    public bool May(string scope) => GrantedScopes.Contains(scope);
}
