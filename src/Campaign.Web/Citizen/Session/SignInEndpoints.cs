using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Values;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Session;

/// <summary>A citizen signs in: number and phone, the code that comes to the phone, and back to the page that asked.</summary>
internal static class SignInEndpoints
{
    public const string SignIn = "/me/sign-in";
    public const string Code = "/me/code";
    public const string Out = "/me/out";

    /// <summary>Where one may be led after it: to one's own pages and nowhere else.</summary>
    private static readonly string[] Landings = [OwnEndpoints.Own, OwnEndpoints.Lookups, OwnEndpoints.Switch, OwnEndpoints.End, Needs.NeedEndpoints.Own, Needs.NeedEndpoints.New, Needs.NeedEndpoints.NewForSwitch];

    public static void MapCitizenSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignIn, async Task<IResult> (HttpContext http) => Form(await PageContext.OfAsync(http), "", []));
        routes.MapPost(SignIn, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, SendAsync));
        routes.MapGet(Code, async Task<IResult> (HttpContext http) =>
            CitizenSession.Cookie.Read(http)?.Ticket is null ? Results.LocalRedirect(SignIn) : CodeForm(await PageContext.OfAsync(http), []));
        routes.MapPost(Code, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, UseAsync));
        routes.MapPost(Out, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, (on, _) =>
        {
            CitizenSession.Cookie.Delete(http);
            Needs.NeedForm.Cookie.Delete(http);
            OwnEndpoints.ForgetCodes(http);
            Reports.DraftText.Delete(http);
            Reports.ReportDraft.Cookie.Delete(http);
            return Task.FromResult(Results.LocalRedirect("/"));
        }));
    }

    private static IResult Form(PageContext on, string phone, IReadOnlyList<FieldFault> faults, int status = StatusCodes.Status200OK) =>
        WebResults.Page<SignInPage>(on, new { Phone = phone, Faults = faults, ForHelp = CitizenSession.Cookie.Read(on.Http)?.ReturnTo is Needs.NeedEndpoints.New or Needs.NeedEndpoints.NewForSwitch }, status);

    private static async Task<IResult> SendAsync(PageContext on, IFormCollection form)
    {
        var typed = form.Line("phone");
        var phone = PhoneNumber.Normal(typed);
        var known = CitizenNumber.TryParse(form.Line("number"), out var number);
        List<FieldFault> faults =
        [
            .. known ? Array.Empty<FieldFault>() : [new("number", on.Say("Số căn cước chưa đúng: gồm 12 chữ số in trên thẻ.", "The citizen number is not valid: it has the 12 digits printed on the card."))],
            .. phone is not null ? Array.Empty<FieldFault>() : [new("phone", on.Say("Số điện thoại chưa đúng: gồm 10 chữ số bắt đầu bằng 0.", "The phone number is not valid: it must have 10 digits and start with 0."))],
        ];
        if (faults.Count > 0)
        {
            return Form(on, typed, faults, StatusCodes.Status422UnprocessableEntity);
        }

        var (ticket, wait) = await on.Http.RequestServices.GetRequiredService<ICitizenCodes>().SendAsync(on.Http, number!, phone!);
        if (wait is { } until)
        {
            var minutes = Math.Max(1, (int)Math.Ceiling(until.TotalMinutes));
            on.Http.Response.Headers.RetryAfter = ((int)Math.Ceiling(until.TotalSeconds)).ToString();
            return Form(on, typed, [new("", on.Say($"Đã xin mã quá nhiều lần. Hãy thử lại sau {minutes} phút.", $"Too many codes requested. Try again in {minutes} min."))], StatusCodes.Status429TooManyRequests);
        }

        CitizenSession.Cookie.Write(on.Http, new(ticket, null, CitizenSession.Cookie.Read(on.Http)?.ReturnTo), CitizenSession.CodeGoodFor);
        return Results.LocalRedirect(Code);
    }

    private static IResult CodeForm(PageContext on, IReadOnlyList<FieldFault> faults, int status = StatusCodes.Status200OK) =>
        WebResults.Page<CodePage>(on, new { Faults = faults }, status);

    private static async Task<IResult> UseAsync(PageContext on, IFormCollection form)
    {
        var code = new string([.. form["code"].ToString().Where(char.IsAsciiDigit).Take(9)]);
        var kept = CitizenSession.Cookie.Read(on.Http);
        var digits = kept?.Ticket is { } ticket ? await on.Http.RequestServices.GetRequiredService<ICitizenCodes>().UseAsync(on.Http, ticket, code) : null;
        if (digits is null)
        {
            return CodeForm(
                on, [new("code", on.Say("Mã không đúng, đã dùng hoặc quá 5 phút. Hãy xem lại tin nhắn, hoặc xin mã mới.", "The code is wrong, used, or older than 5 minutes. Look at the message again, or request a new code."))],
                StatusCodes.Status422UnprocessableEntity);
        }

        CitizenSession.Cookie.Write(on.Http, new(null, digits, null));
        return Results.LocalRedirect(Landings.Contains(kept!.ReturnTo) ? kept.ReturnTo! : OwnEndpoints.Own);
    }
}
