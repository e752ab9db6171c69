using Campaign.Registry.Accounts;
using Campaign.SignIn.People;
using Campaign.Web.Pages;

namespace Campaign.SignIn.Pages;

/// <summary>
/// The officer's code by time. At the first sign-in the secret is shown, as a picture and as text, until its first code has confirmed it; afterwards never again. Five
/// wrong codes are free, then waits grow; each code is good once.
/// </summary>
internal static class SecondFactorPages
{
    public static void MapSecondFactorPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SecondFactor, Task<IResult> (HttpContext http) => WithAccountAsync(http, account => FormAsync(http, account, http.Request.Query["return"], [])));
        routes.MapPost(SignInPaths.SecondFactor, Task<IResult> (HttpContext http) => PeopleForms.TakeAsync(http, form => WithAccountAsync(http, account => UseAsync(http, account, form))));
    }

    private static async Task<IResult> WithAccountAsync(HttpContext http, Func<Account, Task<IResult>> then)
    {
        var services = http.RequestServices;
        return services.GetRequiredService<SignInSteps>().Read(http) is { } id
            && await services.GetRequiredService<Accounts>().FindAsync(id, http.RequestAborted) is { } account
            && await services.GetRequiredService<Standing>().IsInForceAsync(account, http.RequestAborted)
            ? await then(account)
            : Results.LocalRedirect(SignInPaths.SignIn);
    }

    private static async Task<IResult> FormAsync(
        HttpContext http, Account account, string? returnTo, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var on = PageContext.WithoutDatabase(http);
        var secret = await http.RequestServices.GetRequiredService<SecondFactors>().SecretToEnrolAsync(account.Id, http.RequestAborted);
        return WebResults.Page<SecondFactorPage>(
            on,
            new
            {
                ReturnTo = SignInPaths.ReturnTo(returnTo),
                Enrolment = secret is null ? null : Enrolment.Of(account.UserName, secret),
                Faults = faults.Select(f => f.Said(on)).ToList(),
            },
            status);
    }

    private static async Task<IResult> UseAsync(HttpContext http, Account account, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var returnTo = SignInPaths.ReturnTo(form["return"]);
        var attempts = services.GetRequiredService<SignInAttempts>();
        var events = services.GetRequiredService<SignInEvents>();
        var counts = SignInAttempts.ForSecondFactor(account.Id);
        if (await attempts.CountAsync(counts, cancel) is { } wait)
        {
            await events.WriteAsync(http, SignInEventKind.SignInSlowed, account.Id);
            return await FormAsync(http, account, returnTo, [SignInPages.TooFast(http, wait)], StatusCodes.Status429TooManyRequests);
        }

        var code = new string([.. form["code"].ToString().Where(char.IsAsciiDigit).Take(7)]);
        var factors = services.GetRequiredService<SecondFactors>();
        var enrolled = await factors.IsEnrolledAsync(account.Id, cancel);
        if (!await factors.UseAsync(account.Id, code, cancel))
        {
            await events.WriteAsync(http, SignInEventKind.SecondFactorFailed, account.Id);
            return await FormAsync(
                http, account, returnTo,
                [new("code", new(
                    "Mã không đúng, đã hết hạn hoặc đã dùng. Hãy đợi mã mới trong ứng dụng.", "The code is not right, too old, or was used. Wait for the next one in the app."))],
                StatusCodes.Status422UnprocessableEntity);
        }

        await attempts.ForgiveAsync(counts, cancel);
        if (!enrolled)
        {
            await events.WriteAsync(http, SignInEventKind.SecondFactorEnrolled, account.Id);
        }

        SignInSteps.Clear(http);
        return await SignInPages.EnterAsync(http, account, secondFactor: true, returnTo);
    }
}
