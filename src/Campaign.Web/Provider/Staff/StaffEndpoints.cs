using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Staff;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Provider.Staff;

/// <summary>
/// The staff of a provider, for its administrator: who they are, how their accounts stand, and all that can be done: add, rename, end, open an account, issue a set-up code, take
/// a device away. Each act is the same command as the API's; what it refuses is said at its form.
/// </summary>
internal static class StaffEndpoints
{
    public const string Add = "add";
    public const string Rename = "rename";
    public const string End = "end";
    public const string Open = "open";
    public const string IssueCode = "code";
    public const string EndOfAccount = "end-account";
    public const string EndOfDevice = "end-device";

    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProviderEndpoints.Staff, Task<IResult> (HttpContext http) => ProviderEndpoints.OpenAsync(http, own => ListAsync(http, own, Tried.Nothing)));
        routes.MapPost(ProviderEndpoints.Staff, Task<IResult> (HttpContext http) => MultipartParts.Is(http.Request)
            ? ProviderEndpoints.OpenAsync(http, own => StaffPhotoForm.TakeAsync(http, own, refused => ListAsync(http, own, refused)))
            : ProviderEndpoints.TakeAsync(http, (own, form) => ActAsync(http, own, form)));
        routes.MapGet(ProviderEndpoints.Staff + "/{id}/photo", Task<IResult> (HttpContext http, string id) => ProviderEndpoints.OpenAsync(http, own => StaffPhotoForm.ShowAsync(http, own, id)));
    }

    private static async Task<IResult> ActAsync(HttpContext http, ProviderAdministrator own, IFormCollection form)
    {
        var (services, cancel, id) = (http.RequestServices, http.RequestAborted, form["id"].ToString());
        Tried tried = new(form["act"].ToString(), id, form);
        switch (tried.Act)
        {
            case Add:
                return await ToldAsync(
                    await services.GetRequiredService<AddStaff>().HandleAsync(own.Caller, new(form["request"].ToString(), form["reference"].ToString(), form["name"].ToString()), cancel),
                    added => new(new($"Đã thêm {added.Staff.Name}. Hãy mở tài khoản cho nhân viên này.", $"{added.Staff.Name} is added. Now open an account.")));
            case Rename:
                return await ToldAsync(
                    await services.GetRequiredService<ChangeStaff>().HandleAsync(own.Caller, new(id, form["name"].ToString()), cancel),
                    changed => new(new($"Tên mới: {changed.Staff.Name}.", $"New name: {changed.Staff.Name}.")));
            case End:
                return await ToldAsync(
                    await services.GetRequiredService<EndStaff>().HandleAsync(own.Caller, new(id), cancel),
                    ended => new(new($"{ended.Staff.Name} đã thôi việc; tài khoản và thẻ ngừng ngay.", $"{ended.Staff.Name} has left; account and badge have stopped.")));
            case StaffPhotoForm.Remove:
                return await ToldAsync(
                    await services.GetRequiredService<RemoveStaffPhoto>().HandleAsync(own.Caller, new(id), cancel),
                    removed => new(new($"Thẻ của {removed.Staff.Name} không còn ảnh.", $"The badge of {removed.Staff.Name} shows no photograph.")));
            case Open:
                return await ToldAsync(
                    await services.GetRequiredService<OpenStaffAccount>().HandleAsync(own.Caller, new(id, form["user_name"] is [{ Length: > 0 } name] ? name : null), cancel),
                    opened => new(new($"Đã mở tài khoản {opened.Account.UserName}. Hãy cấp mã thiết lập.", $"The account {opened.Account.UserName} is open. Issue a set-up code.")));
            case IssueCode:
                return await ToldAsync(
                    await services.GetRequiredService<IssueSetupCode>().HandleAsync(own.Caller, new(id), cancel),
                    issued => new(
                        new($"Đã cấp mã thiết lập cho {issued.Account.UserName}.", $"A set-up code for {issued.Account.UserName} is issued."), issued.Account.UserName, issued.Code));
            case EndOfAccount:
                return await ToldAsync(
                    await services.GetRequiredService<EndAccount>().HandleAsync(own.Caller, new(id), cancel),
                    ended => new(new($"Tài khoản {ended.Account.UserName} đã kết thúc.", $"The account {ended.Account.UserName} has ended.")));
            case EndOfDevice:
                return await ToldAsync(
                    await services.GetRequiredService<EndDevice>().HandleAsync(own.Caller, new(form["device"].ToString()), cancel),
                    ended => new(new($"Đã gỡ thiết bị khỏi {ended.Account.UserName}.", $"The device is taken from {ended.Account.UserName}.")));
            default:
                return Results.LocalRedirect(ProviderEndpoints.Staff);
        }

        async Task<IResult> ToldAsync<T>(Answer<T> answer, Func<T, Notice> told)
            where T : class => answer.Success is { } done
                ? told(done).Then(http, own.Session, ProviderEndpoints.Staff)
                : await ListAsync(http, own, tried with { Refusal = answer.Refusal });
    }

    private static async Task<IResult> ListAsync(HttpContext http, ProviderAdministrator own, Tried tried)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var left = http.Request.Query["left"] == "1";
        var staff = await services.GetRequiredService<StaffQueries>().ListAsync(
            own.Caller, null, active: !left, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: true, cancel);
        var accounts = await services.GetRequiredService<AccountQueries>().OfStaffAsync(own.Caller, [.. staff.Edges.Select(e => e.Node.Reference)], cancel);
        return WebResults.Page<StaffPage>(
            PageContext.WithoutDatabase(http),
            new { Own = own, Notice = Notice.Take(http, own.Session), Left = left, Staff = staff, Accounts = accounts, Tried = tried },
            tried.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
