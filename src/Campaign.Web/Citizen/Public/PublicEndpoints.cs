using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Figures;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Campaign.Web.Citizen.Public;

/// <summary>What everybody may read: the campaign and its figures, violations that were published (HUE-5.3), how to check a receipt.</summary>
internal static class PublicEndpoints
{
    public const string Home = "/";
    public const string Receipts = "/receipts";
    public const string Feed = "/violations.atom";

    public static void MapPublicPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Home, async (HttpContext http, PublicFigures figures, PublishedCases published) =>
        {
            var on = await PageContext.OfAsync(http);
            var campaign = await OwnEndpoints.CampaignAsync(http);
            return WebResults.Page<HomePage>(on, new
            {
                Campaign = campaign,
                Shown = await OwnEndpoints.CampaignsAsync(http),
                Figures = campaign is null ? null : await figures.OfAsync(campaign.Code),
                Published = campaign is null ? [] : (await published.OfAsync(campaign.Code, http.RequestAborted)).Where(c => !c.IsWithdrawn).ToList(),
            });
        });
        routes.MapGet(Feed, Task<IResult> (HttpContext http) => ViolationsFeed.ReadAsync(http));
        routes.MapGet(Receipts, async Task<IResult> (HttpContext http) => WebResults.Page<ReceiptsPage>(await PageContext.OfAsync(http)));
    }
}
