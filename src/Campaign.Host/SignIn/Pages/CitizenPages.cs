using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Host.SignIn.Citizens;
using Campaign.Host.SignIn.People;
using Campaign.Registry.Citizens;
using Campaign.Registry.Graph;
using Campaign.Registry.Kernel;
using Campaign.Registry.Needs;
using Campaign.Registry.Traces;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using ListPage = Campaign.Registry.Graph.Page;

namespace Campaign.Host.SignIn.Pages;

/// <summary>
/// A citizen looks who looked the own number up: number and phone, the code that comes to the phone, the list. Between code and list the number is in a sealed cookie
/// (__Host-, Secure, HttpOnly, SameSite=Strict) for 10 minutes, and in no address, no page and no row; it opens this list and nothing else. Whoever asks is answered alike,
/// whether a code was sent or not (ADR 0014).
/// </summary>
internal static class CitizenPages
{
    public const string CookieName = "__Host-campaign-citizen";
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private const string TicketStep = "ticket";
    private const string NumberStep = "number";

    /// <param name="Step">Whether this holds a ticket that waits for its code, or a number that a code has proved.</param>
    private sealed record Kept(string Step, string Value, DateTimeOffset Until);

    public static void MapCitizenPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Citizen, (HttpContext http) => Form(http, "", []));
        routes.MapPost(SignInPaths.Citizen, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, form => SendAsync(http, form)));
        routes.MapGet(SignInPaths.CitizenCode, (HttpContext http) => Read(http, TicketStep) is null ? Results.LocalRedirect(SignInPaths.Citizen) : CodeForm(http, []));
        routes.MapPost(SignInPaths.CitizenCode, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, form => UseAsync(http, form)));
        routes.MapGet(SignInPaths.CitizenLookups, Task<IResult> (HttpContext http) => LookupsAsync(http));
        routes.MapPost(SignInPaths.CitizenOut, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, _ =>
        {
            http.Response.Cookies.Delete(CookieName, Cookie());
            return Task.FromResult(Results.LocalRedirect(SignInPaths.Citizen));
        }));
    }

    private static IResult Form(HttpContext http, string phone, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var page = new Page(http);
        var fields = page.Fields(
            [
                new("number", new("Số căn cước (12 chữ số)", "Citizen number (12 digits)"), "text", "off") { Numeric = true },
                new("phone", new("Số điện thoại", "Phone"), "tel", "tel", new(
                    "Số đã đăng ký tại quầy của Sở khi ông/bà xuất trình căn cước.", "The one that was registered at the department's counter with your card."), phone),
            ],
            faults);
        return page.Answer(new("Ai đã tra cứu số của tôi?", "Who looked me up?"), Html.Of($"""
            <p>{page.Say("Chúng tôi gửi một mã 8 chữ số đến điện thoại của ông/bà. Mã chỉ để xem trang này.", "We send a code of 8 digits to your phone. It opens this page and nothing else.")}</p>
            {page.Form(SignInPaths.Citizen, fields, new("Gửi mã cho tôi", "Send me the code"))}
            <p class="hint">{page.Say(
                "Điện thoại chưa đăng ký thì không nhận được mã: hãy mang căn cước đến quầy của Sở. Không ai được hỏi mã này của ông/bà, kể cả cán bộ.",
                "A phone that is not registered gets no code: bring your card to the department's counter. Nobody may ask you for the code, officers neither.")}</p>
            """), status);
    }

    private static async Task<IResult> SendAsync(HttpContext http, IFormCollection form)
    {
        var phone = ContactIsCompleteRule.NormalPhone(form["phone"].ToString());
        var typed = form["phone"].ToString();
        List<FormFault> faults =
        [
            .. CitizenNumber.TryParse(form["number"].ToString(), out var number)
                ? Array.Empty<FormFault>()
                : [new FormFault("number", new("Số căn cước chưa đúng: gồm 12 chữ số in trên thẻ.", "The number is not right: it has the 12 digits on the card."))],
            .. phone is null
                ? [new FormFault("phone", new("Số điện thoại chưa đúng: gồm 10 chữ số bắt đầu bằng 0.", "The phone is not right: it has 10 digits, from 0."))]
                : Array.Empty<FormFault>(),
        ];
        if (faults.Count > 0)
        {
            return Form(http, typed, faults, StatusCodes.Status422UnprocessableEntity);
        }

        var settings = http.RequestServices.GetRequiredService<HostSettings>();
        var address = http.Connection.RemoteIpAddress;
        var (ticket, wait) = await http.RequestServices.GetRequiredService<CitizenCodes>().SendAsync(
            number!, phone!, SignInAttempts.PrefixOf(address), !settings.SeedsDemo || !IPAddress.IsLoopback(address ?? IPAddress.Loopback), http.RequestAborted);
        if (wait is { } until)
        {
            return Form(http, typed, [SignInPages.TooFast(http, until)], StatusCodes.Status429TooManyRequests);
        }

        Keep(http, TicketStep, ticket.ToString(), CitizenCodes.GoodFor);
        return Results.LocalRedirect(SignInPaths.CitizenCode);
    }

    private static IResult CodeForm(HttpContext http, IReadOnlyList<FormFault> faults, int status = StatusCodes.Status200OK)
    {
        var page = new Page(http);
        var fields = page.Fields(
            [
                new("code", new("Mã 8 chữ số", "Code of 8 digits"), "text", "one-time-code", new(
                    "Trong tin nhắn vừa gửi. Dùng được một lần, trong 5 phút.", "In the message that was just sent. Good once, for 5 minutes.")) { Numeric = true },
            ],
            faults);
        return page.Answer(new("Nhập mã trong tin nhắn", "Enter the code from the message"), Html.Of($"""
            <p>{page.Say("Nếu điện thoại này là của số căn cước đã nhập, mã đang được gửi đến.", "If this phone is that number's, the code is on its way.")}</p>
            {page.Form(SignInPaths.CitizenCode, fields, new("Xem", "Continue"))}
            <nav aria-label="{page.Say("Khác", "Other ways")}"><a href="{SignInPaths.Citizen}">{page.Say("Không nhận được mã? Nhập lại", "No code came? Start again")}</a></nav>
            """), status);
    }

    private static async Task<IResult> UseAsync(HttpContext http, IFormCollection form)
    {
        var code = new string([.. form["code"].ToString().Where(char.IsAsciiDigit).Take(9)]);
        var digits = Guid.TryParse(Read(http, TicketStep), out var ticket)
            ? await http.RequestServices.GetRequiredService<CitizenCodes>().UseAsync(ticket, code, http.RequestAborted)
            : null;
        SignInEvents.Count(digits is null ? "CITIZEN_CODE_FAILED" : "CITIZEN_SIGNED_IN");
        if (digits is null)
        {
            return CodeForm(
                http, [new("code", new("Mã không đúng, đã dùng hoặc quá 5 phút. Hãy xin mã mới.", "The code is not right, was used, or is older than 5 minutes. Ask for a new one."))],
                StatusCodes.Status422UnprocessableEntity);
        }

        Keep(http, NumberStep, digits, GoodFor);
        return Results.LocalRedirect(SignInPaths.CitizenLookups);
    }

    private static async Task<IResult> LookupsAsync(HttpContext http)
    {
        var services = http.RequestServices;
        if (CitizenNumber.ParseOrNull(Read(http, NumberStep)) is not { } number)
        {
            return Results.LocalRedirect(SignInPaths.Citizen);
        }

        var hashes = services.GetRequiredService<NumberVault>().KeysOf(number).Select(k => k.Hash).ToList();
        var caller = new Caller(CitizenGrants.Client, [Scopes.Citizen], Citizen: new(number.Digits, hashes));
        var list = await services.GetRequiredService<LookupQueries>().OwnAsync(
            caller, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: true, http.RequestAborted);
        var page = new Page(http);
        return page.Answer(new("Ai đã tra cứu số của tôi?", "Who looked me up?"), Html.Of($"""
            <p>{page.Say("Số căn cước", "Number")} •••••••••{number.Digits[^3..]} · {page.Say($"{list.TotalCount} lần", $"{list.TotalCount} times")}</p>
            {(list.Edges.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Chưa có ai tra cứu số của ông/bà.", "Nobody has looked your number up.")}</p>"""))}
            <ul class="events">{Html.Join(list.Edges.Select(e => Html.Of(
                $"""<li><span class="when">{PageMenu.Clock(e.Node.At)}</span> <strong>{page.Say(e.Node.Who)}</strong> · {page.Say(LookupWords.Of(e.Node.Act))}</li>""")))}</ul>
            {(list.PageInfo.HasNextPage ? Html.Of($"""<nav aria-label="{page.Say("Trang tiếp", "More pages")}"><a href="{SignInPaths.CitizenLookups}?after={list.PageInfo.EndCursor}">{page.Say("Cũ hơn", "Older")} ›</a></nav>""") : Html.Nothing)}
            <p class="hint">{page.Say(
                "Thấy một lần tra cứu mà ông/bà không biết? Hãy báo cho Sở Khoa học và Công nghệ.", "Is there a look that you know nothing of? Tell the Department of Science and Technology.")}</p>
            {page.Form(SignInPaths.CitizenOut, Html.Nothing, new("Xong, đóng trang này", "Done, close this page"))}
            """));
    }

    private static void Keep(HttpContext http, string step, string value, TimeSpan goodFor)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Kept(step, value, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + goodFor));
        http.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(SealOf(http).Protect(plain)), Cookie());
    }

    private static string? Read(HttpContext http, string step)
    {
        try
        {
            var plain = SealOf(http).Unprotect(WebEncoders.Base64UrlDecode(http.Request.Cookies[CookieName] ?? ""));
            var kept = JsonSerializer.Deserialize<Kept>(Encoding.UTF8.GetString(plain))!;
            return kept.Step == step && http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < kept.Until ? kept.Value : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static IDataProtector SealOf(HttpContext http) => http.RequestServices.GetRequiredService<SignInKeys>().CreateProtector("citizen page");

    private static CookieOptions Cookie() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = GoodFor };
}
