using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Providers.Staff;

/// <summary>One period of service of a member of a provider's staff: [ActiveFrom, ActiveTo).</summary>
internal sealed record StaffMember(Guid Id, DateTimeOffset ActiveFrom, DateTimeOffset? ActiveTo)
{
    private const string ReadSql = "select id, active_from, active_to from registry.staff where provider_id = $1 and reference = $2";

    /// <summary>All periods of service under this reference; none when it is null or unknown.</summary>
    public static NpgsqlBatchCommand Read(short providerId, string? reference) =>
        Sql.Statement(ReadSql, Sql.Small(providerId), Sql.Text(reference));

    public static async Task<IReadOnlyList<StaffMember>> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var members = new List<StaffMember>();
        while (await reader.ReadAsync(cancel))
        {
            members.Add(new(reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.ValueOrNull<DateTimeOffset>(2)));
        }

        return members;
    }

    public bool IsActiveAt(DateTimeOffset now) => ActiveFrom <= now && (ActiveTo is null || now < ActiveTo);
}

/// <summary>Whom a request names as the member of staff who acts. A staff login implies its own reference, and names no other.</summary>
internal static class NamedStaff
{
    // No reference is empty, so this one is nobody's.
    private const string Nobody = "";

    public static string? Of(Caller caller, string? given) => caller.Staff is not { } own ? given : given is null || given == own ? own : Nobody;
}

/// <summary>No staff member was named where one must be, or the reference is not an active member of this provider's staff.</summary>
internal sealed record StaffNotAuthorised(bool Missing, bool InTheApp = false) : Refusal
{
    public override Text Message => InTheApp
        ? new(
            "Nhân viên ghi nhận việc cấp tại nhà (DOOR_TO_DOOR) và cấp theo nhu cầu (NEED). Việc cấp trong ứng dụng do hệ thống của doanh nghiệp ghi nhận.",
            "Staff record what they do at the door (DOOR_TO_DOOR) and for a need (NEED). What is issued in the app is recorded by the provider's system.")
        : Missing
        ? new(
            "Cấp tại nhà và cấp theo nhu cầu phải ghi mã nhân viên. Hãy gửi kèm mã nhân viên của doanh nghiệp.",
            "At the door and for a need the staff member must be named. Send your staff member's reference.")
        : new(
            "Mã nhân viên này không phải của một nhân viên đang hoạt động của doanh nghiệp. Hãy kiểm tra mã, hoặc đăng ký nhân viên với Sở.",
            "This reference does not belong to an active staff member of the provider. Check it, or register the staff member.");

    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>Who stands at the door, or helps with a need, is a known and active member of the provider's staff; whoever is named in the app is one too.</summary>
internal static class StaffAreKnownRule
{
    public static StaffNotAuthorised? Judge(bool required, string? reference, IReadOnlyList<StaffMember> members, DateTimeOffset now) =>
        reference is null
            ? required ? new(Missing: true) : null
            : members.Any(m => m.IsActiveAt(now)) ? null : new(Missing: false);
}
