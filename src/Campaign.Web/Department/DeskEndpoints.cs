using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Web.Department.Minutes;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Campaign.Web.Department;

/// <summary>The department's desk. Each address is a page of its own that the host guards as it does every other; what is live on it has a circuit that lives as long as the page.</summary>
public static class DeskEndpoints
{
    public const string Today = "/desk";
    public const string Cases = "/desk/cases";
    public const string Case = "/desk/cases/{id}";
    public const string Flags = "/desk/flags";
    public const string Flag = "/desk/flags/{id}";
    public const string Find = "/desk/find";
    public const string Photo = "/desk/photos/{id}";
    public const string Providers = "/desk/providers";
    public const string Provider = "/desk/providers/{code}";
    public const string Proposals = "/desk/proposals";
    public const string Running = "/desk/campaign";
    public const string Officers = "/desk/officers";
    public const string EqualAccess = "/desk/equal-access";
    public const string Files = "/desk/files/{table}";
    public const string Counter = "/desk/counter";
    public const string Requests = "/desk/requests";
    public const string SamePersons = "/desk/same-persons";
    public const string Alarms = "/desk/alarms";
    public const string Imports = "/desk/imports";
    public const string Minutes = "/desk/minutes/{id}";

    /// <summary>Where circuits are opened: for officers alone.</summary>
    public const string Circuits = "/_blazor";

    /// <summary>Nothing is rendered beforehand: a look at what stands under citizens leaves a trace, and is not to be taken twice.</summary>
    public static InteractiveServerRenderMode Live { get; } = new(prerender: false);

    /// <summary>The row of the desk's own pages.</summary>
    public static IReadOnlyList<PageWay> Ways { get; } = [.. DeskRoutes.All.Where(r => r.Menu is not null).Select(r => new PageWay(r.Path, r.Menu!))];

    /// <summary>A few hundred officers, a few pages each: bounds that none of them meets, and that keep a host's memory in hand (docs/adr/0028).</summary>
    internal static void AddDesk(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DetailedErrors = false;
            options.DisconnectedCircuitMaxRetained = 50;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            options.MaxBufferedUnacknowledgedRenderBatches = 10;
            options.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
            options.PersistedCircuitInMemoryMaxRetained = 0;
        }).AddHubOptions(hub =>
        {
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.EnableDetailedErrors = false;
        });
        services.AddMudServices();
        services.AddScoped<DeskPlace>();
        services.AddScoped<DeskDrafts>();
        services.AddScoped<DeskFocus>();
        services.AddScoped<ProposalReader>();
        services.AddScoped<MudLocalizer, LibraryWords>();
        services.AddSingleton<DeskAssets>();
        services.AddSingleton<MinutesHtml>();
    }

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        DeskAssets.Map(routes);
        foreach (var route in DeskRoutes.All)
        {
            routes.MapGet(route.Path, Task<IResult> (HttpContext http) => OpenAsync(http, route));
        }

        routes.MapGet(Files, Task<IResult> (HttpContext http) => DeskFiles.TakeAsync(http));
        routes.MapGet(Photo, Task<IResult> (HttpContext http) => ShowPhotoAsync(http));
        routes.MapGet(Minutes, Task<IResult> (HttpContext http) => MinutesEndpoint.TakeAsync(http));
        routes.MapBlazorHub(Circuits);
    }

    public static string PhotoOf(Guid id) => $"/desk/photos/{id}";

    public static string MinutesOf(Guid id, string form) => $"/desk/minutes/{id}?form={form}";

    /// <summary>A photograph that came with a report; each look leaves a trace (HUE-1.7).</summary>
    private static Task<IResult> ShowPhotoAsync(HttpContext http) => http.RequestServices.GetRequiredService<IDeskSessions>().OpenAsync(http, async officer =>
    {
        http.Response.Headers.CacheControl = "no-store";
        return await http.RequestServices.GetRequiredService<ReportPhotos>().ReadAsync(officer.Caller, http.GetRouteValue("id") as string ?? "", http.RequestAborted) is { } photo
            ? Results.Bytes(photo, "image/jpeg")
            : Results.NotFound();
    });

    private static Task<IResult> OpenAsync(HttpContext http, DeskRoute route) => http.RequestServices.GetRequiredService<IDeskSessions>().OpenAsync(
        http, async officer => WebResults.Page<DeskDocument>(await PageContext.OfAsync(http), new
        {
            Officer = officer,
            Route = route,
            Shown = await http.RequestServices.GetRequiredService<CampaignQueries>().ShownAsync(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), http.RequestAborted),
            Chosen = ChosenCampaign.Of(http),
            Waiting = await http.RequestServices.GetRequiredService<ProposalQueries>().WaitingAsync(officer.Caller, http.RequestAborted),
        }));
}
