using Campaign.Registry.Accounts;
using Campaign.Web.Accounts;

namespace Campaign.SignIn.Pages;

/// <summary>An account as the page of the staff shows it: how it stands, what it is signed in on, and what can be done with it.</summary>
internal static class AccountCards
{
    public const string Open = "open";
    public const string IssueCode = "code";
    public const string EndOfAccount = "end-account";
    public const string EndOfDevice = "end-device";

    public static Html StateOf(Page page, AccountView account)
    {
        var (_, words, look) = AccountWords.StateOf(account);
        return page.State(look switch { "good" => "good", "wait" => "waiting", _ => "over" }, words);
    }

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
        AccountWords.Issue(account),
        quiet: true);

    public static Notice NoticeOf(SetupCodeIssued issued) => new(
        new($"Đã cấp mã thiết lập cho {issued.Account.UserName}.", $"A set-up code for {issued.Account.UserName} is issued."), issued.Account.UserName, issued.Code,
        issued.AwaitsSecondAdministrator);
}
