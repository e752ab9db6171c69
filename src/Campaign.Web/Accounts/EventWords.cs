using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Web.Accounts;

/// <summary>What happened at the sign-in, in words for whom it happened to.</summary>
public static class EventWords
{
    public static Text Of(SignInEventKind kind) => kind switch
    {
        SignInEventKind.SignedIn => new("Đăng nhập", "Signed in"),
        SignInEventKind.SignInFailed => new("Đăng nhập không thành công: sai mật khẩu", "Sign-in failed: wrong password"),
        SignInEventKind.SignInSlowed => new("Thử sai quá nhiều, phải chờ", "Too many wrong tries, made to wait"),
        SignInEventKind.SecondFactorEnrolled => new("Đăng ký ứng dụng xác thực", "Authenticator app set up"),
        SignInEventKind.SecondFactorFailed => new("Sai mã xác thực", "Wrong authenticator code"),
        SignInEventKind.SignedOut => new("Đăng xuất", "Signed out"),
        SignInEventKind.SessionEnded => new("Kết thúc một phiên", "A session was ended"),
        SignInEventKind.PasswordChanged => new("Đổi mật khẩu", "Password changed"),
        SignInEventKind.SetupCodeIssued => new("Được cấp mã thiết lập", "Set-up code issued"),
        SignInEventKind.SetupCodeConfirmed => new("Mã thiết lập được xác nhận", "Set-up code confirmed"),
        SignInEventKind.SetupCodeUsed => new("Đặt mật khẩu bằng mã thiết lập", "Password set with a set-up code"),
        SignInEventKind.SetupCodeFailed => new("Mã thiết lập không đúng", "Wrong set-up code"),
        SignInEventKind.AccountOpened => new("Mở tài khoản", "Account opened"),
        SignInEventKind.RoleChanged => new("Đổi vai trò", "Role changed"),
        SignInEventKind.AccountEnded => new("Kết thúc tài khoản", "Account ended"),
        SignInEventKind.DeviceBound => new("Gắn thiết bị với tài khoản", "Device bound to the account"),
        SignInEventKind.DeviceEnded => new("Gỡ thiết bị", "Device removed"),
        SignInEventKind.RefreshReplayed => new("Khóa gia hạn bị dùng lại: mọi phiên liên quan đã kết thúc", "A renewal was used twice: the sessions that it came from have ended"),
        _ => new(kind.InDatabase(), kind.InDatabase()),
    };
}
