using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>
/// A person who may sign in. In force in [ActiveFrom, ActiveTo); a member of staff only while the period of service that the account is for is an active one in
/// the registry (HUE-3.2 asks who stood at the door).
/// </summary>
/// <param name="Role">An officer's: VIEWER, REVIEWER or ADMINISTRATOR.</param>
/// <param name="PasswordHash">Null until it is set up.</param>
internal sealed record Account(
    Guid Id, string UserName, AccountKind Kind, string? Provider, string? StaffReference, string? Role, string? PasswordHash,
    DateTimeOffset ActiveFrom, DateTimeOffset? ActiveTo)
{
    public const string Viewer = "VIEWER";
    public const string Reviewer = "REVIEWER";
    public const string RoleOfAdministrators = "ADMINISTRATOR";

    public const string Columns =
        "a.id, a.user_name, a.kind, a.provider_code, a.staff_reference, a.role, a.password_hash, a.active_from, a.active_to, a.staff_id";

    /// <summary>The period of service that a staff account is for; null for the demo's, which are known by their reference.</summary>
    public Guid? StaffId { get; init; }

    public static IReadOnlyList<string> Roles { get; } = [Viewer, Reviewer, RoleOfAdministrators];

    /// <summary>Officers see everybody: a password alone never lets them in.</summary>
    public bool NeedsSecondFactor => Kind == AccountKind.Officer;

    /// <summary>
    /// What the kind and the role allow, with a second factor or without. No person ever gets <see cref="Scopes.Department"/>, which acts with both pairs of eyes,
    /// and without the second factor nobody gets anything of the department's.
    /// </summary>
    public IReadOnlyList<string> ScopesWith(bool secondFactor) => (Kind, Role, secondFactor) switch
    {
        (AccountKind.Staff, _, _) => [Scopes.Check, Scopes.Record],
        (AccountKind.Administrator, _, _) => [Scopes.ProviderAdministration],
        (AccountKind.Officer, Viewer, true) => [Scopes.DepartmentRead],
        (AccountKind.Officer, Reviewer, true) => [Scopes.DepartmentRead, Scopes.DepartmentReview],
        (AccountKind.Officer, RoleOfAdministrators, true) => [Scopes.DepartmentRead, Scopes.DepartmentReview, Scopes.DepartmentAdministration],
        _ => [],
    };

    public bool IsActiveAt(DateTimeOffset now) => ActiveFrom <= now && (ActiveTo is null || now < ActiveTo);

    /// <summary>From columns as <see cref="Columns"/> names them, beginning at this one.</summary>
    public static Account From(NpgsqlDataReader reader, int first = 0) => new(
        reader.GetGuid(first), reader.GetString(first + 1), Enum.Parse<AccountKind>(reader.GetString(first + 2), ignoreCase: true), reader.TextOrNull(first + 3),
        reader.TextOrNull(first + 4), reader.TextOrNull(first + 5), reader.TextOrNull(first + 6), reader.GetFieldValue<DateTimeOffset>(first + 7),
        reader.ValueOrNull<DateTimeOffset>(first + 8))
    {
        StaffId = reader.ValueOrNull<Guid>(first + 9),
    };

    public override string ToString() => $"{Kind} account {Id}";
}
