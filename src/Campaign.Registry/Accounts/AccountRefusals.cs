using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Accounts;

/// <summary>No account that the caller administers bears this id.</summary>
internal sealed record AccountNotFound : Refusal
{
    public override Text Message => new("Không tìm thấy tài khoản nào với mã này. Hãy kiểm tra lại mã.", "No account that you administer has this id. Check the id.");
}

/// <summary>An account that has ended does not come back; whoever begins anew gets a new one.</summary>
internal sealed record AccountHasEnded(DateTimeOffset EndedAt) : Refusal
{
    public override Text Message => new(
        $"Tài khoản này đã kết thúc lúc {VietnamTime.Spoken(EndedAt)}. Người làm việc trở lại được mở tài khoản mới.",
        $"This account ended at {VietnamTime.SpokenEnglish(EndedAt)}. Open a new account for a person who returns.");
}

/// <summary>Nobody administers one's own account.</summary>
internal sealed record OwnAccount : Refusal
{
    public override Text Message => new(
        "Không ai được quản trị tài khoản của chính mình. Hãy nhờ một quản trị viên khác.", "Nobody may administer their own account. Ask another administrator.");
}

/// <summary>Nobody would be left who can open accounts.</summary>
internal sealed record LastAdministrator : Refusal
{
    public override Text Message => new(
        "Đây là quản trị viên cuối cùng của Sở có thể đăng nhập. Hãy mở tài khoản cho một quản trị viên khác trước.",
        "This is the department's last administrator who can sign in. Open an account for another administrator first.");
}

/// <summary>The user name is somebody's, or was.</summary>
internal sealed record UserNameTaken : Refusal
{
    public override Text Message => new(
        "Tên đăng nhập này đã hoặc từng thuộc một người khác. Hãy chọn tên khác.", "This user name belongs or belonged to another person and is never reused. Choose another.");
}

/// <summary>The member of staff has an account in force, under another user name.</summary>
internal sealed record StaffHasAccount(string UserName) : Refusal
{
    public override Text Message => new(
        $"Nhân viên này đã có tài khoản {UserName}. Hãy cấp mã thiết lập mới cho tài khoản đó.",
        $"This staff member already has the account {UserName}. Issue a new set-up code for it.");

    public override Clause? Clause => Clause.StaffAtTheDoorAreKnown;
}

/// <summary>No provider bears this code.</summary>
public sealed record ProviderNotKnown : Refusal
{
    public override Text Message => new("Không có doanh nghiệp nào mang mã này. Hãy kiểm tra lại mã.", "No provider has this code. Check the code.");
}

/// <summary>The code is good only when another administrator than its issuer has confirmed it.</summary>
internal sealed record SecondAdministratorNeeded(string IssuedBy) : Refusal
{
    public override Text Message => new(
        $"Mã này do {IssuedBy} cấp; một quản trị viên khác phải xác nhận.", $"This code was issued by {IssuedBy}; another administrator must confirm it.");

    public override Clause? Clause => Clause.ViolatorIsExcluded;
}

/// <summary>No set-up code of this account waits for a second administrator.</summary>
internal sealed record NothingToConfirm : Refusal
{
    public override Text Message => new(
        "Tài khoản này không có mã thiết lập nào chờ xác nhận. Hãy cấp mã mới nếu cần.", "No set-up code of this account is waiting to be confirmed. Issue a new one if needed.");
}

/// <summary>No device of an account that the caller administers bears this id, or it has ended.</summary>
internal sealed record DeviceNotFound : Refusal
{
    public override Text Message => new("Không tìm thấy thiết bị nào với mã này. Hãy tải lại danh sách.", "No device of an account that you administer has this id. Reload the list.");
}

/// <summary>This is no telephone number of Vietnam.</summary>
internal sealed record InvalidPhone() : FieldRefusal("phone", new("gồm 10 chữ số bắt đầu bằng 0, hoặc +84 và 9 chữ số.", "must be 10 digits starting with 0, or +84 and 9 digits."));
