using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.SignIn.People;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// The department's administrator on the accounts of officers and of providers' administrators: open, give another role, issue a set-up code, confirm one that another
/// administrator issued, end. Nobody finds anything to do with one's own account. Below: what happened at the sign-in lately.
/// </summary>
internal static class OfficerPages
{
    private const string OpenOfficer = "open-officer";
    private const string OpenAdministrator = "open-administrator";
    private const int EventsShown = 30;

    private static readonly (string Value, Text Words)[] Roles =
    [
        (nameof(OfficerRole.Viewer), new("Xem", "Viewer: sees")),
        (nameof(OfficerRole.Reviewer), new("Xử lý: tiếp công dân, kết thúc chứng thư, lập đề nghị", "Reviewer: serves citizens, ends certificates, proposes")),
        (nameof(OfficerRole.Administrator), new("Quản trị: tài khoản, chiến dịch, duyệt đề nghị", "Administrator: accounts, campaigns, approves")),
    ];

    public static void MapOfficerPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Officers, Task<IResult> (HttpContext http) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerOfficers, own => ListAsync(http, own, Tried.Nothing)));
        routes.MapPost(SignInPaths.Officers, Task<IResult> (HttpContext http) => PageForms.TakeAsync(
            http, form => PageMenu.OpenAsync(http, PageMenu.MayAdministerOfficers, own => ActAsync(http, own, form))));
    }

    private static async Task<IResult> ActAsync(HttpContext http, Session own, IFormCollection form)
    {
        var (services, cancel, id) = (http.RequestServices, http.RequestAborted, form["id"].ToString());
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        Tried tried = new(form["act"].ToString(), id, form);
        var role = Enum.TryParse<OfficerRole>(form["role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : OfficerRole.Viewer;
        switch (tried.Act)
        {
            case OpenOfficer:
                return await ToldAsync(
                    await services.GetRequiredService<OpenOfficerAccount>().HandleAsync(caller, new(form["user_name"].ToString(), role), cancel),
                    opened => new($"Đã mở tài khoản {opened.Account.UserName}. Hãy cấp mã thiết lập.", $"The account {opened.Account.UserName} is open. Issue a set-up code."));
            case OpenAdministrator:
                return await ToldAsync(
                    await services.GetRequiredService<OpenAdministratorAccount>().HandleAsync(caller, new(form["provider"].ToString(), form["user_name"].ToString()), cancel),
                    opened => new($"Đã mở tài khoản {opened.Account.UserName}. Hãy cấp mã thiết lập.", $"The account {opened.Account.UserName} is open. Issue a set-up code."));
            case AccountCards.ChangeRole:
                return await ToldAsync(
                    await services.GetRequiredService<ChangeOfficerRole>().HandleAsync(caller, new(id, role), cancel),
                    changed => new($"{changed.Account.UserName} có vai trò mới, từ lần bấm tiếp theo.", $"{changed.Account.UserName} has another role, from the next request on."));
            case AccountCards.IssueCode:
                var issued = await services.GetRequiredService<IssueSetupCode>().HandleAsync(caller, new(id), cancel);
                return issued.Success is { } code
                    ? AccountCards.NoticeOf(code).Then(http, own.Id, SignInPaths.Officers)
                    : await ListAsync(http, own, tried with { Refusal = issued.Refusal });
            case AccountCards.Confirm:
                return await ToldAsync(
                    await services.GetRequiredService<ConfirmSetupCode>().HandleAsync(caller, new(id), cancel),
                    confirmed => new($"Mã thiết lập của {confirmed.Account.UserName} đã dùng được.", $"The set-up code of {confirmed.Account.UserName} is good now."));
            case AccountCards.EndOfAccount:
                return await ToldAsync(
                    await services.GetRequiredService<EndAccount>().HandleAsync(caller, new(id), cancel),
                    ended => new($"Tài khoản {ended.Account.UserName} đã kết thúc.", $"The account {ended.Account.UserName} has ended."));
            case AccountCards.EndOfDevice:
                return await ToldAsync(
                    await services.GetRequiredService<EndDevice>().HandleAsync(caller, new(form["device"].ToString()), cancel),
                    ended => new($"Đã gỡ thiết bị khỏi {ended.Account.UserName}.", $"The device is taken from {ended.Account.UserName}."));
            default:
                return Results.LocalRedirect(SignInPaths.Officers);
        }

        async Task<IResult> ToldAsync<T>(Answer<T> answer, Func<T, Text> told)
            where T : class => answer.Success is { } done
                ? new Notice(told(done)).Then(http, own.Id, SignInPaths.Officers)
                : await ListAsync(http, own, tried with { Refusal = answer.Refusal });
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, Tried tried)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var queries = services.GetRequiredService<AccountQueries>();
        var ended = http.Request.Query["ended"] == "1";
        var accounts = await queries.ListAsync(
            caller, null, null, active: !ended, new(ListPage.MaxSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: false, cancel);
        var events = await queries.EventsAsync(caller, null, new(EventsShown, false, null, null), withTotal: false, cancel);
        var notice = Notice.Take(http, own.Id);
        var page = new Page(http) { Own = own };
        var all = accounts.Edges.Select(e => e.Node).ToList();
        return page.Answer(
            ended ? new("Tài khoản đã kết thúc", "Accounts that have ended") : new("Cán bộ và tài khoản", "Officers and accounts"),
            Html.Of($"""
                {notice?.Show(page) ?? Html.Nothing}
                {(tried.IsAbout(all.Select(a => a.Id.ToString())) ? Html.Nothing : page.Summary(tried.Faults()))}
                <p><a href="{(ended ? SignInPaths.Officers : SignInPaths.Officers + "?ended=1")}">{(ended
                    ? page.Say("Xem tài khoản đang dùng", "Show accounts in force") : page.Say("Xem tài khoản đã kết thúc", "Show accounts that have ended"))}</a></p>
                {(ended ? Html.Nothing : Html.Of($"{OpenOfficerForm(page, tried)}{OpenAdministratorForm(page, tried)}"))}
                {Section(page, new("Cán bộ của Sở", "Officers of the department"), all.Where(a => a.Kind == AccountKind.Officer), own, tried)}
                {Section(page, new("Quản trị viên của doanh nghiệp", "Providers' administrators"), all.Where(a => a.Kind == AccountKind.Administrator), own, tried)}
                {(accounts.PageInfo.HasNextPage ? Html.Of($"""<nav aria-label="{page.Say("Trang tiếp", "More pages")}"><a href="{SignInPaths.Officers}?{(ended ? "ended=1&" : "")}after={accounts.PageInfo.EndCursor}">{page.Say("Trang sau", "Next page")} ›</a></nav>""") : Html.Nothing)}
                {page.Fold(new("Nhật ký đăng nhập gần đây", "What happened at the sign-in lately"), Events(page, events.Edges.Select(e => e.Node), withNames: true))}
                """),
            tried.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>As a list that reads well on a phone: when, what, whose, from where.</summary>
    public static Html Events(Page page, IEnumerable<SignInEvent> events, bool withNames)
    {
        var all = events.ToList();
        return all.Count == 0
            ? Html.Of($"""<p class="empty">{page.Say("Chưa có gì.", "Nothing yet.")}</p>""")
            : Html.Of($"""
                <ul class="events">{Html.Join(all.Select(e => Html.Of($"""
                    <li><span class="when">{PageMenu.Clock(e.At)}</span> <strong>{page.Say(EventWords.Of(e.Kind))}</strong>{(withNames
                        ? Html.Of($" · {e.UserName ?? page.Say("tên không có trong hệ thống", "a name that is nobody's")}") : Html.Nothing)}{(e.Actor is { } actor
                        ? Html.Of($" · {page.Say("bởi", "by")} {actor}") : Html.Nothing)} · {e.Network}</li>
                    """)))}</ul>
                """);
    }

    private static Html OpenOfficerForm(Page page, Tried tried)
    {
        var faults = tried.FaultsOf(OpenOfficer, "", new Dictionary<string, string>(), "officer-name");
        return page.Fold(
            new("+ Mở tài khoản cán bộ", "+ Open an officer's account"),
            page.Form(SignInPaths.Officers, Html.Of($"""
                {AccountCards.Act(OpenOfficer, "")}
                {page.Summary(faults)}
                {page.Inputs([
                    new("user_name", new("Tên đăng nhập", "User name"), "text", "off", new("Chữ thường không dấu, chữ số, dấu chấm, gạch ngang.", "Small letters, digits, dots, dashes."),
                        tried.Value(OpenOfficer, "", "user_name")) { Id = "officer-name" },
                    new("role", new("Vai trò", "Role"), "select", "off", Value: tried.Value(OpenOfficer, "", "role")) { Id = "officer-role", Options = Roles },
                ], faults)}
                """), new("Mở tài khoản cán bộ", "Open the officer's account")),
            faults.Count > 0);
    }

    private static Html OpenAdministratorForm(Page page, Tried tried)
    {
        var faults = tried.FaultsOf(OpenAdministrator, "", new Dictionary<string, string>(), tried.Refusal is ProviderNotKnown ? "provider" : "administrator-name");
        return page.Fold(
            new("+ Mở tài khoản quản trị viên doanh nghiệp", "+ Open a provider's administrator's account"),
            page.Form(SignInPaths.Officers, Html.Of($"""
                {AccountCards.Act(OpenAdministrator, "")}
                {page.Summary(faults)}
                {page.Inputs([
                    new("provider", new("Mã doanh nghiệp", "Provider's code"), "text", "off", Value: tried.Value(OpenAdministrator, "", "provider")),
                    new("user_name", new("Tên đăng nhập", "User name"), "text", "off", new("Bắt đầu bằng mã doanh nghiệp và dấu gạch ngang.", "Begins with the provider's code and a dash."),
                        tried.Value(OpenAdministrator, "", "user_name")) { Id = "administrator-name" },
                ], faults)}
                """), new("Mở tài khoản quản trị viên", "Open the administrator's account")),
            faults.Count > 0);
    }

    private static Html Section(Page page, Text title, IEnumerable<AccountView> accounts, Session own, Tried tried)
    {
        var all = accounts.ToList();
        return Html.Of($"""
            <h2 class="section">{page.Say(title)}</h2>
            {(all.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Chưa có tài khoản nào.", "No account.")}</p>"""))}
            <ul class="cards">{Html.Join(all.Select(a => Card(page, a, own, tried)))}</ul>
            """);
    }

    private static Html Card(Page page, AccountView account, Session own, Tried tried)
    {
        var id = account.Id.ToString();
        var mine = account.Id == own.Account.Id;
        return Html.Of($"""
            <li><h3>{account.UserName}{(mine ? Html.Of($" · {page.Say("tài khoản của tôi", "my account")}") : Html.Nothing)}</h3>
            <p>{(account.Role is { } role ? page.Say(Roles.Single(r => r.Value == role.ToString()).Words) : account.ProviderCode)} · {page.Say("mở lúc", "opened at")} {PageMenu.Clock(account.ActiveFrom)}</p>
            <p>{AccountCards.StateOf(page, account)}</p>
            {(tried.Refusal is not null && tried.Id == id ? page.Summary(tried.Faults()) : Html.Nothing)}
            {(mine || !account.Active ? Html.Nothing : Html.Of($"""
                {(account.SetupCode is not { AwaitsSecondAdministrator: true } waiting ? Html.Nothing : waiting.IssuedBy == own.Account.UserName
                    ? Html.Of($"""<p>{page.Say("Ông/bà đã cấp mã này; một quản trị viên khác phải xác nhận.", "You issued this code; another administrator confirms it.")}</p>""")
                    : page.Form(SignInPaths.Officers, Html.Of($"""
                        {AccountCards.Act(AccountCards.Confirm, id)}<p>{page.Say(
                            $"Chỉ xác nhận khi ông/bà biết {account.UserName} là ai và chính người đó nhận mã.", $"Confirm only if you know who {account.UserName} is, and that it is that person who has the code.")}</p>
                        """), new($"Xác nhận mã của {account.UserName}", $"Confirm the code of {account.UserName}")))}
                {page.Fold(new($"Quản lý {account.UserName}", $"Manage {account.UserName}"), Html.Of($"""
                    {(account.Kind != AccountKind.Officer ? Html.Nothing : page.Form(SignInPaths.Officers, Html.Of($"""
                        {AccountCards.Act(AccountCards.ChangeRole, id)}
                        {page.Inputs([new("role", new("Vai trò", "Role"), "select", "off", Value: account.Role.ToString()!) { Id = $"role-{id}", Options = Roles }], [])}
                        """), new("Lưu vai trò", "Save the role"), quiet: true))}
                    {AccountCards.CodeForm(page, SignInPaths.Officers, account)}
                    {AccountCards.Devices(page, SignInPaths.Officers, account)}
                    <h4>{page.Say("Kết thúc tài khoản", "End the account")}</h4>
                    <p>{page.Say("Mọi phiên dừng ngay. Không hoàn tác được; tên đăng nhập không dùng lại.", "All sessions stop at once. It cannot be undone; the user name is not used again.")}</p>
                    {page.Fold(new($"Kết thúc {account.UserName}…", $"End {account.UserName}…"), page.Form(SignInPaths.Officers, AccountCards.Act(AccountCards.EndOfAccount, id), new($"Kết thúc {account.UserName}", $"End {account.UserName}"), quiet: true))}
                    """), tried.Refusal is not null && tried.Id == id)}
                """))}
            </li>
            """);
    }
}
