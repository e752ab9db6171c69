using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Reports;

/// <summary>
/// A citizen reports to the department (HUE-5.2), without signing in and without script: one question a page, what was said kept in sealed cookies until it is sent, and sent once however often it is pressed; then
/// photographs, and a number to keep. In no address is a badge, a number or an answer. The registry judges; these pages only ask.
/// </summary>
public static class ReportEndpoints
{
    public const string Start = "/report/start";
    public const string KindStep = "/report";
    public const string ProviderStep = "/report/provider";
    public const string TextStep = "/report/text";
    public const string PhoneStep = "/report/phone";
    public const string CheckStep = "/report/check";
    public const string Photos = "/report/photos";
    public const string Done = "/report/done";
    public const string Progress = "/report/progress";

    /// <summary>The answer that it is about no provider in particular.</summary>
    public const string Nobody = "-";

    private const int LongestBadge = 300;

    internal static void MapReportPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Start, Task<IResult> (HttpContext http) => BeginAsync(http));
        routes.MapGet(KindStep, async Task<IResult> (HttpContext http) => await DraftAsync(http) is { } draft ? await ShowKindAsync(http, draft) : Results.LocalRedirect("/"));
        routes.MapPost(KindStep, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, async (on, sent) =>
            await DraftAsync(http) is { } draft ? TakeKind(on, draft, sent) : Results.LocalRedirect("/")));
        routes.MapStep(ProviderStep, (on, draft) => ProvidersAsync(on, draft, []), TakeProviderAsync);
        routes.MapStep(TextStep, (on, draft) => Shown<TextPage>(on, new { Draft = draft, Text = DraftText.Read(on.Http, draft.TextParts) ?? "" }), TakeTextAsync);
        routes.MapStep(PhoneStep, (on, draft) => Shown<PhonePage>(on, new { Draft = draft }), TakePhoneAsync);
        routes.MapStep(CheckStep, (on, draft) => draft.NextStep == CheckStep ? CheckAsync(on, draft, []) : Led(draft.NextStep), (on, draft, _) => SendAsync(on, draft));
        routes.MapGet(Photos, Task<IResult> (HttpContext http) => SentAsync(http, (on, report) => Shown<PhotosPage>(on, new { Sent = report })));
        routes.MapPost(Photos, Task<IResult> (HttpContext http) => ReportPhotoForm.TakeAsync(http));
        routes.MapGet(Done, Task<IResult> (HttpContext http) => SentAsync(http, (on, report) => Shown<DonePage>(on, new { Sent = report })));
        routes.MapGet(Progress, async Task<IResult> (HttpContext http) => WebResults.Page<ProgressPage>(await PageContext.OfAsync(http)));
        routes.MapPost(Progress, Task<IResult> (HttpContext http) => PageForms.TakeAsync(http, ShowProgressAsync));
    }

    /// <summary>A page for whoever has just sent a report; others are led to the beginning.</summary>
    internal static async Task<IResult> SentAsync(HttpContext http, Func<PageContext, SentReport, Task<IResult>> then) =>
        SentReport.Cookie.Read(http) is { } sent ? await then(await PageContext.OfAsync(http), sent) : Results.LocalRedirect(KindStep);

    internal static Task<IResult> Shown<TPage>(PageContext on, object told, int status = StatusCodes.Status200OK)
        where TPage : WebPage => Task.FromResult(WebResults.Page<TPage>(on, told, status));

    /// <summary>A question: shown, and taken. Who has no draft under way is led to the beginning, or to what has been sent.</summary>
    private static void MapStep(
        this IEndpointRouteBuilder routes, string path, Func<PageContext, ReportDraft, Task<IResult>> show, Func<PageContext, ReportDraft, IFormCollection, Task<IResult>> take)
    {
        routes.MapGet(path, async Task<IResult> (HttpContext http) => ReportDraft.Cookie.Read(http) is { } draft ? await show(await PageContext.OfAsync(http), draft) : await WithoutDraft(http));
        routes.MapPost(path, Task<IResult> (HttpContext http) => PageForms.TakeAsync(
            http, (on, sent) => ReportDraft.Cookie.Read(http) is { } draft ? take(on, draft, sent) : WithoutDraft(http)));
    }

    private static Task<IResult> WithoutDraft(HttpContext http) => Led(SentReport.Cookie.Read(http) is null ? KindStep : Done);

    private static Task<IResult> Led(string path) => Task.FromResult(Results.LocalRedirect(path));

    /// <summary>
    /// From a page of ours that knows what it is about: the badge that was scanned, the citizen's own certificate or a look-up. It begins a draft in this browser and sends nothing, so it needs no token of a form, which the badge's page has
    /// no room for; what it brought is shown before anything is sent.
    /// </summary>
    private static async Task<IResult> BeginAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || await NewAsync(http) is not { } draft)
        {
            return Results.LocalRedirect(KindStep);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        draft = draft with
        {
            Kind = ReportWords.KindOf(form.Line("kind")),
            Badge = form.Line("badge") is { Length: > 0 and <= LongestBadge } badge ? badge : null,
            Issuance = Id("issuance"),
            Lookup = Id("lookup"),
        };
        DraftText.Delete(http);
        ReportDraft.Cookie.Write(http, draft);
        return Results.LocalRedirect(draft.NextStep);

        string? Id(string field) => Guid.TryParseExact(form.Line(field), "D", out var id) ? id.ToString("D") : null;
    }

    /// <summary>The draft under way, or a new one; null while there is no campaign.</summary>
    private static async Task<ReportDraft?> DraftAsync(HttpContext http)
    {
        if (ReportDraft.Cookie.Read(http) is { } underWay)
        {
            return underWay;
        }

        var draft = await NewAsync(http);
        if (draft is not null)
        {
            ReportDraft.Cookie.Write(http, draft);
        }

        return draft;
    }

    private static async Task<ReportDraft?> NewAsync(HttpContext http) => await OwnEndpoints.CampaignAsync(http) is { } campaign
        ? new(Guid.NewGuid().ToString("D"), campaign.Code, [.. campaign.Providers.Select(p => p.Code)])
        : null;

    private static Task<CampaignView?> CampaignAsync(PageContext on, ReportDraft draft) =>
        on.Http.RequestServices.GetRequiredService<CampaignQueries>().ByCodeAsync(draft.Campaign, on.Http.RequestAborted);

    private static async Task<IResult> ShowKindAsync(HttpContext http, ReportDraft draft) => WebResults.Page<KindPage>(await PageContext.OfAsync(http), new { Draft = draft });

    private static IResult TakeKind(PageContext on, ReportDraft draft, IFormCollection sent) => ReportWords.KindOf(sent.Line("kind")) is { } kind
        ? GoOn(on, draft with { Kind = kind })
        : WebResults.Page<KindPage>(
            on, new { Draft = draft, Faults = new List<FieldFault> { new("kind", on.Say("Hãy chọn một việc.", "Choose one.")) } }, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ProvidersAsync(PageContext on, ReportDraft draft, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await CampaignAsync(on, draft);
        return WebResults.Page<ProviderPage>(
            on,
            new { Draft = draft, Providers = (campaign?.Providers ?? []).OrderBy(p => draft.Order.ToList().IndexOf(p.Code)).ToList(), Faults = faults },
            StatusOf(faults));
    }

    private static async Task<IResult> TakeProviderAsync(PageContext on, ReportDraft draft, IFormCollection sent) => sent.Line("provider") switch
    {
        Nobody => GoOn(on, draft with { Provider = null, ProviderAsked = true }),
        var code when draft.Order.Contains(code) => GoOn(on, draft with { Provider = code, ProviderAsked = true }),
        _ => await ProvidersAsync(on, draft, [new("provider", on.Say("Hãy chọn một doanh nghiệp, hoặc “Không biết”.", "Choose a provider, or “I do not know”."))]),
    };

    private static async Task<IResult> TakeTextAsync(PageContext on, ReportDraft draft, IFormCollection sent)
    {
        // A browser counts a line's end as one character and sends two.
        var text = sent.Line("text").ReplaceLineEndings("\n");
        var over = text.Length - TypedText.ReportText.Most;
        var fault = text.Length switch
        {
            _ when over > 0 => on.Say($"Dài quá {over} ký tự: tối đa {TypedText.ReportText.Most}.", $"{over} characters too long: at most {TypedText.ReportText.Most}."),
            0 when draft.Kind == ReportKind.Other => on.Say("Hãy kể lại điều đã xảy ra.", "Describe what happened."),
            _ => null,
        };
        return fault is null
            ? GoOn(on, draft with { TextParts = DraftText.Write(on.Http, text), TextAsked = true })
            : await Shown<TextPage>(on, new { Draft = draft, Text = text, Faults = new List<FieldFault> { new("text", fault) } }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> TakePhoneAsync(PageContext on, ReportDraft draft, IFormCollection sent)
    {
        var typed = sent.Line("phone");
        var phone = typed.Length == 0 ? null : PhoneNumber.Normal(typed);
        return typed.Length == 0 || phone is not null
            ? GoOn(on, draft with { Phone = phone, PhoneAsked = true })
            : await Shown<PhonePage>(
                on,
                new
                {
                    Draft = draft with { Phone = typed },
                    Faults = new List<FieldFault> { new("phone", on.Say("Số điện thoại chưa đúng: gồm 10 chữ số bắt đầu bằng 0, hoặc để trống.", "The phone number is not valid: 10 digits starting with 0, or leave it empty.")) },
                },
                StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult GoOn(PageContext on, ReportDraft draft)
    {
        ReportDraft.Cookie.Write(on.Http, draft);
        return Results.LocalRedirect(draft.NextStep);
    }

    private static async Task<IResult> CheckAsync(PageContext on, ReportDraft draft, IReadOnlyList<FieldFault> faults, int? status = null) => WebResults.Page<CheckPage>(
        on,
        new
        {
            Draft = draft,
            Provider = (await CampaignAsync(on, draft))?.Providers.FirstOrDefault(p => p.Code == draft.Provider)?.Name ?? draft.Provider,
            Text = DraftText.Read(on.Http, draft.TextParts),
            Faults = faults,
        },
        status ?? StatusOf(faults));

    private static async Task<IResult> SendAsync(PageContext on, ReportDraft draft)
    {
        if (draft.NextStep != CheckStep)
        {
            return Results.LocalRedirect(draft.NextStep);
        }

        var text = DraftText.Read(on.Http, draft.TextParts);
        if (draft.TextParts > 0 && text is null)
        {
            // A browser that keeps too few cookies has lost a part; nothing is sent that was not written so.
            return GoOn(on, draft with { TextParts = 0, TextAsked = false });
        }

        var answer = await on.Http.RequestServices.GetRequiredService<SubmitReport>().HandleAsync(
            CitizenSession.CallerOf(on.Http),
            new(draft.RequestId, draft.Campaign, draft.Kind!.Value, text, draft.NamesItsProvider ? null : draft.Provider, draft.Badge, draft.Issuance, draft.Lookup, draft.Phone),
            on.Http.RequestAborted);
        if (answer.Success is not { } sent)
        {
            var status = answer.Refusal is ReportLimitReached ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
            return await CheckAsync(on, draft, [ReportWords.Fault(on, answer.Refusal!)], status);
        }

        SentReport.Cookie.Write(on.Http, new(sent.Reference, 0));
        ReportDraft.Cookie.Delete(on.Http);
        DraftText.Delete(on.Http);
        return Results.LocalRedirect(Photos);
    }

    private static async Task<IResult> ShowProgressAsync(PageContext on, IFormCollection form)
    {
        var typed = form.Line("reference");
        var found = await on.Http.RequestServices.GetRequiredService<ReportQueries>().ProgressAsync(typed, on.Http.RequestAborted);
        List<FieldFault> faults = found is not null
            ? []
            : [new("reference", ReportReference.TryRead(typed, out _)
                ? on.Say(new ReportNotFound().Words())
                : on.Say("Số báo cáo chưa đúng: BC và 16 ký tự. Hãy kiểm tra lại.", "The report number is not valid: BC and 16 characters. Check it."))];
        return WebResults.Page<ProgressPage>(on, new { Typed = typed, Found = found, Faults = faults }, StatusOf(faults));
    }

    private static int StatusOf(IReadOnlyList<FieldFault> faults) => faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
