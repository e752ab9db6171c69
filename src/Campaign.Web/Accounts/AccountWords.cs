using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Web.Pages;

namespace Campaign.Web.Accounts;

/// <summary>How an account stands, in words for who administers it.</summary>
internal static class AccountWords
{
    /// <summary>The sign, the words, and the class that colours them; never the colour alone.</summary>
    public static (string Sign, Text Words, string Look) StateOf(AccountView account) => account switch
    {
        { Active: false } => ("✖", new($"Tài khoản kết thúc lúc {Clock.At(account.ActiveTo!.Value)}", $"Account ended at {Clock.At(account.ActiveTo.Value)}"), "bad"),
        { SetupCode: { AwaitsSecondAdministrator: true } code } => ("‖", new(
            $"Mã thiết lập do {code.IssuedBy} cấp, chờ quản trị viên khác xác nhận", $"Set-up code by {code.IssuedBy}, waits for another administrator"), "wait"),
        { SetupCode: { } code } => ("‖", new(
            $"Mã thiết lập chờ dùng, đến {Clock.At(code.ExpiresAt)}", $"Set-up code not yet used, good until {Clock.At(code.ExpiresAt)}"), "wait"),
        { SetUp: false } => ("‖", new("Chưa đặt mật khẩu: hãy cấp mã thiết lập", "No password yet: issue a set-up code"), "wait"),
        { Kind: AccountKind.Officer, SecondFactor: false } => ("‖", new("Chưa đăng ký ứng dụng xác thực", "No authenticator app yet"), "wait"),
        _ => ("✔", new("Đăng nhập được", "Can sign in"), "good"),
    };

    /// <summary>What an officer of this role may do, short enough for a line of a list.</summary>
    public static Text Of(OfficerRole role) => role switch
    {
        OfficerRole.Viewer => new("Xem", "Viewer: sees"),
        OfficerRole.Reviewer => new("Xử lý: tiếp công dân, kết thúc chứng thư, lập đề nghị", "Reviewer: serves citizens, ends certificates, proposes"),
        _ => new("Quản trị: tài khoản, chiến dịch, duyệt đề nghị", "Administrator: accounts, campaigns, approves"),
    };

    public static Text Issue(AccountView account) => account.SetUp
        ? new($"Cấp lại mã thiết lập cho {account.UserName}", $"Issue a new set-up code for {account.UserName}")
        : new($"Cấp mã thiết lập cho {account.UserName}", $"Issue a set-up code for {account.UserName}");
}
