using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Offers;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Needs;

/// <summary>
/// A citizen asks one provider, freely chosen, for help (HUE-1.2, HUE-4.1): one question a page, what was said kept until it is sent, and sent once however often it is pressed; then a page that says how it stands,
/// until when, and lets the citizen cancel or deny (HUE-4.4, HUE-4.5). The registry judges; these pages only ask.
/// </summary>
internal static class NeedEndpoints
{
    public const string New = "/need/new";
    public const string NewForSwitch = "/need/switch";
    public const string ProviderStep = "/need/provider";
    public const string ModeStep = "/need/mode";
    public const string ContactStep = "/need/contact";
    public const string AddressStep = "/need/address";
    public const string CheckStep = "/need/check";
    public const string Own = "/need";
    public const string Cancel = "/need/cancel";
    public const string Deny = "/need/deny";
    public const string DenyCall = "/need/call/deny";

    public static void MapNeedPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(New, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, caller) => BeginAsync(on, caller, forSwitch: false)));
        routes.MapGet(NewForSwitch, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, caller) => BeginAsync(on, caller, forSwitch: true)));
        routes.MapStep(ProviderStep, ShowProvidersAsync, TakeProviderAsync);
        routes.MapStep(ModeStep, (on, form) => Shown<ModePage>(on, new { Form = form }), TakeModeAsync);
        routes.MapStep(ContactStep, (on, form) => Shown<ContactPage>(on, new { Form = form }), TakeContactAsync);
        routes.MapStep(AddressStep, (on, form) => Shown<AddressPage>(on, new { Form = form }), TakeAddressAsync);
        routes.MapGet(CheckStep, Task<IResult> (HttpContext http) => StepAsync(http, (on, _, form) => form.NextStep == CheckStep ? CheckAsync(on, form, []) : Led(form.NextStep)));
        routes.MapPost(CheckStep, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, (_, _) => StepAsync(http, SendAsync)));
        routes.MapGet(Own, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, caller) => ShowOwnAsync(on, caller, [])));
        routes.MapPost(Cancel, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, async (on, caller, form) =>
            await AfterAsync(on, caller, await on.Http.RequestServices.GetRequiredService<CancelNeed>().HandleAsync(caller, new(form.Line("need"), null), http.RequestAborted))));
        routes.MapPost(Deny, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, async (on, caller, form) =>
            await AfterAsync(on, caller, await on.Http.RequestServices.GetRequiredService<DenyNeedSupport>().HandleAsync(caller, new(form.Line("need"), null), http.RequestAborted))));
        routes.MapPost(DenyCall, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, DenyCallAsync));
    }

    /// <summary>"Nobody called me": asked once whether it is so, then said, on whichever of the two pages, and shown on both from then on.</summary>
    private static async Task<IResult> DenyCallAsync(PageContext on, Caller caller, IFormCollection form)
    {
        if (form.Line("sure") != "yes")
        {
            var now = on.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            var campaign = await OwnEndpoints.CampaignAsync(on.Http);
            var needs = campaign is null ? [] : await OwnEndpoints.NeedsAsync(on.Http, caller, campaign.Code);
            var said = needs.SelectMany(n => n.Calls.Select(c => (Need: n, Call: c)))
                .FirstOrDefault(s => s.Call.Id.ToString() == form.Line("call") && CallIsDeniedWithin30DaysRule.IsDeniable(s.Call, now));
            return said.Need is null ? Results.LocalRedirect(OwnEndpoints.Own) : WebResults.Page<NotCalledPage>(on, new { said.Need, said.Call });
        }

        var answer = await on.Http.RequestServices.GetRequiredService<Registry.Needs.DenyCall>().HandleAsync(caller, form.Line("call"), on.Http.RequestAborted);
        return answer.Refusal is { } refusal ? await ShowOwnAsync(on, caller, [new("", on.Say(refusal.Words()))]) : Results.LocalRedirect(OwnEndpoints.Own);
    }

    /// <summary>A question: shown, and taken. Who is not signed in, or has no form under way, is led to the beginning.</summary>
    private static void MapStep(
        this IEndpointRouteBuilder routes, string path, Func<PageContext, NeedForm, Task<IResult>> show, Func<PageContext, NeedForm, IFormCollection, Task<IResult>> take)
    {
        routes.MapGet(path, Task<IResult> (HttpContext http) => StepAsync(http, (on, _, form) => show(on, form)));
        routes.MapPost(path, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, (_, sent) => StepAsync(http, (on, _, form) => take(on, form, sent))));
    }

    private static Task<IResult> StepAsync(HttpContext http, Func<PageContext, Caller, NeedForm, Task<IResult>> then) => CitizenSession.OpenAsync(
        http, (on, caller) => NeedForm.Cookie.Read(http) is { } form ? then(on, caller, form) : Led(New));

    private static async Task<IResult> BeginAsync(PageContext on, Caller caller, bool forSwitch)
    {
        if (await OwnEndpoints.CampaignAsync(on.Http) is not { } campaign)
        {
            return Results.LocalRedirect("/");
        }

        var held = (await OwnEndpoints.IssuancesAsync(on.Http, caller, campaign.Code)).FirstOrDefault(i => i.Status.IsLive());
        if ((held is not null) != forSwitch)
        {
            // Who holds a certificate may ask for help to change alone, and who holds none may not.
            return Results.LocalRedirect(held is null ? OwnEndpoints.Own : OwnEndpoints.HoldsOne);
        }

        if (await OwnEndpoints.NeedsAsync(on.Http, caller, campaign.Code) is [var last, ..] && last.State.IsOpen())
        {
            return Results.LocalRedirect(Own);
        }

        if (await OwnEndpoints.TooNewAsync(on, caller) is { } tooNew)
        {
            return tooNew;
        }

        NeedForm.Cookie.Write(on.Http, new(
            Guid.NewGuid().ToString("D"), campaign.Code, forSwitch, [.. campaign.Providers.Select(p => p.Code).Where(code => code != held?.Provider.Code)]));
        return Results.LocalRedirect(ProviderStep);
    }

    private static Task<IResult> ShowProvidersAsync(PageContext on, NeedForm form) => ProvidersAsync(on, form, []);

    private static async Task<IResult> ProvidersAsync(PageContext on, NeedForm form, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await on.Http.RequestServices.GetRequiredService<CampaignQueries>().ByCodeAsync(form.Campaign, on.Http.RequestAborted);
        return WebResults.Page<ProviderPage>(
            on,
            new
            {
                Form = form,
                Providers = (campaign?.Providers ?? []).Where(p => form.Order.Contains(p.Code)).OrderBy(p => form.Order.ToList().IndexOf(p.Code)).ToList(),
                Offers = await on.Http.RequestServices.GetRequiredService<OfferQueries>().InForceAsync(form.Campaign, on.Http.RequestAborted),
                Faults = faults,
            },
            StatusOf(faults));
    }

    private static async Task<IResult> TakeProviderAsync(PageContext on, NeedForm form, IFormCollection sent) => form.Order.Contains(sent.Line("provider"))
        ? await GoOnAsync(on, form with { Provider = sent.Line("provider") })
        : await ProvidersAsync(on, form, [new("provider", on.Say("Hãy chọn một doanh nghiệp.", "Choose a provider."))]);

    private static Task<IResult> TakeModeAsync(PageContext on, NeedForm form, IFormCollection sent) => sent.Line("mode") switch
    {
        "AT_HOME" => GoOnAsync(on, form with { Mode = NeedMode.AtHome }),
        "BY_PHONE" => GoOnAsync(on, form with { Mode = NeedMode.ByPhone, Ward = null, Address = null }),
        _ => Shown<ModePage>(on, new { Form = form, Faults = new List<FieldFault> { new("mode", on.Say("Hãy chọn một cách.", "Choose one.")) } }, StatusCodes.Status422UnprocessableEntity),
    };

    private static Task<IResult> TakeContactAsync(PageContext on, NeedForm form, IFormCollection sent)
    {
        var (name, typed) = (sent.Line("name"), sent.Line("phone"));
        var phone = PhoneNumber.Normal(typed);
        List<FieldFault> faults =
        [
            .. TypedText.PersonName.Fits(name) ? Array.Empty<FieldFault>() : [new("name", on.Say("Hãy ghi họ và tên.", "Enter your name."))],
            .. phone is not null ? Array.Empty<FieldFault>() : [new("phone", on.Say("Số điện thoại chưa đúng: gồm 10 chữ số bắt đầu bằng 0.", "The phone number is not valid: it must have 10 digits and start with 0."))],
        ];
        return faults.Count == 0
            ? GoOnAsync(on, form with { Name = name, Phone = phone })
            : Shown<ContactPage>(on, new { Form = form with { Name = name, Phone = typed }, Faults = faults }, StatusOf(faults));
    }

    private static Task<IResult> TakeAddressAsync(PageContext on, NeedForm form, IFormCollection sent)
    {
        var (ward, address) = (sent.Line("ward"), sent.Line("address"));
        List<FieldFault> faults =
        [
            .. Wards.All.Any(w => w.Code == ward) ? Array.Empty<FieldFault>() : [new("ward", on.Say("Hãy chọn xã hoặc phường.", "Choose the ward or commune."))],
            .. TypedText.Address.Fits(address) ? Array.Empty<FieldFault>() : [new("address", on.Say("Hãy ghi số nhà, đường hoặc thôn.", "Enter house number and street, or hamlet."))],
        ];
        return faults.Count == 0
            ? GoOnAsync(on, form with { Ward = ward, Address = address })
            : Shown<AddressPage>(on, new { Form = form with { Ward = ward, Address = address }, Faults = faults }, StatusOf(faults));
    }

    private static async Task<IResult> CheckAsync(PageContext on, NeedForm form, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await on.Http.RequestServices.GetRequiredService<CampaignQueries>().ByCodeAsync(form.Campaign, on.Http.RequestAborted);
        return WebResults.Page<CheckPage>(
            on,
            new
            {
                Form = form,
                Provider = campaign?.Providers.FirstOrDefault(p => p.Code == form.Provider)?.Name ?? form.Provider!,
                Wait = NeedWords.Wait(on, campaign!.NeedWindow),
                Faults = faults,
            },
            StatusOf(faults));
    }

    private static async Task<IResult> SendAsync(PageContext on, Caller caller, NeedForm form)
    {
        if (form.NextStep != CheckStep)
        {
            return Results.LocalRedirect(form.NextStep);
        }

        var answer = await on.Http.RequestServices.GetRequiredService<RegisterNeed>().HandleAsync(
            caller, new(form.RequestId, form.Campaign, null, form.Provider!, form.Mode!.Value, form.Name!, form.Phone!, form.ForSwitch, form.Ward, form.Address), form.ShownPlace,
            on.Http.RequestAborted);
        if (answer.Refusal is RequestIdReused)
        {
            // It was sent before, and changed since by going back: what was sent stands.
            return Results.LocalRedirect(Own);
        }

        if (answer.Refusal is { } refusal)
        {
            return await CheckAsync(on, form, [new("", on.Say(refusal.Words()))]);
        }

        return Results.LocalRedirect(Own);
    }

    private static async Task<IResult> ShowOwnAsync(PageContext on, Caller caller, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await OwnEndpoints.CampaignAsync(on.Http);
        var needs = campaign is null ? [] : await OwnEndpoints.NeedsAsync(on.Http, caller, campaign.Code);
        return WebResults.Page<OwnNeedPage>(
            on,
            new
            {
                Need = needs.Count > 0 ? needs[0] : null,
                Earlier = needs.Skip(1).ToList(),
                Now = on.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
                Faults = faults,
            },
            StatusOf(faults));
    }

    private static Task<IResult> AfterAsync(PageContext on, Caller caller, Answer<NeedCancelled> answer) =>
        answer.Refusal is { } refusal ? ShowOwnAsync(on, caller, [new("", on.Say(refusal.Words()))]) : Led(Own);

    /// <summary>Keeps what was said, and goes to the next question that has no answer; back to the check when that was left to change one.</summary>
    private static Task<IResult> GoOnAsync(PageContext on, NeedForm form)
    {
        NeedForm.Cookie.Write(on.Http, form);
        return Led(form.NextStep);
    }

    private static Task<IResult> Shown<TPage>(PageContext on, object told, int status = StatusCodes.Status200OK)
        where TPage : WebPage => Task.FromResult(WebResults.Page<TPage>(on, told, status));

    private static Task<IResult> Led(string path) => Task.FromResult(Results.LocalRedirect(path));

    private static int StatusOf(IReadOnlyList<FieldFault> faults) => faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
