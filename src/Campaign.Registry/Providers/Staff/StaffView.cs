using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Providers.Staff;

/// <summary>A member of a provider's staff in one period of service: [ActiveFrom, ActiveTo).</summary>
/// <param name="Reference">The provider's own; at one time it means one person.</param>
/// <param name="Name">As it is at the instant of the answer.</param>
/// <param name="PhotoSetAt">Since when the badge shows the photograph that it shows; null when it shows none.</param>
public sealed record StaffView(Guid Id, Provider Provider, string Reference, string Name, DateTimeOffset ActiveFrom, DateTimeOffset? ActiveTo, bool Active, DateTimeOffset? PhotoSetAt);

/// <summary>No member of the caller's staff bears this id (I8).</summary>
internal sealed record StaffNotFound : Refusal
{
    public override Text Message => new(
        "Không tìm thấy nhân viên nào của doanh nghiệp với mã này. Hãy kiểm tra lại mã.", "No staff member of the provider has this id. Check the id.");

    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>The period of service has ended; whoever begins anew is added anew.</summary>
internal sealed record StaffHasLeft(DateTimeOffset LeftAt) : Refusal
{
    public override Text Message => new(
        $"Nhân viên này đã thôi việc lúc {VietnamTime.Spoken(LeftAt)}. Nếu làm việc trở lại, hãy thêm mới.",
        $"This member of staff left at {VietnamTime.SpokenEnglish(LeftAt)}. Add a returning person again.");

    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>Another active member of this provider's staff bears the reference.</summary>
internal sealed record StaffReferenceTaken : Refusal
{
    public override Text Message => new(
        "Mã nhân viên này đang thuộc một nhân viên đang hoạt động. Hãy chọn mã khác, hoặc kết thúc nhân viên cũ trước.",
        "An active staff member has this reference. Choose another, or end that staff member first.");

    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>The member of staff cannot be as described. Field: which part of the input.</summary>
public sealed record InvalidStaff(string Field, Text What) : FieldRefusal(Field, What)
{
    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>
/// A reference is a <see cref="TypedText.StaffReference"/> and a name a <see cref="TypedText.PersonName"/>, blanks around them cut, and neither holds what looks like a citizen number (I11): both are kept in the clear.
/// </summary>
internal static class StaffAreDescribedRule
{
    public static InvalidStaff? Reference(string reference) => Judge("reference", reference, TypedText.StaffReference);

    public static InvalidStaff? Name(string name) => Judge("name", name, TypedText.PersonName);

    private static InvalidStaff? Judge(string field, string text, TypedText kind) => text switch
    {
        _ when !kind.Fits(text) => new(field, kind.Bounds),
        _ when InvisibleCharacters.Without(text) != text || text.Any(char.IsControl) => new(field, new("không được chứa ký tự không nhìn thấy hay xuống dòng.", "must not contain invisible characters or line breaks.")),
        _ when NumbersInText.Blank(text) != text => new(field, new("không được chứa số căn cước hay dãy số dài.", "must not contain a citizen number or a long run of digits.")),
        _ => null,
    };
}

/// <summary>One row of registry.staff with the name that it bears now.</summary>
internal sealed record StaffRow(Guid Id, short ProviderId, string Reference, string Name, DateTimeOffset ActiveFrom, DateTimeOffset? ActiveTo, DateTimeOffset? PhotoSetAt = null)
{
    public const string SelectSql = """
        select s.id, s.provider_id, s.reference,
          coalesce((select n.full_name from registry.staff_names n where n.staff_id = s.id order by n.valid_from desc limit 1), s.full_name) as name,
          s.active_from, s.active_to,
          (select p.set_at from registry.staff_photos p where p.staff_id = s.id and p.removed_at is null) as photo_set_at
        from registry.staff s
        """;

    /// <summary>Locks a member of the caller's own staff, then reads the clock; null when none bears this id.</summary>
    public static async Task<(StaffRow Row, DateTimeOffset Now)?> LockOwnAsync(Work work, Caller caller, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known) || caller.Provider is not { Id: var own })
        {
            return null;
        }

        var (found, now) = await work.LockAsync("select s.id from registry.staff s where s.id = $1 and s.provider_id = $2 for update", Sql.Uuid(known), Sql.Small(own));
        return found && await work.RowOrNullAsync<StaffRow>(SelectSql + " where s.id = $1", Sql.Uuid(known)) is { } row ? (row, now) : null;
    }

    public async Task<StaffView> ViewAsync(ProviderDirectory providers, DateTimeOffset now, CancellationToken cancel) => new(
        Id, await providers.ByIdAsync(ProviderId, cancel), Reference, Name, ActiveFrom, ActiveTo, ActiveFrom <= now && (ActiveTo is null || now < ActiveTo), PhotoSetAt);
}
