using Campaign.Registry.Accounts;
using Campaign.SignIn.People;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>
/// One's own password, changed by who knows the present one; wrong tries are counted as at the sign-in. All other sessions end, and a set-up code that nobody has used yet.
/// </summary>
internal static class PasswordPages
{
    public static void MapPasswordPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Password, Task<IResult> (HttpContext http) => PageMenu.OpenAsync(http, _ => true, own => Task.FromResult(Form(http, own, []))));
        routes.MapPost(SignInPaths.Password, Task<IResult> (HttpContext http) =>
            PeopleForms.TakeAsync(http, form => PageMenu.OpenAsync(http, _ => true, own => ChangeAsync(http, own, form))));
    }

    private static IResult Form(HttpContext http, Session own, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var on = PageContext.WithoutDatabase(http);
        return WebResults.Page<PasswordPage>(on, new { Ways = PageMenu.WaysOf(own), own.Account.UserName, Faults = faults.Select(f => f.Said(on)).ToList() }, status);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, Session own, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var (present, chosen) = (form["password"].ToString(), form["new_password"].ToString());
        var attempts = services.GetRequiredService<SignInAttempts>();
        var events = services.GetRequiredService<SignInEvents>();
        var passwords = services.GetRequiredService<Passwords>();
        var counts = attempts.ForPassword(own.Account.UserName, http.Connection.RemoteIpAddress);
        if (await attempts.CountAsync(counts, cancel) is { } wait)
        {
            await events.WriteAsync(http, SignInEventKind.SignInSlowed, own.Account.Id);
            return Form(http, own, [SignInPages.TooFast(http, wait)], StatusCodes.Status429TooManyRequests);
        }

        if (!await passwords.FitAsync(own.Account, present, cancel))
        {
            await events.WriteAsync(http, SignInEventKind.SignInFailed, own.Account.Id);
            return Form(http, own, [new("password", new("Mật khẩu hiện tại không đúng.", "The present password is not right."))], StatusCodes.Status422UnprocessableEntity);
        }

        await attempts.ForgiveAsync(counts, cancel);
        if (Passwords.Fault(chosen, own.Account.UserName) is { } fault)
        {
            return Form(http, own, [new("new_password", fault)], StatusCodes.Status422UnprocessableEntity);
        }

        if (chosen == present)
        {
            return Form(
                http, own, [new("new_password", new("Mật khẩu mới phải khác mật khẩu hiện tại.", "The new password is the present one. Choose another."))],
                StatusCodes.Status422UnprocessableEntity);
        }

        if (!await services.GetRequiredService<Accounts>().ChangePasswordAsync(own.Account, await passwords.HashAsync(chosen, cancel), own.Id, cancel))
        {
            return Form(
                http, own, [new("password", new("Mật khẩu vừa được đổi ở nơi khác.", "The password has just been changed elsewhere."))], StatusCodes.Status422UnprocessableEntity);
        }

        await events.WriteAsync(http, SignInEventKind.PasswordChanged, own.Account.Id);
        return new Notice(new("Đã đổi mật khẩu; các phiên khác đã kết thúc.", "The password is changed; your other sessions have ended.")).Then(http, own.Id, SignInPaths.Sessions);
    }
}
