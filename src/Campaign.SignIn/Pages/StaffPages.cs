using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Staff;
using Campaign.SignIn.People;
using Campaign.Web.Files;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// A provider's administrator on the own staff: who they are, how their accounts stand, and all that can be done: add, rename, end, open an account, issue a set-up code, take
/// a device away. Each act is the same command as the API's; what it refuses is said at its form.
/// </summary>
internal static class StaffPages
{
    private const string Add = "add";
    private const string Rename = "rename";
    private const string End = "end";

    public static void MapStaffPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Staff, Task<IResult> (HttpContext http) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ListAsync(http, own, Tried.Nothing)));
        routes.MapPost(SignInPaths.Staff, Task<IResult> (HttpContext http) => MultipartParts.Is(http.Request)
            ? PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => StaffPhotoForm.TakeAsync(http, own, refused => ListAsync(http, own, refused)))
            : PageForms.TakeAsync(http, form => PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ActAsync(http, own, form))));
        routes.MapGet(SignInPaths.Staff + "/{id}/photo", Task<IResult> (HttpContext http, string id) =>
            PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => StaffPhotoForm.ShowAsync(http, own, id)));
    }

    private static async Task<IResult> ActAsync(HttpContext http, Session own, IFormCollection form)
    {
        var (services, cancel, id) = (http.RequestServices, http.RequestAborted, form["id"].ToString());
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        Tried tried = new(form["act"].ToString(), id, form);
        switch (tried.Act)
        {
            case Add:
                return await ToldAsync(
                    await services.GetRequiredService<AddStaff>().HandleAsync(caller, new(form["request"].ToString(), form["reference"].ToString(), form["name"].ToString()), cancel),
                    added => new($"Đã thêm {added.Staff.Name}. Hãy mở tài khoản cho nhân viên này.", $"{added.Staff.Name} is added. Now open an account."));
            case Rename:
                return await ToldAsync(
                    await services.GetRequiredService<ChangeStaff>().HandleAsync(caller, new(id, form["name"].ToString()), cancel),
                    changed => new($"Tên mới: {changed.Staff.Name}.", $"New name: {changed.Staff.Name}."));
            case End:
                return await ToldAsync(
                    await services.GetRequiredService<EndStaff>().HandleAsync(caller, new(id), cancel),
                    ended => new($"{ended.Staff.Name} đã thôi việc; tài khoản và thẻ ngừng ngay.", $"{ended.Staff.Name} has left; account and badge have stopped."));
            case StaffPhotoForm.Remove:
                return await ToldAsync(
                    await services.GetRequiredService<RemoveStaffPhoto>().HandleAsync(caller, new(id), cancel),
                    removed => new($"Thẻ của {removed.Staff.Name} không còn ảnh.", $"The badge of {removed.Staff.Name} shows no photograph."));
            case AccountCards.Open:
                return await ToldAsync(
                    await services.GetRequiredService<OpenStaffAccount>().HandleAsync(caller, new(id, form["user_name"] is [{ Length: > 0 } name] ? name : null), cancel),
                    opened => new($"Đã mở tài khoản {opened.Account.UserName}. Hãy cấp mã thiết lập.", $"The account {opened.Account.UserName} is open. Issue a set-up code."));
            case AccountCards.IssueCode:
                var issued = await services.GetRequiredService<IssueSetupCode>().HandleAsync(caller, new(id), cancel);
                return issued.Success is { } code
                    ? AccountCards.NoticeOf(code).Then(http, own.Id, SignInPaths.Staff)
                    : await ListAsync(http, own, tried with { Refusal = issued.Refusal });
            case AccountCards.EndOfAccount:
                return await ToldAsync(
                    await services.GetRequiredService<EndAccount>().HandleAsync(caller, new(id), cancel),
                    ended => new($"Tài khoản {ended.Account.UserName} đã kết thúc.", $"The account {ended.Account.UserName} has ended."));
            case AccountCards.EndOfDevice:
                return await ToldAsync(
                    await services.GetRequiredService<EndDevice>().HandleAsync(caller, new(form["device"].ToString()), cancel),
                    ended => new($"Đã gỡ thiết bị khỏi {ended.Account.UserName}.", $"The device is taken from {ended.Account.UserName}."));
            default:
                return Results.LocalRedirect(SignInPaths.Staff);
        }

        async Task<IResult> ToldAsync<T>(Answer<T> answer, Func<T, Text> told)
            where T : class => answer.Success is { } done
                ? new Notice(told(done)).Then(http, own.Id, SignInPaths.Staff)
                : await ListAsync(http, own, tried with { Refusal = answer.Refusal });
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, Tried tried)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var left = http.Request.Query["left"] == "1";
        var staff = await services.GetRequiredService<StaffQueries>().ListAsync(
            caller, null, active: !left, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: true, cancel);
        var accounts = await services.GetRequiredService<AccountReads>().OfStaffAsync(caller.Provider!.Code, [.. staff.Edges.Select(e => e.Node.Reference)], cancel);
        var notice = Notice.Take(http, own.Id);
        var page = new Page(http) { Own = own };
        var people = staff.Edges.Select(e => e.Node).ToList();
        return page.Answer(
            left ? new("Nhân viên đã thôi việc", "Staff who have left") : new("Nhân viên", "Staff"),
            Html.Of($"""
                {notice?.Show(page) ?? Html.Nothing}
                {(tried.IsAbout(people.Select(p => p.Id.ToString())) ? Html.Nothing : page.Summary(tried.Faults()))}
                <p>{page.Say("Doanh nghiệp", "Provider")} <strong>{people.Select(p => p.Provider.Name).FirstOrDefault() ?? caller.Provider.Code}</strong> · {(left
                    ? page.Say($"{staff.TotalCount} người đã thôi việc", $"{staff.TotalCount} have left") : page.Say($"{staff.TotalCount} người đang làm việc", $"{staff.TotalCount} at work"))}
                · <a href="{(left ? SignInPaths.Staff : SignInPaths.Staff + "?left=1")}">{(left ? page.Say("Xem người đang làm việc", "Show who is at work") : page.Say("Xem người đã thôi việc", "Show who has left"))}</a></p>
                {(left ? Html.Nothing : AddForm(page, tried))}
                {(people.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{(left
                    ? page.Say("Chưa có ai thôi việc.", "Nobody has left.")
                    : page.Say("Chưa có nhân viên nào. Hãy thêm người đầu tiên.", "There is no staff yet. Add the first."))}</p>"""))}
                <ul class="cards">{Html.Join(people.Select(p => Card(page, p, accounts.LastOrDefault(a => a.StaffId == p.Id || (a.StaffId is null && a.StaffReference == p.Reference && p.Active)), tried)))}</ul>
                {(staff.PageInfo.HasNextPage ? Html.Of($"""<nav aria-label="{page.Say("Trang tiếp", "More pages")}"><a href="{SignInPaths.Staff}?{(left ? "left=1&" : "")}after={staff.PageInfo.EndCursor}">{page.Say("Trang sau", "Next page")} ›</a></nav>""") : Html.Nothing)}
                """),
            tried.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html AddForm(Page page, Tried tried)
    {
        var faults = tried.FaultsOf(Add, "", new Dictionary<string, string> { ["reference"] = "reference", ["name"] = "name" }, "reference");
        return page.Fold(
            new("+ Thêm nhân viên", "+ Add a member of staff"),
            page.Form(SignInPaths.Staff, Html.Of($"""
                {AccountCards.Act(Add, "")}{Page.Hidden("request", Guid.NewGuid().ToString())}
                {page.Summary(faults)}
                {page.Inputs([
                    new("reference", new("Mã nhân viên", "Staff reference"), "text", "off", new("Mã của doanh nghiệp. Không dùng số căn cước.", "Your own. Not a citizen number."), tried.Value(Add, "", "reference")),
                    new("name", new("Họ và tên", "Full name"), "text", "off", new("Người dân sẽ thấy tên này trên thẻ.", "Citizens see it on the badge."), tried.Value(Add, "", "name")),
                ], faults)}
                """), new("Thêm nhân viên", "Add")),
            open: faults.Count > 0);
    }

    private static Html Card(Page page, StaffView person, AccountView? account, Tried tried)
    {
        var id = person.Id.ToString();
        var rename = tried.FaultsOf(Rename, id, new Dictionary<string, string> { ["name"] = $"name-{id}" }, $"name-{id}");
        var open = tried.FaultsOf(AccountCards.Open, id, new Dictionary<string, string>(), $"user-{id}");
        var others = tried.Refusal is not null && (tried.Id == id || tried.Id == account?.Id.ToString()) && rename.Count + open.Count == 0 ? tried.Faults() : [];
        return Html.Of($"""
            <li><h2>{person.Name}</h2>
            <p>{page.Say("Mã", "Reference")} <strong>{person.Reference}</strong>{(account is null || account.UserName == person.Reference ? Html.Nothing : Html.Of($" · {page.Say("tên đăng nhập", "user name")} <strong>{account.UserName}</strong>"))}</p>
            <p>{(person.Active
                ? account is null ? page.State("waiting", new("Chưa có tài khoản", "No account")) : AccountCards.StateOf(page, account)
                : page.State("over", new($"Thôi việc lúc {PageMenu.Clock(person.ActiveTo!.Value)}", $"Left at {PageMenu.Clock(person.ActiveTo.Value)}")))}</p>
            {page.Summary(others)}
            {(person.Active ? Html.Of($"""
                {(account is { Active: true } ? Html.Nothing : page.Fold(new($"Mở tài khoản cho {person.Name}", $"Open an account for {person.Name}"), page.Form(SignInPaths.Staff, Html.Of($"""
                    {AccountCards.Act(AccountCards.Open, id)}
                    {page.Summary(open)}
                    {page.Inputs([new("user_name", new("Tên đăng nhập", "User name"), "text", "off",
                        new($"Bắt đầu bằng “{person.Provider.Code}-”. Để trống: lấy theo mã nhân viên.", $"Begins with “{person.Provider.Code}-”. Left empty, it follows the reference."),
                        tried.Value(AccountCards.Open, id, "user_name")) { Id = $"user-{id}", Optional = true }], open)}
                    """), new("Mở tài khoản", "Open the account")), open.Count > 0))}
                {(account is { Active: true, SetUp: false } ? AccountCards.CodeForm(page, SignInPaths.Staff, account) : Html.Nothing)}
                {StaffPhotoForm.Of(page, person, tried)}
                {page.Fold(new($"Đổi tên, mã mới, thiết bị, kết thúc: {person.Name}", $"Name, new code, devices, end: {person.Name}"), Html.Of($"""
                    {page.Form(SignInPaths.Staff, Html.Of($"""
                        {AccountCards.Act(Rename, id)}
                        {page.Summary(rename)}
                        {page.Inputs([new("name", new("Họ và tên", "Full name"), "text", "off",
                            new("Tên cũ được giữ trong lịch sử.", "The old name stays in the history."), tried.Value(Rename, id, "name") is { Length: > 0 } typed ? typed : person.Name) { Id = $"name-{id}" }], rename)}
                        """), new("Lưu tên", "Save the name"), quiet: true)}
                    {(account is { Active: true } ? Html.Of($"""
                        {(account.SetUp ? AccountCards.CodeForm(page, SignInPaths.Staff, account) : Html.Nothing)}
                        {AccountCards.Devices(page, SignInPaths.Staff, account)}
                        <h3>{page.Say("Kết thúc tài khoản", "End the account")}</h3>
                        <p>{page.Say("Người này vẫn là nhân viên nhưng không đăng nhập được nữa. Không hoàn tác được; có thể mở tài khoản mới.",
                            "Still on the staff, but can sign in no more. It cannot be undone; a new account can be opened.")}</p>
                        {page.Fold(new($"Kết thúc tài khoản {account.UserName}…", $"End the account {account.UserName}…"), page.Form(SignInPaths.Staff, AccountCards.Act(AccountCards.EndOfAccount, account.Id.ToString()), new($"Kết thúc tài khoản {account.UserName}", $"End the account {account.UserName}"), quiet: true))}
                        """) : Html.Nothing)}
                    <h3>{page.Say("Thôi việc", "Leaves the staff")}</h3>
                    <p>{page.Say("Tài khoản, thẻ nhân viên và quyền ghi nhận ngừng ngay. Không hoàn tác được.", "Account, badge and the right to record stop at once. It cannot be undone.")}</p>
                    {page.Fold(new($"{person.Name} thôi việc…", $"{person.Name} leaves…"), page.Form(SignInPaths.Staff, AccountCards.Act(End, id), new($"{person.Name} thôi việc", $"{person.Name} leaves"), quiet: true))}
                    """), rename.Count > 0)}
                """) : Html.Nothing)}
            </li>
            """);
    }
}
