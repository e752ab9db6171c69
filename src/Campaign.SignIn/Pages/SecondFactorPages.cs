using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.SignIn.People;
using QRCoder;

namespace Campaign.SignIn.Pages;

/// <summary>
/// The officer's code by time. At the first sign-in the secret is shown, as a picture and as text, until its first code has confirmed it; afterwards never again. Five
/// wrong codes are free, then waits grow; each code is good once.
/// </summary>
internal static class SecondFactorPages
{
    private const string Issuer = "Campaign registry";

    public static void MapSecondFactorPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SecondFactor, Task<IResult> (HttpContext http) => WithAccountAsync(http, account => FormAsync(http, account, http.Request.Query["return"], [])));
        routes.MapPost(SignInPaths.SecondFactor, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, form => WithAccountAsync(http, account => UseAsync(http, account, form))));
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
        var page = new Page(http);
        var secret = await http.RequestServices.GetRequiredService<SecondFactors>().SecretToEnrolAsync(account.Id, http.RequestAborted);
        var fields = page.Fields(
            [
                new("code", new("Mã 6 chữ số", "Code of 6 digits"), "text", "one-time-code",
                    new("Trong ứng dụng xác thực. Mã đổi mỗi 30 giây.", "In the authenticator app. It changes every 30 seconds.")) { Numeric = true },
            ],
            faults);
        return page.Answer(
            secret is null ? new("Bước 2: mã xác thực", "Step 2: your code") : new("Đăng ký ứng dụng xác thực", "Set up your authenticator app"),
            Html.Of($"""
                {(secret is null ? Html.Nothing : Enrolment(page, account, secret))}
                {page.Form(SignInPaths.SecondFactor, Html.Of($"{Page.Hidden("return", SignInPaths.ReturnTo(returnTo))}{fields}"), new("Tiếp tục", "Continue"))}
                """),
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

    private static Html Enrolment(Page page, Account account, byte[] secret)
    {
        var text = TimeCode.Base32(secret);
        var uri = $"otpauth://totp/{Uri.EscapeDataString(Issuer)}:{Uri.EscapeDataString(account.UserName)}?secret={text}&issuer={Uri.EscapeDataString(Issuer)}&digits=6&period=30";
        var spaced = string.Join(' ', text.Chunk(4).Select(part => new string(part)));
        return Html.Of($"""
            <p>{page.Say(
                "Mở ứng dụng xác thực trên điện thoại và quét hình này, hoặc gõ khóa bên dưới. Hình chỉ hiện cho đến khi mã đầu tiên đúng.",
                "Open an authenticator app on your phone and scan this picture, or type the key below. It is shown until the first code is right.")}</p>
            {Picture(uri, page.Say("Hình để quét bằng ứng dụng xác thực", "Picture to scan with the authenticator app"))}
            <p>{page.Say("Khóa:", "Key:")} <code>{spaced}</code></p>
            """);
    }

    /// <summary>As SVG, one path: the page's rules allow no inline style and no foreign picture.</summary>
    private static Html Picture(string content, string name)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = new System.Text.StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules[y].Length; x++)
            {
                if (modules[y][x])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return Html.Of($"""
            <svg class="qr" role="img" aria-label="{name}" viewBox="0 0 {modules.Count.ToString()} {modules.Count.ToString()}" shape-rendering="crispEdges"><path d="{path.ToString()}"/></svg>
            """);
    }
}
