using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.SignIn.People;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>A set-up code and a new password, which its bearer chooses. A wrong, old or used code gets one answer.</summary>
internal static class SetUpPages
{
    public static void MapSetUpPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SetUp, (HttpContext http) => Form(http, "", []));
        routes.MapPost(SignInPaths.SetUp, Task<IResult> (HttpContext http) => PeopleForms.TakeAsync(http, form => SetUpAsync(http, form)));
    }

    private static IResult Form(HttpContext http, string code, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var on = PageContext.WithoutDatabase(http);
        return WebResults.Page<SetUpPage>(on, new { Code = code, Faults = faults.Select(f => f.Said(on)).ToList() }, status);
    }

    private static async Task<IResult> SetUpAsync(HttpContext http, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var (code, password) = (form["setup_code"].ToString(), form["new_password"].ToString());
        var attempts = services.GetRequiredService<SignInAttempts>();
        var events = services.GetRequiredService<SignInEvents>();
        var counts = attempts.ForSetUp(http.Connection.RemoteIpAddress);
        if (await attempts.CountAsync(counts, cancel) is { } wait)
        {
            await events.WriteAsync(http, SignInEventKind.SignInSlowed, null);
            return Form(http, code, [SignInPages.TooFast(http, wait)], StatusCodes.Status429TooManyRequests);
        }

        var codes = services.GetRequiredService<SetupCodes>();
        if (await codes.AccountOfAsync(code, cancel) is not { } account)
        {
            await events.WriteAsync(http, SignInEventKind.SetupCodeFailed, null);
            return Form(http, code, [NoLonger], StatusCodes.Status422UnprocessableEntity);
        }

        await attempts.ForgiveAsync(counts, cancel);
        if (Passwords.Fault(password, account.UserName) is { } fault)
        {
            return Form(http, code, [new("new_password", fault)], StatusCodes.Status422UnprocessableEntity);
        }

        if (!await codes.UseAsync(code, await services.GetRequiredService<Passwords>().HashAsync(password, cancel), cancel))
        {
            return Form(http, code, [NoLonger], StatusCodes.Status422UnprocessableEntity);
        }

        await events.WriteAsync(http, SignInEventKind.SetupCodeUsed, account.Id);
        return WebResults.Page<PasswordIsSetPage>(PageContext.WithoutDatabase(http), new { account.UserName });
    }

    public static Text PasswordHint { get; } = new(
        $"Ít nhất {Passwords.MinLength} ký tự, ký tự nào cũng được. Một câu ngắn dễ nhớ là tốt nhất.",
        $"At least {Passwords.MinLength} characters, of any kind. A short sentence is best.");

    private static FormFault NoLonger { get; } = new("setup_code", new(
        "Mã thiết lập không đúng, đã dùng hoặc đã hết hạn. Hãy xin người quản trị mã mới.", "The set-up code is not right, was used, or is too old. Ask your administrator for a new one."));
}
