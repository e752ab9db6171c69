using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.SignIn.People;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>
/// The page of name and password, for staff, providers' administrators and officers. An unknown name, a wrong password, an account that is over or not yet set up and
/// a member of staff who has left get one and the same answer after the same work; who tries too fast is told how long to wait.
/// </summary>
internal static class SignInPages
{
    private static readonly Text Wrong = new(
        "Tên đăng nhập hoặc mật khẩu không đúng.", "The user name or the password is not right.");

    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SignIn, (HttpContext http) => Form(http, http.Request.Query["return"], "", []));
        routes.MapPost(SignInPaths.SignIn, Task<IResult> (HttpContext http) => PeopleForms.TakeAsync(http, form => SignInAsync(http, form)));
    }

    private static IResult Form(HttpContext http, string? returnTo, string name, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var on = PageContext.WithoutDatabase(http);
        return WebResults.Page<SignInPage>(on, new { ReturnTo = SignInPaths.ReturnTo(returnTo), Name = name, Faults = faults.Select(f => f.Said(on)).ToList() }, status);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var returnTo = SignInPaths.ReturnTo(form["return"]);
        var (name, password) = (Accounts.Normal(form["user_name"]), form["password"].ToString());
        List<FormFault> missing =
        [
            .. name.Length == 0 ? [new FormFault("user_name", new("Hãy nhập tên đăng nhập.", "Enter the user name."))] : Array.Empty<FormFault>(),
            .. password.Length == 0 ? [new FormFault("password", new("Hãy nhập mật khẩu.", "Enter the password."))] : Array.Empty<FormFault>(),
        ];
        if (missing.Count > 0)
        {
            return Form(http, returnTo, name, missing, StatusCodes.Status422UnprocessableEntity);
        }

        var attempts = services.GetRequiredService<SignInAttempts>();
        var counts = attempts.ForPassword(name, http.Connection.RemoteIpAddress);
        var events = services.GetRequiredService<SignInEvents>();
        if (await attempts.CountAsync(counts, cancel) is { } wait)
        {
            await events.WriteAsync(http, SignInEventKind.SignInSlowed, (await services.GetRequiredService<Accounts>().FindAsync(name, cancel))?.Id, name);
            return Form(http, returnTo, name, [TooFast(http, wait)], StatusCodes.Status429TooManyRequests);
        }

        var account = await services.GetRequiredService<Accounts>().FindAsync(name, cancel);
        var fits = await services.GetRequiredService<Passwords>().FitAsync(account, password, cancel);
        if (!fits || account is null || !await services.GetRequiredService<Standing>().IsInForceAsync(account, cancel))
        {
            await events.WriteAsync(http, SignInEventKind.SignInFailed, account?.Id, name);
            return Form(http, returnTo, name, [new("password", Wrong)], StatusCodes.Status422UnprocessableEntity);
        }

        await attempts.ForgiveAsync(counts, cancel);
        if (account.NeedsSecondFactor)
        {
            services.GetRequiredService<SignInSteps>().Write(http, account.Id);
            return Results.LocalRedirect($"{SignInPaths.SecondFactor}?return={Uri.EscapeDataString(returnTo)}");
        }

        return await EnterAsync(http, account, secondFactor: false, returnTo);
    }

    /// <summary>Begins the session, ends the one that this browser had, and leads on.</summary>
    public static async Task<IResult> EnterAsync(HttpContext http, Account account, bool secondFactor, string returnTo)
    {
        var sessions = http.RequestServices.GetRequiredService<Sessions>();
        if (await sessions.OfCookieAsync(http) is { } former)
        {
            await sessions.EndAsync(former.Account.Id, former.Id, http.RequestAborted);
        }

        var secret = await sessions.BeginAsync(account, secondFactor, http);
        await http.RequestServices.GetRequiredService<SignInEvents>().WriteAsync(http, SignInEventKind.SignedIn, account.Id);
        http.Response.Cookies.Append(Sessions.CookieName, secret, Sessions.Cookie());
        return Results.LocalRedirect(returnTo);
    }

    public static FormFault TooFast(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString();
        return new("", new($"Thử sai quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại.", $"Too many wrong tries. Wait {seconds} seconds, then try again."));
    }
}
