using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Lookups;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Offers;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Citizen.Own;

/// <summary>What stands under the citizen's own number: certificate, provider, free days, needs, who looked; and the agreement to a change of provider (HUE-1.2, HUE-1.5, HUE-1.7).</summary>
public static class OwnEndpoints
{
    public const string Own = "/me";
    public const string Lookups = "/me/lookups";
    public const string Switch = "/me/switch";
    public const string SwitchCode = "/me/switch/code";
    public const string NotAsked = "/me/not-asked";
    public const string End = "/me/end";
    public const string EndCode = "/me/end/code";

    /// <summary>The own page, where it says why a request for help is none that can be made.</summary>
    public const string HoldsOne = "/me?need=held";

    private static readonly SealedCookie<GivenCode> CodeCookie = new("switch-code", ConsentToSwitch.CodeLifetime);
    private static readonly SealedCookie<GivenCode> EndCodeCookie = new("end-code", ConsentToSwitch.CodeLifetime);

    /// <summary>A code for a provider's staff, shown until it runs out.</summary>
    public sealed record GivenCode(string Code, DateTimeOffset ExpiresAt, string Provider);

    /// <summary>An end without the citizen's code as it stands on the own page.</summary>
    /// <param name="Progress">What became of the denial; null where there was none, or nothing has come of it yet.</param>
    public sealed record ShownEnd(IssuanceView Issuance, EndWithoutCode End, DeniedEndProgress? Progress);

    public static void MapOwnPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Own, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, ShowAsync));
        routes.MapGet(Lookups, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, ShowLookupsAsync));
        routes.MapGet(Switch, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, async (on, caller) => await TooNewAsync(on, caller) ?? await SwitchFormAsync(on, caller, [])));
        routes.MapGet(End, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, async (on, caller) => await TooNewAsync(on, caller) ?? await EndFormAsync(on, caller, [])));
        routes.MapPost(NotAsked, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, DenyEndAsync));
        routes.MapPost(End, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, EndAsync));
        routes.MapPost(Switch, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, ConsentAsync));
        routes.MapGet(SwitchCode, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, _) => Task.FromResult(CodeCookie.Read(http) is { } given
            ? WebResults.Page<SwitchCodePage>(on, new { Given = given })
            : Results.LocalRedirect(Switch))));
        routes.MapGet(EndCode, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, _) => Task.FromResult(EndCodeCookie.Read(http) is { } given
            ? WebResults.Page<EndCodePage>(on, new { Given = given })
            : Results.LocalRedirect(End))));
    }

    /// <summary>Nothing of the citizen stays in the browser.</summary>
    public static void ForgetCodes(HttpContext http)
    {
        CodeCookie.Delete(http);
        EndCodeCookie.Delete(http);
    }

    /// <summary>A phone that has just replaced another is told so before a form is filled in; null when it speaks for the citizen.</summary>
    public static async Task<IResult?> TooNewAsync(PageContext on, Caller caller) =>
        await on.Http.RequestServices.GetRequiredService<NewPhones>().ConsentsFromAsync(caller, on.Http.RequestAborted) is { } from
            ? WebResults.Page<NewPhonePage>(on, new { ConsentsFrom = from })
            : null;

    /// <summary>The campaigns that pages of citizens show.</summary>
    public static Task<IReadOnlyList<CampaignView>> CampaignsAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<CampaignQueries>().ShownAsync(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), http.RequestAborted);

    /// <summary>The campaign that a citizen is asked about: the one that was chosen, or the latest to open.</summary>
    public static async Task<CampaignView?> CampaignAsync(HttpContext http)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return await http.RequestServices.GetRequiredService<CampaignQueries>().CurrentAsync(now, ChosenCampaign.Of(http), http.RequestAborted);
    }

    /// <summary>The caller's certificates in the programme of this campaign, whichever of its campaigns recorded them; the last first.</summary>
    public static async Task<IReadOnlyList<IssuanceView>> IssuancesAsync(HttpContext http, Caller caller, string campaign) =>
        [.. (await http.RequestServices.GetRequiredService<IssuanceQueries>().OfProgrammeAsync(caller, campaign, new(ListPage.DefaultSize, false, null, null), http.RequestAborted))
            .Edges.Select(e => e.Node)];

    public static async Task<IReadOnlyList<NeedView>> NeedsAsync(HttpContext http, Caller caller, string campaign) =>
        [.. (await http.RequestServices.GetRequiredService<NeedQueries>().OfProgrammeAsync(caller, campaign, new(ListPage.DefaultSize, false, null, null), http.RequestAborted))
            .Edges.Select(e => e.Node)];

    private static Task<IResult> ShowAsync(PageContext on, Caller caller) => ShowAsync(on, caller, on.Http.Request.Query["need"] == "held" ? AlreadyHolds : null);

    private static Text AlreadyHolds { get; } = new(
        "Ông/bà đã có chữ ký số nên không cần nhờ cấp nữa. Muốn doanh nghiệp khác phục vụ, hãy chọn “Đổi doanh nghiệp”.",
        "You have a digital signature already, so there is nothing to ask for. If you want another provider, choose “Switch provider”.");

    private static async Task<IResult> ShowAsync(PageContext on, Caller caller, Text? told)
    {
        var (services, cancel) = (on.Http.RequestServices, on.Http.RequestAborted);
        var campaign = await CampaignAsync(on.Http);
        var issuances = campaign is null ? [] : await IssuancesAsync(on.Http, caller, campaign.Code);
        var needs = campaign is null ? [] : await NeedsAsync(on.Http, caller, campaign.Code);
        var ends = await services.GetRequiredService<DenyEnd>().OwnAsync(caller, cancel);
        var progress = await services.GetRequiredService<DeniedEnds>().ProgressAsync([.. ends.Where(e => e.Value.DeniedAt is not null).Select(e => e.Key)], cancel);
        return WebResults.Page<OwnPage>(on, new
        {
            Number = CitizenSession.Masked(caller),
            Campaign = campaign,
            Held = issuances.FirstOrDefault(i => i.Status.IsLive()),
            Earlier = issuances.Where(i => !i.Status.IsLive()).ToList(),
            Ends = issuances.Where(i => ends.TryGetValue(i.Id, out var end) && (end.MayDeny || end.DeniedAt is not null))
                .Select(i => new ShownEnd(i, ends[i.Id], progress.GetValueOrDefault(i.Id))).ToList(),
            Told = told,
            Codes = await services.GetRequiredService<OpenConsents>().OwnAsync(caller, cancel),
            ShownHere = (Switch: CodeCookie.Read(on.Http) is not null, End: EndCodeCookie.Read(on.Http) is not null),
            NewPhone = await services.GetRequiredService<NewPhones>().ConsentsFromAsync(caller, cancel),
            Needs = needs,
            Now = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        });
    }

    /// <summary>"I did not ask": asked once whether it is so, then said, and shown on the own page from then on.</summary>
    private static async Task<IResult> DenyEndAsync(PageContext on, Caller caller, IFormCollection form)
    {
        var (services, id) = (on.Http.RequestServices, form.Line("issuance"));
        if (form.Line("sure") != "yes")
        {
            var ends = await services.GetRequiredService<DenyEnd>().OwnAsync(caller, on.Http.RequestAborted);
            var campaign = await CampaignAsync(on.Http);
            var ended = campaign is null ? null : (await IssuancesAsync(on.Http, caller, campaign.Code)).FirstOrDefault(i => i.Id.ToString() == id);
            return ended is not null && ends.TryGetValue(ended.Id, out var end) && end.MayDeny
                ? WebResults.Page<NotAskedPage>(on, new { Ended = ended, End = end })
                : Results.LocalRedirect(Own);
        }

        var answer = await services.GetRequiredService<DenyEnd>().HandleAsync(caller, id, on.Http.RequestAborted);
        return answer.Refusal is { } refusal ? await ShowAsync(on, caller, refusal.Words()) : Results.LocalRedirect(Own);
    }

    private static async Task<IResult> EndFormAsync(PageContext on, Caller caller, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await CampaignAsync(on.Http);
        var held = campaign is null ? null : (await IssuancesAsync(on.Http, caller, campaign.Code)).FirstOrDefault(i => i.Status.IsLive());
        return WebResults.Page<EndPage>(on, new { Held = held, Faults = faults }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>A code for the provider's staff, with which they may end the certificate; once it was asked for on the page that says what is lost.</summary>
    private static async Task<IResult> EndAsync(PageContext on, Caller caller, IFormCollection form)
    {
        var answer = await on.Http.RequestServices.GetRequiredService<ConsentToEnd>().HandleAsync(caller, form.Line("issuance"), on.Http.RequestAborted);
        if (answer.Success is not { } given)
        {
            return await EndFormAsync(on, caller, [new("", on.Say(answer.Refusal!.Words()))]);
        }

        var campaign = await CampaignAsync(on.Http);
        var held = campaign is null ? null : (await IssuancesAsync(on.Http, caller, campaign.Code)).FirstOrDefault(i => i.Status.IsLive());
        EndCodeCookie.Write(on.Http, new(given.ConsentCode, given.ExpiresAt, held?.Provider.Name ?? ""));
        return Results.LocalRedirect(EndCode);
    }

    private static async Task<IResult> ShowLookupsAsync(PageContext on, Caller caller)
    {
        var list = await on.Http.RequestServices.GetRequiredService<LookupQueries>().OwnAsync(
            caller, new(ListPage.DefaultSize, false, Cursor.Parse(on.Http.Request.Query["after"]), null), withTotal: true, on.Http.RequestAborted);
        return WebResults.Page<LookupsPage>(on, new { Number = CitizenSession.Masked(caller), List = list });
    }

    private static async Task<IResult> SwitchFormAsync(PageContext on, Caller caller, IReadOnlyList<FieldFault> faults)
    {
        var campaign = await CampaignAsync(on.Http);
        var held = campaign is null ? null : (await IssuancesAsync(on.Http, caller, campaign.Code)).FirstOrDefault(i => i.Status.IsLive());
        return WebResults.Page<SwitchPage>(
            on,
            new
            {
                Held = held,
                Providers = (campaign?.Providers ?? []).Where(p => p.Code != held?.Provider.Code).ToList(),
                Offers = campaign is null
                    ? new Dictionary<string, ProviderOffer>()
                    : await on.Http.RequestServices.GetRequiredService<OfferQueries>().InForceAsync(campaign.Code, on.Http.RequestAborted),
                Faults = faults,
            },
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ConsentAsync(PageContext on, Caller caller, IFormCollection form)
    {
        var (campaign, provider) = (await CampaignAsync(on.Http), form.Line("provider"));
        if (campaign is null || provider.Length == 0)
        {
            return await SwitchFormAsync(on, caller, [new("provider", on.Say("Hãy chọn một doanh nghiệp.", "Choose a provider."))]);
        }

        var answer = await on.Http.RequestServices.GetRequiredService<ConsentToSwitch>().HandleAsync(caller, new(campaign.Code, null, provider), on.Http.RequestAborted);
        if (answer.Refusal is { } refusal)
        {
            return await SwitchFormAsync(on, caller, [new("", on.Say(refusal.Words()))]);
        }

        var given = answer.Success!;
        CodeCookie.Write(on.Http, new(given.ConsentCode, given.ExpiresAt, campaign.Providers.FirstOrDefault(p => p.Code == provider)?.Name ?? provider));
        return Results.LocalRedirect(SwitchCode);
    }
}
