using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Lookups;
using Campaign.Registry.Needs;
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

    private static readonly SealedCookie<GivenCode> CodeCookie = new("switch-code", ConsentToSwitch.CodeLifetime);

    /// <summary>A code for the new provider's staff, shown until it runs out.</summary>
    public sealed record GivenCode(string Code, DateTimeOffset ExpiresAt, string Provider);

    public static void MapOwnPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Own, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, ShowAsync));
        routes.MapGet(Lookups, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, ShowLookupsAsync));
        routes.MapGet(Switch, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, caller) => SwitchFormAsync(on, caller, [])));
        routes.MapPost(NotAsked, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, DenyEndAsync));
        routes.MapPost(End, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, EndAsync));
        routes.MapPost(Switch, Task<IResult> (HttpContext http) => CitizenSession.TakeAsync(http, ConsentAsync));
        routes.MapGet(SwitchCode, Task<IResult> (HttpContext http) => CitizenSession.OpenAsync(http, (on, _) => Task.FromResult(CodeCookie.Read(http) is { } given
            ? WebResults.Page<SwitchCodePage>(on, new { Given = given })
            : Results.LocalRedirect(Switch))));
    }

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

    private static Task<IResult> ShowAsync(PageContext on, Caller caller) => ShowAsync(on, caller, denied: null);

    private static async Task<IResult> ShowAsync(PageContext on, Caller caller, Text? denied)
    {
        var campaign = await CampaignAsync(on.Http);
        var issuances = campaign is null ? [] : await IssuancesAsync(on.Http, caller, campaign.Code);
        var needs = campaign is null ? [] : await NeedsAsync(on.Http, caller, campaign.Code);
        return WebResults.Page<OwnPage>(on, new
        {
            Number = CitizenSession.Masked(caller),
            Campaign = campaign,
            Held = issuances.FirstOrDefault(i => i.Status.IsLive()),
            Earlier = issuances.Where(i => !i.Status.IsLive()).ToList(),
            Deniable = await on.Http.RequestServices.GetRequiredService<DenyEnd>().DeniableAsync(caller, on.Http.RequestAborted),
            Denied = denied,
            Need = needs.Count > 0 ? needs[0] : null,
            Now = on.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        });
    }

    /// <summary>"I did not ask": said once, and shown at once.</summary>
    private static async Task<IResult> DenyEndAsync(PageContext on, Caller caller, IFormCollection form)
    {
        var answer = await on.Http.RequestServices.GetRequiredService<DenyEnd>().HandleAsync(caller, form.Line("issuance"), on.Http.RequestAborted);
        return await ShowAsync(on, caller, answer.Refusal?.Words() ?? new(
            "Đã ghi: ông/bà không yêu cầu. Sở sẽ xem xét doanh nghiệp đã kết thúc chứng thư. Chứng thư đó vẫn là đã kết thúc; năm miễn phí vẫn tính tiếp.",
            "Noted: you did not ask. The department will look into the provider that ended the certificate. That certificate stays ended; the free year runs on."));
    }

    /// <summary>A code for the provider's staff, with which they may end the certificate.</summary>
    private static async Task<IResult> EndAsync(PageContext on, Caller caller, IFormCollection form)
    {
        var answer = await on.Http.RequestServices.GetRequiredService<ConsentToEnd>().HandleAsync(caller, form.Line("issuance"), on.Http.RequestAborted);
        return await ShowAsync(on, caller, answer.Success is { } given
            ? new($"Mã để nhân viên kết thúc chứng thư: {given.ConsentCode}. Dùng được một lần, đến {Clock.At(given.ExpiresAt)}. Chưa có gì kết thúc cho đến khi mã được dùng.",
                $"The code for the staff to end the certificate: {given.ConsentCode}. It works once, until {Clock.At(given.ExpiresAt)}. Nothing ends until it is used.")
            : answer.Refusal!.Words());
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
