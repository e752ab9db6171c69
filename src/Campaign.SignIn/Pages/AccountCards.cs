using Campaign.Registry.Accounts;

namespace Campaign.SignIn.Pages;

/// <summary>An account as both administrators' pages show it: how it stands, what it is signed in on, and what can be done with it.</summary>
internal static class AccountCards
{
    public const string Open = "open";
    public const string IssueCode = "code";
    public const string Confirm = "confirm";
    public const string ChangeRole = "role";
    public const string EndOfAccount = "end-account";
    public const string EndOfDevice = "end-device";

    public static Html StateOf(Page page, AccountView account) => account switch
    {
        { Active: false } => page.State("over", new($"Tài khoản kết thúc lúc {PageMenu.Clock(account.ActiveTo!.Value)}", $"Account ended at {PageMenu.Clock(account.ActiveTo.Value)}")),
        { SetupCode: { AwaitsSecondAdministrator: true } code } => page.State("waiting", new(
            $"Mã thiết lập do {code.IssuedBy} cấp, chờ quản trị viên khác xác nhận", $"Set-up code by {code.IssuedBy}, waits for another administrator")),
        { SetupCode: { } code } => page.State("waiting", new(
            $"Mã thiết lập chờ dùng, đến {PageMenu.Clock(code.ExpiresAt)}", $"Set-up code not yet used, good until {PageMenu.Clock(code.ExpiresAt)}")),
        { SetUp: false } => page.State("waiting", new("Chưa đặt mật khẩu: hãy cấp mã thiết lập", "No password yet: issue a set-up code")),
        { Kind: AccountKind.Officer, SecondFactor: false } => page.State("waiting", new("Chưa đăng ký ứng dụng xác thực", "No authenticator app yet")),
        _ => page.State("good", new("Đăng nhập được", "Can sign in")),
    };

    /// <summary>Devices and sessions; each device can be taken away.</summary>
    public static Html Devices(Page page, string path, AccountView account) => Html.Of($"""
        <h3>{page.Say("Thiết bị và phiên", "Devices and sessions")}</h3>
        {(account.Devices.Count + account.Sessions.Count == 0
            ? Html.Of($"""<p class="hint">{page.Say("Chưa đăng nhập trên máy nào.", "Signed in nowhere.")}</p>""")
            : Html.Nothing)}
        {Html.Join(account.Devices.Select(d => Html.Of($"""
            <div class="line"><p>{page.Say("Thiết bị", "Device")} <strong>{d.Label}</strong> · {page.Say("gắn lúc", "bound at")} {PageMenu.Clock(d.RegisteredAt)}</p>
            {page.Form(path, Html.Of($"{Act(EndOfDevice, account.Id.ToString())}{Page.Hidden("device", d.Id.ToString())}"), new($"Gỡ {d.Label}", $"Remove {d.Label}"), quiet: true)}</div>
            """)))}
        {Html.Join(account.Sessions.Select(s => Html.Of(
            $"""<p class="line">{page.Say("Phiên", "Session")} {s.Label} · {s.Network} · {page.Say("dùng lần cuối", "last used")} {PageMenu.Clock(s.LastSeenAt)}</p>""")))}
        """);

    public static Html Act(string act, string id) => Html.Of($"{Page.Hidden("act", act)}{Page.Hidden("id", id)}");

    public static Html CodeForm(Page page, string path, AccountView account) => page.Form(
        path, Act(IssueCode, account.Id.ToString()),
        account.SetUp ? new($"Cấp lại mã thiết lập cho {account.UserName}", $"Issue a new set-up code for {account.UserName}")
            : new($"Cấp mã thiết lập cho {account.UserName}", $"Issue a set-up code for {account.UserName}"),
        quiet: true);

    public static Notice NoticeOf(SetupCodeIssued issued) => new(
        new($"Đã cấp mã thiết lập cho {issued.Account.UserName}.", $"A set-up code for {issued.Account.UserName} is issued."), issued.Account.UserName, issued.Code,
        issued.AwaitsSecondAdministrator);
}
